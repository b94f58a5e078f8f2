"""HTML pages → posts: a whole page, or each of its articles."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.formats.decoding import decode
from knowledge.formats.front_matter import FrontMatter, read_front_matter
from knowledge.formats.html_blocks import blocks_of, parsed, text_of
from knowledge.formats.html_facts import Facts, facts_of, is_hidden
from knowledge.formats.html_main import articles_of, main_of
from knowledge.formats.posts import is_draft, reading_of, same
from knowledge.formats.templates import without_tags
from knowledge.model import Block, Document, Problem, Reading

_HEAD = re.compile(r"\A.*?(?=<body\b|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"\{%|\{\{|<%")
_PAGE = re.compile(r"<(?:html|body|head|!doctype)\b", re.IGNORECASE)
_MEDIUM_DRAFT = re.compile(r"(?:^|/)draft_[^/]*$")
_TITLE_WITHIN = 3  # blocks; a title that comes later is a heading that happens to say the same


def read(document: Document) -> Reading:
    """Read a page: its post or, of a page with several articles, one post for each.

    A page that asks search engines to leave it out, or that only sends its readers on, is counted with the drafts.
    """
    text, problems = decode(document)
    if problems and not problems[0].kept:
        return Reading(problems=problems)
    head = read_front_matter(text, document.path)
    if is_draft(head, document.path) or _MEDIUM_DRAFT.search(document.path):
        return Reading(drafts=1)
    if not head.fields and _is_template(head.body):
        what = "is a template of a site generator, not a page"
        mend = "Point the source at the pages that are built of it, or leave it out with `exclude`."
        return Reading(problems=(*problems, Problem(document.path, 1, what, mend, kept=False)))
    page = parsed(without_tags(head.body) if head.fields else head.body)
    if is_hidden(page):
        return Reading(drafts=1)
    articles = articles_of(page)
    if not articles:
        return _post(document, page, head, problems)
    readings = [_article(document, page, each) for each in articles]
    posts = tuple(post for reading in readings for post in reading.posts)
    return Reading(posts, (*problems, *(problem for reading in readings for problem in reading.problems)))


def _post(document: Document, page: LexborHTMLParser, head: FrontMatter, problems: tuple[Problem, ...]) -> Reading:
    main = main_of(page)
    fields: Facts = {**facts_of(page, main), **head.fields}
    blocks = _without_title(_blocks(main), str(fields.get("title", "")))
    return reading_of(document, replace(head, fields=fields), blocks, problems)


def _blocks(main: LexborNode) -> tuple[Block, ...]:
    """The blocks of a page's post; where nothing but furniture was found, that was it."""
    blocks = tuple(blocks_of(main, page=True))
    return blocks if any(block.kind != "heading" for block in blocks) else tuple(blocks_of(main))


def _article(document: Document, page: LexborHTMLParser, article: LexborNode) -> Reading:
    """One article of several, which has its own title, day and address."""
    heading = article.css_first("h1, h2, h3")
    own = LexborHTMLParser(f"<body>{article.html}</body>")
    facts = {**facts_of(own, own.body or article), "title": text_of(heading)}
    link = article.css_first("a[rel~=bookmark][href], h1 a[href], h2 a[href], h3 a[href]")
    address = link.attributes.get("href") if link is not None else None
    whole = facts_of(page, article)
    if address and not address.startswith("#"):
        facts["url"] = address
    elif "url" in whole and (name := article.attributes.get("id")):
        facts["url"] = f"{whole['url']}#{name}"
    blocks = _without_title(_blocks(article), str(facts["title"]))
    return reading_of(document, FrontMatter(facts, "", 1), blocks)


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks without the heading that repeats the title, as deep as it may stand."""
    for place, block in enumerate(blocks[:_TITLE_WITHIN]):
        if block.kind == "heading" and same(block.text, title):
            return blocks[:place] + blocks[place + 1 :]
    return blocks


def _is_template(text: str) -> bool:
    """Whether pages are made of this: tags of a template in its head, or in a piece that has none."""
    found = _HEAD.match(text)
    return bool(found and _TAG.search(found.group()))

"""Medium's export: one page a post, its drafts and the replies to others among them."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.model import Document, Problem, Reading
from knowledge.sources.exports import Item
from knowledge.sources.html_documents import Page, html_document

_POST = re.compile(r"(?:^|/)posts/[^/]+\.html?$")
_MARKS = (b"p-canonical", b"graf--", b"h-entry")
_MEND = "Export it again from Medium's settings."


def recognises(path: str, head: bytes) -> bool:
    """Whether this is a post of a Medium export."""
    return _POST.search(path) is not None and any(mark in head for mark in _MARKS)


def read(item: Item) -> Iterator[Document | Problem | Reading]:
    """The post of a page; drafts and replies are counted."""
    if _POST.search(item.path) is None:
        return
    name = PurePosixPath(item.path).name
    if name.startswith("draft_"):
        yield Reading(drafts=1)
        return
    page = LexborHTMLParser(item.content.decode(errors="replace"))
    body = page.css_first("section[data-field=body], section.e-content")
    if body is None:
        yield Problem(item.path, 1, "is no post of Medium", _MEND, kept=False)
        return
    title = _text(page, "h1.p-name") or _text(page, "title")
    if _is_reply(body, title):
        yield Reading(drafts=1)
        return
    yield html_document(item.source, _page(page, body, title, item.path))


def _page(page: LexborHTMLParser, body: LexborNode, title: str, path: str) -> Page:
    for repeated in (*body.css("h3.graf--title, h2.graf--title, h1.graf--title")[:1], *body.css(".graf--pullquote")):
        repeated.decompose()
    published = page.css_first("time.dt-published")
    canonical = page.css_first("a.p-canonical")
    return Page(
        path=path.removesuffix(".html"),
        title=title,
        body=body.html or "",
        url=_attribute(canonical, "href"),
        date=_attribute(published, "datetime")[:10],
        authors=tuple(filter(None, (_text(page, ".p-author"),))),
        tags=tuple(tag.text().strip() for tag in page.css(".p-tag")),
    )


def _is_reply(body: LexborNode, title: str) -> bool:
    """Whether a post has no title of its own: Medium calls a reply by its first words."""
    first = body.css_first(".graf")
    said = " ".join(first.text().split()) if first is not None and first.tag == "p" else ""
    return bool(said) and said.startswith(title.rstrip("….").strip())


def _text(page: LexborHTMLParser, selector: str) -> str:
    found = page.css_first(selector)
    return " ".join(found.text().split()) if found is not None else ""


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node is not None else ""

"""Markdown with YAML front matter → one post."""

import re
from datetime import date
from pathlib import PurePosixPath

from knowledge.document_names import dateless, read_date, stem
from knowledge.formats.decoding import decode
from knowledge.formats.front_matter import FrontMatter, read_front_matter
from knowledge.formats.markdown_blocks import read_blocks
from knowledge.model import Block, Document, Post, Problem, Reading

_DRAFTS = "_drafts"  # Jekyll's folder for them
_ADDRESS = re.compile(r"(?:https?://)?[^:{}\s]*[/.][^:{}\s]*")  # no `:title` and no `{{ slug }}` in it


def read(document: Document) -> Reading:
    """Read a Markdown document: one post, or none where it is a draft or holds no text."""
    text, problems = decode(document)
    if problems and not problems[0].kept:
        return Reading(problems=problems)
    head = read_front_matter(text, document.path)
    if head.is_draft or _DRAFTS in PurePosixPath(document.path).parts:
        return Reading(drafts=1)
    blocks = tuple(read_blocks(head.body, head.body_line))
    if all(block.kind == "heading" for block in blocks):
        return Reading(problems=(*problems, *head.problems, _empty(document.path)))
    title, blocks, untitled = _title(head, blocks, document.path)
    published, undated = _published(head, document.path)
    updated = head.text("updated", "lastmod", "last_modified_at", "last_update.date", "date.updated")
    post = Post(
        source=document.source,
        path=document.path,
        title=title,
        blocks=blocks,
        url=_url(head),
        slug=head.text("slug"),
        date=published,
        updated=read_date(updated),
        authors=head.texts("authors", "author"),
        tags=head.texts("tags", "tag", "categories", "category"),
    )
    return Reading((post,), (*problems, *head.problems, *untitled, *undated))


def _url(head: FrontMatter) -> str | None:
    """Where the head says that the post is; Jekyll's `permalink` may also name a rule, which is for the configuration."""
    permalink = head.text("permalink")
    if permalink is not None and _ADDRESS.fullmatch(permalink) is None:
        permalink = None
    return head.text("url") or permalink or head.text("canonical_url")


def _empty(path: str) -> Problem:
    return Problem(
        path, 1, "holds no text", "Write it, mark it `draft: true`, or leave it out with `exclude`.", kept=False
    )


def _title(
    head: FrontMatter, blocks: tuple[Block, ...], path: str
) -> tuple[str, tuple[Block, ...], tuple[Problem, ...]]:
    """The title (front matter, else the first first-level heading, else the file's name) and the blocks without it."""
    title = head.text("title")
    first = next((place for place, block in enumerate(blocks) if block.kind == "heading" and block.level == 1), None)
    if first is not None and (title is None or _same(title, blocks[first].text)):
        title, blocks = title or blocks[first].text, blocks[:first] + blocks[first + 1 :]
    if title is not None:
        return " ".join(title.split()), blocks, ()
    named = dateless(path).replace("-", " ").replace("_", " ").strip()
    named = named[:1].upper() + named[1:] or path
    mend = "Give it a `title:` in its front matter or a first-level heading."
    return named, blocks, (Problem(path, 1, f"no title; called “{named}” after its file", mend),)


def _same(one: str, other: str) -> bool:
    letters = [[c for c in text.casefold() if c.isalnum()] for text in (one, other)]
    return one == other or ([] != letters[0] == letters[1])


def _published(head: FrontMatter, path: str) -> tuple[date | None, tuple[Problem, ...]]:
    """The date of the head, else of the file's name (2024-12-05-title.md); an unreadable one is reported."""
    written = head.text("date", "date.created", "publishdate", "pubdate", "published_at")
    in_name = read_date(stem(path))
    published = read_date(written)
    if written is None or published is not None:
        return published or in_name, ()
    mend = "Write it as YYYY-MM-DD, a day that exists."
    return in_name, (Problem(path, head.line_of(written), f"date “{written}” cannot be read", mend),)

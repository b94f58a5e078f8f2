"""Confluence's HTML export: one page a document, known by its number."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from knowledge.model import Document, Problem, Reading
from knowledge.sources.exports import Item
from knowledge.sources.html_documents import Page, html_document

_MARKS = (b'id="main-content"', b"id='main-content'")
_NUMBER = re.compile(r"(?:^|_)(\d+)$")
_MODIFIED = re.compile(
    r"(?:last (?:modified|updated)(?: by .*?)? on|,? on) (\w{3} \d{1,2}, \d{4})", re.IGNORECASE | re.DOTALL
)
_DUMP = ("entities.xml", "exportDescriptor.properties")


def recognises(path: str, head: bytes) -> bool:
    """Whether this is a page of an HTML export, or the dump of an XML export."""
    name = PurePosixPath(path).name
    is_page = name.endswith((".html", ".htm")) and any(mark in head for mark in _MARKS)
    return name in _DUMP or is_page


def read(item: Item) -> Iterator[Document | Problem | Reading]:
    """The page; the table of contents (`index.html`) is passed over."""
    named = PurePosixPath(item.path)
    if named.name in _DUMP:
        mend = "Export the space as HTML: Space settings → Export space → HTML."
        yield Problem(item.path, 1, "is Confluence's XML export, which is not read", mend, kept=False)
    if named.suffix.lower() not in (".html", ".htm") or named.stem == "index":
        return
    page = LexborHTMLParser(item.content.decode(errors="replace"))
    main = page.css_first("#main-content")
    if main is None:
        yield Problem(item.path, 1, "is no page of Confluence", "Leave it out with `exclude`.", kept=False)
        return
    heading = page.css_first("#title-text") or page.css_first("title")
    title = " ".join(heading.text().split()) if heading is not None else named.stem
    said = page.css_first(".page-metadata")
    number = _NUMBER.search(named.stem)
    author = page.css_first(".page-metadata .author")
    yield html_document(
        item.source,
        Page(
            path=str(named.with_suffix("")),
            title=title.partition(" : ")[2] or title,
            body=main.inner_html or "",
            url=f"{item.base_url}/pages/viewpage.action?pageId={number.group(1)}" if number and item.base_url else "",
            updated=_day(" ".join(said.text().split()) if said is not None else ""),
            authors=(author.text().strip(),) if author is not None else (),
        ),
    )


def _day(said: str) -> str:
    """The day of `Created by Ann, last modified on Dec 05, 2024`."""
    found = _MODIFIED.search(said)
    try:
        return datetime.strptime(found.group(1), "%b %d, %Y").replace(tzinfo=UTC).date().isoformat() if found else ""
    except ValueError:  # in another language
        return ""

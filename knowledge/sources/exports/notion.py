"""Notion's export: one Markdown or HTML document a page, known by the number in its name, which the formats read."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from knowledge.document_names import notion_id
from knowledge.model import Document
from knowledge.sources.exports import Item

_PAGES = (".html", ".md")


def recognises(path: str, head: bytes) -> bool:
    """Whether the document's name ends in one of Notion's numbers."""
    del head
    return PurePosixPath(path).suffix.lower() in _PAGES and notion_id(path) is not None


def read(item: Item) -> Iterator[Document]:
    """The page; a database's table is left to the pages of its rows."""
    if recognises(item.path, item.content):
        yield Document(item.source, item.path, item.content)

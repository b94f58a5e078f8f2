"""Documents that nobody has exported: each is what its name says."""

from collections.abc import Iterator

from knowledge.formats import format_of
from knowledge.model import Document
from knowledge.sources.exports import Item


def recognises(path: str, head: bytes) -> bool:
    """Never: it is what is left where no other is recognised."""
    del path, head
    return False


def read(item: Item) -> Iterator[Document]:
    """The document, if a format reads it."""
    if format_of(item.path) is not None:
        yield Document(item.source, item.path, item.content)

"""What one document means. A new format is one file here and one line for each of its endings in `FORMATS`."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePosixPath
from typing import Protocol

from knowledge.model import Document, Reading

FORMATS: Mapping[str, str] = {
    ".markdown": "knowledge.formats.markdown",
    ".md": "knowledge.formats.markdown",
    ".mdown": "knowledge.formats.markdown",
    ".txt": "knowledge.formats.category_page",
}


class Format(Protocol):
    """Reads a document into posts; whatever is wrong with it becomes a problem in the reading, never an exception."""

    def __call__(self, document: Document) -> Reading: ...


def format_of(path: str) -> Format | None:
    """The format that reads documents of this name, or None where no format does."""
    module = FORMATS.get(PurePosixPath(path).suffix.lower())
    if module is None:
        return None
    read: Format = import_module(module).read
    return read

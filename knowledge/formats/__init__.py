"""What one document means. A new format is one file here and one line for each of its endings in `FORMATS`."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Protocol

from knowledge.formats.decoding import too_large
from knowledge.model import Document, Reading

FORMATS: Mapping[str, str] = {
    ".adoc": "knowledge.formats.asciidoc",
    ".asciidoc": "knowledge.formats.asciidoc",
    ".docx": "knowledge.formats.docx",
    ".htm": "knowledge.formats.html",
    ".html": "knowledge.formats.html",
    ".markdown": "knowledge.formats.markdown",
    ".md": "knowledge.formats.markdown",
    ".md.erb": "knowledge.formats.markdown",
    ".mdown": "knowledge.formats.markdown",
    ".mdx": "knowledge.formats.markdown",
    ".rest": "knowledge.formats.rst",
    ".rst": "knowledge.formats.rst",
    ".txt": "knowledge.formats.category_page",
}


class Format(Protocol):
    """Reads a document into posts; whatever is wrong with it becomes a problem in the reading, never an exception."""

    def __call__(self, document: Document) -> Reading: ...


def format_of(path: str) -> Format | None:
    """The format that reads documents of this name, or None where no format does."""
    endings = path.rstrip("/").rpartition("/")[2].lower().lstrip(".").split(".")[1:]
    module = FORMATS.get(f".{'.'.join(endings[-2:])}") or FORMATS.get(f".{''.join(endings[-1:])}")
    return None if module is None else _reader(module)


@cache
def _reader(module: str) -> Format:
    def read(document: Document) -> Reading:
        problem = too_large(document)
        if problem is not None:
            return Reading(problems=(problem,))
        reading: Reading = import_module(module).read(document)
        return reading

    return read

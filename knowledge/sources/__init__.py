"""Where documents come from. A new source is one file here and one line in `SOURCES`."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Protocol

from knowledge.config import SourceConfig
from knowledge.model import Document, Problem

SOURCES: Mapping[str, str] = {"folder": "knowledge.sources.folder"}


class Source(Protocol):
    """Finds documents; one that cannot be had is a problem. Raises SourceError where nothing can be read at all."""

    def documents(self) -> Iterable[Document | Problem]: ...


def open_source(config: SourceConfig) -> Source:
    """The source that this part of the configuration describes."""
    source: Source = import_module(SOURCES["folder"]).open_source(config)
    return source

"""Where documents come from. A new source is one file here and one line in `SOURCES`."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Protocol, runtime_checkable

from knowledge.config import SourceConfig
from knowledge.model import Document, Problem

SOURCES: Mapping[str, str] = {"folder": "knowledge.sources.folder"}


class Source(Protocol):
    """Finds documents; one that cannot be had is a problem. Raises SourceError where nothing can be read at all."""

    def documents(self) -> Iterable[Document | Problem]: ...


@runtime_checkable
class WatchedSource(Source, Protocol):
    """A source that says which files and folders its documents hang on: while they stay as they are, so do it and they."""

    def watched(self) -> Iterable[str]: ...


def open_source(config: SourceConfig) -> Source:
    """The source that this part of the configuration describes."""
    source: Source = import_module(SOURCES["folder"]).open_source(config)
    return source

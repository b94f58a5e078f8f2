"""Where documents come from. A new source is one file here and one line in `SOURCES`."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeAlias, runtime_checkable

from knowledge.config import SourceConfig
from knowledge.model import Document, Problem, Reading, Stamp

SOURCES: Mapping[str, str] = {
    "archive": "knowledge.sources.archive",
    "feed": "knowledge.sources.feed",
    "folder": "knowledge.sources.folder",
    "git": "knowledge.sources.git",
    "site": "knowledge.sources.site",
}

Known: TypeAlias = Callable[[str, Stamp], Reading | None]  # what was made of the file of a path while it had this stamp


class Source(Protocol):
    """Finds documents; one that cannot be had is a problem, and what it knows to be drafts is a reading that counts them.

    What it could not find or read this time, though it may be there, is a reading that names it as hidden.
    Raises SourceError where nothing can be read at all.
    """

    def documents(self) -> Iterable[Document | Problem | Reading]: ...


@runtime_checkable
class WatchedSource(Source, Protocol):
    """A source that says which files and folders its documents hang on: while they stay as they are, so do it and they."""

    def watched(self) -> Iterable[str]: ...


@runtime_checkable
class FileSource(Source, Protocol):
    """A source of files, which need not be opened while they stand as they did."""

    def knowing(self, known: Known) -> Source:
        """The same source, which gives what is known in place of the document."""
        ...


def open_source(config: SourceConfig, cache: Path | None = None) -> Source:
    """The source that this part of the configuration describes; `cache` is the folder for what it has fetched."""
    source: Source = import_module(SOURCES[config.kind]).open_source(config, cache)
    return source

"""Documents of a folder and all below it, or one document by its path."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.formats import format_of
from knowledge.model import Document, Problem

_SKIPPED = frozenset(("node_modules",))  # other people's packages


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Reads every document under `folder` that a format can read, in the order of their paths."""

    name: str
    folder: Path
    exclude: tuple[str, ...] = ()

    def documents(self) -> Iterator[Document | Problem]:
        if self.folder.is_file():
            yield self._document(self.folder, self.folder.name)
            return
        if not self.folder.is_dir():
            raise SourceError(self.name, f"{self.folder} is neither a folder nor a document")
        yield from self._below(self.folder, ())

    def watched(self) -> Iterator[str]:
        """The folders that documents are looked for in, and the documents: whatever is new or gone changes a folder."""
        yield str(self.folder)
        if self.folder.is_dir():
            yield from self._watched_below(str(self.folder), ())

    def _watched_below(self, folder: str, trail: tuple[str, ...]) -> Iterator[str]:
        try:
            entries = self._wanted(folder, trail)
        except OSError:  # reading it makes that a problem
            return
        for entry, parts in entries:
            yield entry.path
            if entry.is_dir(follow_symlinks=False):
                yield from self._watched_below(entry.path, parts)

    def _below(self, folder: Path, trail: tuple[str, ...]) -> Iterator[Document | Problem]:
        """The documents of this folder and those below it, in the order of their names."""
        try:
            entries = self._wanted(folder, trail)
        except OSError as error:
            if not trail:
                raise SourceError(self.name, f"{folder} cannot be read: {error.strerror}") from error
            yield _unreadable("/".join(trail), error)
            return
        for entry, parts in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(Path(entry.path), parts)
            elif format_of(entry.name) is not None and entry.is_file():
                yield self._document(Path(entry.path), "/".join(parts))

    def _wanted(self, folder: str | Path, trail: tuple[str, ...]) -> list[tuple["os.DirEntry[str]", tuple[str, ...]]]:
        """The entries of a folder that are not passed over, in the order of their names, each with its path's parts."""
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        named = ((entry, (*trail, os.fsencode(entry.name).decode(errors="replace"))) for entry in entries)
        return [(entry, parts) for entry, parts in named if self._is_wanted(parts)]

    def _is_wanted(self, parts: Sequence[str]) -> bool:
        if parts[-1].startswith(".") or parts[-1] in _SKIPPED:
            return False
        return not any(is_excluded(parts, pattern) for pattern in self.exclude)

    def _document(self, path: Path, name: str) -> Document | Problem:
        try:
            return Document(self.name, name, path.read_bytes())
        except OSError as error:
            return _unreadable(name, error)


def is_excluded(parts: Sequence[str], pattern: str) -> bool:
    """Whether a pattern means a path, or a folder that it lies in.

    It may begin at any folder, unless it starts with `/`; `*` stands within a name, `**` for any number of folders.
    """
    anywhere = () if pattern.startswith("/") else ("**",)
    return _fits(parts, (*anywhere, *pattern.strip("/").split("/")))


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return True
    if pattern[0] == "**":
        return any(_fits(parts[start:], pattern[1:]) for start in range(len(parts)))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _unreadable(name: str, error: OSError) -> Problem:
    what = f"cannot be read: {error.strerror}"
    return Problem(name, 1, what, "Let the bot's account read it, or leave it out with `exclude`.", kept=False)


def open_source(config: SourceConfig) -> FolderSource:
    """The folder that the configuration names."""
    return FolderSource(config.label, config.folder, config.exclude)

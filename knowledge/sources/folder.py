"""Documents of a folder and all below it, or one document by its path."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.formats import format_of
from knowledge.formats.decoding import LARGEST
from knowledge.model import Document, Problem, Reading, Stamp

if TYPE_CHECKING:
    from knowledge.sources import Known

_SKIPPED = frozenset(("node_modules",))  # other people's packages


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Reads every document under `folder` that a format can read, in the order of their paths."""

    name: str
    folder: Path
    exclude: tuple[str, ...] = ()
    known: "Known | None" = None

    def knowing(self, known: "Known") -> "FolderSource":
        return replace(self, known=known)

    def documents(self) -> Iterator[Document | Problem | Reading]:
        if self.folder.is_file():
            yield from self._document(str(self.folder), self.folder.name)
            return
        if not self.folder.is_dir():
            raise SourceError(self.name, f"{self.folder} is neither a folder nor a document")
        yield from self._below(str(self.folder), ())

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

    def _below(self, folder: str, trail: tuple[str, ...]) -> Iterator[Document | Problem | Reading]:
        """The documents of this folder and those below it, in the order of their names."""
        try:
            entries = self._wanted(folder, trail)
        except OSError as error:
            if not trail:
                raise SourceError(self.name, f"{folder} cannot be read: {error.strerror}") from error
            yield from _unreadable("/".join(trail), error)
            return
        for entry, parts in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(entry.path, parts)
            elif entry.is_symlink() and self._leads_out(entry):
                what = f"is a link to {Path(entry.path).resolve()}, outside of the folder"
                yield Problem("/".join(parts), 1, what, "Make what it leads to a source of its own.", kept=False)
            elif format_of(entry.name) is not None and _is_file(entry):
                yield from self._document(entry.path, "/".join(parts))

    def _wanted(self, folder: str, trail: tuple[str, ...]) -> list[tuple["os.DirEntry[str]", tuple[str, ...]]]:
        """The entries of a folder that are not passed over, in the order of their names, each with its path's parts."""
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        seen = (entry for entry in entries if not entry.name.startswith(".") and entry.name not in _SKIPPED)
        named = [(entry, (*trail, _readable(entry.name))) for entry in seen]
        return [each for each in named if not self._is_excluded(each[1])] if self.exclude else named

    def _is_excluded(self, parts: Sequence[str]) -> bool:
        return any(is_excluded(parts, pattern) for pattern in self.exclude)

    def _leads_out(self, link: "os.DirEntry[str]") -> bool:
        """Whether a link to a folder or document leads out of the source.

        Inside, linked documents are read and linked folders are not: what these hold is found where it stands, and no loop
        can be entered.
        """
        try:
            is_wanted = link.is_dir() or format_of(link.name) is not None
            target = Path(link.path).resolve(strict=True)
        except (OSError, RuntimeError):  # it leads nowhere, or round in a circle
            return False
        return is_wanted and not target.is_relative_to(self.folder.resolve())

    def _document(self, path: str, name: str) -> Iterator[Document | Problem | Reading]:
        try:
            stamp = _stamp(path)
            if self.known is not None and (reading := self.known(name, stamp)) is not None:
                yield reading
                return
            if stamp[0] > LARGEST:
                what = f"is {stamp[0] / 1_000_000:.0f} MB large; a document may have {LARGEST // 1_000_000} MB"
                yield Problem(name, 1, what, "Divide it, or leave it out with `exclude`.", kept=False)
                return
            document = Document(self.name, name, Path(path).read_bytes(), stamp)
        except OSError as error:
            yield from _unreadable(name, error)
            return
        yield document


def _readable(name: str) -> str:
    """A name as text, also where its bytes are none."""
    return name if name.isascii() else os.fsencode(name).decode(errors="replace")


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


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads round in a circle
        return False


def _stamp(path: str) -> Stamp:
    """What changes with the file: its state's time too, since a copy may have the size and the time of another."""
    found = os.stat(path)  # noqa: PTH116 - ten thousand times at every reload
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _unreadable(name: str, error: OSError) -> Iterator[Problem | Reading]:
    what = f"cannot be read: {error.strerror}"
    yield Problem(name, 1, what, "Let the bot's account read it, or leave it out with `exclude`.", kept=False)
    yield Reading(hidden=(name,))


def open_source(config: SourceConfig, cache: Path | None = None) -> FolderSource:
    """The folder that the configuration names."""
    del cache  # it is read where it is
    assert config.folder is not None  # noqa: S101 - what made it the source of this configuration
    return FolderSource(config.label, config.folder, config.exclude)

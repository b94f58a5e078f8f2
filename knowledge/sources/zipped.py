"""What an archive holds, read with care: bombs, names that lead out, links and locked entries are refused, the rest is read."""

import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO

from knowledge.model import Problem

WANTED = frozenset((".docx", ".htm", ".html", ".json", ".markdown", ".md", ".mdx", ".rst", ".txt", ".xml"))
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_NESTED = 2  # archives in archives: Notion puts its parts into one
_SMALL = 1_000_000  # bytes; as many zeros are no bomb
_MEND = "Leave it out of the archive, or unpack the archive and name its folder."
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


class EntryError(Exception):
    """An entry cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of an archive. `read` raises EntryError."""

    path: str
    read: Callable[[], bytes]


@dataclass(slots=True)
class Held:
    """What an archive holds: what may be read, what was refused, and how much more may come."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    size: int = 1_000_000_000  # bytes that all entries together may still have when unpacked
    count: int = 100_000  # entries that may still come
    ratio: int = 200  # how many times its packed size an entry may have

    def take(self, path: str, size: int, read: Callable[[], bytes]) -> None:
        """Add an entry, if it is none too many and not too large."""
        if self.has_room(path, size):
            self.entries.append(Entry(path, read))

    def has_room(self, path: str, size: int) -> bool:
        """Whether an entry of this size may come; it then counts, else it is a problem."""
        if size > self.size:
            self.refuse(path, f"is {size / 1_000_000:.0f} MB large, more than is left of what an archive may hold")
            return False
        self.size -= size
        return True

    def refuse(self, path: str, what: str) -> None:
        self.problems.append(Problem(path, 1, what, _MEND, kept=False))


@contextmanager
def opened(path: Path, held: Held) -> Iterator[None]:
    """Fill `held` with what a folder, a zip or a single document holds; its entries can be read until this ends.

    Raises EntryError where the archive itself cannot be read.
    """
    with ExitStack() as stack:
        try:
            if path.is_dir():
                _take_folder(path, held)
            elif zipfile.is_zipfile(path):
                _take_zip(stack.enter_context(zipfile.ZipFile(path)), "", held, stack, _NESTED)
            elif path.suffix.lower() == ".zip":
                raise zipfile.BadZipFile("it is no zip archive, or only a part of one")
            else:
                held.take(path.name, path.stat().st_size, partial(_read_file, path))
        except _BROKEN as error:
            raise EntryError(f"cannot be read: {error}") from error
        yield


def _take_folder(root: Path, held: Held) -> None:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            shown = path.relative_to(root).as_posix()
            if not _is_wanted(shown):
                continue
            if path.is_symlink():
                held.refuse(shown, "is a link")
            elif path.is_file():
                held.take(shown, path.stat().st_size, partial(_read_file, path))


def _take_zip(archive: zipfile.ZipFile, above: str, held: Held, stack: ExitStack, depth: int) -> None:
    for info in archive.infolist():
        path = above + info.filename
        held.count -= 1
        if held.count < 0:
            held.refuse(path, "is one entry more than an archive may have; the rest is left out")
            return
        is_archive = path.lower().endswith(".zip")
        if info.is_dir() or not (_is_wanted(path) or is_archive):
            continue
        if what := _unsafe(info, held.ratio):
            held.refuse(path, what)
        elif not is_archive:
            held.take(path, info.file_size, partial(_read_entry, archive, info))
        elif depth == 0:
            held.refuse(path, "is an archive in an archive in an archive")
        elif held.has_room(path, info.file_size):
            _take_nested(archive, info, held, stack, depth)


def _take_nested(archive: zipfile.ZipFile, info: zipfile.ZipInfo, held: Held, stack: ExitStack, depth: int) -> None:
    """Unpack an archive in an archive to a file without a name, which goes when it is closed."""
    file: IO[bytes] = stack.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
    try:
        with archive.open(info) as packed:
            shutil.copyfileobj(packed, file)
        inner = stack.enter_context(zipfile.ZipFile(file))
    except _BROKEN as error:
        held.refuse(info.filename, f"cannot be read: {error}")
        return
    _take_zip(inner, "", held, stack, depth - 1)


def _is_wanted(path: str) -> bool:
    named = PurePosixPath(path)
    hidden = any(part.startswith((".", "__MACOSX")) and not part.startswith("..") for part in named.parts)
    return not hidden and named.suffix.lower() in WANTED


def _unsafe(info: zipfile.ZipInfo, ratio: int) -> str:
    """Why an entry is refused; empty where it is not."""
    if _LEADS_OUT.search(info.filename):
        return "has a name that leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if info.flag_bits & 1:
        return "is encrypted"
    if info.file_size > _SMALL and info.file_size > ratio * max(1, info.compress_size):
        return f"would unpack to more than {ratio} times its size"
    return ""


def _read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(info)  # no more than the size that it declares, which was counted
    except _BROKEN as error:
        raise EntryError(f"cannot be read: {error}") from error


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EntryError(f"cannot be read: {error.strerror}") from error

"""Files and folders as they stood when something was made of them, and whether they stand so still."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG

_LIBRARY = Path(__file__).parent.parent
_NO_CODE = ("__pycache__", "posts")

# Path, size (0 for folders, which tell it in their own ways), nanoseconds of the last change, kind and permissions.
Stamp = tuple[str, int, int, int]


def stamps(paths: Iterable[str | Path]) -> list[Stamp]:
    """How the files and folders stand. One that is not there has neither size nor time."""
    # Path.resolve asks for every folder above; and even abspath takes longer than the stamp.
    named = (os.fspath(path) for path in paths)
    return [_stamp(path if path.startswith("/") else os.path.abspath(path)) for path in named]  # noqa: PTH100


def unchanged(before: Iterable[Sequence[str | int]]) -> bool:
    """Whether all of them stand as they did."""
    return all(tuple(stamp) == _stamp(str(stamp[0])) for stamp in before)


def still_there(before: Iterable[Sequence[str | int]]) -> list[Stamp] | None:
    """How the same files stand now; None where a folder or its like is not as it was, so that there may be others."""
    now: list[Stamp] = []
    for each in before:
        found = _stamp(str(each[0]))
        if tuple(each) != found and not (S_ISREG(found[3]) and S_ISREG(int(each[3]))):
            return None
        now.append(found)
    return now


def library() -> Iterator[str]:
    """The files of this library: a change of any may change what it makes of the posts."""
    for folder, folders, files in os.walk(_LIBRARY):
        folders[:] = sorted(each for each in folders if each not in _NO_CODE)
        yield from (os.path.join(folder, file) for file in sorted(files))  # noqa: PTH118 - a hundred paths in a millisecond


def surroundings() -> list[str]:
    """The Python and the packages that run the library, with their versions."""
    folders = [each for each in sys.path if each.endswith("-packages") and os.path.isdir(each)]  # noqa: PTH112
    found = {name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info")}  # noqa: PTH208
    return [sys.version, sys.byteorder, *sorted(found)]


def stamp_of(written: Sequence[str | int]) -> Stamp:
    """A stamp as it was written down."""
    path, size, changed, mode = written
    return str(path), int(size), int(changed), int(mode)


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)  # noqa: PTH116 - a thousand times at every start
    except OSError:
        return path, -1, -1, 0
    return path, 0 if S_ISDIR(found.st_mode) else found.st_size, found.st_mtime_ns, found.st_mode

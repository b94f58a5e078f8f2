"""The file of a saved snapshot: facts (JSON) and sections of arrays (bytes), each with a checksum; written whole or not at all.

It starts with MAGIC, the size of the facts and their checksum; the facts follow, then the sections, each array from a multiple of
16. A section that is not asked for is not even read.
"""

import json
import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from knowledge.packed import Arrays

MAGIC = b"commonplace snapshot 8\r\n"  # the number is the format's: raise it with every change of the layout
_HEAD = struct.Struct("<24sQ16s")
_STEP = 16
Facts = Mapping[str, Any]
_Places = Mapping[str, tuple[int, int]]  # where each array starts and ends in its section


class DamagedError(Exception):
    """The file is not as it was written."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file whose facts are read and sound, and whose sections wait."""

    facts: Facts
    _body: memoryview
    _sections: Mapping[str, tuple[int, int, str, _Places]]  # where it starts and ends, its checksum, its arrays

    def arrays(self, section: str) -> Arrays:
        """The arrays of a section by their names. Raises DamagedError where a byte of them has changed."""
        first, last, checksum, places = self._sections[section]
        body = self._body[first:last]
        if _checksum(body).hex() != checksum:
            raise DamagedError(f"its section {section} does not have its checksum")
        return {name: body[start:end] for name, (start, end) in places.items()}


def read_saved(path: Path) -> SavedFile:
    """Open a file. Raises OSError where it cannot be read and DamagedError where its facts are not as they were written."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < _HEAD.size:
            raise DamagedError("it is too short")
        content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    magic, size, checksum = _HEAD.unpack(content[: _HEAD.size])
    if magic != MAGIC:
        raise DamagedError("it has another format")
    facts = content[_HEAD.size : _HEAD.size + size]
    if _checksum(facts) != checksum:
        raise DamagedError("its facts do not have their checksum")
    read = json.loads(bytes(facts))
    body = content[_HEAD.size + size :]
    if len(body) != read["size"]:
        raise DamagedError("its sections are not as long as they were")
    return SavedFile(read["facts"], body, read["sections"])


def write_saved(path: Path, facts: Facts, sections: Mapping[str, Arrays]) -> None:
    """Write a file in place of the one that may be there; who reads meanwhile gets the one or the other."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - only writing needs it

    laid_out, body, size = {}, [], 0
    for name, arrays in sections.items():
        places, pieces = _laid_out(arrays)
        start, size = size, size + sum(map(len, pieces))
        laid_out[name] = start, size, _checksum(*pieces).hex(), places
        body += pieces
    written = json.dumps({"facts": facts, "sections": laid_out, "size": size}).encode()
    written += b" " * (-(_HEAD.size + len(written)) % _STEP)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=path.stem, suffix=".tmp", delete=False) as file:
        try:
            file.write(_HEAD.pack(MAGIC, len(written), _checksum(written)))
            file.writelines((written, *body))
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            file.close()
            Path(file.name).unlink()
            raise


def _laid_out(arrays: Arrays) -> tuple[_Places, list[memoryview]]:
    """Where each array starts and ends in the section, and the section in pieces."""
    places: dict[str, tuple[int, int]] = {}
    body: list[memoryview] = []
    end = 0
    for name, values in arrays.items():
        places[name] = end, end + len(values)
        body += [values, memoryview(bytes(-len(values) % _STEP))]
        end += len(values) + len(body[-1])
    return places, body


def _checksum(*pieces: memoryview | bytes) -> bytes:
    digest = blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.digest()

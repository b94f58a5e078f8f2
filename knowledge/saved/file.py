"""The file of a saved snapshot: facts (JSON) and arrays (bytes), each with a checksum; written whole or not at all.

It starts with MAGIC, the size of the facts and their checksum; the facts follow, then the arrays, each from a multiple of 16.
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

MAGIC = b"commonplace snapshot 5\r\n"  # the number is the format's: raise it with every change of the layout
_HEAD = struct.Struct("<24sQ16s")
_STEP = 16
Facts = Mapping[str, Any]


class DamagedError(Exception):
    """The file is not as it was written."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file whose facts are read and sound, and whose arrays wait."""

    facts: Facts
    _body: memoryview
    _checksum: bytes
    _places: Mapping[str, tuple[int, int]]

    def arrays(self) -> Arrays:
        """The arrays by their names. Raises DamagedError where a byte of them has changed."""
        if _checksum(self._body) != self._checksum:
            raise DamagedError("its arrays do not have their checksum")
        return {name: self._body[start:end] for name, (start, end) in self._places.items()}


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
    return SavedFile(read["facts"], body, bytes.fromhex(read["checksum"]), read["places"])


def write_saved(path: Path, facts: Facts, arrays: Arrays) -> None:
    """Write a file in place of the one that may be there; who reads meanwhile gets the one or the other."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - only writing needs it

    places, body = _laid_out(arrays)
    written = json.dumps({"facts": facts, "places": places, "checksum": _checksum(*body).hex()}).encode()
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


def _laid_out(arrays: Arrays) -> tuple[Mapping[str, tuple[int, int]], list[memoryview]]:
    """Where each array starts and ends in the body, and the body in pieces."""
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

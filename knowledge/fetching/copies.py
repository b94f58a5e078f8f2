"""Copies of what was fetched, with what a server needs to say that nothing has changed. One file each."""

import json
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile


@dataclass(frozen=True, slots=True)
class Copy:
    """A body as it came from an address; the days are `YYYY-MM-DD`, `failing` since when no newer one is to be had."""

    url: str
    type: str
    fetched: str
    body: bytes
    etag: str = ""
    modified: str = ""
    failing: str = ""

    @property
    def validators(self) -> dict[str, str]:
        """The headers that ask whether it has changed."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


class Copies:
    """The copies in a folder; with None for it, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder and folder / "fetched"

    def find(self, asked: str) -> Copy | None:
        """The copy for an address that was asked for; None where there is none, or none that can be read."""
        if self._folder is None:
            return None
        try:
            head, _, body = self._path(self._folder, asked).read_bytes().partition(b"\n")
            facts = json.loads(head)
            return Copy(body=body, **facts) if facts.pop("sum") == _digest(body) else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):  # not there, or not as it was written
            return None

    def keep(self, asked: str, copy: Copy) -> None:
        """Write a copy in place of the one before. Where that cannot be done, nothing is kept."""
        if self._folder is None:
            return
        facts = asdict(replace(copy, body=b""))
        facts.pop("body")
        head = json.dumps({**facts, "sum": _digest(copy.body)}).encode()
        path = self._path(self._folder, asked)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
                file.write(head + b"\n" + copy.body)
            Path(file.name).replace(path)
        except OSError:  # a full disk makes the next reading slower, not this one worse
            return

    def _path(self, folder: Path, asked: str) -> Path:
        return folder / _digest(asked.encode())


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()

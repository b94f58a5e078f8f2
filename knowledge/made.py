"""A snapshot with what it was made of, and the file in which it is saved."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.saved import watching
from knowledge.saved.file import DamagedError, SavedFile, read_saved, write_saved
from knowledge.saved.snapshot import pack_snapshot, unpack_snapshot

if TYPE_CHECKING:
    from knowledge.memory import Memory
    from knowledge.readings import AllReadings, Clock
    from knowledge.snapshot import Snapshot
    from knowledge.source_config import SourceConfig

_SNAPSHOT, _MEMORY = "snapshot", "memory"


@dataclass(frozen=True)
class Made:
    """A snapshot and what it was made of: `watched` is None where that cannot be told by looking at files.

    `own` is how the library's files and the glossary stood, `file` where it is saved with what was remembered of the posts.
    `fetched` is when that was fetched which cannot be watched (in seconds, as of a file's time), None where nothing was.
    """

    snapshot: "Snapshot"
    key: Sequence[str]
    watched: "Sequence[Sequence[str | int]] | None"
    readings: "AllReadings | None" = None
    own: "Sequence[watching.Stamp]" = ()
    file: SavedFile | None = None
    fetched: float | None = None
    is_saved: bool = False

    def is_of(self, key: Sequence[str]) -> bool:
        """Whether it would be made again of this key; of what was fetched that is not known."""
        is_known = self.key == key and self.watched is not None and self.fetched is None
        return is_known and watching.unchanged(self.watched or ())

    def is_recent(self, now: float, seconds: float | None) -> bool:
        """Whether what was fetched is no older (None: however old it is)."""
        return self.fetched is None or seconds is None or 0 <= now - self.fetched <= seconds

    def is_saved_as(self, last: "Made") -> bool:
        """Whether what was saved of the last one says all of this one, too."""
        if not last.is_saved or self.snapshot is not last.snapshot or self.watched is None or last.watched is None:
            return False
        return [*map(tuple, self.watched)] == [*map(tuple, last.watched)]

    def memory(self, sources: "Sequence[SourceConfig]", clock: "Clock") -> "tuple[Memory, AllReadings | None] | None":
        """What is saved of the memory of these sources; None where nothing is, or it is damaged."""
        from knowledge.memory import Memory  # noqa: PLC0415 - it brings the parsers

        assert self.file is not None  # noqa: S101 - what this process has made itself, it remembers
        try:
            arrays = self.file.arrays(_MEMORY)
        except DamagedError as error:
            _warn("what was saved of the posts cannot be used, so all of them are read again: %s", error)
            return None
        return Memory.saved(arrays, self.snapshot.corpus, sources, self.key[1], clock)


def saved_at(path: Path, key: Sequence[str], *, is_start: bool = False) -> tuple[Made, bool] | None:
    """The snapshot in a file, where it was made of this key and everything stands as it did; and whether it does.

    At a start, what has changed since may be posts: what is saved is then what to go on from. What was fetched may have changed
    at any time; only at a start it is taken as it is.
    """
    try:
        file = read_saved(path)
        watched, own = file.facts["watched"], file.facts["own"]
        fetched = path.stat().st_mtime if file.facts["fetched"] else None
        is_known = file.facts["key"] == key and (is_start or fetched is None)
        is_true = is_known and watching.unchanged(watched)
        if is_true or (is_start and is_known and watching.unchanged(watched[:own])):
            snapshot = unpack_snapshot(file.facts["snapshot"], file.arrays(_SNAPSHOT))
            stamps = [watching.stamp_of(each) for each in watched[:own]]
            return Made(snapshot, key, watched, None, stamps, file, fetched, is_saved=True), is_true
    except OSError:  # not there yet, or saving will say why
        return None
    except DamagedError as error:
        _warn("the saved snapshot %s cannot be used and is made anew: %s", path, error)
    return None


def save(path: Path, made: Made, memory: "Memory", language: str) -> Made | None:
    """Save what was made, and open it; None where that cannot be, or something has changed since it was read."""
    is_true = made.watched is not None and watching.unchanged(made.watched)
    packed = pack_snapshot(made.snapshot, language) if is_true else None
    if packed is None or made.readings is None:
        return None
    facts, arrays = packed
    facts = {
        "key": made.key,
        "watched": made.watched,
        "own": len(made.own),
        "fetched": made.fetched is not None,
        "snapshot": facts,
    }
    remembered = memory.packed(made.readings, made.snapshot.corpus, made.key[1])
    try:
        write_saved(path, facts, {_SNAPSHOT: arrays, _MEMORY: remembered})
    except OSError as error:
        _warn("the snapshot cannot be saved as %s, so the next start is slow again: %s", path, error)
        return None
    saved = saved_at(path, made.key, is_start=True)
    return saved[0] if saved and saved[1] else None


def note_fetched(path: Path, made: Made) -> Made:
    """Note that what was fetched was found to be what is saved."""
    with suppress(OSError):  # the next start fetches it once more, then
        os.utime(path)
    return made


def _warn(message: str, *values: object) -> None:
    import logging  # noqa: PLC0415 - wanted only where something is wrong

    logging.getLogger(__name__).warning(message, *values)

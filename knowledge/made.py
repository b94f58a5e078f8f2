"""A snapshot with what it was made of, and the file in which it is saved."""

from collections.abc import Sequence
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
    """

    snapshot: "Snapshot"
    key: Sequence[str]
    watched: "Sequence[Sequence[str | int]] | None"
    readings: "AllReadings | None" = None
    own: "Sequence[watching.Stamp]" = ()
    file: SavedFile | None = None

    def is_of(self, key: Sequence[str]) -> bool:
        """Whether it would be made again of this key."""
        return self.key == key and self.watched is not None and watching.unchanged(self.watched)

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
    """The snapshot in a file, where it was made of this key and everything else stands as it did; and that it does.

    At a start, what has changed since may be posts: what is saved is then what to go on from.
    """
    try:
        file = read_saved(path)
        watched, own = file.facts["watched"], file.facts["own"]
        is_true = file.facts["key"] == key and watching.unchanged(watched)
        if is_true or (is_start and file.facts["key"] == key and watching.unchanged(watched[:own])):
            snapshot = unpack_snapshot(file.facts["snapshot"], file.arrays(_SNAPSHOT))
            stamps = [watching.stamp_of(each) for each in watched[:own]]
            return Made(snapshot, key, watched, None, stamps, file), is_true
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
    remembered = memory.packed(made.readings, made.snapshot.corpus, made.key[1])
    try:
        write_saved(
            path,
            {"key": made.key, "watched": made.watched, "own": len(made.own), "snapshot": facts},
            {_SNAPSHOT: arrays, _MEMORY: remembered},
        )
    except OSError as error:
        _warn("the snapshot cannot be saved as %s, so the next start is slow again: %s", path, error)
        return None
    saved = saved_at(path, made.key)
    return saved[0] if saved else None


def _warn(message: str, *values: object) -> None:
    import logging  # noqa: PLC0415 - wanted only where something is wrong

    logging.getLogger(__name__).warning(message, *values)

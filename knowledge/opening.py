"""Where a snapshot comes from: the saved one where nothing has changed since, else the posts, and then it is saved."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.collecting import without_collecting
from knowledge.errors import EmptyCorpusError
from knowledge.model import FILE_NAME
from knowledge.progress import Progress, unseen
from knowledge.saved import watching
from knowledge.saved.file import DamagedError, Facts, read_saved, write_saved
from knowledge.saved.snapshot import pack_snapshot, unpack_snapshot

if TYPE_CHECKING:
    from knowledge.config import Config
    from knowledge.memory import Memory
    from knowledge.model import Corpus, Post
    from knowledge.readings import AllReadings, Clock
    from knowledge.snapshot import Snapshot

# Only a hint of where the saved snapshot may be, to be had without a parser of YAML: what the configuration really says
# is asked before anything is saved, so a snapshot that is found here was saved by this very configuration.
_CACHE = re.compile(rb"^cache:[ \t]+([^#\r\n]*?)[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_OFF = ("off", "false", "no")
_STARTER = "starter"


@dataclass(frozen=True)
class Opening:
    """How to come by the snapshot of one configuration.

    `name` is that of its file, `written` what the configuration says, `hint` the folder where its file may be, `cache` the
    folder where it is saved if the configuration does not say. `read_config` is told whether its places must be there.
    """

    name: str
    written: bytes
    hint: Path | None
    cache: Path | None
    read_config: "Callable[[bool], Config]"
    file: Path | None = None

    def path(self, folder: Path, reader_url: str) -> Path:
        """Where the snapshot is saved."""
        return folder / f"{self.name}{'-served' if reader_url else ''}.snapshot"

    def key(self, reader_url: str) -> list[str]:
        """What a saved snapshot must have been made of, beside the files that it watches."""
        return [_digest(self.written), reader_url, *watching.surroundings()]

    def is_still_written(self) -> bool:
        """Whether the configuration says what it said."""
        return self.file is None or _content(self.file) == self.written


@dataclass(frozen=True)
class _Made:
    """A snapshot and what it was made of: `watched` is None where that cannot be told by looking at files.

    `own` is how the library's files and the glossary stood.
    """

    snapshot: "Snapshot"
    key: Sequence[str]
    watched: "Sequence[Sequence[str | int]] | None"
    readings: "AllReadings | None" = None
    own: "Sequence[watching.Stamp]" = ()

    def is_of(self, key: Sequence[str]) -> bool:
        """Whether it would be made again of this key."""
        return self.key == key and self.watched is not None and watching.unchanged(self.watched)


class Opener:
    """Gives the snapshot of a configuration as it is now, as often as it is asked: one at a time.

    It remembers what it has read, so that only what has changed is read again.
    """

    def __init__(self, find: Callable[[], Opening], progress: Progress = unseen, clock: "Clock | None" = None) -> None:
        self._find = find
        self._progress = progress
        self._made: _Made | None = None
        self._opening = Lock()
        self._clock = clock

    def first(self, reader_url: str) -> "Snapshot":
        """The snapshot, saved or new. Raises what reading the configuration and the posts raises."""
        with self._opening:
            made, save = self._open(reader_url)
            if save is not None and (saved := save()):
                # What ranks is in the file now, which takes none of the memory; the rest is wanted for the next change.
                made = replace(made, snapshot=replace(made.snapshot, engine=saved.snapshot.engine))
            self._made = made
            return made.snapshot

    def again(self, reader_url: str, show: "Callable[[Snapshot], None]") -> None:
        """Show the snapshot as soon as it is there, then save it; the same one where nothing has changed."""
        with self._opening:
            self._made, save = self._open(reader_url)
            show(self._made.snapshot)
            if save is not None:
                save()

    def _open(self, reader_url: str) -> "tuple[_Made, Callable[[], _Made | None] | None]":
        opening = self._find()
        key = opening.key(reader_url)
        last = self._made
        if last is not None and last.is_of(key):
            return last, None
        if opening.hint is not None and (found := _saved(opening, opening.hint, key)):
            return found, None
        same = last is not None and last.key[0] == key[0]
        config = opening.read_config(not same)
        folder = cache_folder(config, opening.cache)
        if folder is not None and folder != opening.hint and (found := _saved(opening, folder, key)):
            return found, None
        made = self._read(config, key, folder)
        if folder is None or made.watched is None or not opening.is_still_written():
            return made, None
        return made, lambda: _save(opening, folder, made, config.language)

    def _read(self, config: "Config", key: Sequence[str], folder: Path | None) -> _Made:
        own = _own(config)
        stamps = self._stamps(config, key, own)
        readings = self._memory.readings.read(
            config.sources, folder, before=lambda label: self._posts(key, label), progress=self._progress
        )
        last = self._made
        if last is not None and (last.key, last.own, last.readings) == (key, own, readings):
            snapshot = last.snapshot
        else:
            with without_collecting():
                corpus = self._memory.corpus(readings, key[1], self._progress)
                before = last.snapshot if last is not None and (last.key, last.own) == (key, own) else None
                snapshot = built(config, corpus, before, self._progress)
        return _Made(snapshot, key, stamps if readings.whole else None, readings, own)

    def _stamps(
        self, config: "Config", key: Sequence[str], own: "Sequence[watching.Stamp]"
    ) -> "Sequence[watching.Stamp] | None":
        """How everything stands that the snapshot is made of; None where a source does not tell."""
        last = self._made
        if last is not None and last.watched is not None and (last.key, last.own) == (key, own):
            known = watching.still_there(last.watched)
            if known is not None:  # the same files: most changes are made in one of them
                return known
        watched = _watched(config)
        return None if watched is None else [*own, *watched]

    @cached_property
    def _memory(self) -> "Memory":
        from knowledge.memory import Memory  # noqa: PLC0415 - it brings the parsers

        return Memory(self._clock) if self._clock else Memory()

    def _posts(self, key: Sequence[str], label: str) -> "Sequence[Post]":
        """The posts that a source has in the snapshot of before, if the configuration is the same."""
        if self._made is None or self._made.key[0] != key[0]:
            return ()
        return [post for post in self._made.snapshot.corpus.posts if post.source == label]


def _saved(opening: Opening, folder: Path, key: Sequence[str]) -> _Made | None:
    path = opening.path(folder, key[1])
    try:
        file = read_saved(path)
        watched = file.facts["watched"]
        if file.facts["key"] == key and watching.unchanged(watched):
            return _Made(unpack_snapshot(file.facts["snapshot"], file.arrays()), key, watched)
    except OSError:  # not there yet, or saving will say why
        return None
    except DamagedError as error:
        _warn("the saved snapshot %s cannot be used and is made anew: %s", path, error)
    return None


def _save(opening: Opening, folder: Path, made: _Made, language: str) -> _Made | None:
    """Save what was made, and open it; None where that cannot be, or something has changed since it was read."""
    is_true = made.watched is not None and watching.unchanged(made.watched)
    packed = pack_snapshot(made.snapshot, language) if is_true else None
    if packed is None:
        return None
    facts: Facts = {"key": made.key, "watched": made.watched, "snapshot": packed[0]}
    path = opening.path(folder, made.key[1])
    try:
        write_saved(path, facts, packed[1])
    except OSError as error:
        _warn("the snapshot cannot be saved as %s, so the next start is slow again: %s", path, error)
        return None
    return _saved(opening, folder, made.key)


def opening_of_file(path: Path | None, cache: Path | None) -> Opening:
    """The opening of a configuration file as it is now; without one, of the working folder's or the starter collection."""

    def read_config(strict: bool) -> "Config":
        from knowledge.config import load_config  # noqa: PLC0415 - it brings pydantic

        return load_config(path, strict=strict)

    named = (path or Path(FILE_NAME)).absolute()
    if path is None and not named.exists():
        return Opening(_STARTER, b"", cache, cache, read_config)
    written = _content(named)
    if written is None:  # reading the configuration says why
        return Opening(_STARTER, b"", None, None, read_config)
    return Opening(_digest(bytes(named)), written, _hint(written, named.parent, cache), cache, read_config, named)


def opening_of(config: "Config", cache: Path | None) -> Opening:
    """The opening of a configuration that is read already."""
    places = [str(path.absolute()) for source in config.sources for path in (source.folder, source.archive) if path]
    written = "\n".join((config.model_dump_json(), *places)).encode()
    return Opening(_digest(written), written, cache_folder(config, cache), cache, lambda _: config)


def cache_folder(config: "Config", default: Path | None) -> Path | None:
    """Where snapshots are saved: as the configuration says, else in the default folder; None is nowhere."""
    if config.cache == "off":
        return None
    return config.cache or default


def built(
    config: "Config", corpus: "Corpus", before: "Snapshot | None" = None, progress: Progress = unseen
) -> "Snapshot":
    """The snapshot of a corpus, made of the one before by the same configuration, if there is one.

    Raises EmptyCorpusError where the corpus has no passage.
    """
    from knowledge.indexing import build_snapshot, updated_snapshot  # noqa: PLC0415 - a saved snapshot needs none of it

    refuse_empty(config, corpus)
    if before is None:
        return build_snapshot(corpus, config, progress)
    return updated_snapshot(before, corpus, config, progress)


def refuse_empty(config: "Config", corpus: "Corpus") -> None:
    """Raise EmptyCorpusError for a corpus without a passage."""
    if not corpus.passages:
        places = ", ".join(source.where for source in config.sources)
        problems = "".join(f"\n  - {problem}" for problem in corpus.problems)
        raise EmptyCorpusError(f"no post with a paragraph in {places}{problems}")


def _watched(config: "Config") -> "list[watching.Stamp] | None":
    """How everything that the posts are read from stands; None where a source does not tell."""
    from knowledge.sources import WatchedSource, open_source  # noqa: PLC0415 - a saved snapshot needs none

    sources = [open_source(source) for source in config.sources]
    watched = [source for source in sources if isinstance(source, WatchedSource)]
    if len(watched) < len(sources):
        return None
    return watching.stamps(path for source in watched for path in source.watched())


def _own(config: "Config") -> "list[watching.Stamp]":
    """How the library and the glossary stand."""
    return watching.stamps((*watching.library(), *([config.glossary] if config.glossary else ())))


def _hint(written: bytes, base: Path, default: Path | None) -> Path | None:
    found = _CACHE.search(written)
    if found is None:
        return default
    value = found.group(1).decode(errors="replace").strip("\"'")
    return None if value.lower() in _OFF else base / os.path.expanduser(value)  # noqa: PTH111 - raises nothing


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _warn(message: str, *values: object) -> None:
    import logging  # noqa: PLC0415 - wanted only where something is wrong

    logging.getLogger(__name__).warning(message, *values)

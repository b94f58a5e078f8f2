"""Where a snapshot comes from: the saved one where nothing has changed since, else the posts, and then it is saved."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import time
from typing import TYPE_CHECKING

from knowledge.collecting import without_collecting
from knowledge.errors import EmptyCorpusError
from knowledge.made import Made, note_fetched, save, saved_at
from knowledge.model import FILE_NAME
from knowledge.progress import Progress, unseen
from knowledge.saved import watching

if TYPE_CHECKING:
    from knowledge.config import Config
    from knowledge.memory import Memory
    from knowledge.model import Corpus
    from knowledge.readings import Clock
    from knowledge.snapshot import Snapshot

# Only a hint of where the saved snapshot may be, to be had without a parser of YAML: what the configuration really says
# is asked before anything is saved, so a snapshot that is found here was saved by this very configuration.
_CACHE = re.compile(rb"^cache:[ \t]+([^#\r\n]*?)[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_OFF = ("off", "false", "no")
_STARTER = "starter"
FETCHED_WITHIN = 600.0  # seconds: how old what a running bot has fetched may be by itself, too


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


class Opener:
    """Gives the snapshot of a configuration as it is now, as often as it is asked: one at a time.

    It remembers what it has read, so that only what has changed is read again. What is saved of what was fetched `within` so
    many seconds answers at a start (None: whenever it was), and is fetched again when the snapshot is asked for again.
    """

    def __init__(
        self,
        find: Callable[[], Opening],
        progress: Progress = unseen,
        clock: "Clock | None" = None,
        within: float | None = FETCHED_WITHIN,
    ) -> None:
        self._find = find
        self._progress = progress
        self._made: Made | None = None
        self._memory: Memory | None = None
        self._opening = Lock()
        self._clock = clock
        self._within = within

    @property
    def fetched(self) -> float | None:
        """When that was fetched which has not been looked at since the start: seconds; None where there is nothing like that."""
        return self._made.fetched if self._made and self._made.file else None

    def first(self, reader_url: str) -> "Snapshot":
        """The snapshot, saved or new. Raises what reading the configuration and the posts raises."""
        with self._opening:
            made, save = self._open(reader_url)
            if save is not None and (saved := save()):
                # What ranks is in the file now, which takes none of the memory; the rest is wanted for the next change.
                snapshot = replace(made.snapshot, engine=saved.snapshot.engine)
                made = replace(made, snapshot=snapshot, is_saved=True)
            self._made = made
            return made.snapshot

    def again(self, reader_url: str, show: "Callable[[Snapshot], None]") -> None:
        """Show the snapshot as soon as it is there, then save it; the same one where nothing has changed."""
        with self._opening:
            self._made, save = self._open(reader_url)
            show(self._made.snapshot)
            if save is not None and save():
                self._made = replace(self._made, is_saved=True)

    def _open(self, reader_url: str) -> "tuple[Made, Callable[[], Made | None] | None]":
        opening = self._find()
        key = opening.key(reader_url)
        last = self._made
        if last is not None and last.is_of(key):
            return last, None
        if opening.hint is not None and (found := self._saved(opening.path(opening.hint, reader_url), key)):
            return found, None
        same = last is not None and last.key[0] == key[0]
        config = opening.read_config(not same)
        folder = cache_folder(config, opening.cache)
        path = folder and opening.path(folder, reader_url)
        if path is not None and folder != opening.hint and (found := self._saved(path, key)):
            return found, None
        made, memory = self._read(config, key, folder, is_start=last is None)
        if path is None or made.watched is None or not opening.is_still_written():
            return made, None
        if self._made is not None and made.is_saved_as(self._made):
            return made, lambda: note_fetched(path, made)
        return made, lambda: save(path, made, memory, config.language)

    def _now(self) -> float:
        return self._clock().timestamp() if self._clock else time()

    def _saved(self, path: Path, key: Sequence[str]) -> Made | None:
        """What is saved, where it is true. At a start, what was true before some posts have changed is gone on from."""
        found = saved_at(path, key, is_start=self._made is None)
        if found is None:
            return None
        made, is_true = found
        is_true = is_true and made.is_recent(self._now(), self._within)
        self._memory = None  # it is in the file
        if not is_true:
            self._made = made
        return made if is_true else None

    def _read(
        self, config: "Config", key: Sequence[str], folder: Path | None, *, is_start: bool
    ) -> "tuple[Made, Memory]":
        own = _own(config)
        if is_start and self._made is not None and self._made.own != own:
            self._made = None  # another library may make something else of the posts
        stamps, is_fetched = self._stamps(config, key, own)
        memory = self._remembered(config)
        readings = memory.readings.read(config.sources, folder, progress=self._progress, is_start=is_start)
        last = self._made
        if last is not None and (last.key, last.own, last.readings) == (key, own, readings):
            snapshot = last.snapshot
        else:
            with without_collecting():
                corpus = memory.corpus(readings, key[1], self._progress)
                before = last.snapshot if last is not None and (last.key, last.own) == (key, own) else None
                snapshot = built(config, corpus, before, self._progress)
        watched = stamps if readings.whole else None
        return Made(snapshot, key, watched, readings, own, None, self._now() if is_fetched else None), memory

    def _remembered(self, config: "Config") -> "Memory":
        """What is remembered: by this process, else in the file that the snapshot is from."""
        from knowledge.memory import Memory  # noqa: PLC0415 - it brings the parsers
        from knowledge.readings import utc_now  # noqa: PLC0415 - as above

        if self._memory is None:
            clock = self._clock or utc_now
            saved = self._made.memory(config.sources, clock) if self._made else None
            self._memory, readings = saved or (Memory(clock), None)
            self._made = self._made and replace(self._made, readings=readings)
        return self._memory

    def _stamps(
        self, config: "Config", key: Sequence[str], own: "Sequence[watching.Stamp]"
    ) -> "tuple[Sequence[watching.Stamp], bool]":
        """How everything stands that the snapshot is made of, and whether a source does not tell how it stands."""
        last = self._made
        if last is not None and last.watched is not None and (last.key, last.own) == (key, own):
            known = watching.still_there(last.watched)
            if known is not None:  # the same files: most changes are made in one of them
                return known, last.fetched is not None
        watched, is_fetched = _watched(config)
        return [*own, *watched], is_fetched


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


def _watched(config: "Config") -> "tuple[list[watching.Stamp], bool]":
    """How everything stands that the posts are read from, as far as sources tell it, and whether one does not."""
    from knowledge.sources import WatchedSource, open_source  # noqa: PLC0415 - a saved snapshot needs none

    sources = [open_source(source) for source in config.sources]
    watched = [source for source in sources if isinstance(source, WatchedSource)]
    stamps = watching.stamps(path for source in watched for path in source.watched())
    return stamps, len(watched) < len(sources)


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

"""Where a snapshot comes from: the saved one where nothing has changed since, else the posts, and then it is saved."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import EmptyCorpusError
from knowledge.model import FILE_NAME
from knowledge.saved import watching
from knowledge.saved.file import DamagedError, Facts, read_saved, write_saved
from knowledge.saved.snapshot import pack_snapshot, unpack_snapshot

if TYPE_CHECKING:
    from knowledge.config import Config
    from knowledge.model import Corpus
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
    folder where it is saved if the configuration does not say.
    """

    name: str
    written: bytes
    hint: Path | None
    cache: Path | None
    read_config: "Callable[[], Config]"
    file: Path | None = None

    def snapshot(self, reader_url: str) -> "Snapshot":
        """The snapshot, saved or new. Raises what reading the configuration and the posts raises."""
        if self.hint is not None and (found := self._saved(self.hint, reader_url)):
            return found
        config = self.read_config()
        folder = cache_folder(config, self.cache)
        if folder is None:
            return built(config, _read(config, reader_url))
        if folder != self.hint and (found := self._saved(folder, reader_url)):
            return found
        return self._built_and_saved(config, reader_url, folder)

    def _path(self, folder: Path, reader_url: str) -> Path:
        return folder / f"{self.name}{'-served' if reader_url else ''}.snapshot"

    def _key(self, reader_url: str) -> list[str]:
        """What a saved snapshot must have been made of, beside the files that it watches."""
        return [_digest(self.written), reader_url, *watching.surroundings()]

    def _saved(self, folder: Path, reader_url: str) -> "Snapshot | None":
        path = self._path(folder, reader_url)
        try:
            file = read_saved(path)
            if file.facts["key"] == self._key(reader_url) and watching.unchanged(file.facts["watched"]):
                return unpack_snapshot(file.facts["snapshot"], file.arrays())
        except OSError:  # not there yet, or saving will say why
            return None
        except DamagedError as error:
            _warn("the saved snapshot %s cannot be used and is made anew: %s", path, error)
        return None

    def _built_and_saved(self, config: "Config", reader_url: str, folder: Path) -> "Snapshot":
        before = _watched(config)
        snapshot = built(config, _read(config, reader_url))
        packed = pack_snapshot(snapshot, config.language)
        if before is None or packed is None or before != _watched(config) or not self._is_still_written():
            return snapshot  # something changed while it was read: who knows which of the two was
        facts: Facts = {"key": self._key(reader_url), "watched": before, "snapshot": packed[0]}
        path = self._path(folder, reader_url)
        try:
            write_saved(path, facts, packed[1])
        except OSError as error:
            _warn("the snapshot cannot be saved as %s, so the next start is slow again: %s", path, error)
            return snapshot
        return self._saved(folder, reader_url) or snapshot  # the saved one takes half the memory

    def _is_still_written(self) -> bool:
        return self.file is None or _content(self.file) == self.written


def opening_of_file(path: Path | None, cache: Path | None) -> Opening:
    """The opening of a configuration file as it is now; without one, of the working folder's or the starter collection."""

    def read_config() -> "Config":
        from knowledge.config import load_config  # noqa: PLC0415 - it brings pydantic

        return load_config(path)

    named = (path or Path(FILE_NAME)).absolute()
    if path is None and not named.exists():
        return Opening(_STARTER, b"", cache, cache, read_config)
    written = _content(named)
    if written is None:  # reading the configuration says why
        return Opening(_STARTER, b"", None, None, read_config)
    return Opening(_digest(bytes(named)), written, _hint(written, named.parent, cache), cache, read_config, named)


def opening_of(config: "Config", cache: Path | None) -> Opening:
    """The opening of a configuration that is read already."""
    folders = [str(source.folder.absolute()) for source in config.sources]
    written = "\n".join((config.model_dump_json(), *folders)).encode()
    return Opening(_digest(written), written, cache_folder(config, cache), cache, lambda: config)


def cache_folder(config: "Config", default: Path | None) -> Path | None:
    """Where snapshots are saved: as the configuration says, else in the default folder; None is nowhere."""
    if config.cache == "off":
        return None
    return config.cache or default


def built(config: "Config", corpus: "Corpus") -> "Snapshot":
    """The snapshot of a corpus. Raises EmptyCorpusError where it has no passage."""
    from knowledge.snapshot import build_snapshot  # noqa: PLC0415 - a saved snapshot needs none of it

    if not corpus.passages:
        folders = ", ".join(str(source.folder) for source in config.sources)
        problems = "".join(f"\n  - {problem}" for problem in corpus.problems)
        raise EmptyCorpusError(f"no post with a paragraph in {folders}{problems}")
    return build_snapshot(corpus, config)


def _read(config: "Config", reader_url: str) -> "Corpus":
    from knowledge.corpus import read_corpus  # noqa: PLC0415 - it brings the parsers

    return read_corpus(config.sources, reader_url)


def _watched(config: "Config") -> "list[watching.Stamp] | None":
    """How the library and everything that the posts are read from stand; None where a source does not tell."""
    from knowledge.sources import WatchedSource, open_source  # noqa: PLC0415 - a saved snapshot needs none

    sources = [open_source(source) for source in config.sources]
    watched = [source for source in sources if isinstance(source, WatchedSource)]
    if len(watched) < len(sources):
        return None
    own = [str(config.glossary)] if config.glossary else []
    return watching.stamps((*watching.library(), *own, *(path for source in watched for path in source.watched())))


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

"""Documents of an archive that another system exported: a .zip, its folder unpacked, or its one document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.model import Document, Problem, Reading
from knowledge.sources.exports import EXPORTS, Export, Item
from knowledge.sources.folder import is_excluded
from knowledge.sources.zipped import Entry, EntryError, Held, opened

_LOOKED_AT = 100  # entries, until one tells what has exported them
_HEAD = 65_536  # bytes of an entry that are looked at
_MEND = "Export it again, or leave it out with `exclude`."


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """Reads what a system exported; which it was is told by the content, or named (`export`)."""

    name: str
    archive: Path
    export: str = "auto"
    base_url: str = ""
    exclude: tuple[str, ...] = ()

    def documents(self) -> Iterator[Document | Problem | Reading]:
        held = Held()
        try:
            with opened(self.archive, held):
                yield from held.problems
                wanted = [entry for entry in held.entries if not self._is_excluded(entry)]
                yield from self._read(wanted)
        except EntryError as error:
            raise SourceError(self.name, f"the archive {self.archive} {error}") from error

    def watched(self) -> Iterator[str]:
        yield str(self.archive)
        if self.archive.is_dir():
            yield from (str(path) for path in sorted(self.archive.rglob("*")))

    def _is_excluded(self, entry: Entry) -> bool:
        return any(is_excluded(entry.path.split("/"), pattern) for pattern in self.exclude)

    def _read(self, entries: Sequence[Entry]) -> Iterator[Document | Problem | Reading]:
        export = self._export(entries)
        for entry in entries:
            try:
                content = entry.read()
            except EntryError as error:
                yield Problem(entry.path, 1, str(error), _MEND, kept=False)
                yield Reading(hidden=(entry.path,))
                continue
            yield from export.read(Item(self.name, entry.path, content, self.base_url.rstrip("/")))

    def _export(self, entries: Sequence[Entry]) -> Export:
        if self.export != "auto":
            return _named(self.export)
        exports = {name: _named(name) for name in EXPORTS}
        for entry in entries[:_LOOKED_AT]:
            try:
                head = entry.read()[:_HEAD]
            except EntryError:  # reading it in its turn says why
                continue
            for export in exports.values():
                if export.recognises(entry.path, head):
                    return export
        return exports["plain"]


def _named(name: str) -> Export:
    export: Export = import_module(EXPORTS[name])
    return export


def open_source(config: SourceConfig, cache: Path | None = None) -> ArchiveSource:
    """The archive that the configuration names."""
    del cache  # it is read where it is
    assert config.archive is not None  # noqa: S101 - what made it the source of this configuration
    return ArchiveSource(config.label, config.archive, config.export, config.base_url, config.exclude)

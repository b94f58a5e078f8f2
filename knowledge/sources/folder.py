"""Documents of a folder and all below it, or one document by its path."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.formats import format_of
from knowledge.model import Document, Problem

_SKIPPED = frozenset(("_drafts", "node_modules"))  # Jekyll's folder for drafts; other people's packages


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Reads every document under `folder` that a format can read, in the order of their paths."""

    name: str
    folder: Path
    exclude: tuple[str, ...] = ()

    def documents(self) -> Iterator[Document | Problem]:
        if self.folder.is_file():
            yield self._document(self.folder, self.folder.name)
            return
        if not self.folder.is_dir():
            raise SourceError(self.name, f"{self.folder} is neither a folder nor a document")
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if self._is_wanted(PurePosixPath(name)) and path.is_file():
                yield self._document(path, name)

    def _is_wanted(self, name: PurePosixPath) -> bool:
        if format_of(name.name) is None or any(part.startswith(".") or part in _SKIPPED for part in name.parts):
            return False
        return not any(name.match(pattern) for pattern in self.exclude)

    def _document(self, path: Path, name: str) -> Document | Problem:
        try:
            return Document(self.name, name, path.read_bytes())
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            return Problem(name, 1, what, "Let the bot's account read it, or leave it out with `exclude`.", kept=False)


def open_source(config: SourceConfig) -> FolderSource:
    """The folder that the configuration names."""
    return FolderSource(config.label, config.folder, config.exclude)

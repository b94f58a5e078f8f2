"""Documents of a git repository: a shallow clone in the cache, brought up to date when it is read again."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.model import Document, Problem, Reading
from knowledge.named_places import is_remote, without_credentials
from knowledge.sources.folder import FolderSource

if TYPE_CHECKING:
    from knowledge.sources import Known

_SAFE = (
    "-c protocol.ext.allow=never -c core.hooksPath=/dev/null -c core.fsmonitor=false -c advice.detachedHead=false"
).split()
_STAMP = "commonplace"  # an empty file in the clone's .git: when it was last brought up to date
_SHALLOW = ("--depth", "1", "--no-tags")
_LESS = ("--filter=blob:none", "--single-branch", "--no-recurse-submodules")
_MEND = (
    "Check the address and the branch, and that the bot's account may read it (a deploy key or a credential helper)."
)
_OF_THE_CALLER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")  # set where a hook calls


class _GitError(Exception):
    """What git said when it could not do something."""


@dataclass(frozen=True, slots=True)
class GitSource:
    """Reads a folder of a repository, of one branch. Without a folder for clones it clones into a temporary one."""

    name: str
    address: str
    branch: str = ""
    path: str = ""
    exclude: tuple[str, ...] = ()
    clones: Path | None = None
    seconds: float = 300
    known: "Known | None" = None

    def knowing(self, known: "Known") -> "GitSource":
        return replace(self, known=known)

    def documents(self) -> Iterator[Document | Problem | Reading]:
        with self._clone() as clone:
            try:
                stale = self._renewed(clone)
            except _GitError as error:
                shown = without_credentials(self.address)
                raise SourceError(self.name, f"{shown} cannot be cloned: {error}. {_MEND}") from error
            if stale:
                yield Problem(without_credentials(self.address), 1, stale, _MEND)
            folder = clone / self.path
            if not folder.is_dir():
                raise SourceError(self.name, f"{without_credentials(self.address)} has no folder {self.path}")
            yield from FolderSource(self.name, folder, self.exclude, self.known).documents()

    @contextmanager
    def _clone(self) -> Iterator[Path]:
        """The folder of the clone, which may not be there yet."""
        if self.clones is None:
            with TemporaryDirectory() as folder:
                yield Path(folder) / "clone"
            return
        digest = blake2b(f"{self.address}\n{self.branch}".encode(), digest_size=16).hexdigest()
        yield self.clones / digest

    def _renewed(self, clone: Path) -> str:
        """Bring the clone up to date, or make it; what was wrong where that failed and the old one is still good."""
        stamp = clone / ".git" / _STAMP
        if not stamp.exists():
            self._make(clone)
            return ""
        try:
            self._git(clone, "fetch", *_SHALLOW, "origin", self.branch or "HEAD")
        except _GitError as error:
            read = datetime.fromtimestamp(stamp.stat().st_mtime, UTC).date().isoformat()
            return f"cannot be fetched: {error}; read as of {read}"
        try:
            self._git(clone, "reset", "--hard", "--quiet", "FETCH_HEAD")
            self._git(clone, "clean", "-dffxq")
            stamp.touch()
        except _GitError:  # damaged, so it is made anew
            self._make(clone)
        return ""

    def _make(self, clone: Path) -> None:
        """Clone into a folder beside, then give it its name: a clone that is there is whole."""
        clone.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        branch = ("--branch", self.branch) if self.branch else ()
        address = self.address if is_remote(self.address) else Path(self.address).absolute().as_uri()
        with TemporaryDirectory(dir=clone.parent) as folder:
            made = Path(folder) / "clone"
            self._git(clone.parent, "clone", "--quiet", *_SHALLOW, *_LESS, *branch, "--", address, str(made))
            (made / ".git" / _STAMP).touch()
            if clone.exists():
                shutil.rmtree(clone)
            made.rename(clone)

    def _git(self, folder: Path, *arguments: str) -> None:
        """Run git without a shell, a terminal or questions. Raises _GitError with its last words."""
        try:
            process = subprocess.Popen(  # noqa: S603 - a list of arguments, the address behind `--`
                ["git", *_SAFE, "-C", str(folder), *arguments],  # noqa: S607 - the git of the account's path
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise _GitError(f"git cannot be run ({error.strerror})") from error
        with process:
            try:
                _, said = process.communicate(timeout=self.seconds)
            except subprocess.TimeoutExpired as error:
                os.killpg(process.pid, signal.SIGKILL)  # with the ssh or the helper that it waits for
                raise _GitError(f"git takes longer than {self.seconds:g} seconds") from error
        if process.returncode:
            raise _GitError(_last_words(said))


def _environment() -> dict[str, str]:
    """The process's own, as git and ssh want it, less what makes git ask or work elsewhere."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_THE_CALLER}
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_LFS_SKIP_SMUDGE": "1", "LC_ALL": "C"}
    return {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes", **inherited, **quiet}


def _last_words(said: str) -> str:
    lines = [line.removeprefix("fatal: ").strip().rstrip(".") for line in said.splitlines() if line.strip()]
    told = [line for line in said.splitlines() if line.startswith(("fatal:", "ERROR:", "remote: "))]
    line = told[0].partition(": ")[2].strip().rstrip(".") if told else lines[-1] if lines else "git failed"
    return without_credentials(line)


def open_source(config: SourceConfig, cache: Path | None = None) -> GitSource:
    """The repository that the configuration names."""
    clones = cache and cache / "git"
    return GitSource(config.label, config.git, config.branch, config.path, config.exclude, clones)

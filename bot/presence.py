"""Which processes of this machine live: each holds a lock that the system itself takes from it when it ends, however it does.

That is surer than a process id, which another process may have by now, and sooner than a lease. A lock says something only on
the machine that holds it, so a process is named after its machine's boot; of every other process the lease decides.
"""

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows; there the lease decides alone
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_ENDING = ".alive"


@dataclass(frozen=True, slots=True)
class Presence:
    """This process among those that share a folder; `holder` is what it is called where they share a store."""

    holder: str
    folder: Path | None = None
    boot: str = ""

    def dead(self) -> list[str]:
        """The processes of this boot of this machine that have ended without a word."""
        if self.folder is None:
            return []
        files = self.folder.glob(f"{self.boot}-*{_ENDING}")
        return [file.name.removesuffix(_ENDING) for file in sorted(files) if _is_free(file)]

    def bury(self, holder: str) -> None:
        """Nothing is left of a dead process."""
        if self.folder is not None:
            (self.folder / f"{holder}{_ENDING}").unlink(missing_ok=True)


@contextmanager
def present(folder: Path, boot: str | None = None) -> Iterator[Presence]:
    """Be seen to live by the processes that share this folder, until the block ends.

    Where the folder cannot be used, or the machine has no name for its boot, nobody can be seen, and leases decide alone.
    """
    boot = _this_boot() if boot is None else boot
    name = f"{boot}-{secrets.token_hex(8)}"
    file = folder / f"{name}{_ENDING}"
    try:
        if not boot or fcntl is None:
            raise OSError("no locks")  # noqa: TRY301 - it is the same to whoever needs them
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        logger.info("after a crash, what was left is finished when its lease runs out (%s)", error.strerror or error)
        yield Presence(name)
        return
    try:
        yield Presence(name, folder, boot)
    finally:
        file.unlink(missing_ok=True)
        os.close(held)


def _this_boot() -> str:
    """A name for this machine since it started, the same in all of its containers; empty where there is none."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""


def _is_free(file: Path) -> bool:
    """Whether nobody holds the lock on a file."""
    try:
        opened = os.open(file, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(opened)
    return True

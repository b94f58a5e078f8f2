"""The places that a configuration names: paths beside it, web addresses, repositories."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import urlsplit

_REMOTE = re.compile(r"(?:https?|ssh|git)://|[\w.-]+@[\w.-]+:(?!//)", re.IGNORECASE)
_HELPER = re.compile(r"[\w.+-]+::")  # git's transports that run a program (`ext::sh -c …`)
_CREDENTIALS = re.compile(r"(?<=://)[^@/\s]+@")


@dataclass(frozen=True, slots=True)
class Beside:
    """The folder of a configuration, and whether what it names must be there: the second time, its source says so."""

    folder: Path
    strict: bool = True


def is_remote(place: str) -> bool:
    """Whether a place is an address of the net, no path."""
    return _REMOTE.match(place) is not None


def found_beside(path: Path, base: Beside) -> Path:
    """The path as absolute, read as relative to `base`. Raises ValueError where nothing is there and that matters."""
    try:
        found = base.folder / path.expanduser()
        is_there = not base.strict or found.exists()
    except (OSError, RuntimeError) as error:  # no permission, a name too long; no such person's home
        raise ValueError(f"cannot be read: {error}") from error
    if not is_there:
        raise ValueError(f"{found} does not exist")
    return found


def web_address(value: str) -> str:
    """The value, if it is an address of the web. Raises ValueError otherwise."""
    if not (value.startswith(("http://", "https://")) and _host(value)):
        raise ValueError("must start with http:// or https:// and a host")
    return value


def check_repository(value: str) -> None:
    """Raise ValueError for what git would take as an option or as a program to run."""
    if value.startswith("-") or _HELPER.match(value):
        raise ValueError("must be an https:// or ssh address, git@host:path, or a path")


def without_credentials(text: str) -> str:
    """A text with the user names and passwords of its addresses left out."""
    return _CREDENTIALS.sub("", text)


def name_of_place(kind: str, where: str) -> str:
    """What a source is called that has no name: its folder's or document's name, its repository's, its host."""
    if kind == "git":
        return PurePath(re.split(r"[/:]", where.rstrip("/"))[-1]).name.removesuffix(".git") or where
    if is_remote(where):
        return _host(where) or where
    return PurePath(where).stem or where


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # http://[
        return ""

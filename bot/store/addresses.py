"""Where the database is, as an operator writes it: nothing, a file or a URL."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreError

_IN_MEMORY = ("", ":memory:")
_FORMS = "write a file, sqlite:///path or postgresql://user:password@host/database"


@dataclass(frozen=True, slots=True)
class Address:
    """Where SQLAlchemy finds the database. `shown` names it in messages, without user and password."""

    url: URL
    shown: str
    path: Path | None = None  # of a SQLite file

    @property
    def in_memory(self) -> bool:
        return self.path is None and self.url.get_backend_name() == "sqlite"


def read_address(written: str) -> Address:
    """The address that an operator wrote. Raises StoreError for one that cannot be read."""
    scheme, separator, rest = written.strip().partition("://")
    if not separator:
        return _file(scheme)
    if scheme == "sqlite" and (not rest or rest.startswith("/")):
        return _file(rest.removeprefix("/"))
    if scheme.partition("+")[0] in ("postgres", "postgresql"):
        return _server(rest)
    raise StoreError(f"{scheme}:// is no address of a database that the bot can use: {_FORMS}")


def _file(path: str) -> Address:
    if path in _IN_MEMORY:
        return Address(URL.create("sqlite+aiosqlite"), "the database in memory")
    file = Path(path).expanduser()
    return Address(URL.create("sqlite+aiosqlite", database=str(file)), str(file), file)


def _server(rest: str) -> Address:
    # The parts of a URL that cannot be read are not repeated: one of them is the password.
    try:
        url = make_url(f"postgresql+psycopg://{rest}")
    except (ArgumentError, ValueError):
        raise StoreError(f"the address of the PostgreSQL database cannot be read: {_FORMS}") from None
    if "@" in f"{url.host}{url.database}":
        raise StoreError("the password of the PostgreSQL database has an @ in it: write %40 for it in the address")
    return Address(url, f"PostgreSQL at {url.host or 'this machine'}, database {url.database or 'of the user'}")

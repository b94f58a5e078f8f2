"""The store, looked at without changing it, and copied while the bot runs."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from pkgutil import iter_modules

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.doctoring.findings import Finding
from bot.store.addresses import Address, read_address
from bot.store.errors import StoreError
from bot.store.migrations import versions
from bot.store.tables import REVISION

_VERSION = "alembic_version"  # Alembic's name for its table


async def store_finding(written: str) -> Finding:
    """Whether the store can be opened, and whether its tables are those of this version."""
    try:
        address = read_address(written)
    except StoreError as error:
        return Finding("store", "mend", str(error))
    if address.in_memory:
        mend = "name a file or a server in DATABASE_URL"
        return Finding("store", "look", "in memory: everything is forgotten when the bot stops", mend)
    if address.path and (unusable := _file(address.path)):
        return unusable
    try:
        revision = await asyncio.to_thread(_revision, address)
    except (SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
        mend = "is it a database of the bot's?" if address.path else "does it run, and are user and password right?"
        return Finding("store", "mend", f"{address.shown} cannot be read ({type(error).__name__})", mend)
    return _tables(address, revision)


def back_up(written: str, target: Path) -> int:
    """Copy a SQLite store into a new file while it is in use; return the bytes of the copy.

    Raises ValueError for a server's database, one that is not there, and a file that is there already.
    """
    address = read_address(written)
    if address.path is None:
        raise ValueError("the database in memory cannot be backed up" if address.in_memory else _PG_DUMP)
    if not address.path.is_file():
        raise ValueError(f"{address.path} is not there: nothing is stored yet")
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise ValueError(f"{target} cannot be made: {error.strerror}") from error
    try:
        with (
            closing(sqlite3.connect(read_only(address.path), uri=True)) as source,
            closing(sqlite3.connect(target)) as to,
        ):
            source.backup(to)
    except sqlite3.Error as error:
        target.unlink()
        raise ValueError(f"{address.path} cannot be copied to {target}: {error}") from error
    return target.stat().st_size


_PG_DUMP = "the store is PostgreSQL: use pg_dump"


def _file(path: Path) -> Finding | None:
    """What can be said of a file without opening it; None where it must be opened."""
    mend = "let the bot's user write to it and to its folder, or name another in DATABASE_URL"
    if not path.exists():
        folder = next(each for each in path.absolute().parents if each.exists())
        if folder.is_dir() and os.access(folder, os.W_OK):
            return Finding("store", "ok", f"{path} is made with the first start")
        return Finding("store", "mend", f"{path} cannot be made: {folder} is no folder to write to", mend)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return Finding("store", "mend", f"{path} may not be written to", mend)
    return None


def _revision(address: Address) -> str | None:
    """The number of the migration that the tables are at; None for a database without tables of the bot's."""
    if address.path:
        with closing(sqlite3.connect(read_only(address.path), uri=True)) as connection:
            there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_VERSION,)).fetchone()
            row = connection.execute(f"SELECT version_num FROM {_VERSION}").fetchone() if there else None  # noqa: S608
            return str(row[0]) if row else None
    engine = create_engine(address.url, hide_parameters=True, connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connected:
            if not inspect(connected).has_table(_VERSION):
                return None
            revision: str | None = connected.execute(text(f"SELECT version_num FROM {_VERSION}")).scalar()  # noqa: S608
            return revision
    finally:
        engine.dispose()


def _tables(address: Address, revision: str | None) -> Finding:
    if revision == REVISION:
        return Finding("store", "ok", f"{address.shown}, tables of this version ({revision})")
    if revision is None:
        return Finding("store", "ok", f"{address.shown} is empty: its tables are made with the first start")
    if any(each.name.startswith(f"{revision}_") for each in iter_modules(versions.__path__)):
        said = f"{address.shown} has the tables of an older version ({revision}, now {REVISION})"
        return Finding("store", "look", said, "the next start brings them up to date; back it up before")
    mend = "install that version of the bot, or name another database"
    return Finding("store", "mend", f"{address.shown} was made by a newer version ({revision})", mend)


def read_only(path: Path) -> str:
    """What SQLite opens a file by, and cannot change it."""
    return f"{path.absolute().as_uri()}?mode=ro"

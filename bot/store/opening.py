"""An engine for an address, and its database brought to the tables of this version."""

import asyncio
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry, QueuePool

from bot.store.addresses import Address
from bot.store.database import Clock, Database
from bot.store.direct import Direct
from bot.store.errors import StoreError, StoreUnavailableError
from bot.store.migrating import bring_up_to_date
from bot.store.tables import METADATA

_PATIENCE = 10.0  # seconds that a connection waits for another process, or for the server
_CONNECTIONS = 4  # for SQLite: one writes at a time anyway
_OLDEST_SQLITE = (3, 36)  # of June 2021: RETURNING, and databases in memory with several connections
_LOCK = 0x636F6D6D  # which of PostgreSQL's advisory locks is ours: any number will do


@asynccontextmanager
async def open_database(address: Address, clock: Clock) -> AsyncIterator[Database]:
    """The database at an address with the tables of this version. Raises StoreError where that cannot be."""
    async with AsyncExitStack() as stack:
        with _told(address):
            engine = _engine(address)
            stack.push_async_callback(engine.dispose)
            direct = _direct(address) if address.path else None
            if direct is not None:
                stack.push_async_callback(direct.close)
            database = Database(engine, clock, direct)
            if address.in_memory:
                # A database in memory goes with its last connection, and a task that is cancelled takes its own with it.
                kept = await stack.enter_async_context(engine.connect())
                await kept.run_sync(METADATA.create_all, checkfirst=False)
            else:
                await _bring_up_to_date(database)
        stack.push_async_callback(database.end)
        yield database


def _engine(address: Address) -> AsyncEngine:
    """Each statement commits by itself; parameters, which hold what people wrote, stay out of logs and exceptions."""
    if address.url.get_backend_name() == "postgresql":
        return _of_server(address)
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(
            f"this Python has SQLite {sqlite3.sqlite_version}, and the bot needs 3.36 or newer: "
            "use a newer Python, or PostgreSQL by its URL"
        )
    url, connections = address.url, _CONNECTIONS
    if address.path:
        _make_file(address.path)
    else:
        # Its own name each time; one connection is kept, and the other is everybody's in turn.
        url = url.set(database=f"file:/{secrets.token_hex(8)}", query={"vfs": "memdb", "uri": "true"})
        connections = 2
    engine = create_async_engine(
        url,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": _PATIENCE},
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
    )
    event.listen(engine.sync_engine, "connect", _set_up)
    return engine


def _direct(address: Address) -> Direct:
    engine = create_engine(
        address.url.set(drivername="sqlite"),
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        connect_args={"timeout": _PATIENCE, "check_same_thread": False},  # each in one thread at a time
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
    )
    event.listen(engine, "connect", _set_up)
    return Direct(engine)


def _of_server(address: Address) -> AsyncEngine:
    options: dict[str, object] = {
        "prepare_threshold": None
    }  # behind PgBouncer, as at many hosts, nothing stays prepared
    if "connect_timeout" not in address.url.query:
        options["connect_timeout"] = round(_PATIENCE)
    try:
        return create_async_engine(
            address.url,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
            pool_pre_ping=True,  # hosts cut connections that are idle
            connect_args=options,
        )
    except ImportError as error:
        raise StoreError("PostgreSQL needs one more package: pip install 'commonplace-bot[postgres]'") from error


def _make_file(path: Path) -> None:
    """Make the file and its folder for the bot alone; SQLite gives its other files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # With WAL, a crash of the machine costs the last moments, never the file.
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


async def _bring_up_to_date(database: Database) -> None:
    of_server = database.engine.dialect.name == "postgresql"
    if not of_server:
        await _write_ahead(database)
    async with database.transaction() as connection:
        if of_server:
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        await connection.run_sync(bring_up_to_date)


async def _write_ahead(database: Database) -> None:
    """Let readers and a writer work at once. Of processes that ask for it together, SQLite turns some away at once."""
    async with database.engine.connect() as connection, asyncio.timeout(_PATIENCE):
        while True:
            try:
                await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            except OperationalError as error:
                if "locked" not in str(error.orig):
                    raise
                await asyncio.sleep(0.02)
            else:
                return


@contextmanager
def _told(address: Address) -> Iterator[None]:
    """Tell the operator what went wrong, and what to do about it."""
    try:
        yield
    except (SQLAlchemyError, OSError, ValueError) as error:
        if isinstance(error, StoreError) and not isinstance(error, StoreUnavailableError):
            raise
        cause = error.__cause__ if isinstance(error, StoreUnavailableError) else error
        reason = " ".join(str(cause.orig if isinstance(cause, DBAPIError) else cause).split())
        what = "is this a file (or none yet) that the bot may write to?"
        if not address.path:
            what = "does it run, and does the address name a user, a password and a database that it knows?"
        raise StoreError(f"{address.shown} cannot be used: {what} ({reason or 'another process holds it'})") from error

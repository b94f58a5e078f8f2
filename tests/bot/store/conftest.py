"""The databases that the tests run on: SQLite in memory, SQLite in a file, and a throw-away PostgreSQL server."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from bot.store.tables import METADATA
from tests.bot.store.made import Clock
from tests.bot.store.postgresql import Server, missing, running_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    if reason := missing():
        pytest.skip(reason)
    with running_server() as server:
        yield server


@pytest.fixture(params=["file", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it, that other processes reach too."""
    if request.param == "file":
        return str(tmp_path / "state" / "commonplace.db")
    server: Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def _made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to be copied: the migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("made") / "commonplace.db"
    _make(str(path))
    return path


@pytest.fixture(scope="session")
def _made_database(postgresql: Server) -> str:
    """A database with all tables, which each test leaves empty."""
    url = postgresql.new_database()
    _make(url)
    return url


def _make(url: str) -> None:
    async def make() -> None:
        async with open_store(url, Clock()):
            pass

    with asyncio.Runner() as runner:
        runner.run(make())


@pytest.fixture(params=["memory", "file", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "memory":
        yield ":memory:"
    elif request.param == "file":
        yield str(shutil.copy(request.getfixturevalue("_made_file"), tmp_path))
    else:
        server, made = request.getfixturevalue("postgresql"), request.getfixturevalue("_made_database")
        yield made
        server.execute(made, f"TRUNCATE {', '.join(METADATA.tables)}")


@pytest.fixture
async def store(url: str, clock: Clock) -> AsyncIterator[Store]:
    async with open_store(url, clock) as opened:
        yield opened


@pytest.fixture
async def stores(url: str, store: Store, clock: Clock) -> AsyncIterator[tuple[Store, Store]]:
    """One database as two hosts see it; in memory there is only one."""
    if url == ":memory:":
        yield store, store
        return
    async with open_store(url, clock) as other:
        yield store, other

"""A database of every earlier version comes up to this one with everything that is in it, also where two processes start at once."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from alembic.command import upgrade
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, Integer, MetaData, Table, insert, select, text

from bot.store import migrating, open_store
from bot.store.addresses import read_address
from bot.store.database import Database
from bot.store.opening import _engine
from bot.store.tables import REVISION
from tests.bot.store.made import NOW, Clock
from tests.bot.store.process import TASKS, in_two_processes

_VERSION = "alembic_version"
_GONE = {("rejections", "question")}  # columns that a later version has no more
Rows = dict[str, dict[str, Any]]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrating._MIGRATIONS))
    return config


EARLIER = [
    script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions() if script.revision != REVISION
]


@asynccontextmanager
async def database(url: str) -> AsyncIterator[Database]:
    """The database as it is, without migrations."""
    engine = _engine(read_address(url))
    try:
        yield Database(engine, Clock())
    finally:
        await engine.dispose()


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSION]


def _value(table: Table, name: str) -> object:
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return ["first", "second"]
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, DateTime):
        return NOW
    if isinstance(kind, Date):
        return dt.date(2026, 3, 2)
    return 7 if isinstance(kind, Integer) else f"{name} of before"


def fill(connection: Connection, revision: str) -> Rows:
    """Make the tables of that version, with a row in each."""
    config = _config()
    config.attributes["connection"] = connection
    upgrade(config, revision)
    for table in _tables(connection):
        row = {column.name: _value(table, column.name) for column in table.columns}
        connection.execute(insert(table).values(**row))
    return held(connection)


def held(connection: Connection) -> Rows:
    """The one row of each table."""
    found: Rows = {}
    for table in _tables(connection):
        row = connection.execute(select(table)).mappings().first()
        found[table.name] = {name: str(value) for name, value in (row or {}).items()}
    return found


async def made_at(url: str, revision: str) -> Rows:
    async with database(url) as made, made.transaction() as connection:
        return await connection.run_sync(fill, revision)


@pytest.mark.parametrize("revision", EARLIER)
async def test_nothing_is_lost_on_the_way_from_any_earlier_version(new_url: str, revision: str) -> None:
    before = await made_at(new_url, revision)
    async with open_store(new_url, Clock()) as store:
        kept = await store.answers.find("tenant of before", "id of before")
    async with database(new_url) as now, now.engine.connect() as connection:
        after = await connection.run_sync(held)
    for table, row in before.items():
        stays = {name: value for name, value in row.items() if (table, name) not in _GONE}
        assert {name: after[table][name] for name in stays} == stays, table
    assert after["answers"]["person"] == "person of before"
    assert kept is None or kept.question == "question of before"


async def test_of_an_answer_of_before_it_is_not_known_what_it_shows(new_url: str) -> None:
    await made_at(new_url, "0003")
    async with database(new_url) as made, made.engine.connect() as connection:
        await connection.exec_driver_sql("UPDATE answers SET id = 'AAAA'")
    async with open_store(new_url, Clock()) as store:
        found = await store.answers.find("tenant of before", "aaaa")
    assert found is not None
    assert (found.sources, found.statement, found.reading) == (("?",), "", "")


@pytest.mark.parametrize("revision", [EARLIER[0], EARLIER[-1]])
async def test_two_processes_that_start_at_once_bring_it_up_together(new_url: str, revision: str) -> None:
    await made_at(new_url, revision)
    got = await in_two_processes("add", new_url)
    assert len({each for some in got for each in some}) == 2 * TASKS
    async with database(new_url) as now:
        (row,) = await now.rows(text(f"SELECT version_num FROM {_VERSION}"))
    assert row[0] == REVISION

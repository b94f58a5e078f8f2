"""The migrations make the tables that the code names, and each database is brought to them once."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.store import StoreError, migrating, open_store
from bot.store.addresses import read_address
from bot.store.database import Database
from bot.store.opening import open_database
from bot.store.tables import METADATA, REVISION
from tests.bot.store.made import Clock, answer


def described(connection: Connection) -> dict[str, object]:
    """Every table: its columns, keys and indexes."""
    seen = inspect(connection)
    return {
        name: (
            [{**column, "type": str(column["type"])} for column in seen.get_columns(name)],
            seen.get_pk_constraint(name),
            sorted(map(str, seen.get_unique_constraints(name))),
            sorted(map(str, seen.get_indexes(name))),
        )
        for name in sorted(METADATA.tables)
    }


async def test_the_migrations_make_the_tables_that_the_code_names(new_url: str) -> None:
    async with open_database(read_address(new_url), Clock()) as database, database.engine.connect() as connection:
        context = await connection.run_sync(lambda sync: MigrationContext.configure(sync, opts={"compare_type": True}))
        assert await connection.run_sync(lambda _: compare_metadata(context, METADATA)) == []


async def test_the_migrations_make_exactly_the_tables_of_a_database_in_memory(new_url: str) -> None:
    async with open_database(read_address(new_url), Clock()) as database, database.engine.connect() as connection:
        migrated = await connection.run_sync(described)
        await connection.run_sync(METADATA.drop_all)
        await connection.run_sync(METADATA.create_all)
        assert await connection.run_sync(described) == migrated


def test_the_code_names_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


async def test_a_database_is_opened_again_without_migrations(new_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_store(new_url, Clock()) as store:
        kept = await store.answers.add("T1", answer())
    monkeypatch.setattr(migrating, "_migrate", None)
    async with open_store(new_url, Clock()) as store:
        assert await store.answers.find("T1", kept.id) == kept


async def execute(database: Database, statement: str) -> None:
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql(statement)


async def test_a_database_from_the_future_is_refused_and_stays_as_it_is(
    new_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(read_address(new_url), Clock()) as database:
        await execute(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"made by a newer version of Commonplace .*9999.*install that version"):
        async with open_store(new_url, Clock()):
            pass
    monkeypatch.setattr(migrating, "REVISION", "9999")
    async with open_store(new_url, Clock()) as store:
        assert await store.gaps.recent("T1", 1) == ()


async def test_migrations_are_found_in_a_folder_with_a_percent_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "50%(here)s"
    folder.symlink_to(migrating._MIGRATIONS)
    monkeypatch.setattr(migrating, "_MIGRATIONS", folder)
    async with open_store(str(tmp_path / "state.db"), Clock()) as store:
        assert await store.gaps.recent("T1", 1) == ()

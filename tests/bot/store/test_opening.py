"""Databases that cannot be opened, and those that several processes open at once."""

import os
import socket
import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import StoreError, open_store
from tests.bot.store.made import NOW, Clock, answer
from tests.bot.store.postgresql import Server
from tests.bot.store.process import ROOT, in_two_processes


async def refused(url: str) -> str:
    """What the operator is told; the password is in none of it."""
    with pytest.raises(StoreError) as caught:
        async with open_store(url, Clock()):
            pass
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


async def test_the_file_and_its_folder_are_for_the_bot_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "commonplace.db"
    async with open_store(f"sqlite:///{path}", Clock()) as store:
        await store.people.keep("T1", "U1", "", "")
        modes = {each.name: oct(each.stat().st_mode & 0o777) for each in (path.parent, *path.parent.iterdir())}
    assert modes == {
        "state": "0o700",
        "commonplace.db": "0o600",
        "commonplace.db-wal": "0o600",
        "commonplace.db-shm": "0o600",
    }


async def test_what_a_file_holds_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    url = str(tmp_path / "commonplace.db")
    async with open_store(url, Clock()) as store:
        kept = await store.answers.add("T1", answer())
    async with open_store(url, Clock()) as store:
        assert await store.answers.find("T1", kept.id) == kept


async def test_databases_in_memory_know_nothing_of_each_other() -> None:
    async with open_store("", Clock()) as one, open_store("", Clock()) as other:
        await one.gaps.record("T1", "Where?", "U1")
        assert await other.gaps.recent("T1", 1) == ()


async def test_two_processes_open_a_new_database_at_once(new_url: str) -> None:
    one, other = await in_two_processes("add", new_url)
    async with open_store(new_url, Clock()) as store:
        assert [await store.answers.find("T1", each) for each in (*one, *other)].count(None) == 0


async def test_a_path_that_cannot_be_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for path in (tmp_path, tmp_path / "file" / "commonplace.db"):
        said = await refused(str(path))
        assert said.startswith(f"{path} cannot be used: is this a file (or none yet) that the bot may write to?")


async def test_a_file_that_is_no_database_is_named_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "posts.md"
    path.write_text("# Posts\n" * 999)
    assert "file is not a database" in await refused(str(path))
    assert path.read_text() == "# Posts\n" * 999


async def test_a_file_that_another_process_keeps_locked_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.opening._PATIENCE", 0.1)
    path = tmp_path / "commonplace.db"
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        said = await refused(str(path))
    assert said.startswith(f"{path} cannot be used")
    assert said.endswith(("(another process holds it)", "(database is locked)"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every file: run the tests as somebody else")
async def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "commonplace.db"
    path.touch(0o400)
    assert "Permission denied" in await refused(str(path))


async def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, so that nothing else is there, and not listening
        said = await refused(f"postgres://ann:s3cret@127.0.0.1:{deaf.getsockname()[1]}/bot")
    assert said.startswith(
        "PostgreSQL at 127.0.0.1, database bot cannot be used: does it run, and does the address name"
    )
    assert "refused" in said


async def test_a_database_that_the_server_does_not_know_is_named(postgresql: Server) -> None:
    url = postgresql.new_database().replace("postgres@", "postgres:s3cret@") + "x"
    assert 'database "made' in await refused(url)


async def test_a_database_that_can_only_be_read_is_refused_at_once(postgresql: Server) -> None:
    url = postgresql.new_database()
    async with open_store(url, Clock()) as store:
        await store.people.keep("T1", "U1", "", "")
    assert "read-only" in await refused(f"{url}?options=-c%20default_transaction_read_only%3Don")


async def test_a_connection_that_the_host_cut_is_made_anew(postgresql: Server) -> None:
    url = postgresql.new_database()
    async with open_store(url, Clock()) as store:
        cut = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
        postgresql.execute(url, f"{cut} AND pid <> pg_backend_pid()")
        assert await store.gaps.record("T1", "Where?", "U1") == 1


async def test_a_time_in_another_timezone_of_the_server_is_given_back_in_utc(postgresql: Server) -> None:
    url = f"{postgresql.new_database()}?options=-c%20timezone%3DAsia/Tokyo&connect_timeout=5"
    async with open_store(url, Clock()) as store:
        added = await store.answers.add("T1", answer())
        found = await store.answers.find("T1", added.id)
    assert found
    assert (found.at, found.at.tzname()) == (NOW, "UTC")


@pytest.mark.parametrize("options", ["sslmode=sometimes", "connect_timeout=soon", "no_such_option=1"])
async def test_an_option_that_the_server_or_its_client_does_not_know_is_named(postgresql: Server, options: str) -> None:
    said = await refused(f"{postgresql.new_database().replace('postgres@', 'postgres:s3cret@')}?{options}")
    assert options.partition("=")[0] in said


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70 + ".invalid"])
async def test_a_host_that_nobody_knows_is_named(host: str) -> None:
    assert (await refused(f"postgres://ann:s3cret@{host}/bot")).startswith(f"PostgreSQL at {host}, database bot")


async def test_a_sqlite_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr("sqlite3.sqlite_version", "3.34.1")
    assert "SQLite 3.34.1, and the bot needs 3.36" in await refused("")


async def test_without_psycopg_the_operator_hears_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'commonplace-bot[postgres]'" in await refused("postgres://ann:s3cret@127.0.0.1/bot")


async def test_an_error_in_the_block_is_not_the_databases(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="mine"):
        async with open_store(str(tmp_path / "commonplace.db"), Clock()):
            raise OSError("mine")


def test_importing_the_store_imports_neither_alembic_nor_psycopg() -> None:
    script = "import sys, bot.store; print(*({'alembic', 'psycopg'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""

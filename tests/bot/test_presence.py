"""A process that ends, however it does, is seen to be dead by the others on its machine, and none that lives ever is."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.presence import present

ROOT = Path(__file__).parents[2]
LIVES = """
import sys
from pathlib import Path
from bot.presence import present
with present(Path(sys.argv[1]), "boot") as presence:
    print(presence.holder, flush=True)
    sys.stdin.read()
"""


@asynccontextmanager
async def another(folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Another process that is present there, and what it is called."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", LIVES, str(folder)), stdin=pipe, stdout=pipe, cwd=ROOT
    )
    assert process.stdout is not None
    yield process, (await process.stdout.readline()).decode().strip()
    if process.returncode is None:
        process.kill()
    await process.wait()


async def test_a_process_that_was_killed_is_seen_to_be_dead_and_those_that_live_are_not(tmp_path: Path) -> None:
    with present(tmp_path, "boot") as mine:
        async with another(tmp_path) as (first, name), another(tmp_path) as (_, other):
            assert name != other
            assert mine.dead() == []
            first.send_signal(signal.SIGSTOP)
            assert mine.dead() == []  # it sleeps, and may wake
            first.kill()
            await first.wait()
            assert mine.dead() == [name]
            mine.bury(name)
            assert mine.dead() == []


async def test_a_process_that_ended_in_good_order_leaves_nothing(tmp_path: Path) -> None:
    with present(tmp_path, "boot") as mine:
        async with another(tmp_path) as (process, _):
            await process.communicate(b"")
            assert process.returncode == 0
            assert mine.dead() == []
    assert not list(tmp_path.iterdir())  # noqa: ASYNC240 - nothing else runs


def test_nothing_is_said_of_processes_of_another_machine_or_before_its_last_start(tmp_path: Path) -> None:
    (tmp_path / "otherboot-1234.alive").touch()
    with present(tmp_path, "boot") as mine:
        assert mine.dead() == []


@pytest.mark.parametrize(("folder", "boot"), [("/dev/null/processes", "boot"), ("", "")])
def test_where_there_are_no_locks_leases_decide_alone(
    tmp_path: Path, folder: str, boot: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot")
    with present(Path(folder) if folder else tmp_path, boot) as mine:
        assert mine.dead() == []
        mine.bury("whoever")
        assert mine.holder
    assert "finished when its lease runs out" in caplog.text

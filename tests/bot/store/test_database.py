"""What goes wrong half way: it leaves nothing behind, and tells nothing of what people wrote."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import StatementError

from bot.store import Store, StoreUnavailableError, open_store
from bot.store.tables import GAPS
from tests.bot.store.made import NOW, answer


async def test_a_time_without_a_timezone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="without a timezone") as caught:
        await store.answers.add("T1", answer(at=NOW.replace(tzinfo=None)))
    assert "roll back" not in str(caught.value)


async def test_what_people_wrote_stays_out_of_exceptions(store: Store) -> None:
    async def rename(table: str, name: str) -> None:
        async with store._database.engine.connect() as connection:
            await connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")

    await rename("gaps", "away")
    with pytest.raises(StoreUnavailableError) as caught:
        await store.gaps.record("T1", "Who earns what?", "U1")
    cause = caught.value.__cause__
    assert "Who earns" not in f"{caught.value!r} {caught.value} {cause!r} {cause}"
    await rename("away", "gaps")


async def test_a_transaction_that_fails_leaves_nothing_behind(store: Store) -> None:
    async def fails_half_way() -> None:
        async with store._database.transaction() as connection:
            await connection.execute(GAPS.insert().values(tenant="T1", id="1", person="U1", question="?", at=NOW))
            raise KeyError

    with pytest.raises(KeyError):
        await fails_half_way()
    assert await store.gaps.recent("T1", 9) == ()
    assert await store.gaps.record("T1", "?", "U1") == 1


async def test_a_task_that_is_cancelled_anywhere_takes_nothing_with_it(store: Store) -> None:
    kept = await store.answers.add("T1", answer())
    for steps in range(40):
        task = asyncio.create_task(store.forget_tenant("T2"))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert await store.gaps.record("T2", f"{steps}?", "U1") == 1
    assert await store.answers.find("T1", kept.id) == kept


async def test_whoever_gives_up_waiting_leaves_no_lock_behind(store: Store) -> None:
    async def keep(number: int) -> None:
        await store.deliveries.claim("T1", f"event {number}", "one")
        await store.answers.add("T1", answer())
        await store.deliveries.done("T1", f"event {number}")

    for patience in range(20):
        tasks = [asyncio.create_task(keep(patience * 20 + number)) for number in range(20)]
        await asyncio.wait(tasks, timeout=patience / 1000)
        for each in tasks:
            each.cancel()
        await asyncio.wait(tasks)
        async with asyncio.timeout(8):  # less than a connection waits for a lock
            await store.deliveries.renew("one")


async def test_what_was_begun_ends_before_the_store_is_closed(tmp_path: Path) -> None:
    path = str(tmp_path / "commonplace.db")
    async with open_store(path, lambda: NOW) as store:
        task = asyncio.create_task(store.gaps.record("T1", "?", "U1"))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    async with open_store(path, lambda: NOW) as store:
        assert len(await store.gaps.recent("T1", 9)) == 1


async def test_a_closed_store_takes_nothing_more(url: str) -> None:
    async with open_store(url, lambda: NOW) as store:
        pass
    with pytest.raises(StoreUnavailableError, match="closed"):
        await store.gaps.record("T1", "?", "U1")
    with pytest.raises(StoreUnavailableError, match="closed"):
        await store.forget_tenant("T1")


async def test_what_needs_several_statements_ends_before_the_store_is_closed(url: str) -> None:
    async with open_store(url, lambda: NOW) as store:
        task = asyncio.create_task(store.forget_tenant("T1"))
        await asyncio.sleep(0)
    assert task.done()
    await task


async def test_of_what_is_asked_at_once_each_gets_its_own_result_or_error(store: Store) -> None:
    good = [store.gaps.record("T1", f"{number}?", "U1") for number in range(20)]
    bad = [store.answers.add("T1", answer(at=NOW.replace(tzinfo=None))) for _ in range(2)]
    results = await asyncio.gather(*good[:10], *bad, *good[10:], return_exceptions=True)
    assert [isinstance(each, StatementError) for each in results] == [False] * 10 + [True] * 2 + [False] * 10
    assert len(await store.gaps.recent("T1", 99)) == 20


async def test_what_is_asked_at_once_is_written_together(tmp_path: Path) -> None:
    async with open_store(str(tmp_path / "commonplace.db"), lambda: NOW) as store:
        direct = store._database.direct
        assert direct is not None
        commits: list[str] = []
        event.listen(direct._engine, "before_cursor_execute", lambda *given: commits.append(given[2]))
        claims = [store.deliveries.claim("T1", f"event {number}", "one") for number in range(20)]
        assert await asyncio.gather(*claims, *(store.deliveries.claim("T1", "event 7", "two") for _ in range(2))) == [
            *[True] * 20,
            *[False] * 2,
        ]
        assert commits.count("COMMIT") == 1

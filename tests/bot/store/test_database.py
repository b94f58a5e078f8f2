"""What goes wrong half way: it leaves nothing behind, and tells nothing of what people wrote."""

import asyncio

import pytest
from sqlalchemy.exc import StatementError

from bot.store import Store, StoreUnavailableError
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

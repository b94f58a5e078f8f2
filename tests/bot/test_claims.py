import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest
from sqlalchemy import Executable

from bot import callers, claims
from bot.claims import Claims, SharedClaims
from bot.store import Store, StoreUnavailableError, open_store
from bot.store.database import Database
from bot.store.deliveries import LEASE, Question
from bot.store.direct import Values

KEY = ("T1", "message", "C1", "1.1")


class Clock:
    """It stands still until it is set."""

    now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(clock: Clock) -> AsyncIterator[Store]:
    async with open_store("", clock) as opened:
        yield opened


@pytest.fixture
def one(store: Store) -> SharedClaims:
    return SharedClaims(store.deliveries, "one", Claims())


@pytest.fixture
def other(store: Store) -> SharedClaims:
    """Those of another process."""
    return SharedClaims(store.deliveries, "other", Claims())


def test_a_key_is_claimed_once() -> None:
    made = Claims()
    assert made.claim("event", "T1", "Ev1")
    assert not made.claim("event", "T1", "Ev1")
    assert made.claim("event", "T2", "Ev1")


def test_a_claim_given_up_can_be_made_again() -> None:
    made = Claims()
    made.release("never", "made")
    assert made.claim("share", "1")
    made.release("share", "1")
    assert made.claim("share", "1")


def test_a_claim_holds_for_an_hour() -> None:
    now = 0.0
    made = Claims(lambda: now)
    assert made.claim("event", "1")
    now = 3600.0
    assert not made.claim("event", "1")
    now = 3600.1
    assert made.claim("event", "1")


def test_of_very_many_claims_the_oldest_go() -> None:
    made = Claims(lambda: 0.0)
    for number in range(claims._MOST + 2):
        assert made.claim(str(number))
    assert len(made._claimed) <= claims._MOST + 1
    assert made.claim("0")
    assert not made.claim(str(claims._MOST))


async def test_of_all_processes_one_has_a_claim(one: SharedClaims, other: SharedClaims) -> None:
    assert await one.claim(*KEY)
    assert not await one.claim(*KEY)
    assert not await other.claim(*KEY)


async def test_a_claim_that_one_process_gives_up_is_free_for_all(one: SharedClaims, other: SharedClaims) -> None:
    await one.claim(*KEY)
    await one.release(*KEY)
    assert await other.claim(*KEY)
    assert not await one.claim(*KEY)


async def test_a_process_that_came_too_late_can_have_what_was_left(
    one: SharedClaims, other: SharedClaims, clock: Clock
) -> None:
    await one.claim(*KEY)
    assert not await other.claim(*KEY)
    clock.now += LEASE
    assert await other.claim(*KEY)


async def test_a_block_happens_once_also_where_it_fails(one: SharedClaims, other: SharedClaims, clock: Clock) -> None:
    async def fails() -> None:
        async with one.once(*KEY) as first:
            assert first
            raise KeyError

    with pytest.raises(KeyError):
        await fails()
    clock.now += timedelta(hours=1)
    for each in (one, other):
        async with each.once(*KEY) as again:
            assert not again


async def test_a_block_that_was_cut_off_can_be_had_before_the_delivery_that_began_it(
    one: SharedClaims, other: SharedClaims, clock: Clock
) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        async with one.once(*KEY):
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()
    await asyncio.wait([task])
    async with other.once(*KEY) as too_soon:
        assert not too_soon
    clock.now += LEASE - timedelta(seconds=10)
    async with other.once(*KEY) as first:
        assert first


async def fail(*_: object) -> NoReturn:
    raise StoreUnavailableError("the database failed (OperationalError)")


async def hang(*_: object) -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize("broken", [fail, hang])
async def test_without_its_store_a_process_heeds_its_own_claims(
    one: SharedClaims, broken: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for patience in ("PATIENCE", "KEPT_WITHIN", "UNHURRIED"):
        monkeypatch.setattr(callers, patience, 0.02)
    for way in ("row", "run"):
        monkeypatch.setattr(Database, way, broken)
    with caplog.at_level(logging.WARNING):
        async with one.once(*KEY) as first:
            assert first
        assert not await one.claim(*KEY)
    assert "a delivery is claimed in this process alone" in caplog.text
    await one.release(*KEY)
    assert await one.claim(*KEY)


async def test_a_question_is_waited_for_longer_since_nobody_would_ask_it_again(
    one: SharedClaims, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(callers, "PATIENCE", 0.01)
    row = Database.row

    async def slowly(self: Database, statement: Executable, values: Values) -> object:
        late = asyncio.Event()
        asyncio.get_running_loop().call_later(0.1, late.set)
        await late.wait()
        return await row(self, statement, values)

    monkeypatch.setattr(Database, "row", slowly)
    asked = Question("call", "C1", "1.1", "", "U1", "how do we roll back?")
    with caplog.at_level(logging.WARNING):
        assert await one.claim("T1", "event", "Ev8", question=asked)
    assert not caplog.text
    assert await one.claim("T1", "event", "Ev9")
    assert "a delivery is claimed in this process alone" in caplog.text

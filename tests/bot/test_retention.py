import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.retention import Retention
from bot.store import Answer, Store, StoreUnavailableError, open_store
from bot.workspaces import Identity, OneWorkspace

ONE = OneWorkspace(Identity("xoxb-1", "T1", "B1", "U1"))
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with open_store("", lambda: NOON) as opened:
        yield opened


def asked(days_ago: int) -> Answer:
    return Answer(
        id="",
        question="how do we roll back?",
        outcome="answer",
        passages=(),
        text="",
        blocks=(),
        person="U1",
        channel="C1",
        thread="",
        asked_ts="",
        reply_ts="",
        at=NOON - timedelta(days=days_ago),
    )


async def test_answers_are_kept_for_thirty_days(store: Store) -> None:
    old, recent = [await store.answers.add("T1", asked(days)) for days in (31, 29)]
    await Retention(store, ONE, lambda: NOON).purge()
    assert await store.answers.find("T1", old.id) is None
    assert await store.answers.find("T1", recent.id) is not None


async def test_it_goes_on_after_a_failure_and_says_nothing_of_questions(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    purge, tries, done = Store.purge, [0], asyncio.Event()

    async def fails_once(self: Store, before: datetime) -> int:
        tries[0] += 1
        if tries[0] == 1:
            raise StoreUnavailableError("the database failed (OperationalError)")
        return await purge(self, before)

    async def sleep(_: float) -> None:
        if tries[0] == 2:
            done.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(Store, "purge", fails_once)
    old = await store.answers.add("T1", asked(31))
    with caplog.at_level(logging.INFO):
        async with Retention(store, ONE, lambda: NOON, sleep=sleep).running(), asyncio.timeout(2):
            await done.wait()
    assert await store.answers.find("T1", old.id) is None
    assert "StoreUnavailableError" in caplog.text
    assert "removed 1 rows older than 30 days" in caplog.text
    assert "roll back" not in caplog.text


async def test_the_words_of_questions_go_after_a_day_and_what_was_quoted_stays(store: Store) -> None:
    said: dict[str, Any] = {
        "statement": "No post contains “back”.",
        "reading": "Searched: back",
        "text": "Roll back first.",
    }
    old, recent = [await store.answers.add("T1", replace(asked(days), **said)) for days in (2, 0)]
    empty = await store.answers.add("T1", replace(asked(2), outcome="nothing", text=""))
    await Retention(store, ONE, lambda: NOON).purge()
    kept = await store.answers.find("T1", old.id)
    assert kept == replace(old, question="", statement="", reading="")
    assert await store.answers.find("T1", recent.id) == recent
    assert await store.answers.find("T1", empty.id) is None


async def test_they_stay_for_longer_where_whoever_runs_the_bot_says_so(store: Store) -> None:
    kept = await store.answers.add("T1", asked(6))
    await Retention(store, ONE, lambda: NOON, 7).purge()
    assert await store.answers.find("T1", kept.id) == kept

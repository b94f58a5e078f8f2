"""A store that fails or hangs costs the number, the buttons and the settings of an answer, never the answer."""

import asyncio
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from bot import callers
from bot.replies import asking, learning
from bot.store import StoreUnavailableError
from bot.store.answers import Answers
from bot.store.database import Database
from tests.bot.judged import buttons, quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario

QUESTION = "how do we roll back?"


async def fail(*_: object) -> NoReturn:
    raise StoreUnavailableError("the database failed (OperationalError)")


async def hang(*_: object) -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.fixture(params=[fail, hang])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Breaks the store from when it is called."""

    def break_it() -> None:
        for way in ("row", "rows", "run"):
            monkeypatch.setattr(Database, way, request.param)
        for module in (callers, asking, learning):
            monkeypatch.setattr(module, "PATIENCE", 0.02)
        for module in (callers, asking):
            monkeypatch.setattr(module, "UNHURRIED", 0.02)
        monkeypatch.setattr(callers, "KEPT_WITHIN", 0.02)

    return break_it


async def test_a_command_is_answered_in_the_ack_without_a_number(slack: Scenario, broken: Callable[[], None]) -> None:
    broken()
    ack = await slack.side.slash_command("/ask", QUESTION)
    assert ack.message is not None
    assert ack.seconds < 2.5
    assert ROLLBACK in quoted(ack.message.content)
    assert "Answer #" not in ack.message.text
    assert not buttons(ack.message.content)


async def test_a_lesson_is_shown(slack: Scenario, broken: Callable[[], None]) -> None:
    broken()
    ack = await slack.side.slash_command("/lesson", "")
    assert ack.message is not None
    assert ack.message.text.startswith("A lesson — ")


async def test_an_answer_in_a_thread_waits_for_a_slow_store_and_can_be_followed_up(
    slack: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (callers, asking, learning):
        monkeypatch.setattr(module, "PATIENCE", 0.02)
    add = Answers.add

    async def slowly(self: Answers, *given: Any) -> Any:  # noqa: ANN401 - as it was
        late = asyncio.Event()
        asyncio.get_running_loop().call_later(0.1, late.set)
        await late.wait()
        return await add(self, *given)

    monkeypatch.setattr(Answers, "add", slowly)
    await slack.side.mention(QUESTION)
    answered = await slack.side.wait_for_message("engineering")
    assert "Answer #" in answered.text

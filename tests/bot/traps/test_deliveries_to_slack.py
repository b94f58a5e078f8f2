"""What the bot does when Slack's side is busy, broken or slow: exactly one answer, over one set of connections."""

from types import SimpleNamespace

import aiohttp
import pytest
from slack_sdk.http_retry import async_handler, builtin_async_handlers
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator

from bot.play.messages import Message
from tests.bot.conftest import Play
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario, Transport

QUESTION = "how do we roll back?"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How many seconds the client meant to wait before each further try; it does not."""
    meant: list[float] = []

    async def sleep(seconds: float) -> None:
        meant.append(seconds)

    monkeypatch.setattr(builtin_async_handlers, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(async_handler, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(builtin_async_handlers, "random", SimpleNamespace(random=lambda: 0.5))
    monkeypatch.setattr(BackoffRetryIntervalCalculator, "calculate_sleep_duration", lambda *_: 0.25)
    return meant


async def answers(slack: Scenario) -> list[Message]:
    await slack.side.settle()
    return [message for message in slack.side.messages("engineering") if message.user == "U0BOT"]


def posts(slack: Scenario) -> int:
    return len([call for call in slack.side.calls if call.method == "chat.postMessage"])


async def test_after_a_rate_limit_it_waits_as_told_and_answers_once(slack: Scenario, waits: list[float]) -> None:
    slack.side.fail_next("chat.postMessage", status=429, retry_after=7, times=2)
    await slack.side.mention(QUESTION)
    (answer,) = await answers(slack)
    assert ROLLBACK in quoted(answer.content)
    assert (posts(slack), waits) == (3, [7.5, 7.5])


async def test_after_a_server_error_it_answers_once(slack: Scenario, waits: list[float]) -> None:
    slack.side.fail_next("chat.postMessage", status=503, times=2)
    await slack.side.mention(QUESTION)
    assert len(await answers(slack)) == 1
    assert (posts(slack), waits) == (3, [0.25, 0.25])


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("status", [429, 503])
async def test_after_three_tries_in_vain_the_person_is_told(slack: Scenario, status: int) -> None:
    slack.side.fail_next("chat.postMessage", status=status, retry_after=1, times=3)
    assert (await slack.side.mention(QUESTION)).status == 200
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text.startswith("Sorry, that went wrong on my side.")
    assert not await answers(slack)


async def test_a_connection_that_breaks_after_the_post_does_not_post_twice(slack: Scenario) -> None:
    slack.side.fail_next("chat.postMessage", reset=True, applied=True)
    await slack.side.mention(QUESTION)
    assert len(await answers(slack)) == 1
    assert posts(slack) == 1


async def test_a_connection_that_breaks_before_the_post_is_told(slack: Scenario) -> None:
    slack.side.fail_next("chat.postMessage", reset=True)
    await slack.side.mention(QUESTION)
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text.startswith("Sorry, that went wrong on my side.")
    assert posts(slack) == 1


async def test_a_response_url_that_is_busy_gets_its_message_once(slack: Scenario, waits: list[float]) -> None:
    own = (await slack.side.slash_command("/ask", QUESTION)).message
    assert own is not None
    slack.side.fail_next("response_url", status=429, retry_after=2, times=2)
    await slack.side.press(own, "share_answer")
    await slack.side.wait_for_message("engineering")
    assert len(await answers(slack)) == 1
    assert waits == [2.5, 2.5]


async def test_all_calls_share_one_connection(
    play: Play, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    create = aiohttp.TCPConnector._create_connection

    async def counted(self: aiohttp.TCPConnector, req: aiohttp.ClientRequest, *rest: object) -> object:
        opened.append(req.url.path)
        return await create(self, req, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(aiohttp.TCPConnector, "_create_connection", counted)
    async with play() as slack:
        await talk(slack)
    to_slack = [path for path in opened if path.startswith(("/api/", "/response/", "/socket"))]
    assert to_slack == ["/api/auth.test"] + ["/socket"] * (transport == "socket")


async def talk(slack: Scenario) -> None:
    """Everything that makes the bot call Slack, a few times."""
    own = (await slack.side.slash_command("/lesson")).message
    assert own is not None
    for _ in range(3):
        await slack.side.mention(QUESTION)
        await slack.side.settle()
        await slack.side.press(own, "another_lesson")
        await slack.side.settle()
    assert len(slack.side.calls) >= 7

"""What the bot does when Slack's side is busy, broken or slow: exactly one answer, over one set of connections."""

import asyncio

import aiohttp
import pytest

from bot.play.messages import Message
from bot.play.web_api import GRANTED
from bot.posting import AT_ONCE, Posting
from tests.bot.conftest import Play
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario, Transport

QUESTION = "how do we roll back?"


async def answers(slack: Scenario) -> list[Message]:
    await slack.side.settle()
    return [message for message in slack.side.messages("engineering") if message.user == "U0BOT"]


def posts(slack: Scenario) -> int:
    return len([call for call in slack.side.calls if call.method == "chat.postMessage"])


async def test_after_a_rate_limit_it_waits_as_told_and_answers_once(slack: Scenario) -> None:
    slack.side.fail_next("chat.postMessage", status=429, retry_after=7, times=2)
    await slack.side.mention(QUESTION)
    (answer,) = await answers(slack)
    assert ROLLBACK in quoted(answer.content)
    assert (posts(slack), slack.waits) == (3, [7.0, 7.0])


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("applied", [True, False])
async def test_after_a_server_error_it_looks_whether_the_answer_is_there_and_answers_once(
    slack: Scenario, status: int, *, applied: bool
) -> None:
    slack.side.fail_next("chat.postMessage", status=status, applied=applied, times=1 if applied else 2)
    await slack.side.mention(QUESTION)
    assert len(await answers(slack)) == 1
    assert (posts(slack), slack.waits) == ((1, [2.0]) if applied else (3, [2.0, 2.0]))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (429, "Slack asks me to be quiet for a second. Please try again after that."),
        (503, "Slack does not take what I say at the moment. Please try again in a minute."),
    ],
)
async def test_after_three_tries_in_vain_the_person_is_told(slack: Scenario, status: int, said: str) -> None:
    slack.side.fail_next("chat.postMessage", status=status, retry_after=1 if status == 429 else None, times=3)
    assert (await slack.side.mention(QUESTION)).status == 200
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text == said
    assert not await answers(slack)


async def test_a_rate_limit_that_is_longer_than_anybody_waits_is_told_at_once(slack: Scenario) -> None:
    slack.side.fail_next("chat.postMessage", status=429, retry_after=600)
    await slack.side.mention(QUESTION)
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text.startswith("Slack asks me to be quiet for 600 seconds.")
    assert (posts(slack), slack.waits) == (1, [])


@pytest.mark.parametrize("error", ["internal_error", "fatal_error"])
async def test_an_error_of_slacks_own_that_may_have_posted_does_not_post_twice(slack: Scenario, error: str) -> None:
    slack.side.fail_next("chat.postMessage", error=error, applied=True)
    await slack.side.mention(QUESTION)
    assert len(await answers(slack)) == 1
    assert posts(slack) == 1


@pytest.mark.parametrize("called", ["mention", "direct_message"])
@pytest.mark.parametrize("applied", [True, False])
async def test_a_connection_that_breaks_makes_one_answer_whether_or_not_it_arrived(
    slack: Scenario, called: str, *, applied: bool
) -> None:
    slack.side.fail_next("chat.postMessage", reset=True, applied=applied)
    await getattr(slack.side, called)(QUESTION)
    where = "engineering" if called == "mention" else "D0ANN"
    await slack.side.settle()
    (answer,) = [each for each in slack.side.messages(where) if each.user == "U0BOT"]
    assert ROLLBACK in quoted(answer.content)
    assert posts(slack) == (1 if applied else 2)
    noted = await slack.parts.store.answers.of_message("T0COMMON", answer.channel, slack.side.messages(where)[0].ts)
    assert noted is not None
    assert noted.reply_ts == answer.ts


@pytest.mark.parametrize("applied", [True, False])
async def test_where_it_cannot_look_whether_a_post_arrived_it_asks_the_person_to(play: Play, *, applied: bool) -> None:
    async with play(scopes=GRANTED - {"channels:history"}) as slack:
        slack.side.fail_next("chat.postMessage", reset=True, applied=applied)
        await slack.side.mention(QUESTION)
        told = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0ANN", user="ann")
        assert told.text.startswith("Slack broke off while I was posting, so I cannot see whether it arrived.")
        assert len(await answers(slack)) == applied
        assert posts(slack) == 1


async def test_what_breaks_and_cannot_double_is_repeated(slack: Scenario) -> None:
    slack.side.fail_next("views.publish", reset=True, times=2)
    await slack.side.open_home("ann")
    await slack.side.settle()
    assert slack.side.home("ann") is not None
    assert slack.waits == [0.5, 2.0]


async def test_what_nobody_asked_for_fails_in_silence(slack: Scenario) -> None:
    slack.side.fail_next("users.info", status=503, times=3)
    await slack.side.slash_command("/ask", QUESTION)
    await slack.side.settle()
    (answer,) = [each for each in slack.side.seen_by("ann", "engineering") if each.user == "U0BOT"]
    assert ROLLBACK in answer.text
    slack.side.fail_next("users.info", reset=True, times=3)
    await slack.side.slash_command("/ask", QUESTION)
    await slack.side.settle()
    await slack.side.slash_command("/ask", QUESTION)
    await slack.side.settle()
    assert (
        len([call for call in slack.side.calls if call.method == "users.info"]) == 7
    )  # and is asked again until it is known
    assert len([each for each in slack.side.seen_by("ann", "engineering") if each.user == "U0BOT"]) == 3


async def test_a_slack_that_never_answers_is_not_waited_for_for_ever(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app._TIMEOUT", aiohttp.ClientTimeout(total=0.3))
    async with play() as slack:
        held = slack.side.hold_next("chat.postMessage")
        await slack.side.mention(QUESTION)
        answer = await slack.side.wait_for_message("engineering")
        assert ROLLBACK in quoted(answer.content)
        held.set()
    assert posts(slack) == 2  # what was held may still arrive, as with every message that is given up


async def test_a_burst_in_one_channel_is_spread_and_answered_in_full(slack: Scenario) -> None:
    await asyncio.gather(*(slack.side.mention(f"{QUESTION} {number}") for number in range(30)))
    assert len(await answers(slack)) == 30
    assert [round(wait) for wait in slack.waits] == list(range(1, 28))  # seconds from the burst; nothing waits here


async def test_in_a_burst_slack_has_no_call_to_slow_anybody_down(play: Play) -> None:
    now = 1_700_000_000.0

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    def clock() -> float:
        return now

    async with play(bot={"posting": Posting(sleep, clock)}, clock=clock, posts_at_once=AT_ONCE) as slack:
        await asyncio.gather(*(slack.side.mention(f"{QUESTION} {number}") for number in range(30)))
        assert len(await answers(slack)) == posts(slack) == 30
        assert not slack.waits  # not one 429


async def test_a_busy_channel_holds_up_no_other(slack: Scenario) -> None:
    await asyncio.gather(*(slack.side.mention(f"{QUESTION} {number}") for number in range(5)))
    await slack.side.settle()
    before = len(slack.waits)
    await slack.side.direct_message(QUESTION)
    await slack.side.wait_for_message("D0ANN")
    assert len(slack.waits) == before


async def test_a_response_url_that_is_busy_gets_its_message_once(slack: Scenario) -> None:
    own = (await slack.side.slash_command("/ask", QUESTION)).message
    assert own is not None
    slack.side.fail_next("response_url", status=429, retry_after=2, times=2)
    await slack.side.press(own, "share_answer")
    await slack.side.wait_for_message("engineering")
    assert len(await answers(slack)) == 1
    assert slack.waits == [2.0, 2.0]


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
    assert len(to_slack) == 1 + (transport == "socket")  # one becomes the websocket


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

"""One question, one answer: however often it is delivered, to however many processes, and whichever of them dies."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import select

from bot import callers
from bot.play.deliveries import Retry
from bot.play.faults import Fault
from bot.play.messages import Message
from bot.store import StoreUnavailableError
from bot.store.answers import Answers
from bot.store.database import Database
from bot.store.deliveries import Deliveries
from bot.store.tables import DELIVERIES
from bot.unfinished import Unfinished
from knowledge import KnowledgeBase
from tests.bot.judged import JudgedSide, quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario, Transport
from tests.bot.scenarios.several import Clock, Process, Several
from tests.bot.store.postgresql import Server, missing, running_server

QUESTION = "how do we roll back?"
SUBSCRIBED = frozenset({"app_mention", "message.im", "message.channels"})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if reason := missing():
        pytest.skip(reason)
    with running_server() as running:
        yield running


@pytest.fixture(params=["file", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return str(tmp_path / "commonplace.db")
    running: Server = request.getfixturevalue("server")
    return running.new_database()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def several(
    knowledge_base: KnowledgeBase, transport: Transport, store_url: str, clock: Clock
) -> AsyncIterator[Several]:
    """Processes on one store; what they say is judged."""
    async with JudgedSide(subscribed=SUBSCRIBED) as side:
        yield Several(side, knowledge_base, transport, store_url, clock)
        await side.settle()
    side.judge()


def asked(side: JudgedSide) -> tuple[Message, Mapping[str, Any]]:
    """A question to the bot in a channel, and the event that tells of it."""
    message = side.workspace.add("C0ENG", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
    return message, side.payloads.message_event(message, "app_mention")


def broken_off(side: JudgedSide) -> asyncio.Event:
    """Keep the next post from Slack until the event is set, and for ever."""
    held = asyncio.Event()
    side._faults.add("chat.postMessage", Fault(reset=True, released=held))
    return held


async def dies_while_posting(several: Several, first: Process) -> None:
    """A question is put to the first process, which dies before Slack has its answer."""
    held = broken_off(several.side)
    await several.side.mention(QUESTION)
    await several.side.wait_for_call("chat.postMessage")
    await first.die()
    held.set()


async def test_an_event_that_two_processes_get_at_once_is_answered_once(several: Several) -> None:
    async with several.process(), several.process():
        _, event = asked(several.side)
        acks = await asyncio.gather(*(several.side.event(event, event_id="Ev1") for _ in range(6)))
        assert {ack.status for ack in acks} == {200}
        (answer,) = await several.answers()
        assert ROLLBACK in quoted(answer.content)


async def test_a_message_that_comes_to_two_processes_as_two_events_is_answered_once(several: Several) -> None:
    async with several.process(), several.process():
        message = several.side.workspace.add("D0ANN", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
        events = [several.side.payloads.message_event(message, kind) for kind in ("app_mention", "message")]
        await asyncio.gather(*map(several.side.event, events))
        assert len(await several.answers("D0ANN")) == 1


async def test_a_retry_after_the_answer_changes_nothing(several: Several) -> None:
    async with several.process(), several.process():
        _, event = asked(several.side)
        await several.side.event(event, event_id="Ev1")
        assert len(await several.answers()) == 1
        for number in (1, 2):
            await several.side.event(event, event_id="Ev1", retry=Retry(number))
        assert len(await several.answers()) == 1


async def test_a_command_that_is_replayed_is_not_answered_again(several: Several) -> None:
    async with several.process(), several.process():
        ack = await several.side.slash_command("/ask", QUESTION)
        assert ack.payload is not None
        for _ in range(2):
            again = await several.side.deliver(several.side.deliveries[0])
            assert (again.status, again.payload) == (200, None)


async def test_a_press_that_is_replayed_does_nothing(slack: Scenario) -> None:
    own = (await slack.side.slash_command("/lesson")).message
    assert own is not None
    await slack.side.press(own, "another_lesson")
    await slack.side.settle()
    told = len(slack.side.calls)
    again = await slack.side.deliver(slack.side.deliveries[-1])
    await slack.side.settle()
    assert (again.status, len(slack.side.calls)) == (200, told)


async def test_a_shortcut_and_a_submission_that_are_replayed_do_nothing(slack: Scenario) -> None:
    message = (await slack.side.post("The release broke, who presses the button of an older release?")).message
    assert message is not None
    await slack.side.message_shortcut("lesson_about", message)
    await slack.side.settle()
    await slack.side.slash_command("/ask", "settings")
    await slack.side.settle()
    await slack.side.submit_view(slack.side.modals("ann")[0].id)
    told = len(slack.side.calls)
    for delivery in [each for each in slack.side.deliveries if each.kind == "interactive"]:
        again = await slack.side.deliver(delivery)
        assert (again.status, again.payload) == (200, None)
    await slack.side.settle()
    assert len(slack.side.calls) == told


async def test_share_counts_once_for_all_processes(several: Several) -> None:
    async with several.process(), several.process():
        own = (await several.side.slash_command("/ask", QUESTION)).message
        assert own is not None
        await asyncio.gather(*(several.side.press(own, "share_answer") for _ in range(4)))
        assert len(await several.answers()) == 1


async def test_a_question_whose_process_died_before_the_post_is_answered_by_the_next(
    several: Several, clock: Clock
) -> None:
    async with several.process() as first:
        await dies_while_posting(several, first)
    async with several.process() as second:
        await second.unfinished.finish()
        assert not await several.answers()  # it may be alive
        clock.wait(60)
        await second.unfinished.finish()
        (answer,) = await several.answers()
        assert ROLLBACK in quoted(answer.content)
        assert answer.thread_ts == several.side.messages("engineering")[0].ts
        clock.wait(60)
        await second.unfinished.finish()
        assert len(await several.answers()) == 1


async def test_a_question_whose_process_died_is_answered_when_slack_delivers_it_again(
    several: Several, clock: Clock
) -> None:
    async with several.process() as first:
        await dies_while_posting(several, first)
    async with several.process() as second:
        first_delivery = several.side.deliveries[0]
        await several.side.deliver(first_delivery)
        assert not await several.answers()
        clock.wait(60)
        await several.side.deliver(first_delivery)
        assert len(await several.answers()) == 1
        clock.wait(60)
        await second.unfinished.finish()
        assert len(await several.answers()) == 1


async def test_a_post_that_reaches_slack_after_its_process_died_makes_two_answers_at_most(
    several: Several, clock: Clock
) -> None:
    held = several.side.hold_next("chat.postMessage")
    async with several.process() as first:
        await several.side.mention(QUESTION)
        await several.side.wait_for_call("chat.postMessage")
        await first.die()
    clock.wait(60)
    async with several.process() as second, several.process() as third:
        await asyncio.gather(second.unfinished.finish(), third.unfinished.finish())
        await several.side.wait_for_message("engineering")
        held.set()
        assert len(await several.answers()) == 2


async def posts_and_dies(several: Several, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process answers a question, and dies before it has noted that."""
    with monkeypatch.context() as patched:
        patched.setattr(callers, "PATIENCE", 60)
        patched.setattr(callers, "UNHURRIED", 60)
        patched.setattr(Answers, "replied", hang)
        async with several.process() as first:
            await several.side.mention(QUESTION)
            await several.side.wait_for_message("engineering")
            await first.die()


async def test_an_answer_that_a_process_posted_before_it_died_is_found_and_not_given_again(
    several: Several, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await posts_and_dies(several, monkeypatch)
    async with several.process() as second:
        for _ in range(2):
            clock.wait(60)
            await second.unfinished.finish()
        (answer,) = await several.answers()
        noted = await second.parts.store.answers.of_message("T0COMMON", "C0ENG", str(answer.thread_ts))
        assert noted is not None
        assert noted.reply_ts == answer.ts


@pytest.mark.parametrize("act", ["edit", "delete"])
async def test_an_answer_that_was_not_noted_follows_its_question_all_the_same(
    several: Several, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    await posts_and_dies(several, monkeypatch)
    question = several.side.messages("engineering")[0]
    async with several.process():
        if act == "edit":
            await several.side.edit(question, "@commonplace how do we keep one microservice from breaking another?")
            (answer,) = await several.answers()
            assert "Contract tests" in answer.text
        else:
            await several.side.delete(question)
            assert not await several.answers()


async def test_where_the_history_cannot_be_read_it_is_given_once_more(
    several: Several, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await posts_and_dies(several, monkeypatch)
    async with several.process() as second:
        several.side.fail_next("conversations.replies", error="missing_scope")
        for _ in range(2):
            clock.wait(60)
            await second.unfinished.finish()
        assert len(await several.answers()) == 2


async def test_an_answer_that_was_noted_is_not_given_again(
    several: Several, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Deliveries, "done", fail)
        async with several.process():
            await several.side.mention(QUESTION)
            assert len(await several.answers()) == 1
    clock.wait(60)
    async with several.process() as second:
        await several.side.deliver(several.side.deliveries[0])
        await second.unfinished.finish()
        assert len(await several.answers()) == 1


async def test_what_a_stop_cuts_off_is_finished_by_the_next_process_at_once(several: Several) -> None:
    async with several.process() as first:
        await dies_while_posting(several, first)
        await first.unfinished.leave()
    async with several.process() as second:
        await second.unfinished.finish()
        assert len(await several.answers()) == 1


async def test_what_a_living_process_answers_slowly_stays_its_own(several: Several, clock: Clock) -> None:
    async with several.process() as first, several.process() as second:
        held = several.side.hold_next("chat.postMessage")
        await several.side.mention(QUESTION)
        await several.side.wait_for_call("chat.postMessage")
        for _ in range(3):
            clock.wait(45)
            await first.unfinished.finish()
            await second.unfinished.finish()
        held.set()
        assert len(await several.answers()) == 1


async def test_a_question_that_was_deleted_meanwhile_is_not_answered(several: Several, clock: Clock) -> None:
    async with several.process() as first:
        await dies_while_posting(several, first)
    question = several.side.messages("engineering")[0]
    clock.wait(55)
    async with several.process() as second:
        await several.side.delete(question)
        await several.side.settle()
        clock.wait(10)
        await second.unfinished.finish()
        assert not await several.answers()


async def test_after_ten_minutes_a_question_is_let_be(
    several: Several, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with several.process() as first:
        await dies_while_posting(several, first)
    clock.wait(600)
    async with several.process() as second:
        with caplog.at_level(logging.WARNING):
            await second.unfinished.finish()
        assert not await several.answers()
        assert not any(await words(second))
    assert "deliveries were left unfinished for too long" in caplog.text
    assert "roll back" not in caplog.text


async def words(process: Process) -> list[str]:
    """What the store keeps of what people wrote to the bot, by delivery."""
    rows = await process.parts.store._database.rows(select(DELIVERIES.c.text))
    return [text for (text,) in rows]


async def test_the_words_of_a_question_are_kept_only_until_it_is_answered(several: Several) -> None:
    async with several.process() as process:
        held = several.side.hold_next("chat.postMessage")
        await several.side.mention(QUESTION)
        await several.side.wait_for_call("chat.postMessage")
        assert sorted(filter(None, await words(process))) == [QUESTION]
        held.set()
        assert len(await several.answers()) == 1
        assert not any(await words(process))


async def asks(several: Several, way: str, answered: Message) -> str:
    """Put the question in one way; where the answer is to come."""
    if way == "alone":
        await several.side.direct_message(QUESTION)
        return "D0ANN"
    if way == "marked":
        await several.side.post(f"!ask {QUESTION}")
    else:
        await several.side.post(f"and {QUESTION}", thread_ts=answered.ts)
    return "engineering"


@pytest.mark.parametrize("way", ["alone", "marked", "follow-up"])
async def test_every_kind_of_question_is_finished(several: Several, clock: Clock, way: str) -> None:
    async with several.process() as first:
        await several.side.mention("who presses the button?")
        await several.answers()
        held = broken_off(several.side)
        channel = await asks(several, way, several.side.messages("engineering")[0])
        await several.side.wait_for_call("chat.postMessage", count=2)
        await first.die()
        held.set()
        before = len(await several.answers(channel))
    clock.wait(60)
    async with several.process() as second:
        await second.unfinished.finish()
        answers = await several.answers(channel)
        assert len(answers) == before + 1
        assert ROLLBACK in quoted(answers[-1].content)


@pytest.mark.parametrize("way", ["by name", "alone", "marked", "follow-up"])
async def test_an_edit_whose_process_died_changes_the_answer(several: Several, clock: Clock, way: str) -> None:
    text = "who presses the button?"
    async with several.process() as first:
        await several.side.mention(text)
        (start,) = await several.answers()
        if way == "alone":
            channel, question = "D0ANN", (await several.side.direct_message(text)).message
        elif way == "by name":
            channel, question = "engineering", several.side.messages("engineering")[0]
        else:
            mark, thread = ("!ask ", None) if way == "marked" else ("", start.thread_ts)
            channel, question = "engineering", (await several.side.post(mark + text, thread_ts=thread)).message
        before = len(await several.answers(channel))
        several.side._faults.add("chat.update", Fault(reset=True, released=(held := asyncio.Event())))
        assert question is not None
        changed = "how do we keep one microservice from breaking another?"
        await several.side.edit(question, question.text.replace("who presses the button?", changed))
        await several.side.wait_for_call("chat.update")
        await first.die()
        held.set()
    clock.wait(60)
    async with several.process() as second:
        await second.unfinished.finish()
        answers = await several.answers(channel)
        assert len(answers) == before
        assert any("Contract tests" in answer.text for answer in answers)


async def test_an_edit_among_people_whose_process_died_is_not_answered(several: Several, clock: Clock) -> None:
    async with several.process() as first:
        parent = (await several.side.post("The new release is broken.")).message
        assert parent is not None
        written = (await several.side.post("Is it?", thread_ts=parent.ts)).message
        assert written is not None
        await several.side.settle()
        await several.side.edit(written, "How do we roll back?")
        await first.die()
    clock.wait(60)
    async with several.process() as second:
        await second.unfinished.finish()
        assert not await several.answers()


async def test_messages_of_people_to_each_other_are_not_kept(several: Several, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    claim = Deliveries.claim

    async def noted(self: Deliveries, tenant: str, key: str, *rest: Any) -> bool:  # noqa: ANN401 - as claim has it
        claimed = await claim(self, tenant, key, *rest)
        kept.extend(filter(None, await words(process)))
        return claimed

    monkeypatch.setattr(Deliveries, "claim", noted)
    async with several.process() as process:
        parent = (await several.side.post("The new release is broken, or is it?")).message
        assert parent is not None
        for text in ("So it is.", "@ben can you have a look?", "@commonplace"):
            await several.side.post(text, thread_ts=parent.ts)
        await several.side.mention("", thread_ts=parent.ts)
        await several.side.settle()
    assert not kept


@pytest.mark.parametrize("can_be_told", [True, False])
async def test_where_the_second_try_fails_the_person_is_told(
    several: Several, clock: Clock, caplog: pytest.LogCaptureFixture, *, can_be_told: bool
) -> None:
    async with several.process() as first:
        await dies_while_posting(several, first)
    clock.wait(60)
    async with several.process() as second:
        several.side.fail_next("chat.postMessage", error="restricted_action")
        if not can_be_told:
            several.side.fail_next("chat.postEphemeral", error="user_not_in_channel")
        await second.unfinished.finish()
        clock.wait(60)
        await second.unfinished.finish()
        assert len([call for call in several.side.calls if call.method == "chat.postMessage"]) == 2
        told = [each.text for each in several.side.seen_by("ann", "engineering") if each.only_for]
        assert [text.startswith("The rules of this channel") for text in told] == [True] * can_be_told
    assert ("could not be told" in caplog.text) is not can_be_told


async def fail(*_: object) -> NoReturn:
    raise StoreUnavailableError("the database failed (OperationalError)")


async def hang(*_: object) -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize("broken", [fail, hang])
async def test_without_its_store_one_process_answers_once(
    slack: Scenario, broken: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for way in ("row", "rows", "run"):
        monkeypatch.setattr(Database, way, broken)
    for module in ("callers", "replies.asking", "replies.learning"):
        monkeypatch.setattr(f"bot.{module}.PATIENCE", 0.02)
    for module in ("callers", "replies.asking"):
        monkeypatch.setattr(f"bot.{module}.UNHURRIED", 0.02)
    monkeypatch.setattr(callers, "KEPT_WITHIN", 0.02)
    message = slack.side.workspace.add("C0ENG", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
    event = slack.side.payloads.message_event(message, "app_mention")
    acks = await asyncio.gather(*(slack.side.event(event, event_id="Ev1") for _ in range(3)))
    assert {ack.status for ack in acks} == {200}
    await slack.side.settle()
    (answer,) = [each for each in slack.side.messages("engineering") if each.user == "U0BOT"]
    assert ROLLBACK in quoted(answer.content)
    assert "a delivery is claimed in this process alone" in caplog.text
    assert "roll back" not in caplog.text


async def test_it_goes_on_after_a_failure_and_finishes_what_is_left(
    knowledge_base: KnowledgeBase, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, done = 0, asyncio.Event()
    finish = Unfinished.finish

    async def fails_once(self: Unfinished) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise StoreUnavailableError("the database failed (OperationalError)")
        await finish(self)
        done.set()

    async with JudgedSide() as side:
        several = Several(side, knowledge_base, "http", str(tmp_path / "commonplace.db"), clock)
        async with several.process() as first:
            await dies_while_posting(several, first)
        clock.wait(60)
        monkeypatch.setattr(Unfinished, "finish", fails_once)
        monkeypatch.setattr("bot.unfinished._EVERY", 0.0)
        async with several.process() as second, second.unfinished.running(), asyncio.timeout(5):
            await done.wait()
            assert len(await several.answers()) == 1

"""Where more is asked at once than can be answered in time, all are acknowledged first, and each is answered in turn."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.play.deliveries import Ack
from bot.play.faults import Fault
from bot.play.messages import Message
from bot.policy import Policy
from bot.rush import AT_ONCE, Rush
from bot.store import ChannelSettings, Person
from bot.store.tables import DELIVERIES
from knowledge import KnowledgeBase
from tests.bot.conftest import Play
from tests.bot.judged import JudgedSide, buttons, quoted
from tests.bot.posts import CONTRACTS, ROLLBACK
from tests.bot.scenario import Scenario, Transport
from tests.bot.scenarios.several import Clock, Process, Several

QUESTION, OTHER = "how do we roll back?", "how do we keep one microservice from breaking another?"
SEARCHING = "I am searching; the answer comes in a moment."
SEARCHING_IN_GERMAN = "Ich suche; die Antwort kommt gleich."
ALWAYS = 0
"""Commands at once: with none, each is one too many."""


def answers(side: JudgedSide | Scenario, channel: str = "engineering") -> Sequence[Message]:
    """What Ann sees of answers, in the order in which they came."""
    seen = (side.side if isinstance(side, Scenario) else side).seen_by("ann", channel)
    return [each for each in seen if "Answer #" in each.text]


def told(ack: Ack) -> str:
    assert ack.message is not None
    return ack.message.text


async def test_a_few_at_once_are_answered_in_their_acknowledgements(slack: Scenario) -> None:
    acks = await asyncio.gather(*(slack.side.slash_command("/ask", QUESTION) for _ in range(AT_ONCE)))
    assert all(ROLLBACK in told(ack) for ack in acks)


async def test_of_very_many_at_once_each_gets_one_answer_be_it_later(slack: Scenario) -> None:
    acks = await asyncio.gather(*(slack.side.slash_command("/ask", QUESTION) for _ in range(4 * AT_ONCE)))
    await slack.side.settle()
    later = [ack for ack in acks if told(ack) == SEARCHING]
    assert later
    assert all(ack in later or ROLLBACK in told(ack) for ack in acks)
    assert len(answers(slack)) == 4 * AT_ONCE
    assert len([call for call in slack.side.calls if call.method == "response_url"]) == len(later)


async def test_afterwards_an_answer_is_the_acknowledgement_again(play: Play) -> None:
    rush = Rush(at_once=1)
    async with play(bot={"rush": rush}) as slack:
        with rush.command():
            assert told(await slack.side.slash_command("/ask", QUESTION)) == SEARCHING
        await slack.side.settle()
        assert ROLLBACK in told(await slack.side.slash_command("/ask", QUESTION))


async def test_all_are_acknowledged_while_answers_wait_and_who_asked_first_is_answered_first(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        held = [slack.side.hold_next("response_url") for _ in range(4)]
        asked = [QUESTION if number % 3 else OTHER for number in range(12)]
        for question in asked:
            assert told(await slack.side.slash_command("/ask", question)) == SEARCHING
        await slack.side.wait_for_call("response_url", count=4)
        assert not answers(slack)
        for each in held:
            each.set()
        await slack.side.settle()
        wanted = [ROLLBACK if question == QUESTION else CONTRACTS for question in asked]
        texts = [quoted(each.content) for each in answers(slack)]
        assert len(texts) == 12
        assert all(want in text for want, text in zip(wanted[4:], texts[4:], strict=True))


async def test_an_answer_that_comes_later_has_its_number_and_its_buttons(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        await slack.side.slash_command("/ask", QUESTION)
        await slack.side.settle()
        (answer,) = answers(slack)
        assert answer.only_for == "U0ANN"
        assert "Share" in buttons(answer.content)


async def test_it_is_for_all_where_the_channel_is_set_so(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(public=True))
        await slack.side.slash_command("/ask", QUESTION)
        await slack.side.settle()
        assert [answer.only_for for answer in answers(slack)] == [None]


async def test_whoever_waits_is_told_so_in_their_language_which_is_not_looked_up_each_time(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        people = slack.parts.store.people
        look_up, looked_up = people.calling, []

        async def calling(tenant: str, person: str, channel: str) -> tuple[ChannelSettings, Person | None]:
            looked_up.append(person)
            return await look_up(tenant, person, channel)

        monkeypatch.setattr(people, "calling", calling)
        await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(language="de"))
        for expected in (2, 3):  # before the first acknowledgement, and before each answer
            assert told(await slack.side.slash_command("/ask", QUESTION)) == SEARCHING_IN_GERMAN
            await slack.side.settle()
            assert len(looked_up) == expected
        await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(language="en"))
        await slack.side.slash_command("/ask", QUESTION)
        await slack.side.settle()
        assert told(await slack.side.slash_command("/ask", QUESTION)) == SEARCHING
        await slack.side.settle()


async def test_its_line_in_the_log_comes_with_the_answer(play: Play, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.requests")
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        held = slack.side.hold_next("response_url")
        await slack.side.slash_command("/ask", QUESTION)
        await slack.side.wait_for_call("response_url")
        assert not caplog.records
        held.set()
        await slack.side.settle()
        ((kind, what, status),) = (
            (line.__dict__["kind"], line.__dict__["what"], line.__dict__["status"]) for line in caplog.records
        )
        assert (kind, what, status) == ("command", "/ask", 200)


@pytest.mark.parametrize("text", ["settings", "export", "forget me"])
async def test_what_is_no_question_does_not_wait(play: Play, text: str) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        ack = await slack.side.slash_command("/ask", text)
        assert ack.message is None or told(ack) != SEARCHING
        await slack.side.settle()


async def test_where_too_many_wait_it_is_said_when_to_ask_again(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS, most=0)}) as slack:
        ack = await slack.side.slash_command("/ask", QUESTION)
        assert told(ack) == "Very much is being asked here just now. Ask again in 60 seconds."
        await slack.side.settle()
        assert not answers(slack)
        kept = await slack.parts.store._database.rows(select(DELIVERIES.c.state, DELIVERIES.c.text))
        assert not kept


async def test_whoever_has_asked_too_often_is_told_so_and_waits_for_nothing(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS), "policy": Policy(asks_of_person=1)}) as slack:
        assert told(await slack.side.slash_command("/ask", QUESTION)) == SEARCHING
        ack = await slack.side.slash_command("/ask", QUESTION)
        assert told(ack) == "That was a lot of questions within a minute. Ask again in 60 seconds."
        await slack.side.settle()
        assert len(answers(slack)) == 1
        kept = await slack.parts.store._database.rows(select(DELIVERIES.c.state, DELIVERIES.c.text))
        assert [tuple(row) for row in kept] == [("done", "")] * 2


async def test_a_command_that_is_replayed_is_acknowledged_and_not_answered_again(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        await slack.side.slash_command("/ask", QUESTION)
        again = await slack.side.deliver(slack.side.deliveries[0])
        assert (again.status, again.payload) == (200, None)
        await slack.side.settle()
        assert len(answers(slack)) == 1


async def test_a_response_url_that_fails_sends_the_answer_by_the_other_way(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        slack.side.fail_next("response_url", status=404)
        await slack.side.slash_command("/ask", QUESTION)
        await slack.side.settle()
        (answer,) = answers(slack)
        assert ROLLBACK in quoted(answer.content)


async def test_where_no_way_is_open_the_log_says_so_and_the_next_is_answered(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        slack.side.fail_next("response_url", status=404, times=2)
        slack.side.fail_next("chat.postEphemeral", error="user_not_in_channel", times=2)
        await slack.side.slash_command("/ask", QUESTION)
        await slack.side.settle()
        assert not answers(slack)
        assert "could not be told" in caplog.text
        await slack.side.slash_command("/ask", OTHER)
        await slack.side.settle()
        (answer,) = answers(slack)
        assert CONTRACTS in quoted(answer.content)


async def test_a_stop_waits_for_the_answers_that_wait(play: Play) -> None:
    async with play(bot={"rush": Rush(ALWAYS)}) as slack:
        held = [slack.side.hold_next("response_url") for _ in range(4)]
        for _ in range(10):
            await slack.side.slash_command("/ask", QUESTION)
        draining = asyncio.create_task(slack.background.drain(5))
        await slack.side.wait_for_call("response_url", count=4)
        for each in held:
            each.set()
        assert await draining == 0
        assert len(answers(slack)) == 10


async def dies_with_answers_waiting(several: Several, first: Process) -> None:
    """Six commands are acknowledged, four answers are on their way and never come, and the process dies."""
    held = asyncio.Event()
    several.side._faults.add("response_url", Fault(reset=True, released=held), 4)
    for _ in range(6):
        assert told(await several.side.slash_command("/ask", QUESTION)) == SEARCHING
    await several.side.wait_for_call("response_url", count=4)
    await first.die()
    held.set()


@pytest.mark.parametrize("left", ["let go", "killed"])
async def test_what_a_process_leaves_is_answered_once_by_the_next(
    knowledge_base: KnowledgeBase, transport: Transport, tmp_path: Path, left: str
) -> None:
    clock = Clock()
    async with JudgedSide() as side:
        several = Several(side, knowledge_base, transport, str(tmp_path / "commonplace.db"), clock)
        async with several.process(Rush(ALWAYS)) as first:
            await dies_with_answers_waiting(several, first)
            if left == "let go":
                await first.unfinished.leave()
        assert not answers(side)
        async with several.process() as second:
            if left == "killed":
                await second.unfinished.finish()
                await side.settle()
                assert not answers(side)  # it may be alive
                clock.wait(60)
            await second.unfinished.finish()
            clock.wait(60)
            await second.unfinished.finish()
            await side.settle()
            assert [ROLLBACK in quoted(each.content) for each in answers(side)] == [True] * 6
            kept = await second.parts.store._database.rows(select(DELIVERIES.c.text, DELIVERIES.c.response_url))
            assert {tuple(row) for row in kept} == {("", "")}
    side.judge()

"""Threads: follow-ups, more, edits and deletions of questions, `!ask`."""

from datetime import timedelta

import pytest

from bot.parts import now
from bot.play.messages import Message
from bot.play.slack_side import SUBSCRIBED
from tests.bot.conftest import Play
from tests.bot.judged import quoted
from tests.bot.posts import CONTRACTS, ROLLBACK
from tests.bot.scenario import Scenario

QUESTION = "how do we roll back?"
HEARING = SUBSCRIBED | {"message.channels"}


async def said(slack: Scenario, channel: str = "engineering") -> list[Message]:
    """The bot's messages there, once it is done."""
    await slack.side.settle()
    return [each for each in slack.side.messages(channel) if each.user == "U0BOT"]


async def called(slack: Scenario, text: str = QUESTION, **where: str) -> Message:
    message = (await slack.side.mention(text, **where)).message
    assert message is not None
    return message


async def test_a_follow_up_by_name_is_searched_with_what_the_thread_is_about(slack: Scenario) -> None:
    question = await called(slack, "what do consumers of a contract write down?")
    await said(slack)
    await called(slack, "and what does the build do?", thread_ts=question.ts)
    first, second = await said(slack)
    assert CONTRACTS in quoted(first.content)
    assert CONTRACTS in quoted(second.content)
    assert second.thread_ts == question.ts


async def test_more_by_name_in_a_thread_shows_the_next_paragraphs_there(slack: Scenario) -> None:
    question = await called(slack, "releases pager customers pairing production")
    (first,) = await said(slack)
    await called(slack, "more", thread_ts=question.ts)
    _, second = await said(slack)
    assert second.thread_ts == question.ts
    assert not set(quoted(first.content).split("\n")) & set(quoted(second.content).split("\n"))


async def test_where_it_hears_messages_a_question_in_its_thread_needs_no_name(play: Play) -> None:
    async with play(subscribed=HEARING) as slack:
        question = await called(slack)
        await said(slack)
        await slack.side.post("and the database, is it rolled back?", thread_ts=question.ts)
        _, second = await said(slack)
        assert ROLLBACK in quoted(second.content)


@pytest.mark.parametrize("text", ["Thanks, that worked.", "@ben did you see this?", "I would say so!"])
async def test_what_is_no_question_to_it_is_let_be(play: Play, text: str) -> None:
    async with play(subscribed=HEARING) as slack:
        question = await called(slack)
        await slack.side.post(text, thread_ts=question.ts)
        assert len(await said(slack)) == 1


async def test_a_question_in_a_thread_of_other_people_is_let_be(play: Play) -> None:
    async with play(subscribed=HEARING) as slack:
        thread = (await slack.side.post("The release is broken.")).message
        assert thread is not None
        await slack.side.post("how do we roll back?", thread_ts=thread.ts)
        assert not await said(slack)


async def test_a_day_later_the_thread_is_not_listened_to_any_more(play: Play) -> None:
    days = [0]
    async with play(subscribed=HEARING, bot={"clock": lambda: now() + timedelta(days=days[0])}) as slack:
        question = await called(slack)
        await said(slack)
        days[0] = 2
        await slack.side.post("and the database, is it rolled back?", thread_ts=question.ts)
        assert len(await said(slack)) == 1


async def test_when_the_question_is_edited_its_answer_changes_under_the_same_number(slack: Scenario) -> None:
    question = await called(slack)
    (before,) = await said(slack)
    await slack.side.edit(question, "@commonplace how do we keep one microservice from breaking another?")
    (after,) = await said(slack)
    assert after.ts == before.ts
    assert CONTRACTS in quoted(after.content)
    assert after.text.rpartition("Answer #")[2] == before.text.rpartition("Answer #")[2]


async def test_a_question_that_is_edited_while_it_is_answered_gets_one_answer_to_what_it_says_last(
    slack: Scenario,
) -> None:
    released = slack.side.hold_next("chat.postMessage")
    question = await called(slack)
    await slack.side.edit(question, "@commonplace how do we keep one microservice from breaking another?")
    released.set()
    (answer,) = await said(slack)
    assert CONTRACTS in quoted(answer.content)


async def test_a_message_that_calls_it_only_when_edited_is_answered(slack: Scenario) -> None:
    message = (await slack.side.post(QUESTION)).message
    assert message is not None
    await slack.side.edit(message, f"@commonplace {QUESTION}")
    (answer,) = await said(slack)
    assert ROLLBACK in quoted(answer.content)


async def test_in_direct_messages_an_edit_changes_the_answer_and_a_deletion_takes_it_away(slack: Scenario) -> None:
    question = (await slack.side.direct_message(QUESTION)).message
    assert question is not None
    (before,) = await said(slack, "D0ANN")
    edited = await slack.side.edit(question, "how do we keep one microservice from breaking another?")
    assert edited is not None
    (after,) = await said(slack, "D0ANN")
    assert (after.ts, CONTRACTS in quoted(after.content)) == (before.ts, True)
    await slack.side.delete(slack.side.workspace.find(question.channel, question.ts) or question)
    assert not await said(slack, "D0ANN")


async def test_where_it_hears_messages_a_deleted_question_takes_its_answer_along(play: Play) -> None:
    async with play(subscribed=HEARING) as slack:
        question = await called(slack)
        assert len(await said(slack)) == 1
        await slack.side.delete(question)
        assert not await said(slack)


async def test_an_answer_that_somebody_has_deleted_is_no_failure_when_its_question_changes(slack: Scenario) -> None:
    question = await called(slack)
    (answer,) = await said(slack)
    slack.side.workspace.remove(answer)
    await slack.side.edit(question, "@commonplace contracts?")
    assert not await said(slack)
    assert not [each for each in slack.side.seen_by("ann", "engineering") if "Sorry" in each.text]


async def test_a_message_that_starts_with_its_mark_is_answered_in_a_thread(play: Play) -> None:
    async with play(subscribed=HEARING) as slack:
        message = (await slack.side.post(f"!ask {QUESTION}")).message
        assert message is not None
        (answer,) = await said(slack)
        assert answer.thread_ts == message.ts
        assert ROLLBACK in quoted(answer.content)


async def test_an_edit_that_changes_no_word_changes_nothing(slack: Scenario) -> None:
    question = (await slack.side.direct_message(QUESTION)).message
    assert question is not None
    await said(slack, "D0ANN")
    await slack.side.edit(question, QUESTION)
    await said(slack, "D0ANN")
    assert not [call for call in slack.side.calls if call.method == "chat.update"]

"""Direct messages: every one is a question."""

import pytest

from bot.play.messages import Message
from tests.bot.events import unasked
from tests.bot.judged import buttons, quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario


async def replies(slack: Scenario) -> list[Message]:
    await slack.side.settle()
    return [message for message in slack.side.messages("D0ANN") if message.user == "U0BOT"]


async def test_a_question_is_answered_in_the_conversation_and_not_in_a_thread(slack: Scenario) -> None:
    await slack.side.direct_message("how do we roll back?")
    (reply,) = await replies(slack)
    assert ROLLBACK in quoted(reply.content)
    assert reply.thread_ts is None
    assert buttons(reply.content) == ["More", "Why this?", "Not this"]


async def test_a_question_in_a_thread_is_answered_there(slack: Scenario) -> None:
    first = (await slack.side.direct_message("hello")).message
    assert first is not None
    await slack.side.direct_message("how do we roll back?", thread_ts=first.ts)
    reply = (await replies(slack))[-1]
    assert reply.thread_ts == first.ts
    assert ROLLBACK in quoted(reply.content)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("help", "/ask answers a question"),
        ("Help", "/ask answers a question"),
        ("lesson", "A lesson — "),
        ("lesson testing", "A lesson on testing — "),
        ("Lesson wombats", "No lesson is about “wombats”."),
        ("@commonplace", "What would you like to know?"),
        ("wombats", "Nothing found in 11 posts."),
        ("...", "There is no word in this that I could search for."),
    ],
)
async def test_commands_work_by_their_names_too(slack: Scenario, text: str, start: str) -> None:
    await slack.side.direct_message(text)
    (reply,) = await replies(slack)
    assert reply.text.startswith(start)


async def test_calling_it_by_name_is_no_part_of_the_question(slack: Scenario) -> None:
    await slack.side.direct_message("@commonplace, how do we roll back?")
    (reply,) = await replies(slack)
    assert ROLLBACK in quoted(reply.content)


async def test_a_question_below_a_file_is_answered(slack: Scenario) -> None:
    message = slack.side.workspace.add("D0ANN", "U0ANN", {"text": "how do we roll back?"})
    event = slack.side.payloads.message_event(message)
    await slack.side.event({**event, "subtype": "file_share", "files": []})
    assert len(await replies(slack)) == 1


@pytest.mark.parametrize("kind", ["bot_message", "message_changed", "message_deleted"])
async def test_what_no_person_wrote_gets_no_answer(slack: Scenario, kind: str) -> None:
    message = slack.side.workspace.add("D0ANN", "U0ANN", {"text": "how do we roll back?"})
    ack = await slack.side.event(unasked(message)[kind])
    assert ack.status == 200
    assert not await replies(slack)


async def test_its_own_messages_and_those_of_other_bots_get_no_answer(slack: Scenario) -> None:
    message = slack.side.workspace.add("D0ANN", "U0BOT", {"text": "how do we roll back?"})
    event = slack.side.payloads.message_event(message)
    await slack.side.event(event)
    await slack.side.event({**event, "user": "U0OTHERBOT", "bot_id": "B0OTHER"})
    assert len(await replies(slack)) == 1  # which is the message itself


async def test_the_same_event_delivered_twice_is_answered_once(slack: Scenario) -> None:
    message = slack.side.workspace.add("D0ANN", "U0ANN", {"text": "how do we roll back?"})
    event = slack.side.payloads.message_event(message)
    for _ in range(2):
        assert (await slack.side.event(event, event_id="Ev1")).status == 200
    assert len(await replies(slack)) == 1

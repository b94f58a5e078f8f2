"""Calls by name: answered in the thread, once."""

import asyncio

import pytest

from bot.play.deliveries import Retry
from bot.play.messages import Message
from bot.play.web_api import GRANTED
from tests.bot.conftest import Play
from tests.bot.judged import buttons, links, quoted
from tests.bot.posts import CONTRACTS, REPEATED_IN, ROLLBACK
from tests.bot.scenario import Scenario

QUESTION = "how do we roll back?"


async def replies_to(slack: Scenario, message: Message | None, channel: str = "engineering") -> list[Message]:
    """The bot's messages in the thread below a message, once the bot is done."""
    assert message is not None
    await slack.side.settle()
    return [each for each in slack.side.messages(channel) if each.user == "U0BOT" and each.thread_ts == message.ts]


async def test_a_question_in_a_channel_is_answered_in_a_thread_below_it(slack: Scenario) -> None:
    ack = await slack.side.mention(QUESTION)
    (reply,) = await replies_to(slack, ack.message)
    assert ROLLBACK in quoted(reply.content)
    assert reply.only_for is None
    assert buttons(reply.content) == ["More", "Why this?", "Not this"]
    assert "reply_broadcast" not in slack.side.calls[-1].arguments


async def test_the_answer_holds_the_paragraph_once_with_all_five_posts(slack: Scenario) -> None:
    ack = await slack.side.mention("how do we keep one microservice from breaking another?")
    (reply,) = await replies_to(slack, ack.message)
    assert quoted(reply.content).count(CONTRACTS) == 1
    assert set(REPEATED_IN) <= links(reply.content).keys()


async def test_a_question_in_a_thread_is_answered_in_that_thread(slack: Scenario) -> None:
    parent = (await slack.side.post("The new release is broken.")).message
    assert parent is not None
    await slack.side.mention(QUESTION, thread_ts=parent.ts)
    (reply,) = await replies_to(slack, parent)
    assert ROLLBACK in quoted(reply.content)


async def test_called_without_a_question_it_explains_itself(slack: Scenario) -> None:
    ack = await slack.side.mention("")
    (reply,) = await replies_to(slack, ack.message)
    assert reply.text.startswith("What would you like to know?")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("help", "/ask answers a question"),
        ("lesson feature flags", "A lesson on feature flags"),
        ("Lesson", "A lesson"),
    ],
)
async def test_help_and_lessons_can_be_asked_for_by_name(slack: Scenario, text: str, start: str) -> None:
    ack = await slack.side.mention(text)
    (reply,) = await replies_to(slack, ack.message)
    assert reply.text.startswith(start)


async def test_a_longer_sentence_about_lessons_is_a_question(slack: Scenario) -> None:
    ack = await slack.side.mention("lesson learned from rolling back a release of ours")
    (reply,) = await replies_to(slack, ack.message)
    assert ROLLBACK in quoted(reply.content)


async def test_called_in_a_thread_without_a_question_it_links_the_posts_the_thread_is_about(slack: Scenario) -> None:
    parent = (await slack.side.post("We pressed the button of an older release & the migration broke")).message
    assert parent is not None
    await slack.side.mention("", thread_ts=parent.ts)
    (reply,) = await replies_to(slack, parent)
    assert reply.text.startswith("A post about this: Rolling back, 1 June 2024 (Both speak of: ")
    assert links(reply.content)["Rolling back"].startswith("https://blog.example.com/rolling-back/#:~:text=")


async def test_called_in_a_thread_that_no_post_is_about_it_says_so_to_the_caller_alone(slack: Scenario) -> None:
    parent = (await slack.side.post("Wombats, quokkas and numbats")).message
    assert parent is not None
    await slack.side.mention("", thread_ts=parent.ts)
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert (told.text, told.only_for, told.thread_ts) == ("No post is about this.", "U0ANN", parent.ts)


async def test_without_the_scope_to_read_a_thread_it_names_that_scope(play: Play) -> None:
    async with play(scopes=GRANTED - {"channels:history"}) as slack:
        parent = (await slack.side.post("We pressed the button of the older release")).message
        assert parent is not None
        await slack.side.mention("", thread_ts=parent.ts)
        (reply,) = await replies_to(slack, parent)
    assert "I need the scope channels:history." in reply.text
    assert "Put the question behind my name and I answer it." in reply.text


@pytest.mark.parametrize("refusal", ["not_in_channel", "channel_not_found"])
async def test_where_it_is_no_member_it_asks_to_be_invited(slack: Scenario, refusal: str) -> None:
    parent = (await slack.side.post("We pressed the button of the older release")).message
    assert parent is not None
    slack.side.fail_next("conversations.replies", error=refusal)
    await slack.side.mention("", thread_ts=parent.ts)
    (reply,) = await replies_to(slack, parent)
    assert "I need to be invited to this channel." in reply.text


async def test_a_thread_that_cannot_be_read_for_another_reason_is_told(slack: Scenario) -> None:
    parent = (await slack.side.post("We pressed the button of the older release")).message
    assert parent is not None
    slack.side.fail_next("conversations.replies", error="internal_error", times=3)
    await slack.side.mention("", thread_ts=parent.ts)
    told = await slack.side.wait_for_message("engineering", user="ann")
    assert told.text.startswith("Slack does not take what I say at the moment.")
    assert told.thread_ts == parent.ts


async def test_a_question_after_the_commands_name_is_the_same_question(slack: Scenario) -> None:
    ack = await slack.side.mention("/ask how do we roll back?")
    (reply,) = await replies_to(slack, ack.message)
    assert ROLLBACK in quoted(reply.content)


async def test_escaped_text_is_read_as_it_was_typed_and_other_people_are_no_part_of_the_question(
    slack: Scenario,
) -> None:
    ack = await slack.side.mention("@commonplace, @ben: wombat <&> quokka")
    (reply,) = await replies_to(slack, ack.message)
    assert "No post contains “wombat”, “quokka”." in reply.text
    assert "U0B" not in reply.text


async def test_the_same_event_delivered_twice_is_answered_once(slack: Scenario) -> None:
    message = slack.side.workspace.add("C0ENG", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
    event = slack.side.payloads.message_event(message, "app_mention")
    first = await slack.side.event(event, event_id="Ev1")
    again = await slack.side.event(event, event_id="Ev1", retry=Retry(1))
    assert (first.status, again.status) == (200, 200)
    assert len(await replies_to(slack, message)) == 1


async def test_the_same_event_delivered_ten_times_at_once_is_answered_once(slack: Scenario) -> None:
    message = slack.side.workspace.add("C0ENG", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
    event = slack.side.payloads.message_event(message, "app_mention")
    acks = await asyncio.gather(*(slack.side.event(event, event_id="Ev1") for _ in range(10)))
    assert {ack.status for ack in acks} == {200}
    assert len(await replies_to(slack, message)) == 1


async def test_a_delivery_marked_as_a_retry_is_answered_when_it_is_the_first_to_arrive(slack: Scenario) -> None:
    message = slack.side.workspace.add("C0ENG", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
    event = slack.side.payloads.message_event(message, "app_mention")
    await slack.side.event(event, event_id="Ev1", retry=Retry(2, "http_timeout"))
    assert len(await replies_to(slack, message)) == 1


async def test_a_call_that_is_edited_and_delivered_as_another_event_is_answered_once(slack: Scenario) -> None:
    ack = await slack.side.mention(QUESTION)
    assert ack.message is not None
    edited = slack.side.workspace.change(ack.message, {"text": "<@U0BOT> how do we roll back now?"})
    await slack.side.event(slack.side.payloads.message_event(edited, "app_mention"))
    assert len(await replies_to(slack, ack.message)) == 1


async def test_a_mention_that_also_arrives_as_a_message_is_answered_once(play: Play) -> None:
    async with play(subscribed={"app_mention", "message.channels"}) as slack:
        ack = await slack.side.mention(QUESTION)
        assert len(await replies_to(slack, ack.message)) == 1
        assert len(slack.side.deliveries) == 2


async def test_other_bots_itself_and_notices_get_no_answer(slack: Scenario) -> None:
    message = slack.side.workspace.add("C0ENG", "U0ANN", {"text": f"<@U0BOT> {QUESTION}"})
    event = slack.side.payloads.message_event(message, "app_mention")
    ours, topic = {"bot_id": "B0BOT", "user": "U0BOT"}, {"subtype": "channel_topic"}
    for changed in ({"bot_id": "B0OTHER"}, ours, {"user": "U0BOT"}, topic):
        ack = await slack.side.event({**event, **changed})
        assert ack.status == 200
    assert not await replies_to(slack, message)


async def test_messages_of_people_to_each_other_get_no_answer(play: Play) -> None:
    async with play(subscribed={"app_mention", "message.channels"}) as slack:
        ack = await slack.side.post(QUESTION)
        assert ack.status == 200
        assert not await replies_to(slack, ack.message)

"""Messages that people change after posting them, react to, or can no longer post."""

import pytest

from bot.play.messages import Message, Refusal
from bot.play.people import ANN, BEN, CHANNELS, Channel
from bot.play.slack_side import SlackSide
from bot.play.web_api import GRANTED
from bot.play.workspace import Workspace
from tests.bot.play.echo import client_of, events_of, refusal


async def _posted(side: SlackSide, text: str, channel: str = "engineering", thread_ts: str | None = None) -> Message:
    message = (await side.post(text, channel=channel, thread_ts=thread_ts)).message
    assert message is not None
    await side.settle()
    side.deliveries.clear()
    return message


async def test_an_edited_message_is_told_with_what_it_was_before(all_ears: SlackSide) -> None:
    message = await _posted(all_ears, "how do we rol back?")
    ack = await all_ears.edit(message, "how do we <roll> back?")

    assert ack.status == 200
    (now,) = all_ears.messages("engineering")
    assert now == ack.message
    assert now.text == "how do we &lt;roll&gt; back?"
    (event,) = events_of(all_ears)
    assert (event["subtype"], event["hidden"], event["channel"]) == ("message_changed", True, "C0ENG")
    assert event["channel_type"] == "channel"
    assert event["ts"] == event["event_ts"] > message.ts
    assert event["message"]["text"] == now.text
    assert event["message"]["edited"] == {"user": ANN, "ts": now.edited}
    assert now.edited is not None
    assert now.edited.endswith(".000000")
    assert event["previous_message"]["text"] == "how do we rol back?"
    assert "edited" not in event["previous_message"]
    assert event["message"]["ts"] == event["previous_message"]["ts"] == message.ts
    assert event["message"]["client_msg_id"] == event["previous_message"]["client_msg_id"]


async def test_an_edit_that_names_the_bot_calls_it_with_the_same_ts(all_ears: SlackSide) -> None:
    message = await _posted(all_ears, "how do we roll back?")
    await all_ears.edit(message, "@commonplace how do we roll back?")

    mention, changed = events_of(all_ears)
    assert (mention["type"], mention["ts"], mention["edited"]["user"]) == ("app_mention", message.ts, ANN)
    assert mention["text"] == "<@U0BOT> how do we roll back?"
    assert changed["subtype"] == "message_changed"
    first, second = (delivery.payload["event_id"] for delivery in all_ears.deliveries)
    assert first != second


async def test_an_edit_in_direct_messages_is_told_without_a_mention(all_ears: SlackSide) -> None:
    message = await _posted(all_ears, "hello", channel="D0ANN")
    await all_ears.edit(message, "hello @commonplace")

    (event,) = events_of(all_ears)
    assert (event["subtype"], event["channel_type"]) == ("message_changed", "im")


async def test_changes_are_not_told_where_the_bot_is_no_member_or_not_subscribed(
    all_ears: SlackSide, side: SlackSide
) -> None:
    elsewhere = await _posted(all_ears, "hello", channel="random")
    here = await _posted(side, "hello")

    for slack, message in ((all_ears, elsewhere), (side, here)):
        assert (await slack.react(message, "eyes")).status == 0
        assert (await slack.edit(message, "hello @commonplace" if slack is all_ears else "x")).status == 0
        assert (await slack.delete(message)).status == 0
        assert not slack.deliveries


async def test_only_what_people_wrote_and_is_still_there_can_be_edited(side: SlackSide) -> None:
    message = await _posted(side, "hello")
    await side.delete(message)
    await client_of(side).chat_postMessage(channel="C0ENG", text="an answer")

    with pytest.raises(LookupError, match="gone"):
        await side.edit(message, "x")
    with pytest.raises(Refusal, match="cant_update_message"):
        await side.edit(side.messages("engineering")[0], "x")


async def test_a_deleted_message_is_told_and_gone(all_ears: SlackSide) -> None:
    message = await _posted(all_ears, "oops")
    ack = await all_ears.delete(message)

    assert (ack.status, ack.message) == (200, None)
    assert not all_ears.messages("engineering")
    (event,) = events_of(all_ears)
    assert (event["subtype"], event["deleted_ts"], event["hidden"]) == ("message_deleted", message.ts, True)
    assert event["previous_message"]["text"] == "oops"


async def test_a_deleted_message_with_replies_leaves_a_tombstone_and_is_told_as_changed(all_ears: SlackSide) -> None:
    message = await _posted(all_ears, "how do we roll back?")
    reply = await _posted(all_ears, "let me see", thread_ts=message.ts)
    ack = await all_ears.delete(message)

    (event,) = events_of(all_ears)
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    assert (event["message"]["user"], event["message"]["reply_count"]) == ("USLACKBOT", 1)
    assert "client_msg_id" not in event["message"]
    assert event["previous_message"]["text"] == "how do we roll back?"
    assert ack.message is not None
    assert list(all_ears.messages("engineering")) == [ack.message, reply]
    assert ack.message.text == "This message was deleted."


async def test_an_ephemeral_message_is_dismissed_without_a_word(all_ears: SlackSide) -> None:
    shown = (await all_ears.slash_command("/echo", "hi")).message
    assert shown is not None
    all_ears.deliveries.clear()
    await all_ears.delete(shown)

    assert not all_ears.deliveries
    assert not all_ears.seen_by("ann", "engineering")


async def test_a_reaction_is_told_with_whose_message_it_is_below(all_ears: SlackSide) -> None:
    await client_of(all_ears).chat_postMessage(channel="C0ENG", text="an answer")
    (message,) = all_ears.messages("engineering")
    await all_ears.react(message, "thumbsup")
    await all_ears.react(message, ":thumbsup:", user="ben")

    event, other = events_of(all_ears)
    del event["event_ts"]
    assert event == {
        "type": "reaction_added",
        "user": ANN,
        "reaction": "thumbsup",
        "item": {"type": "message", "channel": "C0ENG", "ts": message.ts},
        "item_user": "U0BOT",
    }
    assert (other["user"], other["reaction"]) == (BEN, "thumbsup")
    shown = all_ears.workspace.as_json(message)["reactions"]
    assert shown == [{"name": "thumbsup", "count": 2, "users": [ANN, BEN]}]
    with pytest.raises(Refusal, match="already_reacted"):
        await all_ears.react(message, "thumbsup")


async def test_the_bot_adds_each_reaction_once_and_beside_those_of_people() -> None:
    async with SlackSide(scopes=GRANTED | {"reactions:write"}) as side:
        client, message = client_of(side), await _posted(side, "x")
        await side.react(message, "eyes", user="ben")
        await client.reactions_add(channel="C0ENG", timestamp=message.ts, name="eyes")
        history = await client.conversations_history(channel="C0ENG")

        assert history["messages"][0]["reactions"] == [{"name": "eyes", "count": 2, "users": ["U0BEN", "U0BOT"]}]
        for name, at, error in (
            ("eyes", message.ts, "already_reacted"),
            ("", message.ts, "invalid_name"),
            ("eyes", "1.1", "message_not_found"),
        ):
            again = client.reactions_add(channel="C0ENG", timestamp=at, name=name)
            assert (await refusal(again))["error"] == error


async def test_in_an_archived_channel_nothing_is_posted_any_more(all_ears: SlackSide) -> None:
    client = client_of(all_ears)
    own = await client.chat_postMessage(channel="C0ENG", text="before")
    await all_ears.archive("engineering")

    (event,) = events_of(all_ears)
    assert (event["type"], event["channel"], event["user"]) == ("channel_archive", "C0ENG", ANN)
    post = client.chat_postMessage(channel="C0ENG", text="x")
    whisper = client.chat_postEphemeral(channel="C0ENG", user="U0ANN", text="x")
    for call in (post, whisper):
        assert (await refusal(call))["error"] == "is_archived"
    change = client.chat_update(channel="C0ENG", ts=own["ts"], text="x")
    assert (await refusal(change))["error"] == "is_inactive"
    assert len((await client.conversations_history(channel="C0ENG"))["messages"]) == 1
    with pytest.raises(Refusal, match="is_archived"):
        await all_ears.post("hello")
    with pytest.raises(Refusal, match="is_archived"):
        await all_ears.react(all_ears.messages("engineering")[0], "eyes")


async def test_a_private_channel_does_not_exist_for_a_bot_that_is_no_member() -> None:
    async with SlackSide(scopes=GRANTED | {"groups:read"}) as side:
        private = Channel("C0OPS", "ops", frozenset({ANN, BEN}), "group")
        side.workspace.channels[private.id] = private
        client = client_of(side)
        for call in (
            client.chat_postMessage(channel="C0OPS", text="x"),
            client.conversations_history(channel="C0OPS"),
            client.conversations_info(channel="C0OPS"),
            client.conversations_members(channel="C0OPS"),
        ):
            assert (await refusal(call))["error"] == "channel_not_found"
        await side.archive("ops")
        late = client.chat_postMessage(channel="C0OPS", text="x")
        assert (await refusal(late))["error"] == "channel_not_found"


async def test_a_private_channel_tells_its_members_as_message_groups() -> None:
    private = Channel("C0OPS", "ops", frozenset({ANN, "U0BOT"}), "group")
    workspace = Workspace(lambda: 1_800_000_000.0, channels=[*CHANNELS, private])
    async with SlackSide(subscribed={"message.groups"}, workspace=workspace, ack_timeout=0.01) as side:
        await side.edit(await _posted(side, "hello", channel="ops"), "hello there")

        (event,) = events_of(side)
        assert (event["subtype"], event["channel_type"]) == ("message_changed", "group")

"""Clicks, shortcuts and modals, delivered to an echo bot in both transports."""

from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.play.messages import Message
from bot.play.slack_side import SlackSide
from tests.bot.judged import check_delivery
from tests.bot.play.echo import BUTTONS, FEEDBACK, client_of

OPTIONS = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("a", "b")]


def _actions(side: SlackSide) -> list[dict[str, Any]]:
    """What was pressed, each just as Slack would send it."""
    for delivery in side.deliveries:
        check_delivery(delivery)
    return [delivery.payload["actions"][0] for delivery in side.deliveries]


async def _with_buttons(side: SlackSide) -> Message:
    ack = await side.slash_command("/buttons")
    assert ack.message is not None
    return ack.message


async def test_a_button_of_an_ephemeral_message_is_pressed_without_sending_the_message_back(
    echo_side: SlackSide,
) -> None:
    message = await _with_buttons(echo_side)
    ack = await echo_side.press(message, "again")
    await echo_side.settle()

    assert (ack.status, ack.error) == (200, None)
    payload = echo_side.deliveries[-1].payload
    assert payload["type"] == "block_actions"
    assert "message" not in payload
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": "C0ENG",
        "is_ephemeral": True,
    }
    (action,) = payload["actions"]
    del action["action_ts"]
    assert action == {
        "type": "button",
        "action_id": "again",
        "block_id": "b2",
        "text": {"type": "plain_text", "text": "Again"},
        "value": "1",
    }


async def test_a_click_replaces_the_message_it_stands_in(echo_side: SlackSide) -> None:
    await echo_side.press(await _with_buttons(echo_side), "again", value="2")
    await echo_side.settle()

    (message,) = echo_side.seen_by("ann", "engineering")
    assert (message.text, message.only_for, list(message.blocks)) == ("pressed 2", "U0ANN", [])


async def test_a_click_on_a_message_from_an_ack_can_replace_it_again_and_again_and_delete_it(
    echo_side: SlackSide,
) -> None:
    shown = await _with_buttons(echo_side)
    await echo_side.press(shown, "again")
    await echo_side.settle()
    hook = AsyncWebhookClient(echo_side.deliveries[-1].payload["response_url"])
    for text in ("one", "two"):
        await hook.send(text=text, replace_original=True, response_type="in_channel")
        (message,) = echo_side.seen_by("ann", "engineering")
        assert (message.ts, message.text, message.only_for) == (shown.ts, text, "U0ANN")
    await hook.send(delete_original=True)

    assert not echo_side.seen_by("ann", "engineering")
    assert (await hook.send(text="a fifth")).status_code == 200
    assert (await hook.send(text="a sixth")).status_code == 404


async def test_a_button_of_a_public_message_is_pressed_with_the_message(echo_side: SlackSide) -> None:
    await client_of(echo_side).chat_postMessage(channel="C0ENG", text="Pick", blocks=BUTTONS)
    (message,) = echo_side.messages("engineering")
    await echo_side.press(message, "again", user="ben")
    await echo_side.settle()

    payload = echo_side.deliveries[-1].payload
    assert payload["container"]["is_ephemeral"] is False
    assert payload["message"]["blocks"][1]["block_id"] == "b2"
    assert payload["user"] == {"id": "U0BEN", "username": "ben", "name": "ben", "team_id": "T0COMMON"}
    assert payload["channel"] == {"id": "C0ENG", "name": "engineering"}
    assert [message.text for message in echo_side.messages("engineering")] == ["pressed 1"]


async def test_a_button_that_is_not_there_cannot_be_pressed(echo_side: SlackSide) -> None:
    message = await _with_buttons(echo_side)
    with pytest.raises(LookupError, match="no_such"):
        await echo_side.press(message, "no_such")
    with pytest.raises(LookupError, match="'3'"):
        await echo_side.press(message, "again", value="3")
    echo_side.workspace.remove(message)
    with pytest.raises(LookupError, match="gone"):
        await echo_side.press(message, "again")


async def test_feedback_buttons_send_the_value_of_the_one_pressed(echo_side: SlackSide) -> None:
    await client_of(echo_side).chat_postMessage(channel="C0ENG", text="x", blocks=[FEEDBACK])
    (message,) = echo_side.messages("engineering")
    await echo_side.press(message, "feedback")
    await echo_side.press(message, "feedback", value="down:7f")

    first, second = _actions(echo_side)
    assert (first["type"], first["value"]) == ("feedback_buttons", "up:7f")
    assert (second["text"]["text"], second["value"]) == ("Not helpful", "down:7f")
    with pytest.raises(LookupError, match="sideways"):
        await echo_side.press(message, "feedback", value="sideways")


async def test_menus_send_the_option_chosen(echo_side: SlackSide) -> None:
    elements = [
        {"type": "static_select", "action_id": "one", "options": OPTIONS},
        {"type": "checkboxes", "action_id": "many", "options": OPTIONS},
        {"type": "conversations_select", "action_id": "where", "default_to_current_conversation": True},
        {"type": "overflow", "action_id": "more", "options": OPTIONS},
    ]
    blocks = [{"type": "actions", "block_id": "b", "elements": elements}]
    await client_of(echo_side).chat_postMessage(channel="C0ENG", text="x", blocks=blocks)
    (message,) = echo_side.messages("engineering")
    for action_id, value in (("one", "b"), ("many", ["a", "b"]), ("where", "C0RAND"), ("more", "b")):
        await echo_side.press(message, action_id, value=value)

    one, many, where, more = _actions(echo_side)
    assert one["selected_option"] == OPTIONS[1]
    assert many["selected_options"] == OPTIONS
    assert where["selected_conversation"] == "C0RAND"
    assert (more["type"], more["selected_option"]) == ("overflow", OPTIONS[1])
    held = echo_side.deliveries[0].payload["state"]["values"]["b"]
    assert held["one"]["selected_option"] == OPTIONS[1]
    assert held["where"]["selected_conversation"] == "C0ENG"
    assert "more" not in held
    with pytest.raises(LookupError, match="'z'"):
        await echo_side.press(message, "one", value="z")
    with pytest.raises(LookupError, match="'more' and the value None"):
        await echo_side.press(message, "more")

"""Clicks, shortcuts and modals, delivered to an echo bot in both transports."""

import pytest

from bot.play.messages import Message
from bot.play.slack_side import SlackSide
from tests.bot.play.echo import BUTTONS, client_of


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
    def half(name: str) -> dict[str, object]:
        return {"text": {"type": "plain_text", "text": name}, "value": name}

    pair = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": half("up"),
        "negative_button": half("down"),
    }
    blocks = [{"type": "context_actions", "elements": [pair]}]
    await client_of(echo_side).chat_postMessage(channel="C0ENG", text="x", blocks=blocks)
    (message,) = echo_side.messages("engineering")
    await echo_side.press(message, "feedback")
    await echo_side.press(message, "feedback", value="down")

    values = [delivery.payload["actions"][0]["value"] for delivery in echo_side.deliveries]
    assert values == ["up", "down"]
    with pytest.raises(LookupError, match="sideways"):
        await echo_side.press(message, "feedback", value="sideways")


async def test_menus_send_the_option_chosen(echo_side: SlackSide) -> None:
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("a", "b")]
    elements = [
        {"type": "static_select", "action_id": "one", "options": options},
        {"type": "checkboxes", "action_id": "many", "options": options},
        {"type": "conversations_select", "action_id": "where"},
    ]
    blocks = [{"type": "actions", "elements": elements}]
    await client_of(echo_side).chat_postMessage(channel="C0ENG", text="x", blocks=blocks)
    (message,) = echo_side.messages("engineering")
    for action_id, value in (("one", "b"), ("many", ["a", "b"]), ("where", "C0RAND")):
        await echo_side.press(message, action_id, value=value)

    one, many, where = [delivery.payload["actions"][0] for delivery in echo_side.deliveries]
    assert one["selected_option"] == options[1]
    assert many["selected_options"] == options
    assert where["selected_conversation"] == "C0RAND"
    with pytest.raises(LookupError, match="'z'"):
        await echo_side.press(message, "one", value="z")


async def test_a_message_shortcut_brings_the_message_and_opens_a_modal(echo_side: SlackSide) -> None:
    posted = await echo_side.post("we broke the build", user="ben", channel="random")
    assert posted.message is not None
    ack = await echo_side.message_shortcut("find_related", posted.message)
    await echo_side.settle()

    assert ack.status == 200
    payload = echo_side.deliveries[-1].payload
    assert (payload["type"], payload["callback_id"]) == ("message_action", "find_related")
    assert payload["message"]["text"] == "we broke the build"
    (modal,) = echo_side.modals("ann")
    assert modal.body["private_metadata"] == "we broke the build"


async def test_a_global_shortcut_opens_a_modal(echo_side: SlackSide) -> None:
    await echo_side.shortcut("anywhere", user="ben")
    await echo_side.settle()

    assert len(echo_side.modals("ben")) == 1


@pytest.mark.parametrize(
    ("typed", "open_after"),
    [
        ("fine", []),
        ("bad", ["note"]),
        ("more", ["note", "second"]),
        ("other", ["changed"]),
        ("all", []),
    ],
)
async def test_a_submitted_modal_closes_stays_stacks_or_changes_as_the_ack_says(
    echo_side: SlackSide, typed: str, open_after: list[str]
) -> None:
    await echo_side.shortcut("anywhere")
    await echo_side.settle()
    (modal,) = echo_side.modals("ann")
    ack = await echo_side.submit_view(modal.id, {"typed": typed})

    assert ack.error is None
    assert [view.body["callback_id"] for view in echo_side.modals("ann")] == open_after
    payload = echo_side.deliveries[-1].payload
    assert payload["view"]["state"]["values"] == {"text": {"typed": {"type": "plain_text_input", "value": typed}}}
    if typed == "bad":
        assert ack.payload == {"response_action": "errors", "errors": {"text": "not that"}}


async def test_a_modal_is_not_submitted_with_a_required_input_empty_or_an_input_unknown(echo_side: SlackSide) -> None:
    await echo_side.shortcut("anywhere")
    await echo_side.settle()
    (modal,) = echo_side.modals("ann")

    with pytest.raises(ValueError, match="typed is required"):
        await echo_side.submit_view(modal.id)
    with pytest.raises(LookupError, match="no input other"):
        await echo_side.submit_view(modal.id, {"text": "x", "other": "y"})
    with pytest.raises(LookupError, match="V0GONE"):
        await echo_side.submit_view("V0GONE")


async def test_a_button_of_the_home_tab_is_pressed_with_the_view(echo_side: SlackSide) -> None:
    button = {"type": "button", "action_id": "there", "text": {"type": "plain_text", "text": "There"}}
    block = {"type": "actions", "elements": [button]}
    await client_of(echo_side).views_publish(user_id="U0ANN", view={"type": "home", "blocks": [block]})
    home = echo_side.home("ann")
    assert home is not None
    await echo_side.press(home, "there")

    payload = echo_side.deliveries[-1].payload
    assert payload["container"] == {"type": "view", "view_id": home.id}
    assert payload["view"]["type"] == "home"
    assert "response_url" not in payload

"""Shortcuts, modals and the Home tab, delivered to an echo bot in both transports."""

from typing import Any

import pytest

from bot.play.slack_side import SlackSide
from bot.play.views import View
from tests.bot.judged import check_delivery
from tests.bot.play.echo import MODAL, client_of

OPTIONS = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("a", "b")]


def _input(action_id: str, kind: str, **more: object) -> dict[str, Any]:
    """An input block; what is no field of a block belongs to its element."""
    block: dict[str, Any] = {name: more.pop(name) for name in ("optional", "dispatch_action") if name in more}
    element = {"type": kind, "action_id": action_id, **more}
    label = {"type": "plain_text", "text": action_id.capitalize()}
    return {"type": "input", "block_id": f"{action_id}_block", "label": label, "element": element, **block}


FORM = {
    **MODAL,
    "callback_id": "form",
    "blocks": [
        _input("text", "plain_text_input", min_length=2, max_length=5),
        _input("often", "static_select", options=OPTIONS, initial_option=OPTIONS[0]),
        _input("topics", "multi_static_select", options=OPTIONS, max_selected_items=1),
        _input("extras", "checkboxes", options=OPTIONS, optional=True),
        _input("kind", "radio_buttons", options=OPTIONS, dispatch_action=True),
        _input("at", "timepicker", initial_time="09:00"),
        _input("where", "conversations_select", default_to_current_conversation=True, response_url_enabled=True),
        _input("who", "users_select"),
        {
            "type": "actions",
            "block_id": "go_block",
            "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
        },
    ],
}
ENTERED = {"text": "abc", "topics": ["b"], "kind": "a", "who": "U0BEN"}


async def _opened(side: SlackSide, body: dict[str, Any]) -> View:
    """A modal that ann opened from a message in #random."""
    trigger = side.workspace.views.new_trigger("U0ANN", "C0RAND")
    await client_of(side).views_open(trigger_id=trigger, view=body)
    return side.modals("ann")[-1]


async def test_every_input_of_a_modal_can_be_filled_in(echo_side: SlackSide) -> None:
    modal = await _opened(echo_side, FORM)
    ack = await echo_side.submit_view(modal.id, {**ENTERED, "extras": "b", "at_block": "17:30"})

    assert (ack.status, ack.error) == (200, None)
    assert not echo_side.modals("ann")
    check_delivery(echo_side.deliveries[-1])
    payload = echo_side.deliveries[-1].payload
    assert payload["view"]["state"]["values"] == {
        "text_block": {"text": {"type": "plain_text_input", "value": "abc"}},
        "often_block": {"often": {"type": "static_select", "selected_option": OPTIONS[0]}},
        "topics_block": {"topics": {"type": "multi_static_select", "selected_options": [OPTIONS[1]]}},
        "extras_block": {"extras": {"type": "checkboxes", "selected_options": [OPTIONS[1]]}},
        "kind_block": {"kind": {"type": "radio_buttons", "selected_option": OPTIONS[0]}},
        "at_block": {"at": {"type": "timepicker", "selected_time": "17:30"}},
        "where_block": {"where": {"type": "conversations_select", "selected_conversation": "C0RAND"}},
        "who_block": {"who": {"type": "users_select", "selected_user": "U0BEN"}},
    }
    (given,) = payload["response_urls"]
    assert (given["block_id"], given["action_id"], given["channel_id"]) == ("where_block", "where", "C0RAND")
    echo_side.response_urls.use(given["response_url"].partition("/response/")[2], {"text": "here"})
    assert [message.text for message in echo_side.seen_by("ann", "random")] == ["here"]


async def test_what_is_pressed_in_a_modal_stays_there_and_is_told_only_where_asked_for(echo_side: SlackSide) -> None:
    modal = await _opened(echo_side, FORM)
    assert (await echo_side.press(modal, "often", value="b")).status == 0
    assert (await echo_side.press(modal, "text", value="abc")).status == 0
    assert not echo_side.deliveries
    assert (await echo_side.press(modal, "kind", value="b")).status == 200
    assert (await echo_side.press(modal, "go")).status == 200
    await echo_side.submit_view(modal.id, {**ENTERED, "text": "abcd"})

    kind, go, submitted = (delivery.payload["view"]["state"]["values"] for delivery in echo_side.deliveries)
    for delivery in echo_side.deliveries:
        check_delivery(delivery)
    assert kind == go
    assert kind["often_block"]["often"]["selected_option"] == OPTIONS[1]
    assert kind["kind_block"]["kind"]["selected_option"] == OPTIONS[1]
    assert kind["who_block"]["who"]["selected_user"] is None
    assert submitted["often_block"]["often"]["selected_option"] == OPTIONS[1]
    assert submitted["text_block"]["text"]["value"] == "abcd"


async def test_a_changed_modal_keeps_what_was_put_in_where_the_app_keeps_the_block_id(echo_side: SlackSide) -> None:
    nameless = {name: value for name, value in _input("who", "users_select").items() if name != "block_id"}
    blocks = [nameless, _input("go_on", "plain_text_input", dispatch_action=True), _input("text", "plain_text_input")]
    modal = await _opened(echo_side, {**FORM, "blocks": blocks})
    for action_id, value in (("who", "U0BEN"), ("text", "abc")):
        await echo_side.press(modal, action_id, value=value)
    await client_of(echo_side).views_update(view_id=modal.id, view={**FORM, "blocks": blocks})
    await echo_side.press(modal, "go_on", value="x")

    who, go_on, text = echo_side.deliveries[-1].payload["view"]["state"]["values"].values()
    assert who["who"]["selected_user"] is None
    assert go_on["go_on"]["value"] == "x"
    assert text["text"]["value"] == "abc"


@pytest.mark.parametrize(
    ("entered", "reason"),
    [
        ({"text": "a"}, "text takes 2 to 5 characters"),
        ({"text": "abcdef"}, "text takes 2 to 5 characters"),
        ({"topics": ["a", "b"]}, "topics takes 1 choices at most"),
        ({"who": None}, "who is required"),
    ],
)
async def test_slack_does_not_let_a_person_submit_what_an_input_does_not_take(
    side: SlackSide, entered: dict[str, object], reason: str
) -> None:
    modal = await _opened(side, FORM)

    with pytest.raises(ValueError, match=reason):
        await side.submit_view(modal.id, {**ENTERED, **entered})
    with pytest.raises(LookupError, match="'z'"):
        await side.submit_view(modal.id, {**ENTERED, "kind": "z"})


async def test_a_closed_modal_is_told_where_it_asks_for_that(echo_side: SlackSide) -> None:
    silent = await _opened(echo_side, MODAL)
    assert (await echo_side.close_view(silent.id)).status == 0
    telling = await _opened(echo_side, {**MODAL, "notify_on_close": True})
    await echo_side.press(telling, "typed", value="draft")
    assert (await echo_side.close_view(telling.id)).status == 200

    (delivery,) = echo_side.deliveries
    check_delivery(delivery)
    payload = delivery.payload
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)
    assert payload["view"]["id"] == telling.id
    assert payload["view"]["state"] == {"values": {}}
    assert "trigger_id" not in payload
    assert not echo_side.modals("ann")
    with pytest.raises(LookupError, match="is open"):
        await echo_side.close_view(telling.id)


async def test_a_stack_of_modals_is_cleared_at_once_or_by_one_that_says_so(echo_side: SlackSide) -> None:
    for last in ({"notify_on_close": True}, {"notify_on_close": True, "clear_on_close": True}):
        below = await _opened(echo_side, {**MODAL, "notify_on_close": True})
        trigger = echo_side.workspace.views.new_trigger("U0ANN")
        await client_of(echo_side).views_push(trigger_id=trigger, view={**MODAL, **last})
        top = echo_side.modals("ann")[-1]
        await echo_side.close_view(top.id, all_of_them="clear_on_close" not in last)

        told = [delivery.payload for delivery in echo_side.deliveries[-2:]]
        assert [(payload["view"]["id"], payload["is_cleared"]) for payload in told] == [
            (top.id, True),
            (below.id, True),
        ]
        assert not echo_side.modals("ann")


async def test_a_message_shortcut_brings_the_message_and_opens_a_modal(echo_side: SlackSide) -> None:
    posted = await echo_side.post("we broke the build", user="ben", channel="random")
    assert posted.message is not None
    ack = await echo_side.message_shortcut("find_related", posted.message)
    await echo_side.settle()

    assert ack.status == 200
    check_delivery(echo_side.deliveries[-1])
    payload = echo_side.deliveries[-1].payload
    assert (payload["type"], payload["callback_id"]) == ("message_action", "find_related")
    assert payload["message"]["text"] == "we broke the build"
    (modal,) = echo_side.modals("ann")
    assert modal.body["private_metadata"] == "we broke the build"


async def test_a_global_shortcut_opens_a_modal(echo_side: SlackSide) -> None:
    await echo_side.shortcut("anywhere", user="ben")
    await echo_side.settle()

    check_delivery(echo_side.deliveries[-1])
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

    check_delivery(echo_side.deliveries[-1])
    payload = echo_side.deliveries[-1].payload
    assert payload["container"] == {"type": "view", "view_id": home.id}
    assert payload["view"]["title"]["text"] == "View Title"
    assert payload["view"]["root_view_id"] == home.id
    assert payload["view"]["type"] == "home"
    assert "response_url" not in payload

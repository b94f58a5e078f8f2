"""Modals in the terminal: opened, filled in, submitted, closed."""

from typing import Any

from bot.play.slack_side import SlackSide
from tests.bot.play.echo import MODAL, client_of
from tests.bot.play.typist import shown_to

FORM = {**MODAL, "callback_id": "form"}


async def test_related_posts_as_ben_and_opens_a_window_which_can_be_submitted(echo_side: SlackSide) -> None:
    shown = await shown_to(
        echo_side, "related we broke the build", "submit", "", "submit bad", "submit", "fine", "submit more", "close"
    )

    window = "*Note*\n\n  *Text*\n  <{}>\n\n  (Save)"
    assert shown == [
        "ben · #engineering\n  we broke the build",
        f"commonplace: window\n  {window.format('plain text input')}",
        "Text:",
        "(the input typed is required)",
        f"commonplace: window (changed)\n  {window.format('bad')}",
        "(not that)",
        "Text:",
        "(no window is open)",
        "(no window is open)",
    ]
    assert not echo_side.modals("ann")


def _choice(action_id: str, kind: str, **more: object) -> dict[str, Any]:
    element = {"type": kind, "action_id": action_id, **more}
    label = {"type": "plain_text", "text": action_id.capitalize()}
    return {"type": "input", "label": label, "element": element, "optional": True}


async def test_a_window_is_filled_in_field_by_field_and_by_pressing(echo_side: SlackSide) -> None:
    options = [{"text": {"type": "plain_text", "text": name}, "value": name[0]} for name in ("Daily", "Weekly")]
    blocks = [
        _choice("often", "static_select", options=options, initial_option=options[0]),
        _choice("topics", "checkboxes", options=options, initial_options=options),
        _choice("at", "timepicker", initial_time="09:00"),
        _choice("where", "conversations_select", default_to_current_conversation=True),
        _choice("who", "users_select"),
        _choice("why", "plain_text_input", initial_value="curious"),
    ]
    trigger = echo_side.workspace.views.new_trigger("U0ANN", "C0ENG")
    await client_of(echo_side).views_open(trigger_id=trigger, view={**FORM, "blocks": blocks})
    shown = await shown_to(echo_side, "2")
    asked = await shown_to(echo_side, "submit", "weekly", "1, Weekly", "", "#random", "@ben", "-")

    assert "  [1] Daily ✓  [2] Weekly\n" in shown[0]
    assert "  <09:00>\n" in shown[0]
    assert "  <engineering>\n" in shown[0]
    assert "  [1] Daily  [2] Weekly ✓\n" in shown[1]
    assert asked[1:] == ["Often (1 Daily, 2 Weekly):", "Topics (1 Daily, 2 Weekly):", "At:", "Where:", "Who:", "Why:"]
    often, topics, at, where, who, why = (
        next(iter(inputs.values())) for inputs in echo_side.deliveries[-1].payload["view"]["state"]["values"].values()
    )
    assert often["selected_option"] == options[1]
    assert topics["selected_options"] == options
    assert at["selected_time"] == "09:00"
    assert where["selected_conversation"] == "C0RAND"
    assert who["selected_user"] == "U0BEN"
    assert why["value"] is None


async def test_a_field_that_offers_no_such_choice_says_so(echo_side: SlackSide) -> None:
    options = [{"text": {"type": "plain_text", "text": "Daily"}, "value": "d"}]
    trigger = echo_side.workspace.views.new_trigger("U0ANN")
    blocks = [_choice("often", "radio_buttons", options=options)]
    await client_of(echo_side).views_open(trigger_id=trigger, view={**FORM, "blocks": blocks})

    assert (await shown_to(echo_side, "submit yearly"))[-1] == "(Often: there is no choice 'yearly')"
    assert len(echo_side.modals("ann")) == 1


async def test_closing_a_window_tells_the_bot_that_asked_for_it(echo_side: SlackSide) -> None:
    trigger = echo_side.workspace.views.new_trigger("U0ANN")
    await client_of(echo_side).views_open(trigger_id=trigger, view={**MODAL, "notify_on_close": True})
    await shown_to(echo_side, "close")

    assert echo_side.deliveries[-1].payload["type"] == "view_closed"


async def test_a_window_closes_when_the_person_goes_on(echo_side: SlackSide) -> None:
    shown = await shown_to(echo_side, "related", "related a", "related b")

    assert shown[0] == "(say what ben posts: related our build is slow)"
    assert len(echo_side.modals("ann")) == 1

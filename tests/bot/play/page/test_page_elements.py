"""Interactive elements on the page: what they say, hold and offer, as Slack shows it."""

import json
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from bot.play.page.templating import kinds_in
from tests.bot.play.page.drawn import drawn, one, words
from tests.bot.play.page.test_blocks import BUTTON, plain

OPTIONS = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2", "description": plain("more")}]
GROUPS = [{"label": plain("Numbers"), "options": OPTIONS}]


def acting(element: dict[str, Any]) -> HTMLParser:
    return drawn({"type": "actions", "elements": [{"action_id": "a", **element}]})


def asking(element: dict[str, Any], state: dict[str, Any] | None = None, **block: Any) -> HTMLParser:  # noqa: ANN401 - what an input block may hold
    held = {"b1": {"a": state}} if state else {}
    return drawn({"type": "input", "label": plain("Q"), "element": {"action_id": "a", **element}, **block}, held)


def test_a_button_knows_what_it_does_and_how_it_looks() -> None:
    button = one(acting({**BUTTON, "style": "danger", "accessibility_label": "Go now"}), "button")
    assert button.attributes["data-press"] == "go"
    assert button.attributes["data-value"] == "7"
    assert button.attributes["aria-label"] == "Go now"
    assert "danger" in str(button.attributes["class"])


def test_a_button_with_an_address_is_a_link_only_where_that_is_safe() -> None:
    link = one(acting({**BUTTON, "url": "https://a.test"}), "a")
    assert link.attributes["rel"] == "noopener noreferrer"
    assert one(acting({**BUTTON, "url": "javascript:alert(1)"}), "button").text() == "Go"


def test_what_must_be_confirmed_says_so() -> None:
    confirm = {"title": plain("Sure?"), "text": plain("It's <gone>"), "confirm": plain("Yes"), "deny": plain("No")}
    button = one(acting({**BUTTON, "confirm": confirm}), "button")
    asked = json.loads(str(button.attributes["data-confirm"]))
    assert asked == {"title": "Sure?", "text": "It's <gone>", "confirm": "Yes", "deny": "No", "style": ""}


def test_feedback_is_two_buttons() -> None:
    half = {"text": plain("Helpful"), "value": "up", "accessibility_label": "It helped"}
    found = acting({"type": "feedback_buttons", "positive_button": half, "negative_button": {**half, "value": "down"}})
    assert [each.attributes["data-value"] for each in found.css("button")] == ["up", "down"]


def test_an_overflow_menu_offers_its_options() -> None:
    found = acting({"type": "overflow", "options": OPTIONS})
    assert [each.text() for each in found.css("[role=menuitem]")] == ["One", "Two"]
    assert one(found, ".menu-of").attributes["data-press"] == "a"


@pytest.mark.parametrize("options", [{"options": OPTIONS}, {"option_groups": GROUPS}])
def test_a_menu_shows_what_is_chosen(options: dict[str, Any]) -> None:
    found = asking({"type": "static_select", "initial_option": OPTIONS[1], **options})
    assert one(found, "option[selected]").text() == "Two"
    held = {"type": "static_select", "selected_option": OPTIONS[0]}
    found = asking({"type": "static_select", "initial_option": OPTIONS[1], **options}, held)
    assert one(found, "option[selected]").text() == "One"


def test_a_menu_with_nothing_chosen_shows_its_placeholder() -> None:
    found = asking({"type": "static_select", "options": OPTIONS, "placeholder": plain("Pick")})
    assert found.css("option")[0].text() == "Pick"
    assert not found.css("option[selected]")


def test_several_options_can_be_chosen() -> None:
    found = asking({"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS})
    assert len(found.css("input[checked]")) == 2
    assert "2 chosen" in words(found)
    found = asking({"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[1:]})
    assert [each.attributes["value"] for each in found.css("input[checked]")] == ["2"]
    assert words(found) == "Q One Two more"


def test_one_of_the_radio_buttons_can_be_chosen() -> None:
    found = asking({"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[0]})
    assert [each.attributes["value"] for each in found.css("input[type=radio][checked]")] == ["1"]


@pytest.mark.parametrize(
    ("kind", "name"), [("users", "Ann Hill"), ("conversations", "engineering"), ("channels", "engineering")]
)
def test_people_and_channels_can_be_chosen(kind: str, name: str) -> None:
    assert name in words(asking({"type": f"{kind}_select"}))
    assert name in words(asking({"type": f"multi_{kind}_select"}))


@pytest.mark.parametrize(
    ("kind", "html", "initial"),
    [
        ("plain_text_input", "text", {"initial_value": "x <y>"}),
        ("number_input", "number", {"initial_value": "4"}),
        ("email_text_input", "email", {"initial_value": "a@b.test"}),
        ("url_text_input", "url", {"initial_value": "https://a.test"}),
        ("datepicker", "date", {"initial_date": "2026-02-01"}),
        ("timepicker", "time", {"initial_time": "09:30"}),
    ],
)
def test_an_input_is_of_its_kind_and_holds_what_it_begins_with(kind: str, html: str, initial: dict[str, str]) -> None:
    field = one(asking({"type": kind, **initial}), "input")
    assert field.attributes["type"] == html
    assert field.attributes["value"] == next(iter(initial.values()))
    assert "required" in field.attributes
    assert "required" not in one(asking({"type": kind}, optional=True), "input").attributes


def test_a_text_of_many_lines_has_room_for_them() -> None:
    field = one(
        asking({"type": "plain_text_input", "multiline": True, "max_length": 9, "initial_value": "a\nb"}), "textarea"
    )
    assert field.text() == "a\nb"
    assert field.attributes["maxlength"] == "9"


def test_an_input_tells_at_once_only_where_the_app_wants_to_hear() -> None:
    assert "data-dispatch" in one(asking({"type": "plain_text_input"}, dispatch_action=True), "input").attributes
    assert "data-dispatch" not in one(asking({"type": "plain_text_input"}), "input").attributes
    select = one(acting({"type": "static_select", "options": OPTIONS}), "select")
    assert "data-dispatch" in select.attributes


def test_each_input_has_a_label_a_hint_and_a_place_for_its_error() -> None:
    found = asking({"type": "plain_text_input"}, hint=plain("yours"))
    field = one(found, "input")
    assert one(found, "label").attributes["for"] == field.attributes["id"]
    for described in str(field.attributes["aria-describedby"]).split():
        assert found.css_first(f"#{described}") is not None


def test_every_element_that_can_be_drawn_is_one_of_slacks() -> None:
    known = """button channels_select checkboxes conversations_select datepicker datetimepicker email_text_input
        external_select feedback_buttons icon_button image number_input overflow plain_text_input radio_buttons static_select
        timepicker url_text_input users_select workflow_button""".split()
    assert sorted(kinds_in("elements")) == known

"""What inputs hold, and what a person's typing becomes."""

from typing import Any

import pytest

from bot.play.elements import action_of, filled, state_values
from bot.play.typed_text import as_sent

OPTIONS = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("a", "b")]


def _input(element: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "input", "block_id": f"block_{element['action_id']}", "element": element, **more}


def test_inputs_keep_their_initial_values_until_somebody_changes_them() -> None:
    blocks = [
        _input({"type": "plain_text_input", "action_id": "text", "initial_value": "x"}),
        _input({"type": "radio_buttons", "action_id": "one", "options": OPTIONS, "initial_option": OPTIONS[0]}),
        _input({"type": "checkboxes", "action_id": "many", "options": OPTIONS, "initial_options": OPTIONS}),
        _input({"type": "users_select", "action_id": "who", "initial_user": "U0BEN"}),
        _input({"type": "static_select", "action_id": "none", "options": OPTIONS}, optional=True),
        _input({"type": "checkboxes", "action_id": "nothing", "options": OPTIONS}, optional=True),
        {"type": "actions", "block_id": "b", "elements": [{"type": "button", "action_id": "go"}]},
    ]

    before = state_values(blocks)
    assert (
        filled(blocks, {}, before)
        == before
        == {
            "block_text": {"text": {"type": "plain_text_input", "value": "x"}},
            "block_one": {"one": {"type": "radio_buttons", "selected_option": OPTIONS[0]}},
            "block_many": {"many": {"type": "checkboxes", "selected_options": OPTIONS}},
            "block_who": {"who": {"type": "users_select", "selected_user": "U0BEN"}},
            "block_none": {"none": {"type": "static_select", "selected_option": None}},
            "block_nothing": {"nothing": {"type": "checkboxes", "selected_options": []}},
        }
    )
    changed = filled(blocks, {"text": "y", "block_one": "b", "many": "a"}, before)
    assert changed["block_text"]["text"]["value"] == "y"
    assert changed["block_one"]["one"]["selected_option"] == OPTIONS[1]
    assert changed["block_many"]["many"]["selected_options"] == OPTIONS[:1]


def test_options_are_found_in_groups_too() -> None:
    menu = {"type": "static_select", "action_id": "m", "option_groups": [{"options": OPTIONS}]}

    assert action_of(menu, "b")["selected_option"] == OPTIONS[1]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("\"quotes\" 'stay'", "\"quotes\" 'stay'"),
        ("@ben, #random!", "<@U0BEN>, <#C0RAND|random>!"),
        ("@nobody #nowhere me@ben.test C#random", "@nobody #nowhere me@ben.test C#random"),
        ("(see https://x.test/a?b=1&c=2).", "(see <https://x.test/a?b=1&amp;c=2>)."),
        ("<https://x.test>", "&lt;<https://x.test>&gt;"),
    ],
)
def test_what_is_typed_is_sent_escaped_with_links_and_names_in_brackets(typed: str, sent: str) -> None:
    assert as_sent(typed, {"ben": "U0BEN"}, {"random": "C0RAND"}) == sent

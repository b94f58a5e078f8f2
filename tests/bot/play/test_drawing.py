"""Messages as terminal text."""

from typing import Any

import pytest

from bot.play.block_limits import KNOWN_BLOCKS
from bot.play.drawing import Button, buttons, draw
from bot.play.lines import cells

NAMES = {"U0BEN": "ben", "C0ENG": "engineering"}


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def _button(label: str, action_id: str = "a", **more: object) -> dict[str, Any]:
    return {"type": "button", "text": _plain(label), "action_id": action_id, **more}


def _rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def _line(*parts: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": kind, "elements": list(parts)}


def _text(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, "style": style}


def _draw(*blocks: dict[str, Any], width: int = 80, colour: bool = False) -> str:
    return draw({"text": "for notifications", "blocks": blocks}, width, colour=colour, names=NAMES)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _italic_ ~gone~ `code`", "*bold* _italic_ ~gone~ `code`"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<https://x.test/a?b&amp;c|the post>", "the post (https://x.test/a?b&c)"),
        ("<https://x.test>", "https://x.test"),
        ("<https://x.test|x.test>", "https://x.test"),
        ("<mailto:a@x.test|a@x.test>", "a@x.test"),
        ("<@U0BEN> <@U1|ann> <@U2>", "@ben @ann @U2"),
        ("<#C0ENG> <#C1|random>", "#engineering #random"),
        ("<!here> <!subteam^S1|@ops> <!subteam^S2>", "@here @ops @subteam"),
        ("<!date^1^{date}|1 May>", "1 May"),
        ("&gt; quoted\nnot", "│ quoted\nnot"),
        ("before\n```\na  b &lt;\n  c\n```\nafter", "before\n    a  b <\n      c\nafter"),
        ("2*3*4 snake_case_name a ~ b", "2*3*4 snake_case_name a ~ b"),
        ("*see <https://x.test|_this_>*", "*see _this_ (https://x.test)*"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("\x1b[31mred\x07 \u202eback", "[31mred back"),
    ],
)
def test_mrkdwn_is_shown_as_slack_would(text: str, shown: str) -> None:
    assert draw({"text": text}, colour=False, names=NAMES) == shown


def test_colours_replace_the_marks() -> None:
    assert draw({"text": "*bold _both_* `code`"}, colour=True) == (
        "\x1b[1mbold \x1b[0m\x1b[1;3mboth\x1b[0m \x1b[33mcode\x1b[0m"
    )
    assert "\x1b[4;36mhttps://x.test\x1b[0m" in draw({"text": "<https://x.test|x>"}, colour=True)


def test_lines_are_wrapped_between_words_with_bullets_and_quotes_hanging() -> None:
    text = "• one two three four five\n&gt; six seven eight nine\n1. a b c d e f g h i"

    assert draw({"text": text}, 14, colour=False) == (
        "• one two\n  three four\n  five\n│ six seven\n│ eight nine\n1. a b c d e f\n   g h i"
    )


def test_no_line_is_wider_than_the_terminal_save_for_a_url() -> None:
    text = f"{'x' * 50} 日本語日本語日本語日本語 *{'bold ' * 9}* https://x.test/{'y' * 40} end"
    lines = draw({"text": text}, 20, colour=False).split("\n")

    assert [line for line in lines if cells(line) > 20] == [f"https://x.test/{'y' * 40}"]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_without_blocks_the_text_is_shown_and_with_blocks_it_is_not() -> None:
    assert draw({"text": "just text"}, colour=False) == "just text"
    assert _draw({"type": "section", "text": _mrkdwn("shown")}) == "shown"
    assert draw({}, colour=False) == ""


def test_headers_sections_fields_context_and_dividers_are_shown() -> None:
    assert _draw(
        {"type": "header", "text": _plain("Roll back &amp; forth")},
        {"type": "section", "text": _mrkdwn("*How*"), "accessory": _button("Open", url="https://x.test")},
        {"type": "section", "fields": [_mrkdwn("*a*"), _plain("*b*")]},
        {"type": "context", "elements": [_mrkdwn("2024"), {"type": "image", "alt_text": "cat"}, _plain("x\ny")]},
        {"type": "divider"},
        width=30,
    ) == (
        "*Roll back & forth*\n\n*How*\n[1] Open (https://x.test)\n\n*a*\n*b*\n2024  [image: cat]  x\ny\n\n" + "─" * 30
    )


def test_buttons_are_numbered_in_the_order_they_are_drawn() -> None:
    feedback = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": {"text": _plain("Helpful"), "value": "up"},
        "negative_button": {"text": _plain("Not helpful"), "value": "down"},
    }
    icon = {"type": "icon_button", "icon": "trash", "text": _plain("Delete"), "action_id": "delete"}
    menu = {
        "type": "static_select",
        "action_id": "menu",
        "placeholder": _plain("Pick"),
        "option_groups": [{"options": [{"text": _plain("One"), "value": "1"}]}],
    }
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": _mrkdwn("x"), "accessory": _button("Open", "open", url="https://x.test")},
        {"type": "actions", "elements": [_button("Share", "share", value="7"), menu]},
        {"type": "context_actions", "elements": [feedback, icon]},
    ]

    assert _draw(*blocks) == (
        "x\n[1] Open (https://x.test)\n[2] Share  <Pick>  [3] One\n[4] Helpful  [5] Not helpful  [6] Delete"
    )
    assert list(buttons({"blocks": blocks})) == [
        Button(1, "Open", "open", None, "https://x.test"),
        Button(2, "Share", "share", "7", None),
        Button(3, "One", "menu", "1", None),
        Button(4, "Helpful", "feedback", "up", None),
        Button(5, "Not helpful", "feedback", "down", None),
        Button(6, "Delete", "delete", None, None),
    ]


def test_a_button_keeps_its_number_when_the_line_is_wrapped() -> None:
    actions = {"type": "actions", "elements": [_button("One more"), _button("Two more")]}

    assert _draw(actions, width=18) == "[1] One more\n[2] Two more"


def test_rich_text_is_shown() -> None:
    link = {"type": "link", "url": "https://x.test", "text": "post"}
    people: list[dict[str, Any]] = [
        {"type": "user", "user_id": "U0BEN"},
        {"type": "channel", "channel_id": "C0ENG"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "eyes"},
        {"type": "date", "timestamp": 1, "fallback": "May"},
    ]
    items = [_line(_text("first\nmore")), _line(_text("second"))]
    shown = _draw(
        _rich(
            _line(_text("a "), _text("b", bold=True, italic=True), _text("\nc "), link),
            _line(*people),
            {"type": "rich_text_list", "style": "ordered", "elements": items},
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": items[1:]},
            _line(_text("said"), kind="rich_text_quote"),
            _line(_text("x\n  y"), kind="rich_text_preformatted"),
            {"type": "rich_text_spell"},
            _line({"type": "spell"}),
        )
    )

    assert shown == (
        "a _*b*_\nc post (https://x.test)\n@ben#engineering@S1@here:eyes:May\n1. first\n   more\n2. second\n  ◦ second\n"
        '│ said\n    x\n      y\n[cannot draw rich text type "rich_text_spell"]\n[cannot draw rich text type "spell"]'
    )


def test_markdown_blocks_are_shown() -> None:
    text = (
        "# A **title**\n**bold** *it* _too_ ~~no~~ `c`\n- item\n\n---\n[post](https://x.test/a_(b)) ![cat](https://y.test)\n"
        "> said\n```python\nx = 1\n```\n"
    )

    assert _draw({"type": "markdown", "text": text}) == (
        "*A title*\n*bold* _it_ _too_ ~no~ `c`\n• item\n\n───\npost (https://x.test/a_(b)) cat (https://y.test)\n│ said\n"
        "    x = 1"
    )


def test_a_table_has_columns_where_they_fit_and_cells_in_a_row_where_they_do_not() -> None:
    rows = [
        [{"type": "raw_text", "text": "name"}, {"type": "raw_text", "text": "n"}],
        [_rich(_line(_text("alpha", bold=True))), {"type": "raw_number", "value": 3}],
    ]

    assert _draw({"type": "table", "rows": rows}) == "name     n\n*alpha*  3"
    assert _draw({"type": "table", "rows": rows}, width=8) == "name | n\n*alpha*\n| 3"
    assert _draw({"type": "data_table", "caption": "All", "rows": rows}).startswith("*All*\nname")


def test_pictures_films_files_inputs_and_cards_are_shown() -> None:
    card = {"type": "card", "title": _plain("Card"), "body": _mrkdwn("_x_"), "actions": [_button("Go")]}
    element = {"type": "plain_text_input", "action_id": "typed", "placeholder": _plain("Say it")}

    assert _draw({"type": "image", "image_url": "u", "alt_text": "a cat", "title": _plain("Cat")}) == (
        "*Cat*\n[image: a cat]"
    )
    assert _draw({"type": "video", "title": _plain("Talk"), "title_url": "https://v.test", "alt_text": "t"}) == (
        "*Talk* (https://v.test)\n[video: t]"
    )
    assert _draw({"type": "file", "external_id": "F1"}) == "[file: F1]"
    assert _draw({"type": "input", "label": _plain("Why"), "element": element, "hint": _plain("short")}) == (
        "*Why*\n<Say it>\nshort"
    )
    assert _draw({"type": "carousel", "elements": [card]}) == "*Card*\n_x_\n[1] Go"
    assert _draw({"type": "alert", "text": _mrkdwn("Mind *this*")}) == "! Mind *this*"


def test_attachments_and_previews_stand_beside_a_bar() -> None:
    message = {
        "text": "see",
        "attachments": [{"title": "T", "text": "long enough to wrap"}, {"fallback": "only this"}],
        "unfurls": {"https://x.test": {"blocks": [{"type": "section", "text": _mrkdwn("preview")}]}},
    }

    assert draw(message, 14, colour=False) == (
        "see\n┃ *T*\n┃ long enough\n┃ to wrap\n┃ only this\n┃ https://x.test\n┃ preview"
    )


def test_a_modal_has_its_title_and_ends_with_its_labels() -> None:
    modal = {"type": "modal", "title": _plain("Note"), "close": _plain("Cancel"), "submit": _plain("Save")}

    assert draw({**modal, "blocks": [{"type": "divider"}]}, 8, colour=False) == (
        "*Note*\n\n────────\n\n(Cancel)\n(Save)"
    )


def test_an_unknown_block_is_named_rather_than_dropped() -> None:
    assert _draw({"type": "blink"}) == '[cannot draw block type "blink"]'
    assert _draw({"type": "blink"}, {"type": "divider"}).startswith('[cannot draw block type "blink"]\n\n─')


def test_every_known_block_is_drawn_but_those_of_agents() -> None:
    unknown = {kind for kind in KNOWN_BLOCKS if "cannot draw" in _draw({"type": kind})}

    assert unknown == {"plan", "task_card"}


def test_inputs_show_what_they_hold_and_which_options_are_chosen() -> None:
    options = [{"text": _plain(name), "value": name} for name in ("a", "b")]
    blocks = [
        _input("text", "plain_text_input", initial_value="typed"),
        _input("at", "timepicker", placeholder=_plain("When")),
        _input("who", "multi_users_select", initial_users=["U0BEN", "U1"]),
        _input("many", "multi_static_select", options=options, initial_options=options[:1]),
        _input("one", "radio_buttons", options=options),
    ]
    state = {"b": {"one": {"type": "radio_buttons", "selected_option": options[1]}}}
    view = {"type": "modal", "title": _plain("T"), "blocks": blocks, "state": {"values": state}}

    assert draw(view, colour=False, names=NAMES).replace("\n\n", "\n") == (
        "*T*\n*text*\n<typed>\n*at*\n<When>\n*who*\n<ben>  <U1>\n*many*\n[1] a ✓  [2] b\n*one*\n[3] a  [4] b ✓"
    )


def _input(action_id: str, kind: str, **more: object) -> dict[str, Any]:
    return {"type": "input", "label": _plain(action_id), "element": {"type": kind, "action_id": action_id, **more}}

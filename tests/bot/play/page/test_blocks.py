"""Blocks on the page: each kind that Slack documents is drawn; what cannot be drawn is named and never dropped."""

from typing import Any

import pytest

from bot.play.block_limits import KNOWN_BLOCKS
from bot.play.page.templating import kinds_in
from tests.bot.play.page.drawn import drawing, drawn, one, tree, words


def mrkdwn(said: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": said}


def plain(said: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": said}


BUTTON: dict[str, Any] = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "7"}
SAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "actions": ({"elements": [BUTTON]}, "Go"),
    "alert": ({"text": mrkdwn("*Careful*")}, "Careful"),
    "card": ({"title": mrkdwn("A"), "subtitle": mrkdwn("B"), "body": mrkdwn("C"), "actions": [BUTTON]}, "A B C Go"),
    "carousel": ({"elements": [{"type": "card", "title": mrkdwn("A")}]}, "A"),
    "container": ({"title": plain("T"), "child_blocks": [{"type": "section", "text": plain("A")}]}, "T A"),
    "context": ({"elements": [mrkdwn("a"), {"type": "image", "alt_text": "face", "image_url": "https://a.test"}]}, "a face open"),
    "context_actions": ({"elements": [{**BUTTON, "type": "icon_button", "icon": "trash"}]}, "🗑 Go"),
    "data_table": ({"caption": plain("T"), "rows": [[{"type": "raw_number", "value": 3}]]}, "T 3"),
    "divider": ({}, ""),
    "file": ({"external_id": "F1"}, "file F1"),
    "header": ({"text": plain("Title")}, "Title"),
    "image": ({"title": plain("Map"), "alt_text": "a map", "image_url": "https://a.test"}, "Map a map open"),
    "input": ({"label": plain("Name"), "hint": plain("yours"), "element": {"type": "plain_text_input", "action_id": "n"}}, "Name yours"),
    "markdown": ({"text": "**b** c"}, "b c"),
    "plan": ({"title": "Steps", "tasks": [{"type": "task_card", "title": "One"}]}, "Steps One"),
    "rich_text": ({"elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "r"}]}]}, "r"),
    "section": ({"text": mrkdwn("a"), "fields": [plain("b"), mrkdwn("*c*")], "accessory": BUTTON}, "a b c Go"),
    "table": ({"rows": [[{"type": "raw_text", "text": "x"}, {"type": "rich_text", "elements": []}]]}, "x"),
    "task_card": ({"title": "T", "status": "in_progress", "sources": [{"url": "https://a.test", "text": "s"}]}, "in progress T s"),
    "video": ({"title": plain("V"), "title_url": "https://a.test", "description": plain("d"), "alt_text": "film"}, "V d ▶ film"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_block_of_each_kind_is_drawn_with_all_it_says(kind: str) -> None:
    block, said = SAMPLES[kind]
    found = drawn({"type": kind, **block})
    assert words(found) == said
    assert not found.css(".cannot")


def test_a_sample_of_every_kind_that_can_be_drawn_is_tried() -> None:
    assert kinds_in("blocks") == SAMPLES.keys()
    assert SAMPLES.keys() == KNOWN_BLOCKS


@pytest.mark.parametrize("kind", ["hologram", "call", "../message", "", "section.html"])
def test_an_unknown_block_is_named(kind: str) -> None:
    assert one(drawn({"type": kind}), ".cannot").text() == f'cannot draw block of type "{kind}"'


@pytest.mark.parametrize(
    "block",
    [
        {"type": "markdown", "text": 7},
        {"type": "rich_text", "elements": 3},
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "indent": "deep", "elements": []}]},
        {"type": "actions", "elements": [{"type": "static_select", "action_id": "a", "options": [{"value": "1"}]}]},
        {"type": "table", "rows": 4},
    ],
)
def test_a_block_that_makes_no_sense_is_named(block: dict[str, Any]) -> None:
    assert one(drawn(block), ".cannot").text() == f'cannot draw this block of type "{block["type"]}"'


def test_an_unknown_element_is_named() -> None:
    found = drawn({"type": "actions", "elements": [{"type": "dial", "action_id": "d"}]})
    assert one(found, ".cannot").text() == 'cannot draw element of type "dial"'
    found = drawn({"type": "actions", "elements": [{"type": "external_select", "action_id": "d"}]})
    assert "on demand" in one(found, ".cannot").text()


def test_no_image_is_fetched() -> None:
    found = drawn({"type": "image", "alt_text": "a", "image_url": "https://evil.test/a.png"})
    assert not found.css("img, video, iframe, object")
    assert one(found, "[role=img]").attributes["aria-label"] == "a"


def test_every_block_of_a_message_is_there_and_ids_are_not_given_twice() -> None:
    found = tree(
        drawing().blocks([{"type": "actions", "elements": [BUTTON]}, {"type": "actions", "elements": [BUTTON]}])
    )
    first, second = found.css("button")
    assert first.attributes["id"] != second.attributes["id"]

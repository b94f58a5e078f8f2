"""What Slack refuses in blocks."""

from typing import Any

import pytest

from bot.play.block_limits import characters, problems


def _text(text: str, kind: str = "mrkdwn") -> dict[str, str]:
    return {"type": kind, "text": text}


def _button(**more: object) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": _text("Go", "plain_text"), **more}


GOOD: list[dict[str, Any]] = [
    {"type": "header", "text": _text("x" * 150, "plain_text")},
    {"type": "section", "block_id": "one", "text": _text("x" * 3000), "accessory": _button(value="v" * 2000)},
    {"type": "section", "block_id": "two", "fields": [_text("a"), _text("b")]},
    {"type": "actions", "elements": [_button()]},
    {"type": "context", "elements": [_text("x")]},
    {"type": "image", "image_url": "https://x.test/a.png", "alt_text": ""},
    {"type": "markdown", "text": "x" * 12_000},
    {"type": "divider"},
]


def test_blocks_within_the_limits_are_fine() -> None:
    assert list(problems(GOOD)) == []
    assert characters(GOOD) == 150 + 3000 + 2 + 2 + 2 + 1 + 12_000


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ("[]", "must be an array of objects"),
        (["x"], "must be an array of objects"),
        ([{"type": "divider"}] * 51, "no more than 50 items"),
        ([{"type": "blink"}], "unsupported type: blink"),
        ([{"type": "section"}], "a section needs text or fields"),
        ([{"type": "section", "text": _text("")}], "the text of a section must be between 1 and 3000"),
        ([{"type": "section", "text": _text("x" * 3001)}], "the text of a section must be between 1 and 3000"),
        ([{"type": "header", "text": _text("x")}], "a header must be plain_text"),
        ([{"type": "header", "text": _text("x" * 151, "plain_text")}], "the text of a header"),
        ([{"type": "header"}], "a header must be plain_text"),
        ([{"type": "actions", "elements": []}], "elements must have between 1 and 25"),
        ([{"type": "context", "elements": [_text("x")] * 11}], "elements must have between 1 and 10"),
        ([{"type": "actions", "elements": [_button(text=_text("x" * 76, "plain_text"))]}], "the text of a button"),
        ([{"type": "actions", "elements": [_button(value="x" * 2001)]}], "value must be less than 2001"),
        ([{"type": "image", "image_url": "https://x.test/a.png"}], "an image needs alt_text"),
        ([{"type": "divider", "block_id": "same"}] * 2, "block_id 'same' is used twice"),
        ([{"type": "markdown", "text": "x" * 6_001}] * 2, "12000 characters or less in all"),
        ([{"type": "table", "rows": []}] * 2, "only one table"),
    ],
)
def test_blocks_beyond_a_limit_are_named(blocks: object, problem: str) -> None:
    assert any(problem in line for line in problems(blocks))

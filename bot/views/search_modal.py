"""The window to ask in → a modal with a field, and the answer to what was asked last below it."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import Block, View
from bot.views.message import Message
from bot.views.notices import LONGEST_QUESTION

SEARCH = "search_posts"
QUESTION = "question"  # the field and its block
_LABEL = 2_000  # characters
_MESSAGES_ONLY = ("actions", "context_actions")  # what is pressed there answers beside a message, and here is none


def search(texts: Texts) -> View:
    """An empty field."""
    return _modal("", (), texts("search-submit"), texts)


def found(question: str, answer: Message, texts: Texts) -> View:
    """The answer, below the field with its question, so that another can be asked."""
    return _modal(question, (blocks.divider(), *_quoted(answer)), texts("search-again"), texts)


def lesson(shown: Message, texts: Texts) -> View:
    """A lesson in a window of its own."""
    return blocks.modal("saved_lesson", texts("saved-title"), [*_quoted(shown)], close=texts("search-close"))


def read_question(view: Mapping[str, Any]) -> str:
    """What was put into the field of a submitted window, on one line."""
    return " ".join((view["state"]["values"][QUESTION][QUESTION].get("value") or "").split())


def _quoted(message: Message) -> Iterable[Block]:
    return (block for block in message.blocks if block["type"] not in _MESSAGES_ONLY)


def _modal(question: str, parts: Iterable[Block], submit: str, texts: Texts) -> View:
    shown = [_field(question, texts), *parts]
    return blocks.modal(SEARCH, texts("search-title"), shown, close=texts("search-close"), submit=submit)


def _field(question: str, texts: Texts) -> Block:
    asked = {"initial_value": blocks.cut(question, LONGEST_QUESTION)} if question else {}
    element = {
        "type": "plain_text_input",
        "action_id": QUESTION,
        "max_length": LONGEST_QUESTION,
        "focus_on_load": True,
        **asked,
    }
    return {
        "type": "input",
        "block_id": QUESTION,
        "label": blocks.plain(texts("search-label"), _LABEL),
        "hint": blocks.plain(texts("search-hint"), _LABEL),
        "element": element,
    }

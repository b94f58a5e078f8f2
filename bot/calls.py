"""What somebody wants who calls the bot by name, writes to it alone or starts a message with its mark."""

from dataclasses import dataclass
from typing import Literal

from bot.names import Names

Wish = Literal["ask", "lesson", "more"]
_LONGEST_TOPIC = 3  # words; without its slash, a longer text is a question on lessons


@dataclass(frozen=True, slots=True)
class Call:
    """A wish, and the text that it is about."""

    wish: Wish
    text: str


def read_call(text: str, names: Names) -> Call:
    """What a text of plain words wishes for: a lesson where it says so, more where that is all it says, else an answer."""
    word, _, rest = text.partition(" ")
    if word.lower().lstrip("/") == names.lesson.lstrip("/") and (
        word.startswith("/") or len(rest.split()) <= _LONGEST_TOPIC
    ):
        return Call("lesson", rest)
    if text.lower().rstrip(".!") in ("more", "mehr"):
        return Call("more", "")
    return Call("ask", rest if word in (names.ask, marked(names)) else text)


def marked(names: Names) -> str:
    """What starts a message that asks where Slack has no slash commands: `!ask`."""
    return "!" + names.ask.removeprefix("/")

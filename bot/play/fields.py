"""The inputs of a modal as a terminal asks for them: a question for each, and what an answer means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.play.elements import holds, options_of
from bot.play.messages import with_block_ids
from bot.play.views import View
from bot.play.workspace import Workspace

EMPTY = "-"
"""Typed to empty a field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input."""

    id: str
    """Its block_id."""
    label: str
    element: Mapping[str, Any]

    @property
    def question(self) -> str:
        """Such as `How often? (1 Weekly, 2 Daily)`."""
        offered = ", ".join(f"{number} {label}" for number, (label, _) in enumerate(self._options, start=1))
        return f"{self.label} ({offered})" if offered else self.label

    def value(self, answer: str, workspace: Workspace) -> object:
        """What that answer chooses or says, in the form `submit_view` takes; several choices stand between commas.

        Raises:
            LookupError: The field offers no such choice.
            Refusal: No such person or channel.
        """
        if answer == EMPTY:
            return None
        kind = str(self.element["type"])
        parts = (
            [part.strip() for part in answer.split(",")] if kind.startswith("multi_") or kind == "checkboxes" else []
        )
        if parts:
            return [self._one(kind, part, workspace) for part in parts]
        return self._one(kind, answer, workspace)

    def _one(self, kind: str, answer: str, workspace: Workspace) -> str:
        if "users_select" in kind:
            return workspace.user(answer.removeprefix("@")).id
        if "conversations_select" in kind or "channels_select" in kind:
            return workspace.channel(answer).id
        if not self._options:
            return answer
        for number, (label, value) in enumerate(self._options, start=1):
            if answer.casefold() in (str(number), label.casefold(), value.casefold()):
                return value
        raise LookupError(f"{self.label}: there is no choice {answer!r}")

    @property
    def _options(self) -> Sequence[tuple[str, str]]:
        return [(str(option["text"]["text"]), str(option["value"])) for option in options_of(self.element)]


def fields(view: View) -> Sequence[Field]:
    """The fields of a modal, from top to bottom."""
    return [
        Field(block["block_id"], str(block["label"]["text"]), block["element"])
        for block in with_block_ids(view.blocks)
        if block["type"] == "input" and holds(block["element"])
    ]

"""Messages and views as terminal text, much as Slack shows them; pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.play.block_drawing import BlockDrawing, Button
from bot.play.lines import Row, lines, styled

__all__ = ["Button", "buttons", "draw"]

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_SNUG = {"actions", "context", "context_actions"}
"""Blocks that stand close to the one before."""


def draw(message: Mapping[str, Any], width: int = 80, *, colour: bool, names: Mapping[str, str] = NO_NAMES) -> str:
    """The message, or modal, or Home tab, as lines of text.

    Args:
        message: As the Web API has it: text, blocks, attachments; or a view.
        width: Columns of the terminal. Only a URL longer than a line goes beyond.
        colour: With terminal colours; without, bold and the like keep the marks a person types.
        names: Id → name, for mentions that bring no name of their own.
    """
    drawing = BlockDrawing(names, width, colour=colour, state=_state(message))
    return "\n".join(lines(_rows(message, drawing), width, colour=colour))


def buttons(message: Mapping[str, Any]) -> Sequence[Button]:
    """What can be pressed in the message, in the order and under the numbers `draw` shows."""
    drawing = BlockDrawing(NO_NAMES, 80, colour=False)
    _rows(message, drawing)
    return drawing.buttons


def _state(message: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """What the inputs of a view hold, by action_id."""
    values = (message.get("state") or {}).get("values", {})
    return {action_id: entry for inputs in values.values() for action_id, entry in inputs.items()}


def _rows(message: Mapping[str, Any], drawing: BlockDrawing) -> list[Row]:
    rows = _title(message, drawing)
    blocks = message.get("blocks") or ()
    if blocks:
        rows += _blocks(blocks, drawing)
    elif message.get("text"):
        rows += drawing.text.mrkdwn(str(message["text"]))
    for attachment in message.get("attachments") or ():
        rows += _beside(_attachment(attachment, drawing))
    for url, preview in (message.get("unfurls") or {}).items():
        rows += _beside(drawing.text.plain(url, "dim") + _attachment(preview, drawing))
    return rows + _ends(message, drawing)


def _blocks(blocks: Sequence[Mapping[str, Any]], drawing: BlockDrawing) -> list[Row]:
    rows: list[Row] = []
    for block in blocks:
        if rows and block.get("type") not in _SNUG:
            rows.append(Row(()))
        rows += drawing.block(block)
    return rows


def _attachment(attachment: Mapping[str, Any], drawing: BlockDrawing) -> list[Row]:
    if attachment.get("blocks"):
        return _blocks(attachment["blocks"], drawing)
    rows: list[Row] = []
    for name, style in (("pretext", ()), ("title", ("bold",)), ("text", ())):
        if attachment.get(name):
            rows += drawing.text.mrkdwn(str(attachment[name]), *style)
    return rows or drawing.text.mrkdwn(str(attachment.get("fallback", "")))


def _beside(rows: Sequence[Row]) -> list[Row]:
    """The rows with a bar to their left."""
    return [Row(row.pieces, f"┃ {row.first}", f"┃ {row.rest}", row.fixed) for row in rows]


def _title(message: Mapping[str, Any], drawing: BlockDrawing) -> list[Row]:
    title = message.get("title")
    if message.get("type") != "modal" or not isinstance(title, Mapping):
        return []
    return [*drawing.text.plain(str(title.get("text", "")), "bold"), Row(())]


def _ends(message: Mapping[str, Any], drawing: BlockDrawing) -> list[Row]:
    """The labels a modal ends with."""
    labels = [message.get(name) for name in ("close", "submit") if message.get("type") == "modal"]
    shown = [f"({label.get('text', '')})" for label in labels if isinstance(label, Mapping)]
    return [Row(()), styled("  ".join(shown), "dim", colour=drawing.colour)] if shown else []

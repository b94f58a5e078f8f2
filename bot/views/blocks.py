"""Block Kit's pieces and limits. Every piece cuts what is too long, so that no message can be refused.

Limits: Slack's Block Kit reference; the one on all text of a message (about 13,200 characters) is reported by users only.
"""

from collections.abc import Sequence

from bot.mrkdwn import web_url

Block = dict[str, object]

_MESSAGE_TEXT = 3_900
_SECTION_TEXT = 2_900
_BUTTON_TEXT = 75
_BUTTON_VALUE = 2_000
_URL = 3_000


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits with an ellipsis at its end."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def message_text(text: str) -> str:
    """Plain, already escaped words for screen readers and notifications; never cut within an entity."""
    if len(text) <= _MESSAGE_TEXT:
        return text
    kept = text[: _MESSAGE_TEXT - 2]
    entity = kept.rfind("&", len(kept) - 5)
    return f"{(kept[:entity] if entity >= 0 and ';' not in kept[entity:] else kept).rstrip()} …"


def section(mrkdwn: str) -> Block:
    """A paragraph of mrkdwn written by us, with all that is not ours escaped."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(mrkdwn, _SECTION_TEXT), "verbatim": True}}


def context(mrkdwn: str) -> Block:
    """A line in small print."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(mrkdwn, _SECTION_TEXT), "verbatim": True}]}


def rich_text(*elements: Block) -> Block:
    """Text that Slack shows exactly as it is: in rich text nothing is parsed, so nothing can ping or format."""
    return {"type": "rich_text", "elements": list(elements)}


def line(*pieces: Block) -> Block:
    """A line of rich text."""
    return {"type": "rich_text_section", "elements": list(pieces)}


def quote(pieces: Sequence[Block]) -> Block:
    """Rich text set off as a quotation."""
    return {"type": "rich_text_quote", "elements": list(pieces)}


def code(text: str) -> Block:
    """Rich text set as code."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def words(text: str, *, bold: bool = False) -> Block:
    """A run of rich text."""
    return {"type": "text", "text": text or " ", **({"style": {"bold": True}} if bold else {})}


def link(url: str | None, label: str, *, bold: bool = False) -> Block:
    """A link in rich text; plain words where there is no URL that Slack takes."""
    safe = web_url(url or "")
    if not safe or len(safe) > _URL:
        return words(label, bold=bold)
    return {"type": "link", "url": safe, "text": label, **({"style": {"bold": True}} if bold else {})}


def actions(block_id: str, *buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def button(action_id: str, label: str, value: str, description: str) -> Block:
    """A button; `description` is what a screen reader says of it. Raises ValueError for a value Slack would refuse."""
    if len(value) > _BUTTON_VALUE:
        raise ValueError(f"value of button {action_id!r} has {len(value)} characters, more than {_BUTTON_VALUE}")
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": cut(label, _BUTTON_TEXT), "emoji": False},
        "value": value,
        "accessibility_label": cut(description, _BUTTON_TEXT),
    }

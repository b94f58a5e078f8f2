"""Block Kit's pieces and limits. Every piece cuts what is too long, so that no message can be refused.

Limits: Slack's Block Kit reference; the one on all text of a message (about 13,200 characters) is reported by users only.
"""

from collections.abc import Sequence

from bot.mrkdwn import web_url

Block = dict[str, object]
View = dict[str, object]

_MESSAGE_TEXT = 3_900
_SECTION_TEXT = 2_900
_BUTTON_TEXT = 75
_BUTTON_VALUE = 2_000
_URL = 3_000
_VIEW_TITLE = 24
_VIEW_BLOCKS = 100


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits with an ellipsis at its end."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def cut_escaped(text: str, most: int) -> str:
    """The same for text that is escaped already, never cut within an entity."""
    if len(text) <= most:
        return text
    kept = text[: most - 2]
    entity = kept.rfind("&", len(kept) - 5)
    return f"{(kept[:entity] if entity >= 0 and ';' not in kept[entity:] else kept).rstrip()} …"


def message_text(text: str) -> str:
    """Plain, already escaped words for screen readers and notifications."""
    return cut_escaped(text, _MESSAGE_TEXT)


def section(mrkdwn: str) -> Block:
    """A paragraph of mrkdwn written by us, with all that is not ours escaped."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut_escaped(mrkdwn, _SECTION_TEXT), "verbatim": True}}


def context(mrkdwn: str) -> Block:
    """A line in small print."""
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": cut_escaped(mrkdwn, _SECTION_TEXT), "verbatim": True}],
    }


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


def divider() -> Block:
    """A line between two parts."""
    return {"type": "divider"}


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
        "text": plain(label, _BUTTON_TEXT),
        "value": value,
        "accessibility_label": cut(description, _BUTTON_TEXT),
    }


def feedback(action_id: str, good: tuple[str, str, str], bad: tuple[str, str, str]) -> Block:
    """Slack's own feedback buttons; each is label, value and what a screen reader says of it."""
    element = {"type": "feedback_buttons", "action_id": action_id}
    return {
        "type": "context_actions",
        "elements": [{**element, "positive_button": _choice(*good), "negative_button": _choice(*bad)}],
    }


def modal(  # noqa: PLR0913 - the parts of a modal, by name
    callback_id: str, title: str, parts: Sequence[Block], *, close: str, submit: str = "", carried: str = ""
) -> View:
    """A modal of these blocks, at most a hundred; `carried` comes back with what is submitted."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, _VIEW_TITLE),
        "close": plain(close, _VIEW_TITLE),
        "blocks": list(parts[:_VIEW_BLOCKS]),
        **({"submit": plain(submit, _VIEW_TITLE)} if submit else {}),
        **({"private_metadata": carried} if carried else {}),
    }


def home(parts: Sequence[Block]) -> View:
    """A Home tab of these blocks, at most a hundred."""
    return {"type": "home", "blocks": list(parts[:_VIEW_BLOCKS])}


def plain(text: str, most: int) -> Block:
    """Text without any markup, cut where it is too long."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def _choice(label: str, value: str, description: str) -> Block:
    return {
        "text": plain(label, _BUTTON_TEXT),
        "value": value,
        "accessibility_label": cut(description, _BUTTON_TEXT),
    }

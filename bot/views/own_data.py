"""What is stored about a person → the window that shows it, and the messages around forgetting it."""

import json
from collections.abc import Mapping, Sequence

from bot import mrkdwn
from bot.names import Names
from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import View
from bot.views.message import Message

FORGET = "forget_me"
_PIECE = 2_500  # characters of a block
_MOST_PIECES = 60  # with escapes a window of Slack's holds as many: 250 kB
_TITLE, _TEXT, _BUTTON = 100, 300, 30  # of a confirmation

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def offer(texts: Texts, names: Names) -> Message:
    """Says what would be forgotten and what would stay, with a button that does it once that was confirmed."""
    said = texts("forget-offer", ask=names.ask)
    button = blocks.button(FORGET, texts("button-forget"), "forget", texts("button-forget-spoken"))
    confirm = {
        "title": blocks.plain(texts("forget-title"), _TITLE),
        "text": blocks.plain(texts("forget-sure"), _TEXT),
        "confirm": blocks.plain(texts("button-forget"), _BUTTON),
        "deny": blocks.plain(texts("forget-no"), _BUTTON),
        "style": "danger",
    }
    row = blocks.actions("forget", {**button, "style": "danger", "confirm": confirm})
    return Message(mrkdwn.escape(said), (blocks.section(mrkdwn.escape(said)), row))


def exported(rows: Rows, texts: Texts) -> View:
    """Everything stored, by its table, as JSON; what a window cannot hold is left out at its end, and said to be."""
    written = json.dumps(rows, ensure_ascii=False, indent=1, default=str) if rows else ""
    pieces = [written[start : start + _PIECE] for start in range(0, len(written), _PIECE)]
    said = texts("export-heading") if rows else texts("export-nothing")
    parts = [blocks.section(mrkdwn.escape(said))]
    if left := len("".join(pieces[_MOST_PIECES:])):
        parts.append(blocks.context(mrkdwn.escape(texts("export-left", left=left))))
    parts += [blocks.rich_text(blocks.code(piece)) for piece in pieces[:_MOST_PIECES]]
    return blocks.modal("export", texts("export-title"), parts, close=texts("search-close"))

"""Shortcuts on messages."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.middleware import Later
from bot.mrkdwn import to_plain
from bot.replies import Replies
from bot.responding import Respond

FIND_RELATED = "find_related"


def register(app: AsyncApp) -> None:
    """Listen to the message shortcut “Find related posts”."""
    app.shortcut(FIND_RELATED)(find_related)


async def find_related(
    ack: AsyncAck, shortcut: Mapping[str, Any], respond: Respond, replies: Replies, later: Later
) -> None:
    """Show the posts that a message is about, to the person who asked; it works where the bot is no member too."""
    await ack()
    message = replies.related(to_plain(shortcut.get("message", {}).get("text", "")))
    later(respond(message))

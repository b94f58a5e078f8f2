"""Shortcuts on messages."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.middleware import Later
from bot.mrkdwn import to_plain
from bot.replies.learning import Learning
from bot.responding import Respond
from bot.thread_links import ThreadLinks

FIND_RELATED = "find_related"
LESSON_ABOUT = "lesson_about"


def register(app: AsyncApp) -> None:
    """Listen to the message shortcuts “Find related posts” and “Lesson about this”."""
    app.shortcut(FIND_RELATED)(find_related)
    app.shortcut(LESSON_ABOUT)(lesson_about)


async def find_related(
    ack: AsyncAck,
    shortcut: Mapping[str, Any],
    respond: Respond,
    thread_links: ThreadLinks,
    caller: Caller,
    client: AsyncWebClient,
    later: Later,
) -> None:
    """Link the posts that a message is about in its thread; to the person alone where the bot is no member."""
    await ack()
    message = shortcut["message"]
    thread = message.get("thread_ts") or message["ts"]
    later(thread_links.asked(to_plain(message.get("text", "")), thread, caller, client, respond))


async def lesson_about(
    ack: AsyncAck, shortcut: Mapping[str, Any], respond: Respond, learning: Learning, caller: Caller, later: Later
) -> None:
    """Show a lesson on what a message is about, to the person who asked."""
    await ack()

    async def show() -> None:
        await respond(await learning.about(to_plain(shortcut.get("message", {}).get("text", "")), caller))

    later(show())

"""Messages: those to the bot alone, those that start with `!ask`, follow-ups in its threads; edits and deletions of them.

Where a channel wants it, posts are linked below a message that is surely about them. Every other message is let be.
"""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.calls import marked
from bot.middleware import Later
from bot.mrkdwn import mentions, to_plain
from bot.names import Names
from bot.senders import is_for_us
from bot.thread_links import ThreadLinks
from bot.threads import Threads
from bot.unasked import unasked

_WORTH_LINKING = 5  # words; a shorter message is about nothing that a post could be about, too


def register(app: AsyncApp) -> None:
    """Listen to messages; those in channels too, since one that nobody listens to counts as failed with Slack."""
    app.event("message")(message)


async def message(
    event: Mapping[str, Any],
    context: AsyncBoltContext,
    client: AsyncWebClient,
    caller: Caller,
    threads: Threads,
    thread_links: ThreadLinks,
    names: Names,
    later: Later,
) -> None:
    """Answer what is meant for the bot, once; what calls it by name in a channel comes as a mention."""
    kind = event.get("subtype")
    if deleted := _deleted(event):
        later(threads.deleted(deleted, caller, client))
        return
    written = event["message"] if kind == "message_changed" else event
    bot = context.bot_user_id or ""
    if not is_for_us(written, context) or (not caller.is_alone and mentions(written.get("text", ""), bot)):
        return
    text = to_plain(written.get("text", ""), bot)
    if kind == "message_changed":
        if written.get("text") != event.get("previous_message", {}).get("text"):
            later(threads.edited(written["ts"], text, caller, client))
    elif caller.is_alone or text.split(" ")[0] == marked(names):
        later(threads.reply(event, text, caller, client))
    elif event.get("thread_ts") and not event.get("text", "").startswith("<@"):
        later(threads.follow_up(event, text, caller, client))
    elif caller.settings.auto_link and not event.get("thread_ts") and len(text.split()) >= _WORTH_LINKING:
        later(unasked(thread_links.unasked(event, text, caller, client)))


def _deleted(event: Mapping[str, Any]) -> str:
    """The message that was deleted; of one with replies a tombstone stays, which Slack calls a change."""
    if event.get("message", {}).get("subtype") == "tombstone":
        return str(event["message"]["ts"])
    return str(event["deleted_ts"]) if event.get("subtype") == "message_deleted" else ""

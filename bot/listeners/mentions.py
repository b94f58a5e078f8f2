"""Calls by name in channels and threads, answered in the thread."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.claims import SharedClaims
from bot.middleware import Later
from bot.moods import refusal
from bot.mrkdwn import to_plain
from bot.posting import Place, Posting
from bot.senders import is_for_us
from bot.thread_links import ThreadLinks, said_in
from bot.threads import Threads, message_key
from bot.views.message import Message, addressed
from bot.views.notices import cannot_read_thread

_READ = 15  # messages of a thread, the most that Slack gives apps of some kinds at once


def register(app: AsyncApp) -> None:
    """Listen to mentions."""
    app.event("app_mention")(mention)


async def mention(
    event: Mapping[str, str],
    context: AsyncBoltContext,
    client: AsyncWebClient,
    caller: Caller,
    threads: Threads,
    thread_links: ThreadLinks,
    claims: SharedClaims,
    posting: Posting,
    later: Later,
) -> None:
    """Answer in the thread, once; called in a thread without a question, link the posts that it is about.

    Slack delivers a call again, as another event, when its message was edited: then the answer is changed.
    """
    if not is_for_us(event, context):
        return
    text = to_plain(event.get("text", ""), context.bot_user_id or "")
    if text or not event.get("thread_ts"):
        later(threads.reply(event, text, caller, client))
        return

    async def link_posts() -> None:
        async with claims.once(*message_key(caller, event["ts"])) as first:
            if first:
                await _link_posts(event, context.bot_user_id or "", caller, thread_links, posting, client)
            elif event.get("edited"):
                await threads.edited(event["ts"], text, caller, client)

    later(link_posts())


async def _link_posts(
    event: Mapping[str, str],
    bot: str,
    caller: Caller,
    thread_links: ThreadLinks,
    posting: Posting,
    client: AsyncWebClient,
) -> None:
    """The posts that the thread is about, or what the bot needs to read it; to the person alone what only they want."""
    channel, thread = event["channel"], event["thread_ts"]

    async def tell(message: Message) -> None:
        where = {"channel": channel, "user": caller.person, "thread_ts": thread}
        await client.chat_postEphemeral(**addressed(message, **where))

    try:
        read = await client.conversations_replies(channel=channel, ts=thread, limit=_READ)
    except SlackApiError as error:
        if refusal(error) not in ("missing_scope", "not_in_channel", "channel_not_found"):
            raise
        message = cannot_read_thread(error.response.get("needed", ""), caller.texts)
        await posting.post(message, Place(channel, thread, event["ts"]), client)
    else:
        await thread_links.asked(said_in(read.get("messages") or [], bot), thread, caller, client, tell)

"""Calls by name in channels and threads, answered in the thread."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.claims import Claims
from bot.errors import refusal
from bot.middleware import Later
from bot.mrkdwn import to_plain
from bot.replies import Replies
from bot.senders import is_for_us
from bot.views.message import Message, addressed
from bot.views.notices import cannot_read_thread


def register(app: AsyncApp) -> None:
    """Listen to mentions."""
    app.event("app_mention")(mention)


async def mention(
    event: Mapping[str, str],
    context: AsyncBoltContext,
    client: AsyncWebClient,
    replies: Replies,
    claims: Claims,
    later: Later,
) -> None:
    """Answer in the thread, once; called in a thread without a question, link the posts that it is about.

    Slack delivers a call again, as another event, when its message was edited.
    """
    if is_for_us(event, context) and claims.claim("message", context.team_id or "", event["channel"], event["ts"]):
        later(_reply(event, context, client, replies))


async def _reply(event: Mapping[str, str], context: AsyncBoltContext, client: AsyncWebClient, replies: Replies) -> None:
    channel, thread = event["channel"], event.get("thread_ts", "")
    text = to_plain(event.get("text", ""), context.bot_user_id or "")
    if text or not thread:
        message = replies.to_call(text, (context.team_id or "", channel))
    else:
        message = await _posts_on_thread(client, channel, thread, replies)
    await client.chat_postMessage(**addressed(message, channel=channel, thread_ts=thread or event["ts"]))


async def _posts_on_thread(client: AsyncWebClient, channel: str, thread: str, replies: Replies) -> Message:
    """The posts that the thread's first message is about, or what the bot needs to read it."""
    try:
        read = await client.conversations_replies(channel=channel, ts=thread, limit=1)
    except SlackApiError as error:
        if refusal(error) not in ("missing_scope", "not_in_channel", "channel_not_found"):
            raise
        return cannot_read_thread(error.response.get("needed", ""))
    messages = read.get("messages") or [{}]
    return replies.related(to_plain(messages[0].get("text", "")))

"""Direct messages to the bot; every other message is let be."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.middleware import Later
from bot.mrkdwn import to_plain
from bot.replies import Replies
from bot.senders import is_for_us
from bot.views.message import addressed


def register(app: AsyncApp) -> None:
    """Listen to messages; those in channels too, since one that nobody listens to counts as failed with Slack."""
    app.event("message")(message)


async def message(
    event: Mapping[str, str], context: AsyncBoltContext, client: AsyncWebClient, replies: Replies, later: Later
) -> None:
    """Answer a direct message, in its thread where it stands in one."""
    if event.get("channel_type") == "im" and is_for_us(event, context):
        later(_reply(event, context, client, replies))


async def _reply(event: Mapping[str, str], context: AsyncBoltContext, client: AsyncWebClient, replies: Replies) -> None:
    text = to_plain(event.get("text", ""), context.bot_user_id or "")
    reply = replies.to_call(text, (context.team_id or "", event["user"]))
    where = {"channel": event["channel"], "thread_ts": event.get("thread_ts", "")}
    await client.chat_postMessage(**addressed(reply, **where))

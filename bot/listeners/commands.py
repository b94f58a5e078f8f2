"""Slash commands. Their answer is the acknowledgement: it works in every channel, and there is no second call to fail."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.mrkdwn import to_plain
from bot.replies import Replies
from bot.views.message import addressed
from bot.views.notices import Names


def register(app: AsyncApp, names: Names) -> None:
    """Listen to both commands, whatever they are called here."""
    app.command(names.ask)(ask)
    app.command(names.lesson)(lesson)


async def ask(ack: AsyncAck, command: Mapping[str, str], replies: Replies) -> None:
    """Answer a question, to the asker alone."""
    message = replies.to_asker(to_plain(command.get("text", "")))
    await ack(**addressed(message, response_type="ephemeral"))


async def lesson(ack: AsyncAck, command: Mapping[str, str], replies: Replies) -> None:
    """Show a lesson to the person who asked for it."""
    audience = (command["team_id"], command["user_id"])
    message = replies.lesson(to_plain(command.get("text", "")), audience)
    await ack(**addressed(message, response_type="ephemeral"))

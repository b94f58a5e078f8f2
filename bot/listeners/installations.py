"""Slack says that the bot was uninstalled, or that tokens were revoked."""

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.middleware import Later
from bot.workspaces import Workspaces


def register(app: AsyncApp) -> None:
    """Listen to both events; which comes first is not certain."""
    app.event("app_uninstalled")(left)
    app.event("tokens_revoked")(left)


async def left(context: AsyncBoltContext, workspaces: Workspaces, later: Later) -> None:
    """Have it seen whether the bot is gone from there, and what was kept removed."""
    later(workspaces.left(context["origin"]))

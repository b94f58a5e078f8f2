"""The modal with the settings of a channel."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.callers import Caller
from bot.replies.settling import Settling
from bot.views.settings import LANGUAGE, SAVE


def register(app: AsyncApp) -> None:
    """Listen to the modal that `/ask settings` opens."""
    app.view(SAVE)(save)


async def save(ack: AsyncAck, view: Mapping[str, Any], settling: Settling, caller: Caller) -> None:
    """Keep what was chosen, and show in the same window what holds now.

    The channel is the one that the modal was opened for: it stands in what the bot put into the modal itself.
    """
    changed = await settling.saved(view["private_metadata"], view["state"]["values"], caller)
    if changed is None:
        await ack(response_action="errors", errors={LANGUAGE: caller.texts("settings-not-kept")})
    else:
        await ack(response_action="update", view=changed)

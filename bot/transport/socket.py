"""Slack through Socket Mode: no public address needed. aiohttp's client loses nothing when Slack refreshes connections."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.background import DRAIN_SECONDS, Background


@asynccontextmanager
async def connected(
    app: AsyncApp, app_token: str, background: Background
) -> AsyncIterator[Callable[[], Awaitable[bool]]]:
    """Hold a connection to Slack, and give what says whether it is alive.

    At the end take nothing new in, and finish what is under way.

    Raises SlackApiError for a token that Slack does not take: the client itself would try it again for ever.
    """
    handler = AsyncSocketModeHandler(app, app_token)
    try:
        handler.client.wss_uri = await handler.client.issue_new_wss_url()
    except BaseException:
        await handler.client.close()
        raise
    await handler.client.connect()
    try:
        yield handler.client.is_connected
    finally:
        await handler.client.disconnect()
        await background.drain(DRAIN_SECONDS)
        await handler.client.close()

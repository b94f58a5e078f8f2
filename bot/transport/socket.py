"""Slack through Socket Mode: no public address needed. aiohttp's client loses nothing when Slack refreshes connections."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.background import DRAIN_SECONDS, Background


@asynccontextmanager
async def connected(app: AsyncApp, app_token: str, background: Background) -> AsyncIterator[None]:
    """Hold a connection to Slack; at the end take nothing new in, and finish what is under way."""
    handler = AsyncSocketModeHandler(app, app_token)
    await handler.client.connect()
    try:
        yield
    finally:
        await handler.client.disconnect()
        await background.drain(DRAIN_SECONDS)
        await handler.client.close()


async def serve_socket(app: AsyncApp, app_token: str, background: Background, stopped: asyncio.Event) -> None:
    """Answer until the event is set."""
    async with connected(app, app_token, background):
        await stopped.wait()

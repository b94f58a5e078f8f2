"""Slack through Socket Mode: no public address needed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.background import DRAIN_SECONDS, Background
from bot.repeating import repeating
from bot.retrying import Sleep
from bot.transport.connections import Connections

_EVERY = 5.0  # seconds between two pings

ALONE = "each request goes to one of them. Stop the other, unless it is meant to be there"


@asynccontextmanager
async def connected(  # noqa: PLR0913 - time is two of them
    app: AsyncApp,
    app_token: str,
    background: Background,
    others_matter: str = ALONE,
    *,
    clock: Callable[[], float] = monotonic,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Connections]:
    """Hold a connection to Slack, watch over it, and give what says whether it is alive.

    At the end take nothing new in, and finish what is under way.

    Raises SlackApiError for a token that Slack does not take.
    """
    connections = Connections(app.client, app_token, _seeing_to(app), clock, others_matter)
    await connections.start()
    try:
        async with repeating(connections.tick, _EVERY, sleep):
            yield connections
    finally:
        await connections.close()
        await background.drain(DRAIN_SECONDS)


def _seeing_to(app: AsyncApp) -> Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]:
    async def see_to(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
        request = SocketModeRequest.from_dict(dict(envelope))
        return None if request is None else _answer(await run_async_bolt_app(app, request))

    return see_to


def _answer(said: BoltResponse) -> Mapping[str, Any] | None:
    """What rides in the acknowledgement; None where Slack is not to take it for one, and to deliver again."""
    if said.status != 200:  # noqa: PLR2004 - HTTP's word for yes
        return None
    if not said.body:
        return {}
    if said.first_headers().get("content-type", "").startswith("application/json"):
        read: Mapping[str, Any] = json.loads(said.body)
        return read
    return {"text": said.body}

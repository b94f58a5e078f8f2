"""The real bot, end to end, against the local stand-in for Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Literal

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.app import build_app, identify, slack_client
from bot.background import Background
from bot.play.slack_side import SlackSide
from bot.replies import Replies
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.transport.socket import connected
from bot.views.notices import Names
from knowledge import KnowledgeBase

Transport = Literal["http", "socket"]
TRANSPORTS: tuple[Transport, ...] = ("http", "socket")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Slack's side, and the parts of the bot that a test may want to bend."""

    side: SlackSide
    app: AsyncApp
    replies: Replies
    background: Background


@asynccontextmanager
async def playing(
    knowledge_base: KnowledgeBase, transport: Transport, side: SlackSide, names: Names | None = None
) -> AsyncIterator[Scenario]:
    """A bot that answers from this knowledge base over one of the transports."""
    async with side, aiohttp.ClientSession() as session:
        client = slack_client(session, side.api_url)
        identity = await identify(client, side.bot_token)
        background = Background()
        replies = Replies(knowledge_base, names or Names(), Random(7))
        app = build_app(replies, client, identity, background)
        scenario = Scenario(side, app, replies, background)
        if transport == "http":
            web = build_http_app(app, side.signing_secret, background)
            async with serving(web, bound("127.0.0.1", 0)) as address:
                side.connect_http(address + PATH)
                yield scenario
        else:
            async with connected(app, side.app_token, background):
                await side.socket_connected()
                yield scenario

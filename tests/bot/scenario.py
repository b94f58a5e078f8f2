"""The real bot, end to end, against the local stand-in for Slack."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Literal

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.app import build_app, slack_client
from bot.background import Background
from bot.names import Names
from bot.parts import Parts, now
from bot.play.slack_side import SlackSide
from bot.policy import Policy
from bot.scheduler import Scheduler
from bot.store import open_store
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.transport.socket import connected
from bot.workspaces import OneWorkspace, identify
from knowledge import KnowledgeBase

Transport = Literal["http", "socket"]
TRANSPORTS: tuple[Transport, ...] = ("http", "socket")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Slack's side, and the parts of the bot that a test may want to bend."""

    side: SlackSide
    app: AsyncApp
    parts: Parts
    background: Background
    scheduler: Scheduler


@asynccontextmanager
async def playing(  # noqa: PLR0913 - what a test may want otherwise, by name
    knowledge_base: KnowledgeBase,
    transport: Transport,
    side: SlackSide,
    names: Names | None = None,
    *,
    policy: Policy | None = None,
    clock: Callable[[], datetime] = now,
    store_url: str = "",
) -> AsyncIterator[Scenario]:
    """A bot that answers from this knowledge base over one of the transports; its state is in memory."""
    async with side, open_store(store_url, clock) as store, aiohttp.ClientSession() as session:
        client = slack_client(session, side.api_url)
        workspaces = OneWorkspace(await identify(client, side.bot_token))
        background = Background()
        side.watch(lambda: background.is_busy)
        parts = Parts(knowledge_base, store, names or Names(), policy or Policy(), Random(7), clock)
        app = build_app(parts, client, workspaces, background)
        scheduler = Scheduler(parts, client, workspaces)
        scenario = Scenario(side, app, parts, background, scheduler)
        if transport == "http":
            web = build_http_app(app, side.signing_secret, background)
            async with serving(web, bound("127.0.0.1", 0)) as address, scheduler.running():
                side.connect_http(address + PATH)
                yield scenario
        else:
            async with connected(app, side.app_token, background), scheduler.running():
                await side.socket_connected()
                yield scenario

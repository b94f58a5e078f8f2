"""The real bot, end to end, against the local stand-in for Slack."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Literal

from slack_bolt.async_app import AsyncApp

from bot.app import build_app, slack_client, slack_session
from bot.background import Background
from bot.names import Names
from bot.parts import Parts, now
from bot.play.slack_side import SlackSide
from bot.policy import Policy
from bot.posting import Posting
from bot.rush import Rush
from bot.scheduler import Scheduler
from bot.store import open_store
from bot.transport.connections import Connections
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
    connections: Connections | None = None
    waits: list[float] = field(default_factory=list)
    """How many seconds the bot meant to wait before it posted, or tried again; it does not."""


async def never(_: float) -> None:
    """Sleep on, so that a test ticks by hand."""
    await asyncio.Event().wait()


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
    socket_clock: Callable[[], float] | None = None,
    posting: Posting | None = None,
    rush: Rush | None = None,
) -> AsyncIterator[Scenario]:
    """A bot that answers from this knowledge base over one of the transports; its state is in memory.

    With a `socket_clock` nobody watches over the websockets but the test, by ticking.
    """
    async with side, open_store(store_url, clock) as store, slack_session() as session:
        waits: list[float] = []

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        client = slack_client(session, side.api_url, sleep)
        workspaces = OneWorkspace(await identify(client, side.bot_token))
        background = Background()
        side.watch(lambda: background.is_busy)
        parts = Parts(
            knowledge_base,
            store,
            names or Names(),
            policy or Policy(),
            Random(7),
            clock,
            posting=posting or Posting(sleep, lambda: 0.0),
        )
        app = build_app(parts, client, workspaces, background, rush=rush)
        scheduler = Scheduler(parts, client, workspaces)
        scenario = Scenario(side, app, parts, background, scheduler, waits=waits)
        if transport == "http":
            web = build_http_app(app, side.signing_secret, background)
            async with serving(web, bound("127.0.0.1", 0)) as address, scheduler.running():
                side.connect_http(address + PATH)
                yield scenario
        else:
            by_hand = {} if socket_clock is None else {"clock": socket_clock, "sleep": never}
            async with connected(app, side.app_token, background, **by_hand) as connections, scheduler.running():  # type: ignore[arg-type]
                await side.socket_connected()
                yield replace(scenario, connections=connections)

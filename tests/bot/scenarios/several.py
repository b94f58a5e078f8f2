"""Bots that share a store and one side of Slack, each as a process of its own would be."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.app import build_app, slack_client, slack_session
from bot.background import Background
from bot.parts import Parts
from bot.play.deliveries import Ack, Delivery, HttpTransport
from bot.play.messages import Message
from bot.posting import Posting
from bot.rush import Rush
from bot.store import open_store
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.transport.socket import connected
from bot.unfinished import Unfinished, build_unfinished
from bot.workspaces import OneWorkspace, identify
from knowledge import KnowledgeBase
from tests.bot.judged import JudgedSide
from tests.bot.scenario import Transport


class Clock:
    """It stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


async def at_once(_: float) -> None:
    """Wait for nothing."""


@dataclass(frozen=True, slots=True)
class Process:
    """A bot as one process runs it."""

    parts: Parts
    background: Background
    unfinished: Unfinished

    async def die(self) -> None:
        """End what is under way, wherever it is."""
        await self.background.drain(0)


@dataclass(slots=True)
class InTurn:
    """Carries each delivery to the next process over HTTP, as a balancer would, and as Slack does with websockets."""

    ways: list[HttpTransport] = field(default_factory=list)
    sent: int = 0

    async def deliver(self, delivery: Delivery) -> Ack:
        self.sent += 1
        return await self.ways[self.sent % len(self.ways)].deliver(delivery)


@dataclass(frozen=True, slots=True)
class Several:
    """Slack's side, and a way to start one process after another on one store."""

    side: JudgedSide
    posts: KnowledgeBase
    transport: Transport
    store_url: str
    clock: Callable[[], datetime]
    balancer: InTurn = field(default_factory=InTurn)
    running: list[Background] = field(default_factory=list)

    @asynccontextmanager
    async def process(self, rush: Rush | None = None) -> AsyncIterator[Process]:
        """One more process until the block ends."""
        async with open_store(self.store_url, self.clock) as store, slack_session() as session:
            client = slack_client(session, self.side.api_url, at_once)
            workspaces = OneWorkspace(await identify(client, self.side.bot_token))
            background = Background()
            parts = Parts(self.posts, store, clock=self.clock, posting=Posting(at_once))
            app = build_app(parts, client, workspaces, background, rush=rush)
            started = Process(parts, background, build_unfinished(parts, client, workspaces))
            self.running.append(background)
            self.side.watch(lambda: any(each.is_busy for each in self.running))
            if self.transport == "http":
                web = build_http_app(app, self.side.signing_secret, background)
                async with serving(web, bound("127.0.0.1", 0)) as address, self._balanced(address + PATH):
                    yield started
            else:
                async with connected(app, self.side.app_token, background):
                    await self.side.socket_connected(len(self.running))
                    yield started
            self.running.remove(background)

    @asynccontextmanager
    async def _balanced(self, url: str) -> AsyncIterator[None]:
        self.side.connect_http(url)
        way = self.side._http
        assert isinstance(way, HttpTransport)
        self.balancer.ways.append(way)
        self.side._http = self.balancer  # type: ignore[assignment]
        yield
        self.balancer.ways.remove(way)

    async def answers(self, channel: str = "engineering") -> list[Message]:
        """What the bots have posted there, once all are done."""
        await self.side.settle()
        return [message for message in self.side.messages(channel) if message.user == "U0BOT"]

"""Connections that come late, are too many, or look open and carry nothing: found out by a clock, and replaced."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import pytest

from bot.play.slack_side import SlackSide
from bot.transport.connections import DEAF, SILENT, Connections
from knowledge import KnowledgeBase
from tests.bot.judged import JudgedSide
from tests.bot.scenario import Scenario, playing

QUESTION = "how do we roll back?"


class Seconds:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Pipe(asyncio.Protocol):
    """One side of a connection through the proxy: what comes in goes out on the other, unless it is swallowed."""

    def __init__(self, proxy: "HalfDead", upstream: "Pipe | None" = None) -> None:
        self.proxy, self.other = proxy, upstream
        self.transport: asyncio.Transport | None = None
        self.swallows_after_head = proxy.swallows_all
        self._early = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.proxy.pipes.append(self)
        if self.other is None:
            self.proxy.dialling.append(asyncio.ensure_future(self._dial()))

    async def _dial(self) -> None:
        loop = asyncio.get_running_loop()
        _, self.other = await loop.create_connection(lambda: Pipe(self.proxy, self), "127.0.0.1", self.proxy.upstream)
        self.data_received(b"")

    def data_received(self, data: bytes) -> None:
        self._early += data
        if self.other is None or self.other.transport is None or self in self.proxy.deaf:
            return
        data, self._early = self._early, b""
        if self.swallows_after_head and b"\r\n\r\n" in data:  # it is after the handshake that it goes deaf
            data = data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            self.proxy.deaf.add(self)
        self.other.transport.write(data)

    def connection_lost(self, _: Exception | None) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.close()


class HalfDead:
    """A proxy whose connections stay open; those made before `swallow` carry nothing any more, and later ones on demand."""

    def __init__(self) -> None:
        self.port = self.upstream = 0
        self.swallows_all = False
        self.pipes: list[Pipe] = []
        self.deaf: set[Pipe] = set()
        self.dialling: list[asyncio.Future[None]] = []

    async def start(self) -> asyncio.Server:
        server = await asyncio.get_running_loop().create_server(lambda: Pipe(self), "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def stand_before(self, url: str) -> str:
        parts = urlsplit(url)
        self.upstream = parts.port or 0
        return urlunsplit(parts._replace(netloc=f"127.0.0.1:{self.port}"))

    def swallow(self) -> None:
        self.deaf.update(self.pipes)

    async def close(self) -> None:
        await asyncio.gather(*self.dialling, return_exceptions=True)
        for pipe in self.pipes:
            if pipe.transport is not None:
                pipe.transport.abort()
        await asyncio.sleep(0)


class Proxied(JudgedSide):
    """Slack's side behind a proxy that can go half dead."""

    def __init__(self) -> None:
        super().__init__()
        self.proxy = HalfDead()

    def _socket_url(self) -> str:
        return self.proxy.stand_before(super()._socket_url())


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def connections_of(slack: Scenario) -> Connections:
    assert slack.connections is not None
    return slack.connections


async def pass_by(slack: Scenario, seconds: Seconds, wait: float) -> None:
    """Let time pass, with a look every five seconds, between which what was sent arrives."""
    for _ in range(int(wait // 5)):
        seconds.now += 5
        await connections_of(slack).tick()
        await hear(slack, seconds)


async def hear(slack: Scenario, seconds: Seconds) -> None:
    """Wait until pongs had the time to come; half-dead connections send none."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            while any(each.heard < seconds.now for each in connections_of(slack)._open):  # noqa: ASYNC110
                await asyncio.sleep(0)


@asynccontextmanager
async def behind_a_proxy(knowledge_base: KnowledgeBase, seconds: Seconds) -> AsyncIterator[tuple[Scenario, HalfDead]]:
    side = Proxied()
    server = await side.proxy.start()
    async with playing(knowledge_base, "socket", side, socket_clock=seconds) as slack:
        yield slack, side.proxy
        await side.proxy.close()
    server.close()


async def answered(slack: Scenario) -> bool:
    ack = await slack.side.slash_command("/ask", QUESTION)
    return ack.status == 200 and ack.payload is not None


async def test_a_quiet_connection_that_answers_pings_is_kept(knowledge_base: KnowledgeBase, seconds: Seconds) -> None:
    async with behind_a_proxy(knowledge_base, seconds) as (slack, _):
        await pass_by(slack, seconds, 300)
        assert await connections_of(slack).is_connected()
        opened = [call for call in slack.side.calls if call.method == "apps.connections.open"]
        assert len(opened) == 1
        assert await answered(slack)


async def test_a_connection_that_has_gone_deaf_is_replaced_by_one_that_hears(
    knowledge_base: KnowledgeBase, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    async with behind_a_proxy(knowledge_base, seconds) as (slack, proxy):
        proxy.swallow()
        await pass_by(slack, seconds, SILENT)
        assert not [call for call in slack.side.calls if call.method == "apps.connections.open"][1:]
        await pass_by(slack, seconds, 10)
        assert "has gone silent" in caplog.text
        await slack.side.socket_connected(2)
        slack.side.sockets._open.pop(0)  # Slack knows by now that nobody hears
        assert await answered(slack)
        assert await connections_of(slack).is_connected()
        assert not connections_of(slack).deaf.is_set()


async def test_a_process_that_stays_deaf_is_not_ready_at_once_and_given_up_after_two_minutes(
    knowledge_base: KnowledgeBase, seconds: Seconds
) -> None:
    async with behind_a_proxy(knowledge_base, seconds) as (slack, proxy):
        proxy.swallows_all = True
        proxy.swallow()
        await pass_by(slack, seconds, SILENT + 10)
        assert not await connections_of(slack).is_connected()
        await pass_by(slack, seconds, DEAF - SILENT - 20)
        assert not connections_of(slack).deaf.is_set()
        await pass_by(slack, seconds, 15)
        assert connections_of(slack).deaf.is_set()


async def test_while_slack_opens_no_connection_it_is_not_ready_and_goes_on_trying(
    knowledge_base: KnowledgeBase, seconds: Seconds
) -> None:
    async with playing(knowledge_base, "socket", JudgedSide(), socket_clock=seconds) as slack:
        slack.side.fail_next("apps.connections.open", error="internal_error", times=3 * 20)
        await slack.side.sockets.drop()
        await pass_by(slack, seconds, 180)
        assert not await connections_of(slack).is_connected()
        assert not connections_of(slack).deaf.is_set()  # it is Slack that is out of order
        tried = len([call for call in slack.side.calls if call.method == "apps.connections.open"])
        assert 3 * 4 <= tried <= 3 * 12  # less and less often
        slack.side._faults._due.clear()
        await pass_by(slack, seconds, 35)
        assert await connections_of(slack).is_connected()
        assert await answered(slack)


async def test_commands_that_come_over_a_connection_after_its_end_was_announced_are_answered(
    knowledge_base: KnowledgeBase, seconds: Seconds
) -> None:
    async with playing(knowledge_base, "socket", JudgedSide(), socket_clock=seconds) as slack:

        async def ask(number: int) -> bool:
            if number % 25 == 10:
                await slack.side.sockets.warn()
            if number % 25 == 20 and len(slack.side.sockets) > 1:
                await slack.side.sockets.end_oldest()
            return await answered(slack)

        assert all([await ask(number) for number in range(100)])
        for begin in range(0, 100, 10):
            assert all(await asyncio.gather(*map(ask, range(begin, begin + 10))))
        assert len(connections_of(slack)._open) <= 2


async def test_an_announced_end_that_never_comes_is_made(knowledge_base: KnowledgeBase, seconds: Seconds) -> None:
    async with playing(knowledge_base, "socket", JudgedSide(), socket_clock=seconds) as slack:
        await slack.side.sockets.warn()
        await slack.side.socket_connected(2)
        await pass_by(slack, seconds, 20)
        assert len(connections_of(slack)._open) == 1
        assert await answered(slack)


@asynccontextmanager
async def others(side: SlackSide, count: int) -> AsyncIterator[None]:
    """So many connections of other processes."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        before = len(side.sockets)
        for _ in range(count):
            await stack.enter_async_context(session.ws_connect(side._socket_url()))
        await side.socket_connected(before + count)
        yield


async def test_a_second_connection_of_its_own_is_nothing_to_tell_of(
    knowledge_base: KnowledgeBase, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(knowledge_base, "socket", JudgedSide(), socket_clock=seconds) as slack:
        await slack.side.sockets.warn()
        await slack.side.socket_connected(2)
        await slack.side.sockets.end_oldest()
        await hear(slack, seconds)
        assert "beside this one" not in caplog.text


async def test_connections_of_other_processes_are_told_of_with_what_they_mean(
    knowledge_base: KnowledgeBase, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    side = JudgedSide()
    async with playing(knowledge_base, "socket", side, socket_clock=seconds) as slack, others(side, 2):
        mine = next(entry for entry in side.sockets._open)
        side.sockets._forget(mine)
        assert mine[1].transport is not None
        mine[1].transport.abort()
        await side.socket_connected(3)
        async with asyncio.timeout(5):
            while connections_of(slack).count != 3:  # noqa: ASYNC110
                await asyncio.sleep(0)
    assert "Slack counts 2 connections beside this one with the same app-level token: each request" in caplog.text


async def test_where_there_are_too_many_it_says_so_and_comes_back_when_there_is_room(
    knowledge_base: KnowledgeBase, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    side = JudgedSide()
    async with playing(knowledge_base, "socket", side, socket_clock=seconds) as slack:
        async with others(side, 9):
            mine = side.sockets._open[0]
            async with others(side, 0):
                side.sockets._forget(mine)
                async with others(side, 1):
                    assert mine[1].transport is not None
                    mine[1].transport.abort()
                    await pass_by(slack, seconds, 10)
                    assert not await connections_of(slack).is_connected()
        assert "too_many_websockets" in caplog.text
        await pass_by(slack, seconds, 60)
        assert await connections_of(slack).is_connected()
        assert await answered(slack)

"""The websockets of Socket Mode: a new one stands before an old one is given up, and one that has gone deaf is replaced."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import Background
from bot.errors import report
from bot.logs import seldom
from bot.moods import seconds_to_wait

logger = logging.getLogger(__name__)

SILENT = 20.0  # seconds without a message or a pong, after which a connection is replaced; four pings go unanswered
DEAF = 120.0  # seconds without a word from Slack, over whichever connection, after which a new process has to try
_LINGERS = 15.0  # seconds that Slack has to close a connection that it wanted replaced; it announces ten
_PAUSES = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before the next try to connect, by how many failed
_CLOSES = 2.0  # seconds that the other side has to close a connection in good order
_ACKS = 3.0  # seconds that Slack waits for an acknowledgement

Envelope = Mapping[str, Any]
Handle = Callable[[Envelope], Awaitable[Mapping[str, Any] | None]]
"""Sees to an envelope; what it gives is sent back, and with None nothing is."""


@dataclass(eq=False, slots=True)
class _Connection:
    socket: ClientWebSocketResponse
    heard: float
    greeted: bool = False
    retired: float | None = None
    """Since when it is only read to its end, another one having taken its place."""


@dataclass(slots=True)
class Connections:
    """Holds one connection of an app to Slack, or two while one takes over from the other. `clock` is in seconds."""

    client: AsyncWebClient
    app_token: str = field(repr=False)
    handle: Handle
    clock: Callable[[], float]
    others_matter: str = ""
    """What it means that other processes hold connections, for the log."""
    count: int = 0
    """How many connections Slack counted when it last said hello, those of other processes too."""
    deaf: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when connections stand or are made, and nothing has been heard over any for two minutes."""
    _open: list[_Connection] = field(default_factory=list)
    _heard: float = 0.0
    _not_before: float = 0.0
    _failures: int = 0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _under_way: Background = field(default_factory=Background)
    _readers: set[asyncio.Task[None]] = field(default_factory=set)
    _closing: bool = False

    async def start(self) -> None:
        """Connect. Raises SlackApiError for a token that Slack does not take, and what connecting raises."""
        self._heard = self.clock()
        self._add(await self._dial())

    async def tick(self) -> None:
        """To be called every few seconds: ping every connection, replace what is silent, connect where there is none."""
        now = self.clock()
        for each in self._open.copy():
            if now - each.heard > SILENT:
                logger.warning("a connection to Slack has gone silent: it is replaced")
                self._drop(each)
            elif each.retired is not None and now - each.retired > _LINGERS:
                self._drop(each)
            else:
                await _ping(each.socket)
        await self._renew()
        if self.clock() - self._heard >= DEAF:
            self.deaf.set()

    async def is_connected(self) -> bool:
        """Whether Slack can reach the bot: it has said hello, and was heard within seconds."""
        now = self.clock()
        return any(each.greeted and now - each.heard <= SILENT for each in self._open)

    async def close(self) -> None:
        """Take nothing new in, acknowledge what is being seen to, and close."""
        self._closing = True
        await self._under_way.drain(_ACKS)
        await asyncio.gather(*(each.socket.close() for each in self._open))
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)

    async def _dial(self) -> _Connection:
        url = (await self.client.apps_connections_open(app_token=self.app_token))["url"]
        if self.client.session is None:
            raise ValueError("the client has no session")
        socket = await self.client.session.ws_connect(
            url,
            autoping=False,
            timeout=ClientWSTimeout(ws_close=_CLOSES),
            proxy=self.client.proxy,
            ssl=self.client.ssl if self.client.ssl is not None else True,
        )
        return _Connection(socket, self.clock())

    def _add(self, connection: _Connection) -> None:
        self._open.append(connection)
        reader = asyncio.create_task(self._read(connection))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)

    def _drop(self, connection: _Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
        self._begin(connection.socket.close())

    async def _renew(self) -> None:
        """Connect where no connection is there to stay, unless it is too early to try again."""
        async with self._turn:
            if self._closing or any(each.retired is None for each in self._open) or self.clock() < self._not_before:
                return
            try:
                connection = await self._dial()
            except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                self._failed(error)
            else:
                self._add(connection)

    def _failed(self, error: Exception) -> None:
        """Try again later. Where Slack or the network says no, it is not this process that is deaf."""
        report(error)
        self._heard = self.clock()
        self._failures += 1
        pause = seconds_to_wait(error) or _PAUSES[min(self._failures, len(_PAUSES) - 1)]
        self._not_before = self.clock() + pause

    async def _read(self, connection: _Connection) -> None:
        """Take in whatever comes, to the end of the connection; then see that there is another."""
        while True:
            message = await connection.socket.receive()
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                break
            connection.heard = self._heard = self.clock()
            if message.type is WSMsgType.PING:
                self._begin(connection.socket.pong(message.data))
            elif message.type is WSMsgType.TEXT:
                self._take(connection, message.data)
        self._drop(connection)
        self._begin(self._renew())

    def _take(self, connection: _Connection, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:  # Slack's own pings are no JSON
            return
        match said.get("type"):
            case "hello":
                self._greeted(connection, said)
            case "disconnect":
                self._retire(connection, str(said.get("reason")))
            case _ if "envelope_id" in said and not self._closing:
                self._begin(self._see_to(connection, said))

    def _greeted(self, connection: _Connection, said: Envelope) -> None:
        connection.greeted, self._failures = True, 0
        self.count = int(said.get("num_connections") or 1)
        if (others := self.count - len(self._open)) > 0:
            say = "Slack counts %d connections beside this one with the same app-level token: %s"
            logger.warning(say, others, self.others_matter, extra=seldom("connections"))

    def _retire(self, connection: _Connection, reason: str) -> None:
        """Slack wants a connection replaced. What still comes over it is taken in until Slack closes it."""
        if reason in ("too_many_websockets", "link_disabled", "socket_mode_disabled"):
            self._failures += 1
            self._not_before = self.clock() + _PAUSES[min(self._failures + 2, len(_PAUSES) - 1)]
            mends = {"too_many_websockets": "stop other processes with the same app-level token, Slack allows ten"}
            mend = mends.get(reason, "switch Socket Mode on at api.slack.com/apps")
            logger.warning("Slack ends the connection (%s): %s", reason, mend, extra=seldom(reason))
        connection.retired = self.clock()
        self._begin(self._renew())

    async def _see_to(self, connection: _Connection, envelope: Envelope) -> None:
        answer = await self.handle(envelope)
        if answer is None:
            return
        said = {"envelope_id": envelope["envelope_id"], **({"payload": answer} if answer else {})}
        live = [connection, *reversed(self._open)]
        for each in live:
            if not each.socket.closed:
                await each.socket.send_json(said)
                return
        logger.warning("an acknowledgement was lost with its connection")

    def _begin(self, work: Awaitable[object]) -> None:
        async def begun() -> None:
            await work

        async def on_error(error: Exception) -> None:
            report(error)

        self._under_way.start(begun(), on_error)


async def _ping(socket: ClientWebSocketResponse) -> None:
    """Ask for a sign of life; where even that cannot be sent, none will come."""
    try:
        async with asyncio.timeout(_CLOSES):
            await socket.ping()
    except (ConnectionError, TimeoutError, aiohttp.ClientError):
        return

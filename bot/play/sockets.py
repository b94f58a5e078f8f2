"""Socket Mode: envelopes over the bot's websockets, acks back, redelivery, refresh and sudden loss."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

from aiohttp import WSMsgType, web

from bot.play.deliveries import Ack, Delivery, Retry, payload_of
from bot.play.messages import Json

MOST_CONNECTIONS = 10
ABOUT_A_CONNECTION = 18_060
"""Seconds a real connection lives, roughly; part of hello."""


class SocketTransport:
    """The open websockets of an app; each envelope goes over one of them, in turn."""

    def __init__(self, app_id: str, ack_timeout: float, retry_delays: Sequence[float]) -> None:
        self._app_id = app_id
        self._ack_timeout = ack_timeout
        self._retry_delays = retry_delays
        self._open: list[tuple[web.WebSocketResponse, web.Request]] = []
        self._every: set[web.WebSocketResponse] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._changed = asyncio.Condition()
        self._sent = 0

    def __len__(self) -> int:
        return len(self._open)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One websocket, from hello to its end."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._open) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        entry = (socket, request)
        self._open.append(entry)
        self._every.add(socket)
        await socket.send_json(self._hello())
        await self._notify()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self._forget(entry)
            self._every.discard(socket)
            await self._notify()
        return socket

    async def connected(self, count: int = 1) -> None:
        """Return once at least so many websockets are open."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._open) >= count)

    async def refresh(self) -> None:
        """Ask the bot to connect anew, as Slack does every few hours; nothing more comes over the old ones."""
        for socket, request in list(self._open):
            self._forget((socket, request))
            await socket.send_json(
                {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "play"}},
            )

    async def warn(self) -> None:
        """Announce the end of every connection, as Slack does ten seconds ahead; until then more may come over them."""
        for socket, _ in list(self._open):
            await socket.send_json({"type": "disconnect", "reason": "warning", "debug_info": {"host": "play"}})

    async def end_oldest(self) -> None:
        """Close the oldest connection in good order."""
        entry = self._open[0]
        self._forget(entry)
        await entry[0].close()

    async def drop(self) -> None:
        """Break every connection without a word."""
        for socket, request in list(self._open):
            self._forget((socket, request))
            if request.transport is not None:
                request.transport.abort()

    async def close(self) -> None:
        """Close every websocket in good order, those about to be replaced too."""
        for socket in list(self._every):
            await socket.close()

    async def deliver(self, delivery: Delivery) -> Ack:
        """Send an envelope and wait for its ack; an event that gets none is sent again."""
        start = asyncio.get_running_loop().time()
        for attempt in self._attempts(delivery):
            if attempt.retry and attempt is not delivery:
                await asyncio.sleep(self._retry_delays[attempt.retry.number - 1])
            try:
                async with asyncio.timeout(self._ack_timeout):
                    payload = await self._send(attempt)
            except (TimeoutError, ConnectionError):
                continue
            return Ack(200, payload, asyncio.get_running_loop().time() - start)
        seconds = asyncio.get_running_loop().time() - start
        return Ack(0, None, seconds, "operation_timeout" if self._open else "dispatch_failed")

    def _attempts(self, delivery: Delivery) -> Sequence[Delivery]:
        """The delivery and its repetitions."""
        if not delivery.is_repeated:
            return [delivery]
        numbers = range(1, len(self._retry_delays) + 1)
        return [delivery, *(replace(delivery, retry=Retry(number, "timeout")) for number in numbers)]

    async def _send(self, delivery: Delivery) -> Json | None:
        await self.connected()
        self._sent += 1
        envelope_id = f"{self._sent:08x}-0000-4000-8000-0000000000ee"
        acked: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acked
        socket, _ = self._open[self._sent % len(self._open)]
        try:
            await socket.send_json(_envelope(delivery, envelope_id))
            return await acked
        finally:
            del self._waiting[envelope_id]

    def _take(self, text: str) -> None:
        """An ack; it may come over another websocket than its envelope went."""
        answer = json.loads(text)
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(payload_of(answer))

    def _hello(self) -> Json:
        about = {"host": "play", "build_number": 1, "approximate_connection_time": ABOUT_A_CONNECTION}
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": about,
            "connection_info": {"app_id": self._app_id},
        }

    def _forget(self, entry: tuple[web.WebSocketResponse, web.Request]) -> None:
        if entry in self._open:
            self._open.remove(entry)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _envelope(delivery: Delivery, envelope_id: str) -> Json:
    envelope = {
        "envelope_id": envelope_id,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != "events_api",
        "payload": delivery.payload,
    }
    if delivery.kind == "events_api":
        retry = delivery.retry
        envelope |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
    return envelope

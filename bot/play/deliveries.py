"""What is delivered to the bot, what comes back, and the two ways to carry it: signed POSTs and a websocket."""

import asyncio
import hashlib
import hmac
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import aiohttp

from bot.play.messages import Json, Message

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Retry:
    """Which attempt this is, from 1, and what Slack says went wrong before."""

    number: int
    reason: str = "http_timeout"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload on its way to the bot."""

    kind: Kind
    payload: Json
    retry: Retry | None = None

    @property
    def is_repeated(self) -> bool:
        """Whether Slack sends it again where no ack comes: events, never commands or clicks."""
        return self.kind == "events_api" and self.retry is None


@dataclass(frozen=True, slots=True)
class Ack:
    """How the bot acknowledged a delivery."""

    status: int
    """The HTTP status; 200 for an acknowledged envelope; 0 when nothing came back."""
    payload: Json | None
    seconds: float
    error: str | None = None
    """What the person sees when it failed: `dispatch_failed`, `operation_timeout`."""
    message: Message | None = None
    """The message this action put in the channel: what the person posted, or what the ack answered them."""
    sent: Mapping[str, str] = field(default_factory=dict)
    """The headers it was delivered with; none over a websocket."""

    @property
    def why_again(self) -> str:
        """What Slack says of it when it sends an event again over HTTP."""
        if self.error == "operation_timeout":
            return "http_timeout"
        return "http_error" if self.status else "connection_failed"


class Transport(Protocol):
    """A way to the bot."""

    async def deliver(self, delivery: Delivery) -> Ack:
        """Send it, and wait for the ack or for its time to run out."""
        ...


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Slack's v0 signature of a request body."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def encode(delivery: Delivery) -> tuple[bytes, str]:
    """The body and content type of a delivery over HTTP."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def decode(body: str) -> Json | None:
    """What an ack's body says: JSON, or bare text as Slack shows it."""
    if not body.strip():
        return None
    try:
        found = json.loads(body)
    except ValueError:
        return {"text": body}
    return found if isinstance(found, dict) else {"text": body}


@dataclass(frozen=True, slots=True)
class HttpTransport:
    """Signed POSTs to the bot's request URL; an event that gets no ack is sent again after each of the delays.

    Several URLs are several processes behind one, and take turns.
    """

    urls: Sequence[str]
    session: aiohttp.ClientSession
    signature_headers: "SignatureHeaders"
    ack_timeout: float
    retry_delays: Sequence[float] = ()
    _turns: Iterator[int] = field(default_factory=itertools.count)

    async def deliver(self, delivery: Delivery) -> Ack:
        ack = await self._send(delivery)
        for number, seconds in enumerate(self.retry_delays if delivery.is_repeated else (), start=1):
            if ack.error is None:
                break
            await asyncio.sleep(seconds)
            ack = await self._send(replace(delivery, retry=Retry(number, ack.why_again)))
        return ack

    async def _send(self, delivery: Delivery) -> Ack:
        body, content_type = encode(delivery)
        headers = {"Content-Type": content_type, **self.signature_headers(body)}
        if delivery.retry is not None:
            headers["X-Slack-Retry-Num"] = str(delivery.retry.number)
            headers["X-Slack-Retry-Reason"] = delivery.retry.reason
        return replace(await self.post(body, headers), sent=headers)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Ack:
        """Send these bytes just as they are."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        url = self.urls[next(self._turns) % len(self.urls)]
        agent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", **headers}
        try:
            async with (
                asyncio.timeout(self.ack_timeout),
                self.session.post(url, data=body, headers=agent) as answer,
            ):
                status, text = answer.status, await answer.text()
        except TimeoutError:
            return Ack(0, None, loop.time() - start, "operation_timeout")
        except aiohttp.ClientError:
            return Ack(0, None, loop.time() - start, "dispatch_failed")
        error = None if status == 200 else "dispatch_failed"  # noqa: PLR2004 - the one status Slack takes as an ack
        return Ack(status, decode(text), loop.time() - start, error)


class SignatureHeaders(Protocol):
    """Makes the headers that prove a body comes from Slack."""

    def __call__(self, body: bytes) -> Mapping[str, str]: ...


def payload_of(answer: Mapping[str, Any]) -> Json | None:
    """What rides in an ack over a websocket; None for a bare one."""
    payload = answer.get("payload")
    return dict(payload) if payload else None

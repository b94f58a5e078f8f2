"""Slack over HTTP: Starlette on uvicorn. Refuses what is forged, broken or too large before Bolt sees it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import uvicorn
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.background import DRAIN_SECONDS, Background
from bot.metrics import Metrics
from bot.transport.impatience import ImpatientProtocol
from bot.transport.requests import capped_body, is_signed, read_body

PATH = "/slack/events"
_ENDS = 3  # seconds that a stop leaves requests to end in: Slack waits no longer for an answer
LARGEST_BODY = 1_000_000  # bytes; Slack's own requests stay far below


def build_http_app(
    app: AsyncApp,
    signing_secret: str,
    background: Background,
    pages: Sequence[Route] = (),
    metrics: Metrics | None = None,
) -> Starlette:
    """The web application: `/slack/events` for Slack, `/healthz` for whoever watches, and any pages given.

    Stopping it finishes the work under way. Requests that are turned away are counted; the app counts the others.

    Raises ValueError for an empty signing secret: with it everybody's requests would pass for Slack's, or none.
    """
    if not signing_secret:
        raise ValueError("the signing secret is empty")
    events = _Events(app, SignatureVerifier(signing_secret), metrics or Metrics())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await background.drain(DRAIN_SECONDS)

    routes = [Route(PATH, events, methods=["POST"]), alive_route(), *pages]
    return Starlette(routes=routes, lifespan=lifespan)


@dataclass(frozen=True, slots=True)
class _Events:
    """Hands Slack's requests to Bolt, and turns all others away: an ASGI application."""

    app: AsyncApp
    verifier: SignatureVerifier
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._answer(Request(scope, receive, send))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """What Bolt answers, or why it was not asked."""
        try:
            body = await capped_body(request, LARGEST_BODY)
        except ClientDisconnect:
            self.metrics.refused("hung_up", 400)
            return PlainTextResponse("the body is not whole", 400)  # which nobody is there to read
        if body is None:
            self.metrics.refused("too_large", 413)
            return PlainTextResponse("the body is too large", 413)
        if not is_signed(body, request.headers, self.verifier):
            self.metrics.refused("unsigned", 401)
            return JSONResponse({"error": "the signature is missing, wrong or too old"}, 401)
        try:
            read = read_body(body, request.headers.get("content-type", ""))
        except ValueError:
            self.metrics.refused("unreadable", 400)
            return JSONResponse({"error": "the body cannot be read"}, 400)
        return _response(await self.app.async_dispatch(_verified(read, request.headers)))


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling, which would end the process by the signal instead of with 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bound(host: str, port: int) -> socket.socket:
    """A listening socket on this address; port 0 is any that is free. Raises OSError where it cannot be had.

    Its protocol is named, since asyncio sends small answers at once (TCP_NODELAY) only on sockets that name it: without,
    an answer waits 40 ms for the acknowledgement of its headers.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


@asynccontextmanager
async def serving(web: Starlette, listener: socket.socket) -> AsyncIterator[str]:
    """Serve on this socket and give the address; at the end finish what is under way."""
    host, port = listener.getsockname()[:2]
    config = uvicorn.Config(
        web,
        http=ImpatientProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_ENDS,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
    finally:
        server.should_exit = True
        await task
        listener.close()


def alive_route() -> Route:
    """`/healthz`, which says that the process lives."""
    return Route("/healthz", _alive)


async def _alive(_: Request) -> Response:
    return PlainTextResponse("ok")


def _verified(body: dict[str, object], headers: Mapping[str, str]) -> AsyncBoltRequest:
    """A request for Bolt. It takes a mapping that was read already in the mode it has for Socket Mode only."""
    retries = {name: value for name, value in headers.items() if name.startswith("x-slack-retry-")}
    return AsyncBoltRequest(mode="socket_mode", body=body, headers=dict(retries))


def _response(said: BoltResponse) -> Response:
    headers = {name: values[0] for name, values in said.headers.items() if name != "content-length"}
    return Response(said.body, said.status, headers)

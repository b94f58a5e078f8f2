"""The stand-in for Slack as a whole: a server on this computer, what people do there, and what the bot did."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from bot.play.actions import Actions
from bot.play.deliveries import Ack, Delivery, HttpTransport, sign
from bot.play.events import Events
from bot.play.faults import Fault, Faults
from bot.play.messages import Json, Message
from bot.play.pace import Pace
from bot.play.payloads import Payloads
from bot.play.people import BOT
from bot.play.record import Call, Record
from bot.play.response_urls import ResponseUrls
from bot.play.server import HOST, Server, api_url
from bot.play.sockets import SocketTransport
from bot.play.views import View
from bot.play.web_api import GRANTED, Tokens, WebApi
from bot.play.wire import Exchange, Listener, name_of
from bot.play.workspace import Workspace

SUBSCRIBED = frozenset({"app_home_opened", "app_mention", "link_shared", "message.im"})
ACK_SECONDS = 3.0
_PATIENCE = 5.0


class SlackSide(Actions):
    """Slack for one bot. Use it as an async context manager.

    Args:
        scopes: What the bot may do; Slack's answer to anything else is `missing_scope`.
        subscribed: Which events are sent of themselves: `app_mention`, `message.im`, `message.channels`, …
        unfurl_domains: Lower-case hosts, as in the manifest; links to them or below them are told of in `link_shared`.
        clock: Seconds since 1970; trigger ids, response URLs and message times go by it.
        signing_clock: The clock of the signatures.
        ack_timeout: Seconds the bot has for an ack.
        retry_delays: Seconds before each further try of an event that got no ack; Slack waits 0, 60 and 300.
        quiet: Seconds without a request after which `settle` takes the bot to be done.
        workspace: Another workspace than the usual one.
        posts_at_once: How many messages a channel takes at once, before one a second; None for any number.
    """

    bot_token = "xoxb-play"  # noqa: S105 - opens nothing but this stand-in
    app_token = "xapp-play"  # noqa: S105 - likewise
    signing_secret = "play-signing-secret"  # noqa: S105 - likewise

    def __init__(  # noqa: PLR0913 - each a rule of Slack's that some test bends, by name
        self,
        *,
        scopes: Collection[str] = GRANTED,
        subscribed: Collection[str] = SUBSCRIBED,
        unfurl_domains: Collection[str] = (),
        clock: Callable[[], float] = time.time,
        signing_clock: Callable[[], float] = time.time,
        ack_timeout: float = ACK_SECONDS,
        retry_delays: Sequence[float] = (0.0,),
        quiet: float = 0.05,
        workspace: Workspace | None = None,
        posts_at_once: int | None = None,
    ) -> None:
        self.workspace = workspace or Workspace(clock)
        self.workspace.bot_posts_anywhere = "chat:write.public" in scopes
        self.subscribed = subscribed
        self.response_urls = ResponseUrls(self.workspace)
        self.events = Events(self.workspace, unfurl_domains)
        self.payloads = Payloads(self.workspace, self._response_url)
        self.sockets = SocketTransport(self.workspace.team.app_id, ack_timeout, retry_delays)
        self.deliveries: list[Delivery] = []
        self._signing_clock = signing_clock
        self._ack_timeout = ack_timeout
        self._retry_delays = retry_delays
        self._record = Record(quiet)
        self._faults = Faults()
        self._http: HttpTransport | None = None
        self._port = 0
        self._stack = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None
        pace = Pace(self.workspace.clock, posts_at_once)
        tokens = Tokens(self.bot_token, self.app_token)
        self.web_api = WebApi(self.workspace, tokens, scopes, self._socket_url)
        self._server = Server(self.web_api, self.response_urls, self.sockets, self._record, self._faults, pace)

    async def __aenter__(self) -> Self:
        runner, self._port = await self._server.start()
        self._stack.push_async_callback(runner.cleanup)
        self._stack.push_async_callback(self.sockets.close)
        self._session = await self._stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def api_url(self) -> str:
        """The base URL for a Web API client, with its slash at the end."""
        return api_url(self._port)

    @property
    def calls(self) -> Sequence[Call]:
        """Every call the bot made, in order, those through a response_url too."""
        return self._record.calls

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The answer to a call of the Web API that came in elsewhere."""
        return await self._server.answer(request)

    def connect_http(self, *urls: str) -> None:
        """Deliver to this request URL from now on, instead of over a websocket; to several in turn, as a balancer would."""
        self._http = self._http_transport(urls)

    async def socket_connected(self, count: int = 1, *, timeout: float = _PATIENCE) -> None:  # noqa: ASYNC109 - as below
        """Return once the bot holds so many websockets open."""
        async with asyncio.timeout(timeout):
            await self.sockets.connected(count)

    async def deliver(self, delivery: Delivery) -> Ack:
        self.deliveries.append(delivery)
        async with self._record.busy():
            began = asyncio.get_running_loop().time()
            ack = await (self._http or self.sockets).deliver(delivery)
            name = name_of(delivery.kind, delivery.payload)
            self._record.listener(
                Exchange("to the bot", name, delivery.payload, ack.sent, ack.status, ack.payload, began, ack.seconds)
            )
            return ack

    def listen(self, listener: Listener) -> None:
        """Tell of every request with its answer from now on, in both directions."""
        self._record.listener = listener

    @property
    def changes(self) -> int:
        """How many changes there were so far; `changed_since` waits for the next."""
        return self._record.changes

    async def changed_since(self, changes: int, within: float) -> None:
        """Return as soon as there were more changes than that, or after so many seconds."""
        await self._record.changed_since(changes, within)

    async def changed(self) -> None:
        await self._record.changed()

    async def raw(self, body: bytes, headers: Mapping[str, str] | None = None, *, signed: bool = False) -> Ack:
        """Send the bot any bytes over HTTP, signed or not."""
        if self._http is None:
            raise RuntimeError("raw() needs connect_http(url) first")
        async with self._record.busy():
            return await self._http.post(body, {**(self.signature(body) if signed else {}), **(headers or {})})

    def signature(self, body: bytes) -> Mapping[str, str]:
        """The two headers that prove a body comes from Slack."""
        timestamp = int(self._signing_clock())
        signature = sign(self.signing_secret, timestamp, body)
        return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": signature}

    def messages(self, channel: str) -> Sequence[Message]:
        """What everybody in the channel sees, oldest first."""
        return self.workspace.messages(self.workspace.channel(channel).id)

    def seen_by(self, user: str, channel: str) -> Sequence[Message]:
        """What that person sees there: public messages and those for them only."""
        return self.workspace.seen_by(self.workspace.user(user).id, self.workspace.channel(channel).id)

    def modals(self, user: str) -> Sequence[View]:
        """The modals that person has open, the topmost last."""
        person = self.workspace.user(user).id
        return [view for view in self.workspace.views.modals.values() if view.user == person]

    def home(self, user: str) -> View | None:
        """The Home tab last published for that person."""
        return self.workspace.views.homes.get(self.workspace.user(user).id)

    def unfurls(self, place: Message | str) -> Mapping[str, Json]:
        """The previews below a message, or in the composer with that unfurl_id: URL → what is shown."""
        return self.workspace.unfurls.get(place.ts if isinstance(place, Message) else place, {})

    def prompts(self, user: str) -> Sequence[Json]:
        """What the bot suggests that person to write to it."""
        return self.workspace.prompts.get(self.workspace.direct_messages(self.workspace.user(user).id).id, [])

    def status(self, message: Message) -> str:
        """What the bot is said to be doing in the thread of a message; empty once it has answered."""
        return self.workspace.statuses.get((message.channel, message.thread_ts or message.ts), "")

    def fail_next(  # noqa: PLR0913 - the fields of a Fault, by name
        self,
        method: str,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        error: str | None = None,
        reset: bool = False,
        delay: float = 0.0,
        applied: bool = False,
        times: int = 1,
    ) -> None:
        """Let the next `times` calls of a method, or of `response_url`, go wrong as `Fault` describes."""
        fault = Fault(status, retry_after, error, reset=reset, delay=delay, applied=applied)
        self._faults.add(method, fault, times)

    def fail_sometimes(self, choose: Callable[[str], Fault | None]) -> None:
        """Let each call go wrong as this says of its method, where no other fault is due."""
        self._faults.choose = choose

    def hold_next(self, method: str) -> asyncio.Event:
        """Keep the next call of a method waiting until the event is set."""
        released = asyncio.Event()
        self._faults.add(method, Fault(released=released))
        return released

    def watch(self, app_is_busy: Callable[[], bool]) -> None:
        """Let `settle` wait until the app says itself that it is done, too."""
        self._record.app_is_busy = app_is_busy

    async def settle(self, *, timeout: float = _PATIENCE) -> None:  # noqa: ASYNC109 - a bound with its own message
        """Return once the bot has finished what it does after the ack.

        Raises:
            TimeoutError: Something is still in progress at the end of that time.
        """
        await self._record.settle(timeout)

    async def wait_for_call(self, method: str, *, count: int = 1, timeout: float = _PATIENCE) -> Call:  # noqa: ASYNC109 - likewise
        """The first call of a method, or the `count`th, as soon as it has come in."""

        def look() -> Call | None:
            found = [call for call in self.calls if call.method == method]
            return found[count - 1] if len(found) >= count else None

        return await self._record.until(look, timeout, f"call of {method}")

    async def wait_for_message(
        self,
        channel: str,
        where: Callable[[Message], bool] | None = None,
        *,
        user: str | None = None,
        timeout: float = _PATIENCE,  # noqa: ASYNC109 - likewise
    ) -> Message:
        """The newest message in a channel that fits, as soon as there is one.

        Args:
            channel: Where, by id or name.
            where: What it must fulfil; any message by the bot when left out.
            user: Whose eyes to look through; without one, only public messages count.
            timeout: Seconds to wait.
        """
        fits = where or (lambda message: message.user == BOT)

        def look() -> Message | None:
            shown = self.seen_by(user, channel) if user else self.messages(channel)
            return next((message for message in reversed(shown) if fits(message)), None)

        return await self._record.until(look, timeout, f"such message in {channel}")

    def _http_transport(self, urls: Sequence[str]) -> HttpTransport:
        if self._session is None:
            raise RuntimeError("enter the SlackSide with `async with` first")
        return HttpTransport(urls, self._session, self.signature, self._ack_timeout, self._retry_delays)

    def _response_url(self, user: str, channel: str, original: Message | None) -> str:
        return f"http://{HOST}:{self._port}/response/{self.response_urls.issue(user, channel, original)}"

    def _socket_url(self) -> str:
        return f"ws://{HOST}:{self._port}/socket?ticket={self.workspace.number()}&app_id={self.workspace.team.app_id}"

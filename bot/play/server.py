"""The server the bot talks to: `/api/<method>`, `/response/…` and `/socket`, on this computer only."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.play.faults import Fault, Faults
from bot.play.messages import Json, Refusal
from bot.play.pace import Pace
from bot.play.record import Call, Record
from bot.play.response_urls import ResponseUrls
from bot.play.sockets import SocketTransport
from bot.play.web_api import WebApi
from bot.play.wire import Exchange

HOST = "127.0.0.1"
RESPONSE_URL = "response_url"
_JSON_IN_FORMS = ("attachments", "blocks", "loading_messages", "metadata", "prompts", "unfurls", "view")
_SHUTDOWN_SECONDS = 0.2
_TOLD = ("Content-Type", "User-Agent")  # of a call's headers; the token is nobody's business


async def listen(app: web.Application) -> tuple[web.AppRunner, int]:
    """Serve on a free port of this computer; the runner is to be cleaned up."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    return runner, runner.addresses[0][1]


def api_url(port: int) -> str:
    """The base URL for a Web API client, with its slash at the end."""
    return f"http://{HOST}:{port}/api/"


@dataclass(frozen=True, slots=True)
class Server:
    """Answers requests out of the parts given, with the faults that are due."""

    web_api: WebApi
    response_urls: ResponseUrls
    sockets: SocketTransport
    record: Record
    faults: Faults
    pace: Pace

    async def start(self) -> tuple[web.AppRunner, int]:
        """Listen on a free port; the runner is to be cleaned up."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.answer)
        app.router.add_post("/response/{path:.*}", self._response_url)
        app.router.add_get("/socket", self.sockets.serve)
        return await listen(app)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The answer to a call of the Web API."""
        method = request.match_info["method"]

        async def work() -> web.Response:
            return web.json_response(answer(), headers={"X-OAuth-Scopes": ",".join(sorted(self.web_api.scopes))})

        async with self.record.busy():
            try:
                arguments = await _arguments(request)
            except ValueError:
                return web.json_response({"ok": False, "error": "invalid_json"})
            given = str(arguments.pop("token", ""))
            token = request.headers.get("Authorization", f"Bearer {given}").removeprefix("Bearer ").strip()
            call = Call(method, arguments, self.web_api.token_ok(method, token))
            await self._record(call)

            def answer() -> Json:
                return self.web_api.answer(method, arguments, token)

            if method == "chat.postMessage" and (seconds := self.pace.wait(str(arguments.get("channel")))):
                return _failure(Fault(status=429, retry_after=seconds), request)
            return await self._with_faults(call, request, work)

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        async def work() -> web.Response:
            try:
                self.response_urls.use(request.match_info["path"], body)
            except Refusal as refusal:
                gone = refusal.error in ("expired_url", "used_url")
                return web.Response(text=refusal.error, status=404 if gone else 400)
            return web.Response(text="ok")

        async with self.record.busy():
            try:
                body = await _arguments(request)
            except ValueError:
                return web.Response(text="invalid_payload", status=400)
            call = Call(RESPONSE_URL, body, token_ok=True)
            await self._record(call)
            return await self._with_faults(call, request, work)

    async def _record(self, call: Call) -> None:
        self.record.calls.append(call)
        await self.record.changed()

    async def _with_faults(
        self, call: Call, request: web.Request, work: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        began = asyncio.get_running_loop().time()
        response = await self._faulty(self.faults.next(call.method), request, work)
        seconds = asyncio.get_running_loop().time() - began
        headers = {name: value for name, value in request.headers.items() if name in _TOLD}
        answer = response.text if response.content_type != "application/json" else json.loads(response.text or "null")
        self.record.listener(
            Exchange("from the bot", call.method, call.arguments, headers, response.status, answer, began, seconds)
        )
        return response

    async def _faulty(
        self, fault: Fault | None, request: web.Request, work: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        if fault is None:
            return await work()
        await fault.wait()
        if not fault.fails:
            return await work()
        if fault.applied:
            await work()
        return _failure(fault, request)


def _failure(fault: Fault, request: web.Request) -> web.Response:
    if fault.reset:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.error is not None or fault.status == web.HTTPTooManyRequests.status_code:
        answer = {"ok": False, "error": fault.error or "ratelimited"}
        return web.json_response(answer, status=fault.status or 200, headers=headers)
    return web.Response(text="upstream error", status=fault.status or 500, headers=headers)


async def _arguments(request: web.Request) -> Json:
    """What a call says, from its query, its form or its JSON body; raises `ValueError` for broken JSON."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        if not isinstance(body, Mapping):
            raise ValueError("not an object")
        arguments.update(body)
        return arguments
    arguments.update(await request.post())
    for name in _JSON_IN_FORMS:
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments

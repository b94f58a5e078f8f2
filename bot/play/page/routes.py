"""The page as Starlette routes: the page itself, its files, a stream of what changes, and what people do."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, field
from importlib import resources

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.play.messages import Json, Refusal
from bot.play.page.acts import INVITE, Acts, BadAct
from bot.play.page.drawn_messages import DrawnMessages
from bot.play.page.guard import HEADERS, is_addressed, is_from_the_page
from bot.play.page.offer import Command, Offer, Start
from bot.play.page.regions import Regions, Viewer
from bot.play.page.templating import render
from bot.play.people import ANN, ENGINEERING
from bot.play.slack_side import SlackSide
from bot.play.wire import Wire

_LARGEST = 200_000  # bytes of what a person does at once
_STARTING, _IDLE = 0.2, 15.0  # seconds after which the stream looks again
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """The page for one side. `start` is told how far the bot is; `close` ends what the browsers wait for."""

    side: SlackSide
    offer: Offer
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    start: Start = field(default_factory=Start)
    wire: Wire = field(default_factory=Wire)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> list[Route]:
        """`/`, and below `/play` what belongs to it. From now on the wire is listened to."""
        self.side.listen(self.wire.hear)
        regions = Regions(DrawnMessages(self.side, self.offer), self.wire, self.start)
        acts = Acts(self.side, self.wire, self.offer.bot)

        async def page(_: Request) -> Response:
            return HTMLResponse(render("page.html", bot=self.offer.bot, token=self.token, offer=self._for_page()))

        async def stream(request: Request) -> Response:
            asked = request.query_params
            viewer = Viewer(asked.get("as", ANN), asked.get("place", ENGINEERING), asked.get("thread", ""))
            try:
                regions.of(viewer)
            except Refusal as refusal:
                return PlainTextResponse(refusal.error, 404)
            return StreamingResponse(self._changes(regions, viewer), media_type="text/event-stream")

        async def act(request: Request) -> Response:
            if not is_from_the_page(request.headers, self.token):
                return PlainTextResponse("this is for the page alone", 403)
            if not self.start.is_over:
                return JSONResponse({"trouble": self.start.line})
            try:
                return JSONResponse(await acts.do(await _asked(request)))
            except BadAct as problem:
                return JSONResponse({"trouble": str(problem)}, 400)

        routes = (("/", page, "GET"), ("/play/stream", stream, "GET"), ("/play/act", act, "POST"))
        return [
            *(Route(path, _guarded(answer), methods=[method]) for path, answer, method in routes),
            Route("/play/{name}", _guarded(_file), methods=["GET"]),
        ]

    async def close(self) -> None:
        """End every stream, so that the server can end."""
        self._closing.set()
        await self.side.changed()

    def _for_page(self) -> Json:
        names = {user.id: user.name for user in self.side.workspace.users.values()}
        people = [user.name for user in self.side.workspace.users.values()]
        channels = [one.name for one in self.side.workspace.channels.values() if one.kind != "im"]
        invite = Command(INVITE, f"Bring {self.offer.bot} into this channel", f"@{self.offer.bot}")
        commands = [asdict(one) for one in (*self.offer.commands, invite)]
        return {
            "commands": commands,
            "people": people,
            "channels": channels,
            "ids": names,
            "me": ANN,
            "place": ENGINEERING,
        }

    async def _changes(self, regions: Regions, viewer: Viewer) -> AsyncIterator[str]:
        """Server-sent events, each with the regions that have changed; of lists only the pieces that have."""
        sent: Json = {}
        is_last = False
        while not is_last:
            is_last, changes = self._closing.is_set(), self.side.changes
            now = regions.of(viewer)
            if news := _news(sent, now):
                yield f"data: {json.dumps(news)}\n\n"
                sent = now
            else:
                yield ": still here\n\n"
            if not is_last:
                await self.side.changed_since(changes, _IDLE if self.start.is_over else _STARTING)


def _news(before: Json, now: Json) -> Json:
    """The regions that are not as they were."""
    return {name: _pieces(before.get(name), value) for name, value in now.items() if _is_new(before, name, value)}


def _is_new(before: Json, name: str, value: object) -> bool:
    return name not in before or before[name] != value


def _pieces(before: object, now: object) -> object:
    if not isinstance(now, dict) or "html" not in now:
        return now
    known = before["html"] if isinstance(before, dict) else {}
    return {**now, "html": {key: html for key, html in now["html"].items() if known.get(key) != html}}


def _guarded(answer: Answer) -> Answer:
    """Only for requests that name this computer, and with the headers that say what the page may do."""

    async def guarded(request: Request) -> Response:
        if not is_addressed(request.headers):
            return PlainTextResponse("this page is for this computer alone", 421)
        response = await answer(request)
        response.headers.update(HEADERS)
        return response

    return guarded


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    found = resources.files("bot.play.page") / "static" / name
    ending = name.rpartition(".")[2]
    if "/" in name or ending not in _TYPES or not found.is_file():
        return PlainTextResponse("there is no such file", 404)
    return Response(found.read_bytes(), media_type=_TYPES[ending])


async def _asked(request: Request) -> Json:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise BadAct("that is too long")
    try:
        asked = json.loads(body)
    except ValueError as error:
        raise BadAct("that is no JSON") from error
    if not isinstance(asked, dict):
        raise BadAct("that is no object")
    return asked

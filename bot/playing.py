"""`commonplace play`: the real bot, over real signed requests, against a stand-in for Slack on this computer."""

import asyncio
import shutil
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import time
from typing import Any, TextIO
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import build_app, slack_client, slack_session
from bot.background import DRAIN_SECONDS, Background
from bot.callers import Caller
from bot.manifest import Wanted, build_manifest
from bot.names import Names
from bot.parts import Parts, now
from bot.play.beside import beside
from bot.play.page.offer import Command, Offer, Shortcut, Start
from bot.play.page.routes import Page
from bot.play.people import ANN, BEN, BOT, USERS, User
from bot.play.slack_side import SUBSCRIBED, SlackSide
from bot.play.terminal import Look, converse, help_text, read_lines
from bot.play.web_api import GRANTED
from bot.play.workspace import Workspace
from bot.policy import Policy
from bot.scheduler import Scheduler
from bot.signals import stop_event
from bot.store import open_store
from bot.texts import texts_in
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.turns import Turns
from bot.views.answer import WHY
from bot.web.gates import Here
from bot.web.reader import reader_routes
from bot.workspaces import Identity, OneWorkspace, identify
from knowledge import Config, KnowledgeBase, KnowledgeError, load_config
from knowledge.initial_config import config_of
from knowledge.progress import Progress, shown

_WIDEST = 100
_LOOPBACK = "127.0.0.1"
_OWN_NAMES = (_LOOPBACK, "localhost")  # a page elsewhere can have its own name lead here (DNS rebinding)
_EXAMPLES = 4
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Played:
    """What is played with: a folder or an address, else a configuration, else the posts that come with the bot."""

    names: Names = field(default_factory=Names)
    place: str = ""
    config: Path | None = None
    port: int = 0
    """Where it is served on this computer; 0 is any port that is free."""

    def read(self, reader_url: str, progress: Progress) -> KnowledgeBase:
        """The posts; those without a URL are linked below `reader_url`. Raises KnowledgeError."""
        return KnowledgeBase.open(self._config(), reader_url, progress=progress)

    def _config(self) -> Config:
        return config_of(self.place, Path.cwd())[1] if self.place else load_config(self.config)


async def play_in_terminal(
    played: Played, environment: Mapping[str, str], typed: TextIO = sys.stdin, write: Callable[[str], None] = print
) -> None:
    """Talk to the bot until `quit` or the end of the input. Raises KnowledgeError where the posts cannot be read."""
    look = _look(played.names, environment)
    listener = _listening(played.port)
    stage, domains = _Stage(), {_LOOPBACK}
    async with (
        _full_slack(played.names, domains) as side,
        serving(_web(Mount("/", stage)), listener) as address,
    ):
        knowledge_base = await _read(played, address, Start())
        domains |= _hosts(knowledge_base)
        _greet(knowledge_base, look, write)
        async with _answering(knowledge_base, played.names, side, stage, address):
            await converse(side, read_lines(typed), write, look)


async def play_in_browser(
    played: Played, show: Callable[[str], bool] | None, stopped: asyncio.Event | None = None
) -> None:
    """Serve the page until the process is told to stop; `show` opens a browser, and says whether there is one.

    Raises KnowledgeError where the posts cannot be read, and KeyboardInterrupt where it is told to stop before they are.
    """
    stopped = stopped or stop_event()
    stage, domains = _Stage(), {_LOOPBACK}
    async with _full_slack(played.names, domains) as side:
        page = Page(side, _offer(played.names))
        async with serving(_web(*page.routes(), Mount("/", stage)), _listening(played.port)) as address:
            print(f"The playground is at {address}/ (Ctrl-C ends it)", flush=True)  # noqa: T201 - for who started it
            try:
                if show is not None and not await asyncio.to_thread(show, f"{address}/"):
                    print("No browser can be opened here: open that address in one.", flush=True)  # noqa: T201 - likewise
                knowledge_base = await _unless(stopped, _read(played, address, page.start))
                domains |= _hosts(knowledge_base)
                async with _answering(knowledge_base, played.names, side, stage, address) as examples:
                    page.start.examples, page.start.link = examples, _newest(knowledge_base)
                    page.start.is_over = True
                    await side.changed()
                    await stopped.wait()
            finally:
                await page.close()


def browser(address: str) -> bool:
    """Open a browser with a window of its own; False where there is none, or only one that would take the terminal."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return type(found) is not webbrowser.GenericBrowser and found.open(address)


def _web(*routes: BaseRoute) -> Starlette:
    own = Middleware(TrustedHostMiddleware, allowed_hosts=list(_OWN_NAMES), www_redirect=False)
    return Starlette(routes=routes, middleware=[own])


def _listening(port: int) -> socket.socket:
    """A socket on this computer alone. Raises ValueError where the port cannot be had."""
    if not 0 <= port <= _LAST_PORT:
        raise ValueError(f"--port must be between 0 and {_LAST_PORT}, is {port}")
    try:
        return bound(_LOOPBACK, port)
    except OSError as error:
        raise ValueError(f"--port {port} cannot be listened on: {error.strerror}") from error


@dataclass(slots=True)
class _Stage:
    """What the bot is served on, once the posts are read."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app or PlainTextResponse("the bot is not there", 503))(scope, receive, send)


@asynccontextmanager
async def _answering(
    knowledge_base: KnowledgeBase, names: Names, side: SlackSide, stage: _Stage, address: str
) -> AsyncIterator[tuple[str, ...]]:
    """The bot, connected to that side; gives questions that its posts answer."""
    async with open_store("", now) as store, slack_session() as session:
        client = slack_client(session, side.api_url)
        background = Background()
        side.watch(lambda: background.is_busy)
        parts = Parts(knowledge_base, store, names, Policy(admins=frozenset({ANN})))
        identity = await identify(client, side.bot_token)
        workspaces = OneWorkspace(identity)
        app = build_app(parts, client, workspaces, background)
        stage.app = build_http_app(app, side.signing_secret, background, reader_routes(parts, address, Here()))
        async with Scheduler(parts, client, workspaces).running():
            side.connect_http(address + PATH)
            try:
                yield await _examples(parts, identity)
            finally:
                stage.app = None
                await background.drain(DRAIN_SECONDS)  # the stage has no lifespan that would do it


async def _read(played: Played, address: str, start: Start) -> KnowledgeBase:
    """Read the posts beside the event loop; how far that is, is said in the terminal and told to `start`."""
    start.what = "reading the posts"
    try:
        with shown(sys.stderr, quiet=False) as bar:

            def progress(what: str, done: int, total: int | None) -> None:
                start.tell(what, done, total)
                bar(what, done, total)

            knowledge_base = await beside(partial(played.read, address, progress))
    except KnowledgeError as error:
        start.trouble = str(error)
        raise
    stats = knowledge_base.stats
    start.summary = f"The bot has read {stats.posts} posts, {stats.passages} passages."
    return knowledge_base


async def _unless(stopped: asyncio.Event, reading: Coroutine[None, None, KnowledgeBase]) -> KnowledgeBase:
    """What is read. Raises KeyboardInterrupt where the process is told to stop before that."""
    work, stop = asyncio.create_task(reading), asyncio.create_task(stopped.wait())
    await asyncio.wait((work, stop), return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if work.done():
        return work.result()
    work.cancel()
    raise KeyboardInterrupt


async def _examples(parts: Parts, identity: Identity) -> tuple[str, ...]:
    caller = Caller(identity.team_id, ANN, "", texts_in(parts.policy.language))
    return await parts.homes(identity.granted, Turns()).examples(caller, _EXAMPLES)


def _newest(knowledge_base: KnowledgeBase) -> str:
    """The address of the newest post that has one."""
    found = [post for post in knowledge_base.posts if post.url]
    return max(found, key=lambda post: str(post.date or "")).url or "" if found else ""


def _hosts(knowledge_base: KnowledgeBase) -> set[str]:
    """Where posts are published: links to there get previews."""
    return {host for post in knowledge_base.posts if (host := urlsplit(post.url or "").hostname)}


def _full_slack(names: Names, domains: Collection[str]) -> SlackSide:
    """A workspace in which the manifest's full variant is installed; links to these domains get previews."""
    heard = SUBSCRIBED | {"message.channels", "reaction_added"}
    bot = User(BOT, names.bot, names.bot[:1].upper() + names.bot[1:], is_bot=True)
    people = [user for user in USERS if user.id in (ANN, BEN)]
    workspace = Workspace(time, users=[*people, bot])
    scopes = GRANTED | {"reactions:read"}
    return SlackSide(scopes=scopes, subscribed=heard, unfurl_domains=domains, workspace=workspace)


def _offer(names: Names) -> Offer:
    """What the full manifest declares."""
    features: Any = build_manifest(names, Wanted("full"))["features"]
    commands = [Command(one["command"], one["description"], one["usage_hint"]) for one in features["slash_commands"]]
    shortcuts = [Shortcut(one["callback_id"], one["name"]) for one in features["shortcuts"]]
    return Offer(names.bot, tuple(commands), tuple(shortcuts), frozenset({ANN}), WHY)


def _look(names: Names, environment: Mapping[str, str]) -> Look:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    colour = sys.stdout.isatty() and "NO_COLOR" not in environment
    return Look(bot=names.bot, ask=names.ask, lesson=names.lesson, width=width, colour=colour)


def _greet(knowledge_base: KnowledgeBase, look: Look, write: Callable[[str], None]) -> None:
    stats = knowledge_base.stats
    write(f"You are {look.user}, in #{look.channel} of a Slack on this computer; nothing leaves it.")
    write(f"The bot has read {stats.posts} posts, {stats.passages} passages. What you can type:\n")
    write(help_text(look) + "\n")

"""`commonplace play`: the real bot, over real signed requests, against a stand-in for Slack on this computer."""

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

import aiohttp

from bot.app import build_app, slack_client
from bot.background import Background
from bot.names import Names
from bot.parts import Parts, now
from bot.play.slack_side import SUBSCRIBED, SlackSide
from bot.play.terminal import Look, converse, help_text, read_lines
from bot.play.web_api import GRANTED
from bot.scheduler import Scheduler
from bot.store import open_store
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.web.reader import reader_routes
from bot.workspaces import OneWorkspace, identify
from knowledge import KnowledgeBase, load_config

_WIDEST = 100
_LOOPBACK = "127.0.0.1"


async def play(config: Path | None, names: Names, environment: Mapping[str, str], typed: TextIO = sys.stdin) -> None:
    """Talk to the bot until `quit` or the end of the input. Posts without a URL are served on a loopback port.

    Raises KnowledgeError where the posts cannot be read.
    """
    listener = bound(_LOOPBACK, 0)
    reader_url = f"http://{_LOOPBACK}:{listener.getsockname()[1]}"
    knowledge_base = KnowledgeBase.open(load_config(config), reader_url)
    look = _look(names, environment)
    _greet(knowledge_base, look, print)
    async with _full_slack() as side, open_store("", now) as store, aiohttp.ClientSession() as session:
        client = slack_client(session, side.api_url)
        background = Background()
        parts = Parts(knowledge_base, store, names)
        workspaces = OneWorkspace(await identify(client, side.bot_token))
        app = build_app(parts, client, workspaces, background)
        web = build_http_app(app, side.signing_secret, background, reader_routes(knowledge_base))
        async with serving(web, listener) as address, Scheduler(parts, client, workspaces).running():
            side.connect_http(address + PATH)
            await converse(side, read_lines(typed), print, look)


def _full_slack() -> SlackSide:
    """A workspace in which the manifest's full variant is installed, and links to the posts served here get previews."""
    heard = SUBSCRIBED | {"message.channels", "reaction_added"}
    return SlackSide(scopes=GRANTED | {"reactions:read"}, subscribed=heard, unfurl_domains={_LOOPBACK})


def _look(names: Names, environment: Mapping[str, str]) -> Look:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    colour = sys.stdout.isatty() and "NO_COLOR" not in environment
    return Look(bot=names.bot, ask=names.ask, lesson=names.lesson, width=width, colour=colour)


def _greet(knowledge_base: KnowledgeBase, look: Look, write: Callable[[str], None]) -> None:
    stats = knowledge_base.stats
    write(f"You are {look.user}, in #{look.channel} of a Slack on this computer; nothing leaves it.")
    write(f"The bot has read {stats.posts} posts, {stats.passages} passages. What you can type:\n")
    write(help_text(look) + "\n")

"""A reader on a loopback port, for tests in a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.parts import Parts, now
from bot.settings import Settings
from bot.signing_in import SigningIn
from bot.store import open_store
from bot.transport.http import bound, serving
from bot.web import entrance
from bot.web.reader import reader_routes
from bot.workspaces import Identity, OneWorkspace
from knowledge import Config, KnowledgeBase

TEAM = "T0HOME"


@dataclass(frozen=True, slots=True)
class Served:
    """Posts, and the address of the reader that serves them."""

    knowledge_base: KnowledgeBase
    address: str


@asynccontextmanager
async def served(
    config: Config | None = None, signing_in: SigningIn | None = None, slack: str = "http://127.0.0.1:9/api/"
) -> AsyncIterator[Served]:
    """A reader of the posts of a configuration, by default of the starter collection.

    With `signing_in` people sign in, by Slack at an address of its Web API.
    """
    listener = bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    knowledge_base = KnowledgeBase.open(config, url)
    settings = Settings("http", public_url=url, signing_in=signing_in or SigningIn())
    async with open_store("", now) as store, aiohttp.ClientSession() as session:
        parts = Parts(knowledge_base, store)
        client = AsyncWebClient(base_url=slack, session=session)
        gate = entrance.gate(settings, parts, client, OneWorkspace(Identity("xoxb-1", TEAM, "B0BOT", "U0BOT")))
        async with serving(Starlette(routes=reader_routes(parts, url, gate)), listener) as address:
            yield Served(knowledge_base, address)

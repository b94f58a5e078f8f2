"""A reader on a loopback port, for tests in a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette

from bot.parts import Parts, now
from bot.store import open_store
from bot.transport.http import bound, serving
from bot.web.reader import reader_routes
from knowledge import Config, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Served:
    """Posts, and the address of the reader that serves them."""

    knowledge_base: KnowledgeBase
    address: str


@asynccontextmanager
async def served(config: Config | None = None, **more: object) -> AsyncIterator[Served]:
    """A reader of the posts of a configuration, by default of the starter collection; `more` are other parts of the bot."""
    listener = bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    knowledge_base = KnowledgeBase.open(config, url)
    async with open_store("", now) as store:
        routes = reader_routes(Parts(knowledge_base, store, **more), url)  # type: ignore[arg-type]
        async with serving(Starlette(routes=routes), listener) as address:
            yield Served(knowledge_base, address)

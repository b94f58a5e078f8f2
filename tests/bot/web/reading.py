"""A running reader over posts, for tests that look at its pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from starlette.applications import Starlette

from bot.parts import Parts, now
from bot.store import open_store
from bot.transport.http import bound, serving
from bot.web.gates import Gate
from bot.web.reader import reader_routes
from knowledge import Config, KnowledgeBase, SourceConfig

TODAY = datetime(2024, 12, 5, 12, 30, tzinfo=UTC)


def base_of(folder: Path, url: str = "https://bot.example.com", **more: object) -> KnowledgeBase:
    """The posts of a folder, as the reader at this URL would serve them; `more` are keys of their source."""
    return KnowledgeBase.open(Config(sources=(SourceConfig(folder=folder, name="posts", **more),)), url)  # type: ignore[arg-type]


@asynccontextmanager
async def reading(
    knowledge_base: KnowledgeBase, url: str = "https://bot.example.com", gate: Gate | None = None, **more: object
) -> AsyncIterator[aiohttp.ClientSession]:
    """A session with a reader of these posts, which is reached at this URL; `more` are other parts of the bot."""
    async with open_store("", now) as store:
        parts = Parts(knowledge_base, store, clock=lambda: TODAY, **more)  # type: ignore[arg-type]
        web = Starlette(routes=reader_routes(parts, url, gate))
        async with (
            serving(web, bound("127.0.0.1", 0)) as address,
            aiohttp.ClientSession(address, headers={"accept-language": "en"}) as session,
        ):
            yield session

"""The page, served for a side with the echo bot, as a browser asks for it."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from starlette.applications import Starlette

from bot.play.page.offer import Command, Offer, Shortcut
from bot.play.page.routes import Page
from bot.play.people import ANN, ENGINEERING
from bot.play.slack_side import SlackSide
from bot.transport.http import bound, serving
from tests.bot.play.echo import build_echo, connected

OFFER = Offer("commonplace", (Command("/echo", "Says it again", "what"),), (Shortcut("find_related", "Find related"),))
Regions = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Served:
    """One page, its side, and how to act on it."""

    side: SlackSide
    page: Page
    session: aiohttp.ClientSession

    async def act(
        self, asked: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, Any]]:
        """What came of an act: the status, and what was told."""
        given = {"x-play-token": self.page.token, **(headers or {})}
        async with self.session.post("/play/act", data=json.dumps({"as": ANN, **asked}), headers=given) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text.startswith("{") else {"said": text}

    async def does(self, **asked: object) -> Mapping[str, Any]:
        """The same for an act that the page may ask for; the bot has finished when this returns."""
        status, told = await self.act(asked)
        assert status == 200, told
        await self.side.settle()
        return told

    async def says(self, text: str, channel: str = ENGINEERING, **more: object) -> Mapping[str, Any]:
        return await self.does(kind="say", text=text, channel=channel, **more)

    async def sees(self, person: str = ANN, place: str = ENGINEERING, thread: str = "") -> Regions:
        """Every region as it is now, from a stream of one's own."""
        async with self.stream(person, place, thread) as news:
            return await anext(news)

    @asynccontextmanager
    async def stream(
        self, person: str = ANN, place: str = ENGINEERING, thread: str = ""
    ) -> AsyncIterator[AsyncIterator[Regions]]:
        """What the server sends, one piece of news after the other."""
        asked = {"as": person, "place": place, "thread": thread}
        async with self.session.get("/play/stream", params=asked) as answer:
            assert answer.status == 200, await answer.text()

            async def news() -> AsyncIterator[Regions]:
                async for line in answer.content:
                    if line.startswith(b"data: "):
                        yield json.loads(line.removeprefix(b"data: "))

            yield news()


@asynccontextmanager
async def served(offer: Offer = OFFER) -> AsyncIterator[Served]:
    """The page with the echo bot at the other end, started."""
    heard = ["message.im", "message.channels", "app_mention", "reaction_added", "app_home_opened"]
    async with SlackSide(ack_timeout=1.0, subscribed=heard) as side, connected(side, build_echo(side), "http"):
        page = Page(side, offer)
        page.start.is_over = True
        async with (
            serving(Starlette(routes=page.routes()), bound("127.0.0.1", 0)) as address,
            aiohttp.ClientSession(address) as session,
        ):
            try:
                yield Served(side, page, session)
            finally:
                await page.close()

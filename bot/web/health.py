"""For whoever watches: `/readyz` says whether the bot can answer, `/metrics` how it goes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE, Metrics
from bot.parts import Parts
from bot.store import StoreError

IsConnected = Callable[[], Awaitable[bool]]

_PATIENCE = 1.0  # seconds for the store


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be right for the bot to answer, and a word on what is wrong."""

    name: str
    wrong: str = ""
    note: str = ""

    @property
    def line(self) -> str:
        return f"failed {self.name}: {self.wrong}" if self.wrong else f"ok {self.name}{self.note}"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a bot can answer; `is_connected` is asked in Socket Mode."""

    parts: Parts
    is_connected: IsConnected | None = None
    patience: float = _PATIENCE
    connections: Callable[[], int] | None = None
    """How many connections of the app Slack counts."""

    async def checks(self) -> AsyncIterator[Check]:
        """Every check, with nothing in it that strangers should not read."""
        yield Check("posts", "" if self.parts.knowledge_base.stats.posts else "none are read")
        yield Check("store", await self._store())
        if self.is_connected is not None:
            count = self.connections() if self.connections else 0
            note = f", {count} connections of the app" if count > 1 else ""
            yield Check("socket", "" if await self.is_connected() else "not connected", note)

    async def _store(self) -> str:
        """What is wrong with the store: one cheap question must be answered in time."""
        try:
            async with asyncio.timeout(self.patience):
                await self.parts.store.channels.settings("", "")
        except TimeoutError:
            return "no answer in time"
        except StoreError:
            return "cannot be reached"
        return ""


def health_routes(readiness: Readiness, metrics: Metrics | None) -> list[Route]:
    """`/readyz`, and `/metrics` where there are metrics to show."""

    async def ready(_: Request) -> Response:
        checks = [check async for check in readiness.checks()]
        status = 503 if any(check.wrong for check in checks) else 200
        return PlainTextResponse("".join(f"{check.line}\n" for check in checks), status)

    routes = [Route("/readyz", ready)]
    if metrics is not None:

        async def shown(_: Request) -> Response:
            if readiness.is_connected is not None:
                metrics.show_socket(connected=await readiness.is_connected())
            if readiness.connections is not None:
                metrics.show_connections(readiness.connections())
            return Response(metrics.text(), media_type=CONTENT_TYPE)

        routes.append(Route("/metrics", shown))
    return routes

"""Who may look at a page: everybody, or whoever is signed in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.headers import SAFETY
from bot.web.sessions import Visitor
from knowledge import Audience
from knowledge.access import ANYBODY

EVERYBODY = Visitor()


class Gate(Protocol):
    """Knows who looks at a page."""

    @property
    def can_leave(self) -> bool:
        """Whether people sign in, and so can sign out."""
        ...

    async def visitor(self, request: Request) -> Visitor | None:
        """Who it is; None for somebody who may not look."""
        ...

    async def audience(self, visitor: Visitor) -> Audience:
        """What they may read."""
        ...

    def ask(self, request: Request) -> Response:
        """What is said to somebody who may not look."""
        ...

    def routes(self) -> Sequence[Route]:
        """The gate's own pages."""
        ...


@dataclass(frozen=True, slots=True)
class Open:
    """Lets everybody look, as long as `is_open` says so."""

    is_open: Callable[[], bool] = lambda: True
    can_leave: bool = False

    async def visitor(self, request: Request) -> Visitor | None:  # noqa: ARG002 - anybody
        return EVERYBODY if self.is_open() else None

    async def audience(self, visitor: Visitor) -> Audience:  # noqa: ARG002 - anybody
        return ANYBODY

    def ask(self, request: Request) -> Response:  # noqa: ARG002 - anybody
        said = "The posts are not for everybody any more. Whoever runs this has to switch sign-in on."
        return PlainTextResponse(said, 503, SAFETY)

    def routes(self) -> Sequence[Route]:
        return ()


@dataclass(frozen=True, slots=True)
class Here:
    """Lets look who names this machine: a page elsewhere can have its own name lead here (DNS rebinding)."""

    can_leave: bool = False

    async def visitor(self, request: Request) -> Visitor | None:
        return EVERYBODY if is_loopback(request.url.hostname or "") else None

    async def audience(self, visitor: Visitor) -> Audience:  # noqa: ARG002 - whoever sits there
        return ANYBODY

    def ask(self, request: Request) -> Response:  # noqa: ARG002 - anybody
        return PlainTextResponse("These pages are for this computer alone.", 403, SAFETY)

    def routes(self) -> Sequence[Route]:
        return ()


def is_loopback(host: str) -> bool:
    """Whether a host's name or address means the machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def guarded(gate: Gate, page: Callable[[Request, Audience], Response]) -> Callable[[Request], Awaitable[Response]]:
    """The page, made beside the event loop, for whoever the gate lets look; for others what the gate says."""

    async def shown(request: Request) -> Response:
        visitor = await gate.visitor(request)
        if visitor is None:
            return gate.ask(request)
        return await run_in_threadpool(page, request, await gate.audience(visitor))

    return shown

"""What the bot called and when it fell silent, so that a test waits for facts and never sleeps."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.play.messages import Json
from bot.play.wire import Listener, unheard

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """One call the bot made: a Web API method, or `response_url`."""

    method: str
    arguments: Json
    token_ok: bool


class Record:
    """The calls so far, and a condition that is notified at every change."""

    def __init__(self, quiet: float) -> None:
        self.calls: list[Call] = []
        self._quiet = quiet
        self._busy = 0
        self._last = float("-inf")
        self._condition = asyncio.Condition()
        self.listener: Listener = unheard
        """Is told of every request with its answer, in both directions."""
        self.changes = 0
        """How many changes there were."""
        self.app_is_busy: Callable[[], bool] = lambda: False
        """Whether the app works on what it was told, where whoever runs it can tell."""

    @contextlib.asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Count something as in progress, and tell everybody who waits when it ends."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._last = asyncio.get_running_loop().time()
            await self.changed()

    async def changed(self) -> None:
        """Wake everybody who waits."""
        async with self._condition:
            self.changes += 1
            self._condition.notify_all()

    async def changed_since(self, changes: int, within: float) -> None:
        """Return as soon as there were more changes than that, or after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within), self._condition:
                while self.changes == changes:
                    await self._condition.wait()

    async def until(self, look: Callable[[], T | None], within: float, wanted: str) -> T:
        """What `look` finds, as soon as it finds something; `TimeoutError` naming `wanted` otherwise."""
        try:
            async with asyncio.timeout(within), self._condition:
                while (found := look()) is None:
                    await self._condition.wait()
                return found
        except TimeoutError:
            seen = ", ".join(call.method for call in self.calls) or "none"
            raise TimeoutError(f"no {wanted} within {within} s; calls so far: {seen}") from None

    async def settle(self, within: float) -> None:
        """Return once nothing is in progress and nothing has come in for the quiet time."""
        try:
            async with asyncio.timeout(within):
                while (left := self._quiet_left()) is None or left > 0:
                    await self._change_or(left)
        except TimeoutError:
            raise TimeoutError(f"still busy after {within} s: {self._busy} requests in progress") from None

    def _quiet_left(self) -> float | None:
        """Seconds of silence still missing; None while something is in progress."""
        if self._busy:
            return None
        if self.app_is_busy():
            return self._quiet
        return self._last + self._quiet - asyncio.get_running_loop().time()

    async def _change_or(self, seconds: float | None) -> None:
        async with self._condition:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._condition.wait()

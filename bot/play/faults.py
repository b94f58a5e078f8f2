"""Faults on demand: rate limits, server errors, broken connections, slow and held answers."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call.

    A call with a status, an error or a reset has no effect, unless `applied`: then Slack does what was asked, and only
    the answer is lost. With neither, the call is answered as usual after its delay.
    """

    status: int | None = None
    """The HTTP status of the answer, such as 429 or 503."""
    retry_after: int | None = None
    """Seconds, sent as the Retry-After header."""
    error: str | None = None
    """A refusal: `{"ok": false, "error": …}` with status 200."""
    reset: bool = False
    """The connection breaks and no answer comes."""
    delay: float = 0.0
    """Seconds before anything happens."""
    applied: bool = False
    released: asyncio.Event | None = None
    """The call waits until this is set."""

    @property
    def fails(self) -> bool:
        return self.status is not None or self.error is not None or self.reset

    async def wait(self) -> None:
        """Be as slow as this fault says."""
        if self.released is not None:
            await self.released.wait()
        if self.delay:
            await asyncio.sleep(self.delay)


def _none(_method: str) -> Fault | None:
    return None


@dataclass(slots=True)
class Faults:
    """Which faults are due, by method, in order; `choose` says what goes wrong with every other call of a method."""

    choose: Callable[[str], Fault | None] = _none
    _due: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method go wrong."""
        self._due[method].extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        """The fault due for this call, which is thereby used up."""
        return self._due[method].popleft() if self._due[method] else self.choose(method)

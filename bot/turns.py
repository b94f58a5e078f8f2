"""One thing after another: what concerns one message waits for what was begun before it."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


@dataclass(slots=True)
class Turns:
    """Turns by key, in this process: an edit that overtakes the answer to what was edited would find nothing to change."""

    _turns: dict[Hashable, _Turn] = field(default_factory=dict)

    @asynccontextmanager
    async def of(self, *key: str) -> AsyncIterator[None]:
        """Wait for whoever has the turn on this key, then have it."""
        turn = self._turns.setdefault(key, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                del self._turns[key]

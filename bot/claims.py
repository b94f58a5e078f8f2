"""One delivery, one reaction: Slack delivers again what it thinks was lost."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from bot import callers
from bot.store import StoreError
from bot.store.deliveries import LEASE, Deliveries, Question

logger = logging.getLogger(__name__)

_KEPT = 3600.0  # seconds; Slack repeats a delivery within six minutes, and a signature is good for five
_MOST = 20_000
_SOONER = timedelta(seconds=10)  # what a delivery begins must not be leased for longer than the delivery itself


class Claims:
    """Remembers for an hour what was claimed, in this process alone."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._claimed: OrderedDict[tuple[str, ...], float] = OrderedDict()

    def claim(self, *key: str) -> bool:
        """Whether this is the first claim on the key."""
        now = self._clock()
        while self._claimed and (len(self._claimed) > _MOST or now - next(iter(self._claimed.values())) > _KEPT):
            self._claimed.popitem(last=False)
        if key in self._claimed:
            return False
        self._claimed[key] = now
        return True

    def release(self, *key: str) -> None:
        """Give a claim up, so that what failed can be tried again."""
        self._claimed.pop(key, None)


@dataclass(frozen=True, slots=True)
class SharedClaims:
    """Claims that every process on one store heeds. Where the store fails or hangs, each heeds those of its own alone."""

    deliveries: Deliveries
    holder: str
    own: Claims

    async def claim(
        self,
        tenant: str,
        *key: str,
        question: Question | None = None,
        lease: timedelta = LEASE,
        patience: float = 0.0,
    ) -> bool:
        """Whether this is the first claim on the key, or the first since the process died that had it."""
        if not self.own.claim(tenant, *key):
            return False
        try:
            async with asyncio.timeout(patience or (callers.KEPT_WITHIN if question else callers.PATIENCE)):
                first = await self.deliveries.claim(tenant, _joined(key), self.holder, question, lease)
        except (StoreError, TimeoutError) as error:
            logger.warning("a delivery is claimed in this process alone (%s)", type(error).__name__)
            return True
        if not first:
            self.own.release(tenant, *key)  # whoever has it may die, and Slack deliver it once more
        return first

    async def done(self, tenant: str, *key: str) -> None:
        """The key was claimed, and nobody needs to claim it again."""
        await _noted(self.deliveries.done(tenant, _joined(key)))

    async def release(self, tenant: str, *key: str) -> None:
        """Give a claim up, so that what failed can be tried again."""
        self.own.release(tenant, *key)
        await _noted(self.deliveries.release(tenant, _joined(key)))

    @asynccontextmanager
    async def once(self, tenant: str, *key: str) -> AsyncIterator[bool]:
        """Whether this is the first block for the key, which is done with the block, also where that fails.

        What is cut off in the middle, by the end of its process, can be claimed again.
        """
        first = await self.claim(tenant, *key, lease=LEASE - _SOONER, patience=callers.UNHURRIED)
        try:
            yield first
        except Exception:
            await self._end(first, tenant, *key)
            raise
        await self._end(first, tenant, *key)

    async def _end(self, first: bool, tenant: str, *key: str) -> None:
        if first:
            await self.done(tenant, *key)


def _joined(key: tuple[str, ...]) -> str:
    return " ".join(key)


async def _noted(call: Awaitable[None]) -> None:
    """Wait for a note in the store; without it, something may be done twice, but nothing is lost."""
    try:
        async with asyncio.timeout(callers.UNHURRIED):
            await call
    except (StoreError, TimeoutError) as error:
        logger.warning("what became of a delivery could not be noted (%s)", type(error).__name__)

"""Removes what has been kept for long enough."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import report
from bot.replies.asking import KEPT_DAYS
from bot.store import Store

logger = logging.getLogger(__name__)

_EVERY = 6 * 3600.0  # seconds

Sleep = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Retention:
    """Purges one store when it starts and four times a day; `sleep` waits that many seconds."""

    store: Store
    clock: Callable[[], datetime]
    sleep: Sleep = asyncio.sleep

    async def purge(self) -> None:
        """Remove what is older than an answer is kept."""
        removed = await self.store.purge(self.clock() - timedelta(days=KEPT_DAYS))
        if removed:
            logger.info("removed %d rows older than %d days", removed, KEPT_DAYS)

    async def run(self) -> None:
        """Purge for ever; what goes wrong is logged, and tried again at the next time."""
        while True:
            try:
                await self.purge()
            except Exception as error:  # noqa: BLE001 - a database that is away for a while must not end it
                report(error)
            await self.sleep(_EVERY)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run until the block ends."""
        task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

"""Work that is done again and again beside the requests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.errors import report
from bot.retrying import Sleep


@asynccontextmanager
async def repeating(work: Callable[[], Awaitable[None]], every: float, sleep: Sleep) -> AsyncIterator[None]:
    """Do the work at once and every so many seconds until the block ends; what goes wrong is logged, and it goes on."""
    task = asyncio.create_task(_repeat(work, every, sleep))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _repeat(work: Callable[[], Awaitable[None]], every: float, sleep: Sleep) -> None:
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - a database that is away for a while must not end it
            report(error)
        await sleep(every)

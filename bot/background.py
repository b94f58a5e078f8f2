"""Work that goes on after Slack was answered, so that a stop can wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress

DRAIN_SECONDS = 20.0  # most hosts kill a process 30 seconds after SIGTERM, and the servers need a few before

Work = Coroutine[object, object, None]
OnError = Callable[[Exception], Awaitable[object]]


class Background:
    """Runs work beside the requests. An exception in it goes to the `on_error` it was started with."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Work, on_error: OnError) -> None:
        """Start work and return at once."""
        task = asyncio.create_task(_guarded(work, on_error))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def is_busy(self) -> bool:
        """Whether any work is under way."""
        return bool(self._tasks)

    async def drain(self, seconds: float) -> int:
        """Wait for what is running and what it begins, at most so long; the rest is cancelled, and its number returned."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks.copy())
        running = self._tasks.copy()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return len(running)


async def _guarded(work: Work, on_error: OnError) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever it is, the person who waits must hear of it
        await on_error(error)

"""Work that goes on after Slack was answered, so that a stop can wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

DRAIN_SECONDS = 25.0  # most hosts kill a process 30 seconds after SIGTERM

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

    async def drain(self, seconds: float) -> int:
        """Wait for what is running, at most so long; what runs still is cancelled, and its number returned."""
        if not self._tasks:
            return 0
        _, running = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return len(running)


async def _guarded(work: Work, on_error: OnError) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever it is, the person who waits must hear of it
        await on_error(error)

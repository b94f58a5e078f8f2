"""Keeps the posts fresh while questions are answered: at intervals, on SIGHUP, and when a git host says that it was pushed to."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.errors import report
from bot.parts import Parts
from bot.retrying import Sleep
from knowledge import KnowledgeError

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Refreshing:
    """Reads the posts again; one reading at a time, and one more where it was asked for meanwhile.

    `every` is the seconds between two readings, 0 for none of themselves; `sleep` waits that many seconds.
    """

    parts: Parts
    reader_url: str = ""
    every: float = 0.0
    sleep: Sleep = asyncio.sleep
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)

    def ask(self) -> None:
        """Have the posts read again soon; returns at once."""
        self._wanted.set()

    async def refresh(self) -> bool:
        """Read the posts again beside everything else; where that fails, those of before go on answering."""
        knowledge_base, last = self.parts.knowledge_base, self.parts.last_read
        try:
            is_new = await asyncio.to_thread(knowledge_base.reload, self.reader_url)
        except (KnowledgeError, OSError) as error:
            last.failure = str(error)
            logger.warning("the posts could not be read again, those of before stay: %s", error)
            return False
        last.at, last.failure = self.parts.clock(), ""
        if is_new:
            stats = knowledge_base.stats
            logger.info(
                "posts read again: %d posts, %d passages, %d problems", stats.posts, stats.passages, stats.problems
            )
        return True

    async def run(self) -> None:
        """Read again whenever it is asked for or time; whatever goes wrong, the next time comes."""
        while True:
            await self._wait()
            self._wanted.clear()
            try:
                await self.refresh()
            except Exception as error:  # noqa: BLE001 - a post that nobody foresaw must not end all refreshing
                report(error)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run until the block ends, and read again on SIGHUP where the system has such a signal.

        At once, too, where posts were fetched by the process before: they answer meanwhile.
        """
        if self.parts.knowledge_base.fetched:
            self.ask()
        loop, task = asyncio.get_running_loop(), asyncio.create_task(self.run())
        hangup = getattr(signal, "SIGHUP", None)
        if hangup is not None:
            loop.add_signal_handler(hangup, self.ask)
        try:
            yield
        finally:
            if hangup is not None:
                loop.remove_signal_handler(hangup)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _wait(self) -> None:
        """Until it is asked for, or the interval is over."""
        wanted = asyncio.create_task(self._wanted.wait())
        over = (
            asyncio.ensure_future(self.sleep(self.every)) if self.every else asyncio.get_running_loop().create_future()
        )
        try:
            await asyncio.wait((wanted, over), return_when=asyncio.FIRST_COMPLETED)
        finally:
            wanted.cancel()
            over.cancel()

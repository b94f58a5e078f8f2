"""Statements on a SQLite file, each carried out whole in one thread.

The driver for asyncio hops between threads for every step of a statement: a fifth of the time is left without.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Engine, Executable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Direct:
    """An engine that blocks, and the threads that wait for it."""

    engine: Engine
    threads: ThreadPoolExecutor

    async def executed(self, statement: Executable, taken: Callable[[CursorResult[Any]], T]) -> T:
        """What is taken from the result of a statement, which goes on to its end also where nobody waits for it."""
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self.threads, self._whole, statement, taken))

    async def close(self) -> None:
        """Wait for what was begun, and close every connection."""
        await asyncio.to_thread(self.threads.shutdown)
        self.engine.dispose()

    def _whole(self, statement: Executable, taken: Callable[[CursorResult[Any]], T]) -> T:
        with self.engine.connect() as connection:
            return taken(connection.execute(statement))

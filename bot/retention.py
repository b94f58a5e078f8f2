"""Removes what has been kept for long enough."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.policy import QUESTION_DAYS
from bot.repeating import repeating
from bot.replies.asking import KEPT_DAYS
from bot.retrying import Sleep
from bot.store import Store
from bot.workspaces import Workspaces

logger = logging.getLogger(__name__)

_EVERY = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Retention:
    """Purges one store when it starts and every hour; `sleep` waits that many seconds."""

    store: Store
    workspaces: Workspaces
    clock: Callable[[], datetime]
    question_days: int = QUESTION_DAYS
    sleep: Sleep = asyncio.sleep

    async def purge(self) -> None:
        """Remove what is older than an answer or a question is kept, and what is left of those who uninstalled the bot."""
        now = self.clock()
        await self.store.forget_questions(now - timedelta(days=self.question_days))
        removed = await self.store.purge(now - timedelta(days=KEPT_DAYS))
        if removed:
            logger.info("removed %d rows older than %d days", removed, KEPT_DAYS)
        await self.workspaces.tidy()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Run until the block ends."""
        return repeating(self.purge, _EVERY, self.sleep)

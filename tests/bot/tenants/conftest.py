from collections.abc import AsyncIterator

import pytest

from knowledge import KnowledgeBase
from tests.bot.patience import patience
from tests.bot.tenants.many import Many, many

__all__ = ["patience", "slack"]


@pytest.fixture
async def slack(knowledge_base: KnowledgeBase) -> AsyncIterator[Many]:
    """A bot that nobody has installed yet."""
    async with many(knowledge_base) as started:
        yield started

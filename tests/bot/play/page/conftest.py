from collections.abc import AsyncIterator

import pytest

from tests.bot.play.page.served import Served, served


@pytest.fixture
async def page() -> AsyncIterator[Served]:
    async with served() as running:
        yield running

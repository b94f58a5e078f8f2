"""Fixtures of the traps: requests as bytes over HTTP, and what the bot writes to its log."""

import logging
from collections.abc import AsyncIterator

import pytest

from bot import logs
from knowledge import KnowledgeBase
from tests.bot.judged import JudgedSide
from tests.bot.scenario import Scenario, playing


@pytest.fixture
async def http(knowledge_base: KnowledgeBase) -> AsyncIterator[Scenario]:
    """A bot on the tests' own posts, over HTTP only."""
    side = JudgedSide()
    async with playing(knowledge_base, "http", side) as scenario:
        yield scenario
        await side.settle()
    side.judge()


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What `commonplace run` would log, with the library's and Bolt's own lines."""
    logs.set_up("INFO")
    caplog.set_level(logging.INFO)
    return caplog

from collections.abc import AsyncIterator

import pytest

from bot.play.slack_side import SlackSide
from tests.bot.play.echo import build_echo, connected


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def side() -> AsyncIterator[SlackSide]:
    """Slack without a bot."""
    async with SlackSide() as slack:
        yield slack


@pytest.fixture
async def echo_side(transport: str) -> AsyncIterator[SlackSide]:
    """Slack with the echo bot connected, once over HTTP and once over a websocket."""
    async with SlackSide(ack_timeout=1.0) as slack, connected(slack, build_echo(slack), transport):
        yield slack


@pytest.fixture
async def all_ears(transport: str) -> AsyncIterator[SlackSide]:
    """The same with a bot that hears of everything there is to hear, and two domains of its own."""
    kinds = "message.im message.channels message.groups reaction_added link_shared channel_archive app_mention".split()
    async with (
        SlackSide(ack_timeout=1.0, subscribed=kinds, unfurl_domains=["posts.test", "wiki.test"]) as slack,
        connected(slack, build_echo(slack), transport),
    ):
        yield slack

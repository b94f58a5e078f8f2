"""The knowledge bases and the bot that the tests share; each message that the bot sends in a test is judged at its end."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.names import Names
from bot.texts import Texts, texts_in
from knowledge import KnowledgeBase
from tests.bot.judged import JudgedSide
from tests.bot.posts import config_of, write_posts
from tests.bot.scenario import TRANSPORTS, Scenario, Transport, playing

Play = Callable[..., AbstractAsyncContextManager[Scenario]]


@pytest.fixture(autouse=True)
def no_settings_of_whoever_runs_this(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "API_URL"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)


class HurriedAsyncio:
    """asyncio with short sleeps."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 20)


@pytest.fixture(autouse=True)
def uvicorn_stops_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks ten times a second whether it is to stop; these tests start and stop it hundreds of times."""
    monkeypatch.setattr("uvicorn.server.asyncio", HurriedAsyncio())


@pytest.fixture(scope="session")
def knowledge_base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A few posts written for the tests; they are read once, and no test may change them."""
    return KnowledgeBase.open(config_of(write_posts(tmp_path_factory.mktemp("posts"))))


@pytest.fixture(scope="session")
def starter() -> KnowledgeBase:
    """The starter collection, as the bot's own reader would serve it."""
    return KnowledgeBase.open(None, "https://posts.example.com")


@pytest.fixture
def texts() -> Texts:
    """The English texts."""
    return texts_in("en")


@pytest.fixture
def own_posts(tmp_path: Path) -> Path:
    """A folder with the same posts, for a test that changes them."""
    return write_posts(tmp_path / "posts")


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> Transport:
    chosen: Transport = request.param
    return chosen


@pytest.fixture
def play(knowledge_base: KnowledgeBase, transport: Transport) -> Play:
    """`async with play(…) as slack`: a bot over this test's transport, on other posts, names or terms if given."""

    def start(
        posts: KnowledgeBase | None = None,
        names: Names | None = None,
        bot: Mapping[str, Any] | None = None,
        **rules: object,
    ) -> AbstractAsyncContextManager[Scenario]:
        return judged(posts or knowledge_base, transport, names, bot, **rules)

    return start


@asynccontextmanager
async def judged(
    posts: KnowledgeBase,
    transport: Transport,
    names: Names | None = None,
    bot: Mapping[str, Any] | None = None,
    **rules: object,
) -> AsyncIterator[Scenario]:
    """A bot on these posts whose every message is judged when it is done; `bot` and `rules` bend it and Slack's side."""
    side = JudgedSide(**rules)  # type: ignore[arg-type]
    async with playing(posts, transport, side, names, **(bot or {})) as scenario:
        yield scenario
        await side.settle()
    side.judge()


@pytest.fixture
async def http(knowledge_base: KnowledgeBase) -> AsyncIterator[Scenario]:
    """The same over HTTP only."""
    async with judged(knowledge_base, "http") as scenario:
        yield scenario


@pytest.fixture
async def socket(knowledge_base: KnowledgeBase) -> AsyncIterator[Scenario]:
    """The same over Socket Mode only."""
    async with judged(knowledge_base, "socket") as scenario:
        yield scenario


@pytest.fixture
async def slack(play: Play) -> AsyncIterator[Scenario]:
    """A bot on the tests' own posts, once over HTTP and once over Socket Mode."""
    async with play() as scenario:
        yield scenario

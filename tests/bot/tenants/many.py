"""A bot that many workspaces install, against Slack as it knows the app, with browsers that people install it by."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import aiohttp
from yarl import URL

from bot.app import build_app, slack_client, slack_session
from bot.background import Background
from bot.installed import Installed
from bot.installing import Installing
from bot.oauth_settings import INSTALL_PATH, REDIRECT_PATH, OAuth
from bot.parts import Parts
from bot.play.deliveries import Delivery
from bot.play.directory import Consent, Directory
from bot.play.people import CHANNELS, Team
from bot.play.slack_side import SlackSide
from bot.play.workspace import Workspace
from bot.posting import Posting
from bot.scheduler import Scheduler
from bot.store import Installation, open_store
from bot.store.sealing import Seal, new_key
from bot.surfaces import scopes_of
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.web.installing import install_routes
from knowledge import KnowledgeBase
from tests.bot.judged import JudgedSide
from tests.bot.store.test_store import everything

KEY = new_key()
SCOPES = [scope for scopes in scopes_of("standard") for scope in scopes]


class Clock:
    """It stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


async def at_once(_: float) -> None:
    """Wait for nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser shows in the end."""

    status: int
    html: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Many:
    """The bot, Slack's directory of apps, two workspaces, and an organisation of two more."""

    directory: Directory
    one: SlackSide
    two: SlackSide
    org: tuple[SlackSide, SlackSide]
    origin: str
    parts: Parts
    installed: Installed
    background: Background
    scheduler: Scheduler
    clock: Clock

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[aiohttp.ClientSession]:
        """A new browser. The bot is on this computer, and browsers take that for as safe as HTTPS."""
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=URL(self.origin))
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            yield session

    async def visit(self, browser: aiohttp.ClientSession, url: str, **headers: str) -> Page:
        async with browser.get(URL(url, encoded=True), headers=headers) as answer:
            return Page(answer.status, await answer.text(), answer.headers)

    async def install(self, *sides: SlackSide, org_wide: bool = False, query: str = "") -> Page:
        """A person installs the bot there, or (without any) says no."""
        self.directory.consent = Consent(sides, org_wide)
        async with self.browser() as browser:
            return await self.visit(browser, f"{self.origin}{INSTALL_PATH}{query}")

    async def uninstall(self, side: SlackSide) -> None:
        """A person takes the app away, and Slack tells of it."""
        for event in self.directory.uninstall(side):
            assert (await side.deliver(Delivery("events_api", event))).status == 200
        await self.settle()

    async def settle(self) -> None:
        for side in (self.one, self.two, *self.org):
            await side.settle()

    async def rows(self, tenant: str) -> dict[str, int]:
        """The tables in which a tenant has rows, and how many."""
        return {name: count for name, count in (await everything(self.parts.store, tenant)).items() if count}

    async def found(self, tenant: str) -> Installation | None:
        return await self.installed.installations.find(tenant)


@asynccontextmanager
async def many(
    knowledge_base: KnowledgeBase, store_url: str = "", workspaces: frozenset[str] = frozenset()
) -> AsyncIterator[Many]:
    """All of it; whatever the bot says anywhere is judged at the end. Those `workspaces` alone may install it, if any."""
    clock = Clock()
    sides = [_side(team, clock) for team in _TEAMS]
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(store_url, clock))
        session = await stack.enter_async_context(slack_session())
        directory = await stack.enter_async_context(Directory())
        listener = bound("127.0.0.1", 0)
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        oauth = OAuth(
            directory.client_id, directory.client_secret, origin + REDIRECT_PATH, (KEY,), workspaces=workspaces
        )
        directory.redirect_urls.append(oauth.redirect_url)
        client, background = slack_client(session, directory.api_url, at_once), Background()
        kept = store.installations(Seal(oauth.token_keys))
        installed = Installed(store, kept, client, oauth.install_url, clock.seconds)
        parts = Parts(knowledge_base, store, random=Random(7), clock=clock, posting=Posting(at_once))
        app = build_app(parts, client, installed, background)
        installing = Installing(oauth, SCOPES, installed, store.states, clock)
        web = build_http_app(app, SlackSide.signing_secret, background, install_routes(installing, "commonplace", "en"))
        await stack.enter_async_context(serving(web, listener))
        for side in sides:
            await stack.enter_async_context(side)
            side.watch(lambda: background.is_busy)
            side.connect_http(origin + PATH)
        one, two, three, four = sides
        scheduler = Scheduler(parts, client, installed)
        yield Many(directory, one, two, (three, four), origin, parts, installed, background, scheduler, clock)
        for side in sides:
            await side.settle()
    for side in sides:
        side.judge()


# Their people, channels and the bot's user have the same ids everywhere, and what is numbered has the same numbers;
# within an organisation the ids of channels and requests differ, as Slack's do.
_TEAMS = (
    Team(id="T0ONE", name="One & Co"),
    Team(id="T0TWO", name="Two"),
    Team(id="T0THREE", name="Three", enterprise_id="E0ORG"),
    Team(id="T0FOUR", name="Four", enterprise_id="E0ORG"),
)


def _side(team: Team, clock: Clock) -> JudgedSide:
    last = team.id == "T0FOUR"
    channels = [replace(each, id=each.id + "4") for each in CHANNELS] if last else CHANNELS
    workspace = Workspace(clock.seconds, team=team, channels=channels, first_number=10_000 if last else 1)
    return JudgedSide(workspace=workspace, clock=clock.seconds, scopes=SCOPES)

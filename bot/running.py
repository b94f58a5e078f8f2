"""From settings to a bot that answers, until it is stopped."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from hashlib import sha256
from pathlib import Path

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from bot.app import build_app, slack_client, slack_session
from bot.background import Background
from bot.installed import Installed
from bot.installing import Installing
from bot.manifest import domains_of
from bot.metrics import Metrics, ObservedBackground, ObservedCalls, ObservedKnowledgeBase
from bot.moods import Mood, mood_of, refusal
from bot.parts import Parts, now
from bot.presence import Presence, present
from bot.refreshing import Refreshing
from bot.retention import Retention
from bot.scheduler import Scheduler
from bot.settings import OAuth, Settings, SettingsError
from bot.signals import stop_event
from bot.store import Store, open_store
from bot.store.addresses import read_address
from bot.store.sealing import Seal
from bot.surfaces import scopes_of
from bot.transport.connections import Connections
from bot.transport.http import alive_route, bound, build_http_app, serving
from bot.transport.socket import connected
from bot.unfinished import build_unfinished
from bot.web import entrance
from bot.web.health import Readiness, health_routes
from bot.web.hooks import hook_route
from bot.web.installing import install_routes
from bot.web.reader import reader_routes
from bot.workspaces import OneWorkspace, Workspaces, identify
from knowledge import KnowledgeBase, load_config

logger = logging.getLogger(__name__)

_ONE_DATABASE = (
    "each request goes to one of them, which is as it should be where the others are processes of this bot on the same"
    " PostgreSQL"
)
_OWN_DATABASE = (
    "each request goes to one of them. With SQLite a process on another computer, or with another file, knows nothing of"
    " what this one has answered: stop it, or let both use one PostgreSQL (DATABASE_URL)"
)

_SELDOM = 50_000  # new objects until the youngest are looked through; some megabytes


class TryAgainError(Exception):
    """The bot cannot go on, and a new process may: Slack cannot be reached, or says nothing any more."""


async def run(settings: Settings) -> None:
    """Read the posts, connect to Slack and answer until SIGTERM.

    Raises SettingsError where Slack does not take a token, the address to listen on cannot be had, or the posts would be
    open to people for whom they may not be; KnowledgeError where the posts cannot be read; TryAgainError where Slack
    cannot be reached, or has fallen silent for two minutes.
    """
    entrance.check(settings)
    metrics = Metrics()
    knowledge_base = ObservedKnowledgeBase(
        KnowledgeBase.open_file(settings.config, settings.reader_url, settings.cache, fetched_within=None), metrics
    )
    async with open_store(settings.store_url, now) as store, slack_session() as session:
        with present(_shared_folder(settings)) as presence:
            parts = Parts(knowledge_base, store, settings.names, settings.policy, holder=presence.holder)
            client = slack_client(session, settings.api_url)
            client.retry_handlers.insert(0, ObservedCalls(metrics))
            stopped = await _run(settings, parts, client, presence, metrics)
    if not stopped:
        raise TryAgainError("Slack has said nothing for two minutes, over several connections: start the bot again")


async def _run(settings: Settings, parts: Parts, client: AsyncWebClient, presence: Presence, metrics: Metrics) -> bool:
    """Answer until SIGTERM, or until Slack has fallen silent; whether it was SIGTERM."""
    workspaces, installing = await _workspaces(settings, parts.store, client)
    background = ObservedBackground(metrics)
    metrics.follow(parts)
    app = build_app(parts, client, workspaces, background, metrics)
    stopped = stop_event()
    scheduler = Scheduler(parts, client, workspaces)
    fresh = Refreshing(parts, settings.reader_url, settings.refresh_minutes * 60.0)
    unfinished = build_unfinished(parts, client, workspaces, presence)
    forgetting = Retention(parts.store, workspaces, now, parts.policy.question_days)
    beside = (scheduler.running(), forgetting.running(), fresh.running(), unfinished.running())
    health = health_routes(Readiness(parts), metrics if settings.metrics else None)
    reader = _reader(settings, parts, client, workspaces)
    pages = [*reader, *_pages(settings, fresh), *health, *installing]
    async with (
        _transport(settings, app, background, pages, metrics) as (by, connections),
        _watched(settings, _readiness(parts, connections), metrics),
        AsyncExitStack() as stack,
    ):
        stack.enter_context(_settled())
        for each in beside:
            await stack.enter_async_context(each)
        stats = parts.knowledge_base.stats
        counted = f"{stats.posts} posts, {stats.passages} passages, {stats.problems} problems"
        logger.info("over %s: %s", by, counted)
        await _first(stopped, *([connections.deaf] if connections else []))
        logger.info("stopping; what is under way is finished first")
    await unfinished.leave()
    return stopped.is_set()


@contextmanager
def _settled() -> Iterator[None]:
    """Have the garbage collector leave alone what stands now, and look seldom through what comes and goes.

    It goes through all objects whenever their number has grown by a quarter: where hundreds of requests are under way, a
    third of the processor's time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _readiness(parts: Parts, connections: Connections | None) -> Readiness:
    if connections is None:
        return Readiness(parts)
    return Readiness(parts, connections.is_connected, connections=lambda: connections.count)


def _shared_folder(settings: Settings) -> Path:
    """Where processes on one database see each other: beside the file of a SQLite database, else in the data folder."""
    address = read_address(settings.store_url)
    folder = address.path.parent if address.path else settings.state or Path()
    return folder / f"processes-{sha256(address.shown.encode()).hexdigest()[:8]}"


async def _first(*events: asyncio.Event) -> None:
    """Wait for whichever comes first."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()


async def _workspaces(settings: Settings, store: Store, client: AsyncWebClient) -> tuple[Workspaces, Sequence[Route]]:
    """Who the bot is where, and the pages to install it by where many may."""
    if settings.oauth is None:
        with _explained(settings, "SLACK_BOT_TOKEN"):
            one = OneWorkspace(await identify(client, settings.bot_token))
        logger.info("workspace %s", one.identity.team_id)
        return one, ()
    installations = store.installations(Seal(settings.oauth.token_keys))
    count, wrong = await installations.count()
    if count and len(wrong) == count:
        raise SettingsError(wrong)
    for each in wrong:
        logger.error("%s", each)
    logger.info("installed in %d workspaces; others at %s", count - len(wrong), settings.oauth.install_url)
    many = Installed(store, installations, client, settings.oauth.install_url)
    installing = Installing(settings.oauth, _asked_for(settings.oauth, settings.config), many, store.states, now)
    return many, install_routes(installing, settings.names.bot, settings.policy.language)


def _asked_for(oauth: OAuth, config: Path | None) -> list[str]:
    """The scopes that an installation asks for: those that stand in the manifest."""
    loaded = load_config(config)
    domains = bool(domains_of([source.base_url for source in loaded.sources]))
    required, optional = scopes_of(oauth.variant, agent=oauth.agent, domains=domains, groups=loaded.names_groups)
    return [*required, *optional]


def _reader(settings: Settings, parts: Parts, client: AsyncWebClient, workspaces: Workspaces) -> list[Route]:
    """The pages of the posts, where they are reached over HTTP."""
    url = settings.reader_url
    return reader_routes(parts, url, entrance.gate(settings, parts, client, workspaces)) if url else []


def _pages(settings: Settings, fresh: Refreshing) -> list[Route]:
    """What else is served over HTTP beside Slack's requests: the webhook, where it is switched on."""
    return [hook_route(settings.webhook_secret, fresh.ask)] if settings.webhook_secret else []


@asynccontextmanager
async def _transport(
    settings: Settings, app: AsyncApp, background: Background, pages: Sequence[Route], metrics: Metrics
) -> AsyncIterator[tuple[str, Connections | None]]:
    """Take requests in, and say by which way, and in Socket Mode how to see whether it is open."""
    if settings.transport == "http":
        web = build_http_app(app, settings.signing_secret, background, pages, metrics)
        with _listening("HOST and PORT", settings.host, settings.port):
            listener = bound(settings.host, settings.port)
        async with serving(web, listener) as address:
            yield f"HTTP on {address}", None
    else:
        async with AsyncExitStack() as stack:
            with _explained(settings, "SLACK_APP_TOKEN"):
                shared = settings.store_url.startswith("postgres")
                connecting = connected(app, settings.app_token, background, _ONE_DATABASE if shared else _OWN_DATABASE)
                connections = await stack.enter_async_context(connecting)
            yield "Socket Mode", connections


@asynccontextmanager
async def _watched(settings: Settings, readiness: Readiness, metrics: Metrics) -> AsyncIterator[None]:
    """In Socket Mode, serve whoever watches on a port of its own, where one is named."""
    if settings.transport == "http" or not settings.metrics_port:
        yield
        return
    with _listening("HOST and COMMONPLACE_METRICS_PORT", settings.host, settings.metrics_port):
        listener = bound(settings.host, settings.metrics_port)
    health = health_routes(readiness, metrics if settings.metrics else None)
    async with serving(Starlette(routes=[alive_route(), *health]), listener):
        yield


@contextmanager
def _listening(name: str, host: str, port: int) -> Iterator[None]:
    """Turn what the system refuses into what is to be mended."""
    try:
        yield
    except OSError as error:
        mend = f"{name} cannot be listened on, {host}:{port}: {error.strerror or error}"
        raise SettingsError((mend,)) from error


@contextmanager
def _explained(settings: Settings, name: str) -> Iterator[None]:
    """Turn what Slack refuses into what is to be mended."""
    try:
        yield
    except SlackApiError as error:
        said = refusal(error)
        if mood_of(error) is Mood.RETRYABLE or said.startswith("status"):
            raise TryAgainError(f"Slack does not answer as it should ({said}): try again later") from error
        mend = f"Slack does not take {name} ({said}): copy it again from api.slack.com/apps"
        raise SettingsError((mend,)) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise TryAgainError(f"{settings.api_url} cannot be reached: {type(error).__name__}") from error

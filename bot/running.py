"""From settings to a bot that answers, until it is stopped."""

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from starlette.routing import Route

from bot.app import build_app, identify, slack_client
from bot.background import Background
from bot.errors import refusal
from bot.parts import Parts, now
from bot.refreshing import Refreshing
from bot.retention import Retention
from bot.scheduler import build_scheduler
from bot.settings import Settings, SettingsError
from bot.signals import stop_event
from bot.store import open_store
from bot.transport.http import bound, build_http_app, serving
from bot.transport.socket import connected
from bot.web.hooks import hook_route
from bot.web.reader import reader_routes
from knowledge import KnowledgeBase

logger = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Read the posts, connect to Slack and answer until SIGTERM.

    Raises SettingsError where Slack does not take a token or cannot be reached, or the address to listen on cannot be
    had; KnowledgeError where the posts cannot be read.
    """
    knowledge_base = KnowledgeBase.open_file(settings.config, _reader_url(settings), cache=settings.cache)
    async with open_store(settings.store_url, now) as store, aiohttp.ClientSession() as session:
        client = slack_client(session, settings.api_url)
        with _explained(settings, "SLACK_BOT_TOKEN"):
            identity = await identify(client, settings.bot_token)
        background = Background()
        parts = Parts(knowledge_base, store, settings.names, settings.policy)
        app = build_app(parts, client, identity, background)
        stopped = stop_event()
        scheduler = build_scheduler(parts, client, identity)
        fresh = Refreshing(parts, _reader_url(settings), settings.refresh_minutes * 60.0)
        beside = (scheduler.running(), Retention(store, now).running(), fresh.running())
        async with (
            _transport(settings, app, background, _pages(settings, parts, fresh)) as by,
            AsyncExitStack() as stack,
        ):
            for each in beside:
                await stack.enter_async_context(each)
            stats = knowledge_base.stats
            counted = f"{stats.posts} posts, {stats.passages} passages, {stats.problems} problems"
            logger.info("workspace %s over %s: %s", identity.team_id, by, counted)
            await stopped.wait()
            logger.info("stopping; what is under way is finished first")


def _pages(settings: Settings, parts: Parts, fresh: Refreshing) -> list[Route]:
    """What is served over HTTP beside Slack's requests: the posts, and the webhook, each where it is switched on."""
    pages = reader_routes(parts.knowledge_base) if settings.public_url else []
    return [*pages, hook_route(settings.webhook_secret, fresh.ask)] if settings.webhook_secret else pages


def _reader_url(settings: Settings) -> str:
    """Where this bot serves posts without a page of their own: over HTTP at its public address, if it has one."""
    return settings.public_url if settings.transport == "http" else ""


@asynccontextmanager
async def _transport(
    settings: Settings, app: AsyncApp, background: Background, pages: Sequence[Route]
) -> AsyncIterator[str]:
    """Take requests in, and say by which way."""
    if settings.transport == "http":
        web = build_http_app(app, settings.signing_secret, background, pages)
        with _explained(settings, "HOST and PORT"):
            listener = bound(settings.host, settings.port)
        async with serving(web, listener) as address:
            yield f"HTTP on {address}"
    else:
        async with AsyncExitStack() as stack:
            with _explained(settings, "SLACK_APP_TOKEN"):
                await stack.enter_async_context(connected(app, settings.app_token, background))
            yield "Socket Mode"


@contextmanager
def _explained(settings: Settings, name: str) -> Iterator[None]:
    """Turn what Slack or the system refuses into what is to be mended."""
    try:
        yield
    except SlackApiError as error:
        said = refusal(error)
        mend = f"Slack does not take {name} ({said}): copy it again from api.slack.com/apps"
        if said.startswith("status"):
            mend = f"Slack does not answer as it should ({said}): try again later"
        raise SettingsError((mend,)) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SettingsError((f"{settings.api_url} cannot be reached: {type(error).__name__}",)) from error
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise SettingsError((f"{name} cannot be listened on, {where}: {error.strerror or error}",)) from error

"""build_app(…): the composition root. Nothing else builds."""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors, listeners, middleware
from bot.background import Background
from bot.claims import Claims, SharedClaims
from bot.metrics import Metrics, ObservedApp
from bot.parts import Parts
from bot.postponing import Postponing
from bot.responding import Respond
from bot.retrying import Sleep, TryAgain
from bot.rush import Rush
from bot.workspaces import NotInstalledError, TokenWatch, Workspaces

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)  # seconds for one call of Slack's, which may take ten of them
_SWITCHES = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")


def slack_session() -> aiohttp.ClientSession:
    """Connections to Slack, with the time limit of a call: on a shared session the client's own is not heeded."""
    return aiohttp.ClientSession(timeout=_TIMEOUT)


def slack_client(session: aiohttp.ClientSession, api_url: str, sleep: Sleep = asyncio.sleep) -> AsyncWebClient:
    """A client without a token of its own, on one shared session, which tries again what passes and cannot double."""
    return AsyncWebClient(session=session, base_url=api_url, retry_handlers=[TryAgain(sleep)])


def build_app(  # noqa: PLR0913 - what the bot is put together from
    parts: Parts,
    client: AsyncWebClient,
    workspaces: Workspaces,
    background: Background,
    metrics: Metrics | None = None,
    rush: Rush | None = None,
) -> AsyncApp:
    """The Bolt app. The transports hand it requests that are known to be Slack's."""
    client.retry_handlers.insert(0, TokenWatch(workspaces))
    once = SharedClaims(parts.store.deliveries, parts.holder, Claims())
    postponing = Postponing(parts, once, workspaces, background, client, rush or Rush())

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        identity = await workspaces.at(context["origin"])
        if identity is None:
            raise NotInstalledError(workspaces.install_url)
        context["identity"] = identity
        return AuthorizeResult(
            enterprise_id=identity.enterprise_id,
            team_id=identity.team_id,
            bot_token=identity.token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user_id,
        )

    with _without_switches():
        app = ObservedApp(
            metrics or Metrics(),
            postponing.around,
            name="commonplace",
            logger=logging.getLogger("bot.bolt"),
            client=client,
            before_authorize=middleware.arrival(Respond, parts.posting.sleep),
            authorize=authorize,
            request_verification_enabled=False,  # the HTTP transport verifies; Socket Mode has no signatures
            ssl_check_enabled=False,
            process_before_response=True,  # see “Answers and acknowledgements” in CONTRIBUTING.md
            raise_error_for_unhandled_request=True,
        )
    middleware.install(app, parts, workspaces, background, once)
    listeners.register(app, parts.names)
    errors.install(app)
    return app


@contextmanager
def _without_switches() -> Iterator[None]:
    """Bolt reads the environment by itself: with a client id and secret there it would turn into an OAuth app."""
    hidden = {name: os.environ.pop(name) for name in _SWITCHES if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)

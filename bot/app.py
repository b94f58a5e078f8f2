"""build_app(…): the composition root. Nothing else builds."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler, AsyncServerErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors, listeners, middleware
from bot.background import Background
from bot.claims import Claims
from bot.metrics import Metrics, ObservedApp
from bot.parts import Parts
from bot.responding import Respond

_TIMEOUT = 10  # seconds for one call of Slack's
_TRIES_AGAIN = 2
_SWITCHES = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as `auth.test` says, and the token it speaks with."""

    token: str = field(repr=False)
    team_id: str
    bot_id: str
    bot_user_id: str
    enterprise_id: str | None = None
    granted: frozenset[str] = frozenset()
    """The scopes that the workspace has granted."""


def slack_client(session: aiohttp.ClientSession, api_url: str) -> AsyncWebClient:
    """A client without a token of its own, on one shared session, which waits out 429 and tries 5xx again.

    A connection that broke is not tried again: the message may have arrived, and would be posted twice.
    """
    retries = [
        AsyncRateLimitErrorRetryHandler(max_retry_count=_TRIES_AGAIN),
        AsyncServerErrorRetryHandler(max_retry_count=_TRIES_AGAIN),
    ]
    return AsyncWebClient(session=session, base_url=api_url, timeout=_TIMEOUT, retry_handlers=retries)


async def identify(client: AsyncWebClient, token: str) -> Identity:
    """Ask Slack whose token this is. Raises SlackApiError for one that it does not take."""
    said = await client.auth_test(token=token)
    headers = {str(name).lower(): value for name, value in said.headers.items()}
    granted = frozenset(filter(None, (scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(","))))
    return Identity(token, said["team_id"], said["bot_id"], said["user_id"], said.get("enterprise_id"), granted)


def build_app(
    parts: Parts, client: AsyncWebClient, identity: Identity, background: Background, metrics: Metrics | None = None
) -> AsyncApp:
    """The Bolt app. The transports hand it requests that are known to be Slack's."""

    async def authorize() -> AuthorizeResult:
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
            name="commonplace",
            logger=logging.getLogger("bot.bolt"),
            client=client,
            authorize=authorize,
            request_verification_enabled=False,  # the HTTP transport verifies; Socket Mode has no signatures
            ssl_check_enabled=False,
            process_before_response=True,  # see “Answers and acknowledgements” in CONTRIBUTING.md
            raise_error_for_unhandled_request=True,
        )
    middleware.install(app, parts, identity.granted, background, Claims(), Respond)
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

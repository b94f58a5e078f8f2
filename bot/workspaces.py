"""Who the bot is in each workspace: a bot with one token from the environment answers that, and one that many installed."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import seldom

logger = logging.getLogger(__name__)

DEAD = frozenset(("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"))
"""Slack's words for a token that it takes no more."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in a workspace, or in all of an organisation, and the token it speaks with."""

    token: str = field(repr=False)
    team_id: str
    bot_id: str
    bot_user_id: str
    enterprise_id: str | None = None
    granted: frozenset[str] = frozenset()
    """The scopes that were granted."""
    org_wide: bool = False
    """Whether it was installed for all workspaces of the organisation at once."""

    @property
    def tenant(self) -> str:
        """Whose rows in the store are its own: the organisation's where it is installed for all of it."""
        return self.enterprise_id or self.team_id if self.org_wide else self.team_id

    @property
    def workspaces(self) -> frozenset[str]:
        """The ids that the workspace goes by, with its organisation's; of one for a whole organisation that alone."""
        return frozenset({self.enterprise_id or "", "" if self.org_wide else self.team_id} - {""})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request says that it comes from. Slack has signed it, so nobody else says so."""

    enterprise_id: str = ""
    team_id: str = ""
    org_wide: bool = False
    poster: str = ""
    """The workspace whose bot posted the message with what was pressed: in a shared channel it may be another's."""

    @property
    def tenant(self) -> str:
        """The tenant that it names, whether the bot is installed there or not."""
        return self.enterprise_id if self.org_wide or not self.team_id else self.team_id


class Workspaces(Protocol):
    """Knows the bot's identity in every workspace that it speaks for."""

    @property
    def install_url(self) -> str:
        """Where the bot can be installed; empty where people cannot do so."""
        ...

    async def at(self, origin: Origin) -> Identity | None:
        """Who the bot is where a request comes from; None where it is not installed. Raises UnknownWorkspaceError."""
        ...

    async def of(self, tenant: str) -> Identity | None:
        """Who the bot is to a tenant; None for one that another process speaks for, or that has left.

        Raises UnknownWorkspaceError.
        """
        ...

    async def refused(self, token: str, reason: str) -> None:
        """Slack takes a token no more."""
        ...

    async def left(self, origin: Origin) -> None:
        """Slack said that the bot was uninstalled there, or that tokens were revoked."""
        ...

    async def tidy(self) -> None:
        """Remove what is kept of those that have left."""
        ...


class NotInstalledError(Exception):
    """A request of a workspace that the bot is not installed in, or not any more; its one argument is `install_url`."""


class UnknownWorkspaceError(TimeoutError):
    """Who the bot is somewhere cannot be found out for the moment; a while later it may be."""


@dataclass(frozen=True, slots=True)
class OneWorkspace:
    """The workspace of one token, and nobody else's: what others send is refused, so they never share its rows."""

    identity: Identity
    install_url: str = ""

    async def at(self, origin: Origin) -> Identity | None:
        """The identity, where the request comes from its workspace or organisation, or is about its own message."""
        same_team = self.identity.team_id in (origin.team_id, origin.poster)
        same_org = self.identity.org_wide and self.identity.enterprise_id == origin.enterprise_id
        return self.identity if same_team or same_org else None

    async def of(self, tenant: str) -> Identity | None:
        """The identity, where it is this tenant's."""
        return self.identity if tenant == self.identity.tenant else None

    async def refused(self, token: str, reason: str) -> None:
        """Say so in the log: the operator has another token, or knows why not."""
        if token == self.identity.token:
            say = "Slack takes SLACK_BOT_TOKEN no more (%s): copy it again from api.slack.com/apps"
            logger.error(say, reason, extra=seldom(f"SLACK_BOT_TOKEN {reason}"))

    async def left(self, origin: Origin) -> None:
        """Say so in the log. Nothing is removed: whoever revokes a token that leaked puts another in its place."""
        if await self.at(origin):
            logger.warning("the app was uninstalled from the workspace, or tokens were revoked; what is stored stays")

    async def tidy(self) -> None:
        """Nothing: the operator decides about the only workspace."""


class TokenWatch(AsyncRetryHandler):
    """Sees Slack's answers as handlers of retries do, and says which token it takes no more; never has it tried again.

    Bolt makes a new client for each request and takes over its handlers alone, so this is where all calls can be seen.
    """

    def __init__(self, workspaces: Workspaces) -> None:
        super().__init__()
        self._workspaces = workspaces

    async def can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - Slack's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - Slack's signature
    ) -> bool:
        """Look at the answer."""
        said = response.body if response is not None and isinstance(response.body, dict) else {}
        if said.get("ok") is False and said.get("error") in DEAD:
            await self._workspaces.refused(_token(request), str(said["error"]))
        return False


def granted_in(headers: Mapping[str, str]) -> frozenset[str]:
    """The scopes that Slack names in the headers of an answer, their names in lower case."""
    return frozenset(filter(None, (scope.strip() for scope in headers.get("x-oauth-scopes", "").split(","))))


async def identify(client: AsyncWebClient, token: str) -> Identity:
    """Ask Slack whose token this is. Raises SlackApiError for one that it does not take."""
    said = await client.auth_test(token=token)
    granted = granted_in({str(name).lower(): value for name, value in said.headers.items()})
    enterprise, org_wide = said.get("enterprise_id"), bool(said.get("is_enterprise_install"))
    return Identity(token, said["team_id"], said["bot_id"], said["user_id"], enterprise, granted, org_wide)


def speaking(client: AsyncWebClient, identity: Identity, *, patient: bool = True) -> AsyncWebClient:
    """A client with that identity's token, on the session of another one.

    An impatient one tries nothing again: a scheduler that waits out a 429 would keep all others waiting.
    """
    handlers = client.retry_handlers
    return AsyncWebClient(
        token=identity.token,
        session=client.session,
        base_url=client.base_url,
        timeout=client.timeout,
        retry_handlers=handlers if patient else [each for each in handlers if isinstance(each, TokenWatch)],
    )


def _token(request: HttpRequest) -> str:
    """The token that a call was made with."""
    given = request.headers.get("Authorization", "")
    return str(given if isinstance(given, str) else given[0]).removeprefix("Bearer ")

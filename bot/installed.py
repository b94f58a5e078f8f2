"""The many workspaces that installed the bot: who it is in each, what becomes of tokens that die, and of those who leave."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import PATIENCE
from bot.moods import refusal
from bot.store import Installation, Store, StoreUnavailableError
from bot.store.installations import Installations
from bot.store.sealing import SealError
from bot.workspaces import DEAD, Identity, Origin, UnknownWorkspaceError, speaking

logger = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(days=30)  # of a token that Slack takes no more
LEFT = "uninstalled"  # what is marked where Slack said so, and could not be asked whether it is so
_SOON = timedelta(hours=1)
_FRESH = 60.0  # seconds that an identity is taken for known, also where another process knows better
_PATIENCE = 2.0  # seconds for the store where nothing is known: without it there is no answer, and Slack waits three
_MOST = 10_000  # identities that are known at once


@dataclass(frozen=True, slots=True)
class _Known:
    """An installation that was looked up, when, and whether Slack takes its token."""

    installation: Installation
    since: float
    is_taken: bool

    @property
    def identity(self) -> Identity | None:
        return identity_of(self.installation) if self.is_taken else None


@dataclass(frozen=True, slots=True)
class Installed:
    """Every workspace and organisation that installed the bot."""

    store: Store
    installations: Installations
    client: AsyncWebClient
    install_url: str
    clock: Callable[[], float] = monotonic
    _known: OrderedDict[str, _Known] = field(default_factory=OrderedDict, repr=False)
    _gone: set[str] = field(default_factory=set)
    """Tenants that were forgotten while something of theirs may have been under way, which keeps what it ends with."""

    async def at(self, origin: Origin) -> Identity | None:
        """Who the bot is where a request comes from: the poster of what was pressed, else whom the request names."""
        for tenant in _tenants(origin):
            if identity := await self.of(tenant):
                return identity
        return None

    async def of(self, tenant: str) -> Identity | None:
        """Who the bot is to a tenant; None for one that did not install it, or whose token Slack takes no more."""
        known = self._known.get(tenant)
        if known is None or self.clock() - known.since > _FRESH:
            known = await self._looked_up(tenant, known)
        return known.identity if known else None

    async def refused(self, token: str, reason: str) -> None:
        """Mark the installation with this token: nobody speaks with it until Slack takes it again."""
        for tenant, known in list(self._known.items()):
            if known.installation.token == token:
                self._known.pop(tenant, None)
                logger.warning("Slack takes the token of %s no more (%s)", tenant, reason)
                await self._mark(known.installation, reason)

    async def installed(self, installation: Installation) -> None:
        """Keep a new installation, in place of one that there was."""
        await self.installations.save(installation)
        self._known.pop(installation.tenant, None)
        logger.info("installed in %s", installation.tenant)

    async def left(self, origin: Origin) -> None:
        """Forget those that a request says have left, where Slack takes their token no more.

        It is asked, since events may come late: who installed the bot again meanwhile stays.
        """
        for tenant in dict.fromkeys(filter(None, (origin.tenant, origin.team_id, origin.enterprise_id))):
            self._known.pop(tenant, None)
            try:
                installation = await self.installations.find(tenant)
            except SealError:  # nobody can speak with such a token, and Slack said that it is gone
                await self._forget(tenant)
                continue
            if installation is not None:
                await self.installations.mark(installation, LEFT)
                await self._see_whether_gone(installation)

    async def tidy(self) -> None:
        """Forget those whose token Slack has not taken for long; and soon, where it said itself that they left."""
        now = self.store.now()
        for tenant in tuple(self._gone):
            self._gone.discard(tenant)
            if not await self.installations.is_there(tenant):
                await self.store.forget_tenant(tenant)
        for tenant in await self.installations.marked(now - _SOON):
            try:
                installation = await self.installations.find(tenant)
            except SealError as error:
                logger.error("%s", error)  # noqa: TRY400 - there is no more to it than that
                continue
            long_ago = installation and installation.refused_at and installation.refused_at < now - FORGOTTEN_AFTER
            if installation is not None and (long_ago or installation.refused == LEFT):
                await self._see_whether_gone(installation)

    async def _mark(self, installation: Installation, reason: str) -> None:
        """Keep a refusal; where the store fails, the next one is kept, and the call goes on."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.installations.mark(installation, reason)
        except (StoreUnavailableError, TimeoutError) as error:
            logger.warning("that could not be kept (%s)", type(error).__name__)

    async def _see_whether_gone(self, installation: Installation) -> None:
        taken = await self._is_taken(installation)
        if taken is False:
            await self._forget(installation.tenant)
        elif taken:
            await self.installations.unmark(installation)

    async def _forget(self, tenant: str) -> None:
        """Remove whatever is kept of a tenant, its token with it."""
        await self.store.forget_tenant(tenant)
        self._known.pop(tenant, None)
        self._gone.add(tenant)
        logger.info("%s has left: all that was kept of it is removed", tenant)

    async def _looked_up(self, tenant: str, before: _Known | None) -> _Known | None:
        """What the store says; where it fails, what was known before, which must not cost the answer."""
        try:
            async with asyncio.timeout(PATIENCE if before else _PATIENCE):
                installation = await self.installations.find(tenant)
        except SealError as error:
            logger.error("%s", error)  # noqa: TRY400 - there is no more to it than that
            return None
        except (StoreUnavailableError, TimeoutError) as error:
            if before is None:
                raise UnknownWorkspaceError(type(error).__name__) from error
            return before
        if installation is None:
            self._known.pop(tenant, None)
            return None
        found = _Known(installation, self.clock(), await self._still_taken(installation))
        self._known[tenant] = found
        self._known.move_to_end(tenant)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found

    async def _still_taken(self, installation: Installation) -> bool:
        """Whether Slack takes the token; one that it refused before may have been a failure of its own."""
        if not installation.refused:
            return True
        if not await self._is_taken(installation):
            return False
        await self.installations.unmark(installation)
        return True

    async def _is_taken(self, installation: Installation) -> bool | None:
        """Whether Slack takes a token; None where it does not say."""
        try:
            await speaking(self.client, identity_of(installation), patient=False).auth_test()
        except SlackApiError as error:
            return False if refusal(error) in DEAD else None
        except (aiohttp.ClientError, TimeoutError):
            return None
        return True


def identity_of(installation: Installation) -> Identity:
    """Who the bot is there."""
    return Identity(
        token=installation.token,
        team_id=installation.team_id,
        bot_id=installation.bot_id,
        bot_user_id=installation.bot_user_id,
        enterprise_id=installation.enterprise_id or None,
        granted=frozenset(installation.scopes),
        org_wide=installation.org_wide,
    )


def _tenants(origin: Origin) -> Iterator[str]:
    """Whose request it may be, the likeliest first: an organisation speaks for workspaces that have no bot of their own."""
    named = [origin.poster, *([] if origin.org_wide else [origin.team_id]), origin.enterprise_id]
    return iter(dict.fromkeys(filter(None, named)))

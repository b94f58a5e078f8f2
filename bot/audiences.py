"""Who is going to read what the bot says: the one place that decides it, for every request and every post of its own."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.moods import refusal
from knowledge import Audience, KnowledgeBase
from knowledge.access import ANYBODY, Limits

logger = logging.getLogger(__name__)

FRESH = 300.0  # seconds for which it is known who is in a group: so long somebody who left it may read on
_STALE = 1_800.0  # for which that counts where Slack does not answer
_FAILED = 60.0  # after a failure, until Slack is asked again
_PATIENCE = 0.6  # seconds for Slack, which waits three for the whole answer itself
_ELSEWHERE = "no_such_subteam"  # a group of another workspace: nobody here is in it

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads what is said: the one person alone (`own`), or everyone who sees the channel (`all`).

    `unseen` says why it is not known who is in which group, so that nobody counts as being in any; empty where it is known.
    """

    own: Audience = ANYBODY
    all: Audience = ANYBODY
    unseen: str = ""

    def own_in(self, channel: str) -> Audience:
        """The one person where they speak of a channel that they have spoken in before, as in a window opened from there."""
        return replace(self.own, channels=frozenset({channel}))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: the tenant, their workspace (and organisation), the channel.

    `alone` is a channel that nobody but the person and the bot can read, `shared` one that people of other companies read.
    """

    tenant: str
    workspaces: frozenset[str]
    person: str = ""
    channel: str = ""
    alone: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class _Members:
    """Who was in a group then, or why that is not known; until `again` Slack is not asked."""

    at: float
    again: float
    people: frozenset[str] = frozenset()
    lacking: str = ""


@dataclass(slots=True)
class Groups:
    """Who is in which user groups, as Slack says; asked anew every few minutes, and only about groups that limit a source."""

    clock: Clock = monotonic
    _known: dict[tuple[str, str], _Members] = field(default_factory=dict)
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, standing: Standing, wanted: Iterable[str], client: AsyncWebClient) -> tuple[frozenset[str], str]:
        """Which of the wanted groups a person is in, and why that is not known of some, else nothing."""
        found = {group: await self._members(standing, group, client) for group in wanted}
        theirs = frozenset(group for group, members in found.items() if standing.person in members.people)
        return theirs, next((members.lacking for members in found.values() if members.lacking), "")

    async def _members(self, standing: Standing, group: str, client: AsyncWebClient) -> _Members:
        tenant = standing.tenant
        if (known := self._still_known(tenant, group)) is not None:
            return known
        async with self._asking:
            if (known := self._still_known(tenant, group)) is None:
                known = self._known[tenant, group] = await self._asked(standing, group, client)
        return known

    def _still_known(self, tenant: str, group: str) -> _Members | None:
        known = self._known.get((tenant, group))
        return known if known is not None and self.clock() < known.again else None

    async def _asked(self, standing: Standing, group: str, client: AsyncWebClient) -> _Members:
        now, tenant = self.clock(), standing.tenant
        # With the token of a whole organisation Slack wants to know which workspace is meant.
        team = min(standing.workspaces - {tenant}, default="") if tenant.startswith("E") else ""
        try:
            async with asyncio.timeout(_PATIENCE):
                said = await client.usergroups_users_list(usergroup=group, team_id=team or None)
        except SlackApiError as error:
            why = refusal(error)
            if why == _ELSEWHERE:
                return _Members(now, now + FRESH)
        except (aiohttp.ClientError, TimeoutError) as error:
            why = type(error).__name__
        else:
            return _Members(now, now + FRESH, frozenset(said.get("users") or ()))
        logger.warning("who is in user group %s is not known, so its sources are shown to nobody (%s)", group, why)
        before = self._known.get((tenant, group))
        if before is not None and not before.lacking and now - before.at <= _STALE:
            return replace(before, again=now + _FAILED)
        return _Members(now, now + _FAILED, lacking=why)


@dataclass(frozen=True, slots=True)
class Audiences:
    """Knows who reads what is said where. Where no source is limited, nothing is asked and nothing is weighed."""

    knowledge_base: KnowledgeBase
    groups: Groups

    async def readers(self, standing: Standing, client: AsyncWebClient) -> Readers:
        """Who reads what is said to somebody, and what is said to all where they stand.

        One person reads what their workspace, this channel and their groups may read. All read what everybody there may read:
        of their groups nothing is known, and people of another company are not of this workspace.
        """
        limits = self.knowledge_base.limits
        if not limits:
            return Readers()
        groups, unseen = await self._groups(limits, standing, client)
        channels = frozenset({standing.channel} - {""})
        own = Audience(standing.workspaces, channels, groups)
        if standing.alone:
            return Readers(own, own, unseen)
        workspaces = frozenset[str]() if standing.shared else standing.workspaces
        return Readers(own, Audience(workspaces, channels), unseen)

    async def _groups(
        self, limits: Mapping[str, Limits], standing: Standing, client: AsyncWebClient
    ) -> tuple[frozenset[str], str]:
        here = (each for each in limits.values() if not each.workspaces or each.workspaces & standing.workspaces)
        wanted: Collection[str] = sorted({group for each in here for group in each.groups})
        if not standing.person or not wanted:
            return frozenset(), ""
        return await self.groups.of(standing, wanted, client)

"""Who called, from where, how they read, and what is settled for the place they called from."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.audiences import Readers
from bot.moods import Mood, mood_of, refusal
from bot.store import ChannelSettings, Store, StoreError
from bot.texts import Texts, texts_in

logger = logging.getLogger(__name__)

PATIENCE = 0.6  # seconds for the store, at most three times in one request; Slack waits three for the whole answer
KEPT_WITHIN = 2.0  # seconds for a question to be kept: whoever says 200 before may die, and Slack would not ask again
UNHURRIED = 3.0  # seconds for the store in work that goes on after Slack was answered
_FRESH = timedelta(days=1)  # how long a person's language and time zone are taken for known


@dataclass(frozen=True, slots=True)
class Caller:
    """A person in a channel of a workspace (`tenant`), the texts they read, their time zone, the channel's settings.

    `readers` are those who read what is said to them; where nothing is said of them, they read what all the world may read.
    """

    tenant: str
    person: str
    channel: str
    texts: Texts
    timezone: str = ""
    settings: ChannelSettings = field(default_factory=ChannelSettings)
    readers: Readers = field(default_factory=Readers)
    patience: float = 0.0
    """Seconds for the store while the caller is seen to; 0 is as many as an acknowledgement leaves."""

    @property
    def is_alone(self) -> bool:
        """Whether they talk to the bot alone."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Callers:
    """Knows callers by what the store holds; Slack is asked beside the request, at most once a day for each person."""

    store: Store
    clock: Callable[[], datetime]
    language: str = "en"
    may_ask: bool = False
    """Whether the bot may ask Slack for people's languages and time zones (scope users:read)."""

    async def caller(self, tenant: str, person: str, channel: str, patience: float = 0.0) -> tuple[Caller, bool]:
        """The caller, and whether Slack should be asked about them. A store that fails costs settings, never an answer."""
        try:
            async with asyncio.timeout(patience or PATIENCE):
                caller, is_stale = await self._known(tenant, person, channel)
                return replace(caller, patience=patience), is_stale
        except (StoreError, TimeoutError) as error:
            logger.warning("settings could not be read (%s)", type(error).__name__)
            return Caller(tenant, person, channel, texts_in(self.language)), False

    async def _known(self, tenant: str, person: str, channel: str) -> tuple[Caller, bool]:
        settings, known = await self.store.people.calling(tenant, person, channel)
        language = settings.language or (known.locale if known else "") or self.language
        zone = known.timezone if known else ""
        stale = bool(person) and (known is None or self.clock() - known.at > _FRESH)
        return Caller(tenant, person, channel, texts_in(language), zone, settings), stale and self.may_ask

    async def learn(self, tenant: str, person: str, client: AsyncWebClient) -> None:
        """Ask Slack for a person's language and time zone, and remember them."""
        try:
            about = (await client.users_info(user=person, include_locale=True))["user"]
        except (SlackApiError, ClientError, TimeoutError) as error:
            why = refusal(error) if isinstance(error, SlackApiError) else type(error).__name__
            logger.info("Slack does not say who a caller is (%s)", why)
            if mood_of(error) is Mood.RETRYABLE:
                return  # nobody has asked for this, so nobody hears of it; the next request asks again
            about = {}
        await self.store.people.keep(tenant, person, about.get("locale") or "", about.get("tz") or "")

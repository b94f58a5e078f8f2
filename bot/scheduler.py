"""Posts the lessons that are due: each once, however many processes there are, and none to those who do not want them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.audiences import Standing
from bot.callers import Callers
from bot.errors import report
from bot.moods import Mood, mood_of, refusal, seconds_to_wait
from bot.parts import Parts
from bot.posting import Place
from bot.replies.subscribing import name_of, schedule_of, shown_of
from bot.retrying import Sleep
from bot.schedules import next_moment
from bot.store import Subscription
from bot.texts import Texts
from bot.views.subscription import due_lesson, pause_notice, refused_notice
from bot.workspaces import DEAD, Identity, Workspaces, speaking
from knowledge import Audience

logger = logging.getLogger(__name__)

MOST_UNANSWERED = 3  # lessons without a reaction; then a subscription pauses
_WAKES = 30  # seconds; schedules name minutes, and it wakes with each full and half minute
_LEASE = 120.0  # seconds; one lesson takes a few calls of ten seconds at most
_SOON = timedelta(minutes=5)
_FINISHES = 4.0  # seconds that a stop waits for what is being posted

_CLOSED = frozenset(
    "channel_not_found is_archived not_in_channel restricted_action user_not_found"
    " user_disabled messages_tab_disabled missing_scope".split()
)


@dataclass(slots=True)
class Scheduler:
    """Posts due lessons as who the bot is to each tenant; `sleep` waits that many seconds."""

    parts: Parts
    client: AsyncWebClient
    workspaces: Workspaces
    sleep: Sleep = asyncio.sleep
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _stopping: bool = False
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    async def tick(self) -> None:
        """Post everything that is due now."""
        async with self._turn:
            while not self._stopping:
                # One at a time: a lease must not run out while others are being posted.
                due = await self.parts.store.subscriptions.lease_due(self.parts.clock(), _LEASE, 1)
                if not due:
                    return
                await self._see_to(*due[0])

    async def run(self) -> None:
        """Tick for ever. What goes wrong is logged with a reference, and the next tick comes all the same."""
        while True:
            try:
                await self.tick()
            except Exception as error:  # noqa: BLE001 - a database that is away for a while must not end all lessons
                report(error)
            await self.sleep(_WAKES - self.parts.clock().timestamp() % _WAKES)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run until the block ends; what is just being posted is finished first."""
        task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            self._stopping = True
            with suppress(TimeoutError):
                async with asyncio.timeout(_FINISHES), self._turn:
                    pass
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _see_to(self, tenant: str, due: Subscription) -> None:
        """Post what is due. It is next due at the first time from now on: whatever was missed meanwhile is made up once.

        That is kept before anything is posted, so that a crash loses a lesson and never doubles one.
        """
        now, subscriptions = self.parts.clock(), self.parts.store.subscriptions
        identity = await self.workspaces.of(tenant)
        if identity is None:  # of a workspace that another process speaks for, or that takes the token no more
            return  # the lease runs out, and they come round to it
        client = speaking(self.client, identity, patient=False)
        due = replace(due, next_at=next_moment(schedule_of(due), now))
        await subscriptions.try_again(tenant, due.id, due.next_at)
        try:
            await self._attempt(identity, due, client)
        except Exception as error:  # noqa: BLE001 - one lesson that cannot be posted must not keep back the others
            report(error)

    async def _attempt(self, identity: Identity, due: Subscription, client: AsyncWebClient) -> None:
        tenant = identity.tenant
        try:
            if due.unanswered >= MOST_UNANSWERED:
                await self._pause_unanswered(tenant, due, client)
            else:
                await self._post_lesson(identity, due, client)
        except SlackApiError as error:
            await self._refused(tenant, due, client, error)

    async def _post_lesson(self, identity: Identity, due: Subscription, client: AsyncWebClient) -> None:
        tenant, lessons = identity.tenant, self.parts.store.lessons
        seen = await lessons.bag(tenant, due.channel)
        audience = await self._audience(identity, due, client)
        found = await self.parts.learning.drawn(tenant, due.channel, due.topic, audience)
        if found is None:
            await self._pause_and_tell(tenant, due, client, "")
            return
        by = await self._name(tenant, due.person, client)
        message = due_lesson(found, shown_of(due), by, self.parts.names, await self._texts(tenant, due))
        try:
            ts = await self.parts.posting.post(message, Place(due.channel), client)
        except SlackApiError:
            await lessons.keep_bag(tenant, due.channel, seen)  # nobody has seen it
            raise
        await self.parts.store.subscriptions.posted(tenant, due.id, due.next_at, ts, due.unanswered + 1)

    async def _pause_unanswered(self, tenant: str, due: Subscription, client: AsyncWebClient) -> None:
        """Ask once, instead of the lesson, whether anybody still wants them."""
        notice = pause_notice(shown_of(due), due.unanswered, await self._texts(tenant, due))
        await self.parts.posting.post(notice, Place(due.channel), client)
        await self.parts.store.subscriptions.pause(tenant, due.id)

    async def _refused(self, tenant: str, due: Subscription, client: AsyncWebClient, error: SlackApiError) -> None:
        """Slack refused: try again soon, pause where it will go on refusing, else wait for the next time.

        A token that it takes no more pauses nothing: who gets it to take one again, wants the lessons too.
        """
        reason = refusal(error)
        if mood_of(error) is Mood.RETRYABLE:
            soon = timedelta(seconds=seconds_to_wait(error)) or _SOON
            await self.parts.store.subscriptions.try_again(tenant, due.id, self.parts.clock() + soon)
        elif reason in _CLOSED:
            await self._pause_and_tell(tenant, due, client, reason)
        elif reason not in DEAD:
            report(error)

    async def _pause_and_tell(self, tenant: str, due: Subscription, client: AsyncWebClient, reason: str) -> None:
        """Pause, and tell whoever set it up, once."""
        await self.parts.store.subscriptions.pause(tenant, due.id)
        if not due.person:  # who was forgotten
            return
        own = due.channel == due.person
        texts = (await self._callers.caller(tenant, due.person, ""))[0].texts
        channel = "" if own else due.channel
        notice = refused_notice(shown_of(due), channel, reason, self.parts.names, texts)
        try:
            await self.parts.posting.post(notice, Place(due.person), client)
        except SlackApiError as error:
            logger.info("who set a subscription up could not be told that it paused (%s)", refusal(error))

    @property
    def _callers(self) -> Callers:
        return Callers(self.parts.store, self.parts.clock, self.parts.policy.language)

    async def _audience(self, identity: Identity, due: Subscription, client: AsyncWebClient) -> Audience:
        """Who reads a lesson that comes by itself: everyone in its channel, or the one person that it is for."""
        alone = due.channel == due.person
        person, channel = (due.person, "") if alone else ("", due.channel)
        standing = Standing(identity.tenant, identity.workspaces, person, channel, alone=alone)
        return (await self.parts.audiences.readers(standing, client)).all

    async def _texts(self, tenant: str, due: Subscription) -> Texts:
        """The texts that a channel reads, or a person where it is for them alone."""
        person, channel = (due.person, "") if due.channel == due.person else ("", due.channel)
        return (await self._callers.caller(tenant, person, channel))[0].texts

    async def _name(self, tenant: str, person: str, client: AsyncWebClient) -> str:
        """The name of whoever set a subscription up, asked for once."""
        if not self._names.get((tenant, person)):
            self._names[tenant, person] = await name_of(person, client)
        return self._names[tenant, person]

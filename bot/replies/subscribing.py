"""Subscribe: lessons that come by themselves, for a channel or for one person, wanted by somebody and ended by anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.moods import refusal
from bot.names import Names
from bot.policy import Policy
from bot.posting import Place, Posting
from bot.replies.told import Told
from bot.schedules import Schedule, ScheduleError, local, next_moment, read_schedule, zone_of
from bot.searches import Searches
from bot.store import Store, Subscription
from bot.views import lesson, notices, subscription
from bot.views.message import Message
from bot.views.notices import LONGEST_QUESTION, notice
from bot.views.subscription import Entry, Subscribed
from knowledge import ShuffleBag

MOST = 10  # subscriptions of one channel
_ME = frozenset(("me", "mich", "mir"))
_REFUSED = {
    **dict.fromkeys(("not_in_channel", "channel_not_found"), "subscribe-invite"),
    "is_archived": "subscribe-archived",
    "missing_scope": "subscribe-scope",
}


@dataclass(frozen=True, slots=True)
class Subscribing:
    """The subscriptions of channels and people."""

    searches: Searches
    store: Store
    names: Names
    policy: Policy
    random: Random
    clock: Callable[[], datetime]
    posting: Posting

    async def subscribe(self, text: str, caller: Caller, name: str, client: AsyncWebClient) -> Message:
        """Subscribe the channel, or with “me” or in private the caller, to what a text says; a channel is told of it."""
        first, _, rest = text.partition(" ")
        alone = caller.is_alone or first.lower() in _ME
        text = rest if first.lower() in _ME else text
        try:
            wanted = self._wanted(text, caller, caller.person if alone else caller.channel)
        except ScheduleError as error:
            return self._unread(error, caller)
        refused = await self._refused(wanted, caller)
        if refused is not None:
            return refused
        kept = await self.store.subscriptions.add(caller.tenant, wanted)
        if not alone and (refused := await self._announce(kept, name, caller, client)):
            return refused
        return self._confirmed(kept, caller)

    async def unsubscribe(self, written: str, caller: Caller, name: str, client: AsyncWebClient) -> Told:
        """End the subscription with this id, or without one the only one that there is here."""
        found = await self._within_reach(caller)
        if not found:
            return Told(self._none(caller))
        if not written and len(found) > 1:
            heading = caller.texts("unsubscribe-which", lesson=self.names.lesson)
            return Told(await self._listed(heading, found, caller, client))
        if not written:
            return await self._ended(found[0], caller, name)
        return await self.stop(written, caller, name)

    async def stop(self, subscription_id: str, caller: Caller, name: str) -> Told:
        """End a subscription of this channel or of the caller; a channel is told of it."""
        found = await self._reached(subscription_id, caller)
        if found is None:
            shown = {"id": subscription_id[:12], "lesson": self.names.lesson}
            return Told(notice(caller.texts("unsubscribe-unknown", **shown)))
        return await self._ended(found, caller, name)

    async def listed(self, caller: Caller, client: AsyncWebClient) -> Message:
        """The subscriptions of this channel and of the caller."""
        found = await self._within_reach(caller)
        if not found:
            return self._none(caller)
        heading = caller.texts("subscriptions", lesson=self.names.lesson)
        return await self._listed(heading, found, caller, client)

    async def keep_going(self, subscription_id: str, caller: Caller, name: str) -> Told:
        """Let a subscription that has paused go on."""
        found = await self._reached(subscription_id, caller)
        if found is None:
            return Told(notice(caller.texts("subscription-gone")))
        if not found.paused:
            return Told(notice(caller.texts("kept-going-already", **self._when(found, caller))))
        resumed = await self._resumed(found, caller)
        return Told(notice(caller.texts("kept-going", person=name, **self._when(resumed, caller))), to_all=True)

    async def reacted(self, tenant: str, channel: str, person: str, ts: str) -> None:
        """Note that somebody reacted to a message, where it is a lesson that came by itself."""
        audience = person if channel.startswith("D") else channel  # one's own are kept under the person
        await self.store.subscriptions.reacted(tenant, audience, ts)

    def _wanted(self, text: str, caller: Caller, audience: str) -> Subscription:
        """The subscription that a text asks for. Raises ScheduleError for one without days, or with an odd time."""
        schedule, topic = read_schedule(text, _zone(caller, self.policy))
        return Subscription(
            id="",
            channel=audience,
            person=caller.person,
            days=schedule.days,
            time=schedule.time,
            timezone=schedule.timezone,
            topic=topic,
            next_at=next_moment(schedule, self.clock()),
            paused=False,
            unanswered=0,
            last_ts="",
        )

    def _unread(self, error: ScheduleError, caller: Caller) -> Message:
        name = f"subscribe-{error.what}" if error.typed else "subscribe-how"
        return notice(caller.texts(name, typed=error.typed[:60], lesson=self.names.lesson))

    async def _refused(self, wanted: Subscription, caller: Caller) -> Message | None:
        """Why there cannot be this subscription; None where there can."""
        if wanted.channel != caller.person and not self.policy.may_change(caller.person):
            return notice(caller.texts("subscribe-policy", lesson=self.names.lesson))
        if len(wanted.topic) > LONGEST_QUESTION:
            return notices.long_question(self.names, caller.texts, len(wanted.topic))
        readers = caller.readers
        audience = readers.own if wanted.channel == caller.person else readers.all
        if await self.searches.lesson(ShuffleBag(), self.random, wanted.topic, audience) is None:
            return lesson.no_lesson(wanted.topic, self.names, caller.texts)
        return await self._there(wanted, caller)

    async def _there(self, wanted: Subscription, caller: Caller) -> Message | None:
        """What is said where there is this subscription already, or one would be too many; a paused one goes on."""
        there = await self.store.subscriptions.of_channel(caller.tenant, wanted.channel)
        same = next((each for each in there if _key(each) == _key(wanted)), None)
        if same is not None and same.paused:
            resumed = await self._resumed(same, caller)
            return notice(caller.texts("subscribed-again", **self._when(resumed, caller)))
        if same is not None:
            shown = {"id": same.id, "what": _what(same, caller), "lesson": self.names.lesson}
            return notice(caller.texts("subscribe-exists", **shown))
        if len(there) >= MOST:
            return notice(caller.texts("subscribe-full", most=MOST, lesson=self.names.lesson))
        return None

    async def _announce(self, kept: Subscription, name: str, caller: Caller, client: AsyncWebClient) -> Message | None:
        """Tell the channel who subscribed it to what; what cannot be told is not kept, and why not is returned."""
        values = {"person": name, "what": _what(kept, caller), "id": kept.id, "lesson": self.names.lesson}
        said = notice(caller.texts("subscribed-announced", **values))
        try:
            await self.posting.post(said, Place(kept.channel), client)
        except Exception as error:
            await self.store.subscriptions.remove(caller.tenant, kept.id)
            why = _REFUSED.get(refusal(error)) if isinstance(error, SlackApiError) else None
            if why is None:
                raise
            return notice(caller.texts(why, bot=self.names.bot, scope="chat:write"))
        return None

    def _confirmed(self, kept: Subscription, caller: Caller) -> Message:
        own = kept.channel == caller.person
        shown = {**self._when(kept, caller), "id": kept.id, "lesson": self.names.lesson}
        said = caller.texts("subscribed-person" if own else "subscribed-channel", **shown)
        zone = "typed" if kept.timezone != _zone(caller, self.policy) else "caller" if caller.timezone else "policy"
        return notice(f"{said} {caller.texts(f'subscribed-zone-{zone}', timezone=kept.timezone)}")

    async def _ended(self, ended: Subscription, caller: Caller, name: str) -> Told:
        await self.store.subscriptions.remove(caller.tenant, ended.id)
        if ended.channel != caller.channel:
            return Told(notice(caller.texts("unsubscribed", what=_what(ended, caller))))
        return Told(notice(caller.texts("unsubscribed-by", person=name, what=_what(ended, caller))), to_all=True)

    async def _resumed(self, paused: Subscription, caller: Caller) -> Subscription:
        await self.store.subscriptions.resume(caller.tenant, paused.id, next_moment(schedule_of(paused), self.clock()))
        return await self.store.subscriptions.find(caller.tenant, paused.id) or paused

    async def _within_reach(self, caller: Caller) -> list[Subscription]:
        """The subscriptions of this channel, then the caller's own."""
        here = () if caller.is_alone else await self.store.subscriptions.of_channel(caller.tenant, caller.channel)
        own = await self.store.subscriptions.of_person(caller.tenant, caller.person)
        return list({each.id: each for each in (*here, *own)}.values())

    async def _reached(self, subscription_id: str, caller: Caller) -> Subscription | None:
        """The subscription with this id, where it is one of those."""
        found = await self.store.subscriptions.find(caller.tenant, subscription_id.removeprefix("#"))
        return found if found and (found.channel == caller.channel or found.person == caller.person) else None

    def _none(self, caller: Caller) -> Message:
        name = "subscriptions-none-alone" if caller.is_alone else "subscriptions-none"
        return notice(caller.texts(name, lesson=self.names.lesson))

    async def _listed(self, heading: str, found: list[Subscription], caller: Caller, client: AsyncWebClient) -> Message:
        others = {each.person for each in found} - {caller.person}
        by = {person: await name_of(person, client) for person in others}
        return subscription.listed(heading, [_entry(each, caller, by) for each in found], caller.texts)

    def _when(self, shown: Subscription, caller: Caller) -> dict[str, str]:
        """What a subscription is, and when it is next due, by its own clocks."""
        return {"what": _what(shown, caller), "next": caller.texts.time(local(shown.next_at, schedule_of(shown)))}


def schedule_of(kept: Subscription) -> Schedule:
    """When lessons come."""
    return Schedule(kept.days, kept.time, kept.timezone)


def shown_of(kept: Subscription) -> Subscribed:
    """A subscription as views take it."""
    return Subscribed(kept.id, schedule_of(kept), kept.topic)


async def name_of(person: str, client: AsyncWebClient) -> str:
    """A person's name, as text; empty where Slack does not say it, or where they were forgotten."""
    if not person:
        return ""
    try:
        user = (await client.users_info(user=person))["user"]
    except (SlackApiError, aiohttp.ClientError, TimeoutError):
        return ""  # a lesson comes without it all the same
    profile = user.get("profile") or {}
    return str(profile.get("display_name") or profile.get("real_name") or user.get("name") or "")


def _zone(caller: Caller, policy: Policy) -> str:
    """The caller's zone, where it is known to them and to this computer; else the one that is settled for all."""
    return caller.timezone if caller.timezone and zone_of(caller.timezone) else policy.timezone


def _key(kept: Subscription) -> tuple[str, ...]:
    """What tells a subscription of a channel from the others there."""
    return kept.days, kept.time, kept.timezone, kept.topic.casefold()


def _what(kept: Subscription, caller: Caller) -> str:
    return subscription.what(shown_of(kept), caller.texts)


def _entry(kept: Subscription, caller: Caller, by: dict[str, str]) -> Entry:
    own = kept.person == caller.person
    alone = kept.channel == caller.person
    return Entry(
        shown_of(kept),
        by="" if own else by[kept.person] or caller.texts("subscription-someone"),
        next_at=local(kept.next_at, schedule_of(kept)),
        paused=kept.paused,
        channel="" if alone or kept.channel == caller.channel else kept.channel,
        alone=alone,
    )

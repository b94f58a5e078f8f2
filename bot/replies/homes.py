"""Home: what a person finds in the bot's own tab, and the window to ask in."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import surfaces
from bot.callers import Caller
from bot.policy import Policy
from bot.replies.asking import KEPT_DAYS, Asking
from bot.replies.subscribing import schedule_of, shown_of
from bot.schedules import local, zone_of
from bot.store import Answer, Gap, Store, StoreError, Subscription
from bot.turns import Turns
from bot.views import home, lesson, search_modal
from bot.views.blocks import View
from bot.views.home import ForAdmins, Health, Missed, Own, Saved, Shown
from bot.views.notices import notice
from bot.views.subscription import Entry
from knowledge import Stats

logger = logging.getLogger(__name__)

_MOST_SAVED = 5
_MOST_MISSED = 10
_MOST_EXAMPLES = 3
_MOST_PROMPTS = 4
_LONGEST_EXAMPLE = 150  # characters; a title that is longer is no question
_DAYS = 7  # of unanswered questions


@dataclass(slots=True)
class LastRead:
    """When the posts were last read, and what has kept them from being read again since then."""

    at: datetime
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Homes:
    """The Home tabs of one workspace; `granted` are the scopes that the bot has there."""

    asking: Asking
    store: Store
    policy: Policy
    granted: frozenset[str]
    last_read: LastRead
    clock: Callable[[], datetime]
    turns: Turns = field(default_factory=Turns)

    async def home(self, caller: Caller) -> View:
        """The Home tab as it is now. A store that fails costs what is one's own and what admins see, never the rest."""
        own, for_admins = None, None
        try:
            own = await self._own(caller)
            for_admins = await self._for_admins(caller)
        except StoreError as error:
            logger.warning("a Home tab is shown without what is stored: %s", error)
        shown = Shown(
            examples=await self.examples(caller, _MOST_EXAMPLES),
            health=self._health(caller),
            kept_days=KEPT_DAYS,
            own=own,
            missing=self._missing(),
            for_admins=for_admins,
        )
        return home.home(shown, self.asking.names, caller.texts)

    async def examples(self, caller: Caller, most: int) -> tuple[str, ...]:
        """Questions that the posts answer: ours where they do, else the titles of the newest posts."""
        texts, searches, audience = caller.texts, self.asking.searches, caller.readers.own
        ours = (texts("usage-example-1"), texts("usage-example-2"))
        answered = [each for each in ours if (await searches.search(each, 1, audience)).outcome == "answer"]
        dated = (post for post in await searches.posts(audience) if post.date)
        newest = sorted(dated, key=lambda post: str(post.date), reverse=True)
        titles = (" ".join(post.title.split()) for post in newest)
        answered += [title for title in titles if 0 < len(title) <= _LONGEST_EXAMPLE][:most]
        return tuple(dict.fromkeys(answered))[:most]

    async def prompts(self, caller: Caller) -> list[dict[str, str]]:
        """What Slack may suggest to write to the bot as an agent."""
        return home.prompts(await self.examples(caller, _MOST_PROMPTS))

    async def found(self, question: str, caller: Caller) -> View:
        """The window to ask in, with the answer to a question."""
        reply = await self.asking.to_asker(question, caller)
        return search_modal.found(question, reply.message, caller.texts)

    def lesson(self, passage: str, caller: Caller) -> View:
        """A saved lesson in a window, or the word that no post holds it any more."""
        kept = self.asking.searches.lesson_by_id(passage, "", caller.readers.own)
        if kept is None:
            return search_modal.lesson(notice(caller.texts("home-saved-gone")), caller.texts)
        return search_modal.lesson(lesson.shared_lesson(kept, caller.texts), caller.texts)

    async def remove_lesson(self, passage: str, caller: Caller) -> None:
        """Take a lesson from what the caller saved."""
        await self.store.lessons.unsave(caller.tenant, caller.person, passage)

    async def close_gap(self, gap: str, caller: Caller) -> None:
        """Forget a gap, where the caller is an admin."""
        if caller.person in self.policy.admins:
            await self.store.gaps.close(caller.tenant, gap)

    async def _own(self, caller: Caller) -> Own:
        saved = await self.store.lessons.saved(caller.tenant, caller.person)
        coming = await self.store.subscriptions.of_person(caller.tenant, caller.person)
        searches, audience = self.asking.searches, caller.readers.own
        lessons = tuple(Saved(each, searches.lesson_by_id(each, "", audience)) for each in saved[:_MOST_SAVED])
        return Own(
            saved=lessons,
            saved_left=max(len(saved) - _MOST_SAVED, 0),
            coming=tuple(_coming(each, caller) for each in coming),
        )

    async def _for_admins(self, caller: Caller) -> ForAdmins | None:
        if caller.person not in self.policy.admins:
            return None
        days = min(_DAYS, self.policy.question_days)
        since = self.clock() - timedelta(days=days)
        unanswered = await self.store.answers.unanswered(caller.tenant, since, _MOST_MISSED)
        gaps = await self.store.gaps.recent(caller.tenant, _MOST_MISSED)
        zone = self._zone(caller)
        return ForAdmins(
            settings_by=None if self.policy.settings_by == "everyone" else len(self.policy.admins),
            days=days,
            unanswered=tuple(_unanswered(each, zone) for each in unanswered),
            gaps=tuple(_gap(each, zone) for each in gaps),
        )

    def _health(self, caller: Caller) -> Health:
        """How the posts are that the caller may read; what is wrong names documents, so it is for those who may read all."""
        posts, zone = self.asking.searches.knowledge_base, self._zone(caller)
        read_at, theirs, stats = self.last_read.at.astimezone(zone), posts.sources(caller.readers.own), posts.stats
        if theirs != stats.sources:
            return Health(Stats(sum(theirs.values()), 0, 0, 0, 0), read_at, zone.key)
        problem = next(iter(posts.problems), None)
        return Health(stats, read_at, zone.key, problem, self.last_read.failure)

    def _missing(self) -> dict[str, tuple[str, ...]]:
        """The scopes that each ability lacks; user groups are of no use where they limit no source."""
        limits = self.asking.searches.knowledge_base.limits.values()
        groups = any(each.groups for each in limits)
        return surfaces.missing(self.granted, groups=groups) if self.granted else {}

    def _zone(self, caller: Caller) -> ZoneInfo:
        """The caller's time zone, as Slack names it; the one that is settled for all where this computer has it not."""
        return zone_of(caller.timezone) or zone_of(self.policy.timezone) or ZoneInfo("UTC")


def _coming(kept: Subscription, caller: Caller) -> Entry:
    alone = kept.channel == caller.person or kept.channel.startswith("D")
    return Entry(
        shown_of(kept),
        by="",
        next_at=local(kept.next_at, schedule_of(kept)),
        paused=kept.paused,
        channel="" if alone else kept.channel,
        alone=alone,
    )


def _unanswered(kept: Answer, zone: ZoneInfo) -> Missed:
    return Missed(kept.question, kept.at.astimezone(zone).date())


def _gap(kept: Gap, zone: ZoneInfo) -> Missed:
    return Missed(kept.question, kept.at.astimezone(zone).date(), kept.people, kept.id)

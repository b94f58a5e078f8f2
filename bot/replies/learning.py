"""Learn: lessons, each shown once to an audience before any is shown again; saved ones; lessons on a message."""

import asyncio
import logging
from dataclasses import dataclass
from random import Random
from typing import Literal

from bot.callers import PATIENCE, Caller
from bot.names import Names
from bot.replies.told import Told
from bot.searches import Searches
from bot.store import Store, StoreError
from bot.views import lesson, notices
from bot.views.message import Message
from bot.views.notices import LONGEST_QUESTION
from knowledge import Audience, Lesson, ShuffleBag

logger = logging.getLogger(__name__)

_TIES = 3  # posts that a message may be about
Wish = Literal["lesson", "help", "saved", "list", "subscribe", "unsubscribe"]
_ALONE: dict[str, Wish] = {
    **dict.fromkeys(("help", "hilfe", "?"), "help"),
    **dict.fromkeys(("saved", "gemerkt", "gespeichert"), "saved"),
    **dict.fromkeys(("list", "liste", "subscriptions", "abos"), "list"),
}
_FIRST: dict[str, Wish] = {
    **dict.fromkeys(("subscribe", "abonniere", "abonnieren"), "subscribe"),
    **dict.fromkeys(("unsubscribe", "abbestelle", "abbestellen"), "unsubscribe"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of the lesson command, and the rest of the text."""

    wish: Wish
    text: str


def read_order(text: str) -> Order:
    """What a text behind the lesson command wishes for; a topic unless it says otherwise, in English or German."""
    text = text.strip()
    first, _, rest = text.partition(" ")
    if wish := _ALONE.get(text.lower()):
        return Order(wish, "")
    return Order(_FIRST[first.lower()], rest.strip()) if first.lower() in _FIRST else Order("lesson", text)


@dataclass(frozen=True, slots=True)
class Learning:
    """Lessons from one knowledge base. `random` decides their order."""

    searches: Searches
    store: Store
    names: Names
    random: Random

    async def lesson(self, text: str, caller: Caller, *, own: bool = True) -> Message:
        """A lesson that its audience has not had yet: the person (`own`, with a button that shares it), else the channel."""
        order = read_order(text)
        if order.wish == "help":
            return lesson.usage(self.names, caller.texts)
        if order.wish != "lesson":  # what is one person's business, or needs their command's own channel
            return notices.notice(caller.texts("lesson-by-command", command=f"{self.names.lesson} {text.strip()}"))
        return await self.on(order.text, caller, own=own)

    async def on(self, topic: str, caller: Caller, *, own: bool = True) -> Message:
        """The same on a topic, whatever its words; any lesson without one."""
        if len(topic) > LONGEST_QUESTION:
            return notices.long_question(self.names, caller.texts, len(topic))
        bag = caller.person if own or caller.is_alone else caller.channel
        found = await self.drawn(caller.tenant, bag, topic, caller.readers.own if own else caller.readers.all)
        if found is None:
            return lesson.no_lesson(topic, self.names, caller.texts)
        return lesson.own_lesson(found, caller.texts) if own else lesson.lesson(found, caller.texts)

    async def drawn(self, tenant: str, whose: str, topic: str, audience: Audience) -> Lesson | None:
        """The next lesson from the bag of a person or a channel. Where the store fails, a lesson may come again."""
        try:
            async with asyncio.timeout(PATIENCE):
                bag = ShuffleBag(dict.fromkeys(await self.store.lessons.bag(tenant, whose)))
                found = await self.searches.lesson(bag, self.random, topic, audience)
                await self.store.lessons.keep_bag(tenant, whose, tuple(bag.drawn))
        except (StoreError, TimeoutError) as error:
            logger.warning("which lessons were shown is not known (%s)", type(error).__name__)
            return await self.searches.lesson(ShuffleBag(), self.random, topic, audience)
        return found

    async def about(self, text: str, caller: Caller) -> Message:
        """A lesson on what a message is about: one that is tied to it, else one that holds most of its words."""
        audience = caller.readers.own
        for related in await self.searches.related(text, _TIES, audience, sources=caller.settings.sources):
            found = self.searches.lesson_by_id(related.passage.id, " ".join(related.words), audience)
            if found is not None:
                return lesson.own_lesson(found, caller.texts)
        topic = text.strip()[:LONGEST_QUESTION]
        found = await self.drawn(caller.tenant, caller.person, topic, audience) if topic else None
        if found is None:
            return notices.notice(caller.texts("lesson-none-about"))
        return lesson.own_lesson(found, caller.texts)

    async def save(self, passage: str, caller: Caller) -> Message:
        """Save a lesson for the caller alone, once."""
        if self.searches.lesson_by_id(passage, "", caller.readers.own) is None:
            return notices.notice(caller.texts("lesson-not-saved"))
        new = await self.store.lessons.save(caller.tenant, caller.person, passage)
        said = caller.texts("lesson-saved" if new else "lesson-saved-already", lesson=self.names.lesson)
        return notices.notice(said)

    async def saved(self, caller: Caller) -> Message:
        """What the caller has saved, the newest first."""
        passages = await self.store.lessons.saved(caller.tenant, caller.person)
        entries = [(each, self.searches.lesson_by_id(each, "", caller.readers.own)) for each in passages]
        return lesson.saved(entries, self.names, caller.texts)

    async def removed(self, passage: str, caller: Caller) -> Message:
        """What the caller has saved without that lesson, which goes."""
        await self.store.lessons.unsave(caller.tenant, caller.person, passage)
        return await self.saved(caller)

    def shared(self, value: str, caller: Caller) -> Told | None:
        """The lesson that a Share button stands under, for everyone; None where no post holds it any more.

        Where not everyone here may read it, the word that it stays with whoever pressed.
        """
        passage, topic = lesson.read_share(value)
        if found := self.searches.lesson_by_id(passage, topic, caller.readers.all):
            return Told(lesson.shared_lesson(found, caller.texts), to_all=True)
        if self.searches.lesson_by_id(passage, topic, caller.readers.own):
            return Told(notices.notice(caller.texts("lesson-not-for-all")))
        return None

    async def other(self, caller: Caller) -> tuple[Message, Message]:
        """The word that no post holds a lesson any more, and another one."""
        return notices.notice(caller.texts("lesson-gone")), await self.on("", caller)

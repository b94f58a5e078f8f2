"""Learn: lessons, each shown once to an audience before any is shown again; saved ones; lessons on a message."""

import asyncio
import logging
from dataclasses import dataclass
from random import Random
from typing import Literal

from bot.callers import PATIENCE, Caller
from bot.names import Names
from bot.store import Store, StoreError
from bot.views import lesson, notices
from bot.views.message import Message
from bot.views.notices import LONGEST_QUESTION
from knowledge import KnowledgeBase, Lesson, ShuffleBag

logger = logging.getLogger(__name__)

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

    knowledge_base: KnowledgeBase
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
        audience = caller.person if own or caller.is_alone else caller.channel
        found = await self.drawn(caller.tenant, audience, topic)
        if found is None:
            return lesson.no_lesson(topic, self.names, caller.texts)
        return lesson.own_lesson(found, caller.texts) if own else lesson.lesson(found, caller.texts)

    async def drawn(self, tenant: str, audience: str, topic: str) -> Lesson | None:
        """The next lesson from an audience's bag. Where the store fails, a lesson may come again."""
        try:
            async with asyncio.timeout(PATIENCE):
                bag = ShuffleBag(dict.fromkeys(await self.store.lessons.bag(tenant, audience)))
                found = self.knowledge_base.lesson(bag, self.random, topic)
                await self.store.lessons.keep_bag(tenant, audience, tuple(bag.drawn))
        except (StoreError, TimeoutError) as error:
            logger.warning("which lessons were shown is not known (%s)", type(error).__name__)
            return self.knowledge_base.lesson(ShuffleBag(), self.random, topic)
        return found

    async def about(self, text: str, caller: Caller) -> Message:
        """A lesson on what a message is about: one that is tied to it, else one that holds most of its words."""
        for related in self.knowledge_base.related(text, sources=caller.settings.sources):
            found = self.knowledge_base.lesson_by_id(related.passage.id, " ".join(related.words))
            if found is not None:
                return lesson.own_lesson(found, caller.texts)
        topic = text.strip()[:LONGEST_QUESTION]
        found = await self.drawn(caller.tenant, caller.person, topic) if topic else None
        if found is None:
            return notices.notice(caller.texts("lesson-none-about"))
        return lesson.own_lesson(found, caller.texts)

    async def save(self, passage: str, caller: Caller) -> Message:
        """Save a lesson for the caller alone, once."""
        if self.knowledge_base.lesson_by_id(passage) is None:
            return notices.notice(caller.texts("lesson-not-saved"))
        new = await self.store.lessons.save(caller.tenant, caller.person, passage)
        said = caller.texts("lesson-saved" if new else "lesson-saved-already", lesson=self.names.lesson)
        return notices.notice(said)

    async def saved(self, caller: Caller) -> Message:
        """What the caller has saved, the newest first."""
        passages = await self.store.lessons.saved(caller.tenant, caller.person)
        entries = [(passage, self.knowledge_base.lesson_by_id(passage)) for passage in passages]
        return lesson.saved(entries, self.names, caller.texts)

    async def removed(self, passage: str, caller: Caller) -> Message:
        """What the caller has saved without that lesson, which goes."""
        await self.store.lessons.unsave(caller.tenant, caller.person, passage)
        return await self.saved(caller)

    def shared(self, value: str, caller: Caller) -> Message | None:
        """The lesson that a Share button stands under, for everyone; None where no post holds it any more."""
        passage, topic = lesson.read_share(value)
        found = self.knowledge_base.lesson_by_id(passage, topic)
        return lesson.shared_lesson(found, caller.texts) if found else None

    async def other(self, caller: Caller) -> tuple[Message, Message]:
        """The word that no post holds a lesson any more, and another one."""
        return notices.notice(caller.texts("lesson-gone")), await self.on("", caller)

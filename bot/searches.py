"""Asks the knowledge base: at once where that takes no time, else beside the event loop, so that nobody waits for others.

This is the only way in which posts are shown in Slack, and nothing here can be asked for without saying who is to read it.
"""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Lock
from time import thread_time
from typing import ParamSpec, TypeVar

from knowledge import Audience, KnowledgeBase, Lesson, Post, RelatedPost, Results, ShuffleBag
from knowledge.results import Linked

QUICK = 0.01  # seconds; an acknowledgement takes about as long itself
_FADES = 0.95  # a search of 200 ms is remembered over sixty quick ones

P = ParamSpec("P")
T = TypeVar("T")


class Searches:
    """Looks through the posts one question at a time.

    Stemmers are not made to be shared, and more threads would find nothing sooner, since Python runs one at a time. A search
    of a millisecond or two is done where it is asked for: handing it to another thread takes longer while many ask. Once one
    has taken long, those that follow go to a thread, until they were quick for a while. What counts is the processor's time,
    as `timer` tells it, which does not grow where much else is going on.
    """

    def __init__(self, knowledge_base: KnowledgeBase, timer: Callable[[], float] = thread_time) -> None:
        self.knowledge_base = knowledge_base
        self._timer = timer
        self._thread = ThreadPoolExecutor(1, "search")
        self._counting = Lock()
        self._waiting = 0
        self._slowest = 0.0

    async def search(  # noqa: PLR0913 - as the knowledge base has it
        self,
        question: str,
        limit: int,
        audience: Audience,
        *,
        sources: Collection[str] = (),
        without: Collection[str] = (),
        subject: str = "",
    ) -> Results:
        """`KnowledgeBase.search`."""
        found = partial(self.knowledge_base.search, sources=sources, without=without, subject=subject)
        return await self._beside(found, question, limit, audience=audience)

    async def lesson(self, bag: ShuffleBag, random: Random, topic: str, audience: Audience) -> Lesson | None:
        """`KnowledgeBase.lesson`."""
        return await self._beside(self.knowledge_base.lesson, bag, random, topic, audience=audience)

    async def related(
        self, text: str, limit: int, audience: Audience, *, sources: Collection[str], unasked: bool = False
    ) -> tuple[RelatedPost, ...]:
        """`KnowledgeBase.related`; `unasked`, where nobody asked, what is public and leaves little doubt."""
        found = partial(self.knowledge_base.related, sources=sources, public=unasked, surely=unasked)
        return await self._beside(found, text, limit, audience=audience)

    async def linked(self, url: str, audience: Audience, *, sources: Collection[str]) -> Linked | None:
        """`KnowledgeBase.linked`, of what is public."""
        found = partial(self.knowledge_base.linked, sources=sources, public=True)
        return await self._beside(found, url, audience=audience)

    def lesson_by_id(self, passage: str, topic: str, audience: Audience) -> Lesson | None:
        """`KnowledgeBase.lesson_by_id`, which looks through nothing."""
        return self.knowledge_base.lesson_by_id(passage, topic, audience=audience)

    async def posts(self, audience: Audience) -> tuple[Post, ...]:
        """`KnowledgeBase.posts_for`."""
        return await self._beside(self.knowledge_base.posts_for, audience)

    def may_read(self, sources: Collection[str], audience: Audience) -> bool:
        """`KnowledgeBase.may_read`."""
        return self.knowledge_base.may_read(sources, audience)

    async def _beside(self, look: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        timed = partial(self._timed, partial(look, *args, **kwargs))
        if self._slowest <= QUICK and not self._waiting:
            return timed()
        with self._counting:
            self._waiting += 1
        done = self._thread.submit(timed)
        done.add_done_callback(self._ended)  # in its thread: it runs on where whoever asked has given up
        return await asyncio.wrap_future(done)

    def _timed(self, look: Callable[[], T]) -> T:
        began = self._timer()
        try:
            return look()
        finally:
            self._slowest = max(self._timer() - began, self._slowest * _FADES)

    def _ended(self, _: object) -> None:
        with self._counting:
            self._waiting -= 1

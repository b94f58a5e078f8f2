"""Asks the knowledge base beside the event loop: one question at a time, so that no acknowledgement waits for a search.

This is the only way in which the bot shows posts, and nothing here can be asked for without saying who is to read it.
"""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import ParamSpec, TypeVar

from knowledge import Audience, KnowledgeBase, Lesson, Post, RelatedPost, Results, ShuffleBag
from knowledge.results import Linked

P = ParamSpec("P")
T = TypeVar("T")


class Searches:
    """One thread that looks through the posts; what is asked meanwhile waits its turn.

    More threads would find nothing sooner, since Python runs one at a time, and stemmers are not made to be shared.
    """

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self.knowledge_base = knowledge_base
        self._thread = ThreadPoolExecutor(1, "search")

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
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(look, *args, **kwargs))

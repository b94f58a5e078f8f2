"""Ask: a question → an answer with a number, and everything that can be done with that answer."""

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.callers import PATIENCE, Caller
from bot.names import Names
from bot.store import Answer, Store, StoreError
from bot.views import answer, notices
from bot.views.blocks import View
from bot.views.message import Message
from bot.views.notices import LONGEST_QUESTION
from bot.views.why import why
from knowledge import KnowledgeBase, Results
from knowledge.staleness import with_staleness

logger = logging.getLogger(__name__)

KEPT_DAYS = 30  # how long an answer can be shown again
_RUNNERS_UP = 3
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question stands: the thread its answer goes to, and its own message, if it is one."""

    thread: str = ""
    ts: str = ""


_NOWHERE = Asked()


@dataclass(frozen=True, slots=True)
class Reply:
    """A message, and the id of the answer it shows; empty where it shows none, or none that was kept."""

    message: Message
    answer_id: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers from one knowledge base, each kept under a short id."""

    knowledge_base: KnowledgeBase
    store: Store
    names: Names
    clock: Callable[[], datetime]
    stale_after: timedelta | None = None

    async def to_asker(self, text: str, caller: Caller) -> Reply:
        """The answer as the asker sees it, below their question; `#7Q4K` shows an answer of before."""
        if usage := self._usage(text, caller):
            return Reply(usage)
        if text.startswith("#") and len(text.split()) == 1:
            return await self._again(text.removeprefix("#"), caller)
        heading = caller.texts("answer-asked", question=text)
        results = self._search(text, caller, without=await self._rejected(text, caller))
        return await self._answered(text, results, caller, heading, own=True)

    async def to_all(self, text: str, caller: Caller, asked: Asked = _NOWHERE, subject: str = "") -> Reply:
        """The answer as everyone in the channel sees it; a follow-up is searched with the subject of its thread."""
        if usage := self._usage(text, caller):
            return Reply(usage)
        return await self._answered(text, self._search(text, caller, subject=subject), caller, asked=asked)

    async def changed(self, before: Answer, text: str, caller: Caller) -> Message:
        """The answer to a question that its asker has edited, under the number it had."""
        if usage := self._usage(text, caller):
            return usage
        results = self._search(text, caller)
        message = answer.answer(results, caller.texts)
        kept = _kept(before, text, results, message)
        await self._keep_again(kept, caller)
        return self._numbered(message, kept, caller)

    async def more(self, answer_id: str, caller: Caller, asked: Asked | None = None) -> Reply:
        """The hits that come next, for the one who asks for them, or for everyone where it was `asked` in a thread."""
        before = await self.store.answers.find(caller.tenant, answer_id)
        if before is None:
            return Reply(self.gone(answer_id, caller))
        results = self._search(before.question, caller, without=before.passages)
        if not results.hits:
            return Reply(notices.notice(caller.texts("answer-no-more")))
        heading = caller.texts("answer-more", question=before.question)
        return await self._answered(
            before.question,
            results,
            caller,
            heading,
            asked=asked or _NOWHERE,
            own=asked is None,
            earlier=before.passages,
        )

    async def why(self, answer_id: str, caller: Caller) -> View | None:
        """Why the paragraphs of an answer were found, and what came next; None where it is not kept any more."""
        found = await self.store.answers.find(caller.tenant, answer_id)
        if found is None:
            return None
        hits = self._search(found.question, caller, limit=len(found.passages) + _RUNNERS_UP).hits
        shown = [hit for hit in hits if hit.passage.id in found.passages]
        others = [hit for hit in hits if hit.passage.id not in found.passages]
        return why(found.question, shown, others[:_RUNNERS_UP], caller.texts)

    async def shared(self, answer_id: str, person: str, caller: Caller) -> Message | None:
        """Exactly what was seen, for everyone, with the name of who asked; None where it is not kept any more."""
        found = await self.store.answers.find(caller.tenant, answer_id)
        if found is None:
            return None
        heading = caller.texts("answer-asked-by", person=person, question=found.question)
        return answer.headed(Message(found.text, found.blocks), heading)

    async def instead(self, answer_id: str, caller: Caller, *, own: bool) -> Reply:
        """The next best in place of an answer's first paragraph, which this person has turned down, for them alone."""
        before = await self.store.answers.find(caller.tenant, answer_id)
        if before is None:
            return Reply(self.gone(answer_id, caller))
        if before.passages:
            await self.store.judgements.reject(caller.tenant, before.question, before.passages[0], caller.person)
        results = self._search(before.question, caller, without=await self._rejected(before.question, caller))
        heading = caller.texts("answer-asked" if own else "answer-instead", question=before.question)
        return await self._answered(before.question, results, caller, heading, own=True)

    async def vote(self, answer_id: str, caller: Caller, *, helpful: bool) -> Message:
        """Note what a person thinks of an answer; their last word counts."""
        if await self.store.answers.find(caller.tenant, answer_id) is None:
            return self.gone(answer_id, caller)
        await self.store.judgements.vote(caller.tenant, answer_id, caller.person, helpful)
        return notices.notice(caller.texts("vote-thanks"))

    async def gap(self, answer_id: str, caller: Caller) -> Message:
        """Note that the posts lack what was asked for, once for each person."""
        found = await self.store.answers.find(caller.tenant, answer_id)
        if found is None:
            return self.gone(answer_id, caller)
        people = await self.store.gaps.record(caller.tenant, found.question, caller.person)
        return notices.notice(caller.texts("gap-recorded", people=people))

    def gone(self, answer_id: str, caller: Caller) -> Message:
        """Says that an answer is not kept any more."""
        return notices.notice(caller.texts("answer-gone", id=answer_id[:12], days=KEPT_DAYS))

    async def _again(self, answer_id: str, caller: Caller) -> Reply:
        found = await self.store.answers.find(caller.tenant, answer_id)
        if found is None:
            return Reply(self.gone(answer_id, caller))
        heading = caller.texts("answer-asked", question=found.question)
        return Reply(self._numbered(Message(found.text, found.blocks), found, caller, heading, own=True), found.id)

    async def _rejected(self, question: str, caller: Caller) -> frozenset[str]:
        """What this person has turned down as an answer to the question; nothing where the store does not say."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.store.judgements.rejected(caller.tenant, question, caller.person)
        except (StoreError, TimeoutError) as error:
            logger.warning("what was turned down is not known (%s)", type(error).__name__)
            return frozenset()

    def _search(
        self,
        question: str,
        caller: Caller,
        *,
        limit: int = _MOST_SHOWN,
        without: Collection[str] = (),
        subject: str = "",
    ) -> Results:
        sources = caller.settings.sources
        found = self.knowledge_base.search(question, limit, sources=sources, without=without, subject=subject)
        return with_staleness(found, self.clock().date(), self.stale_after)

    async def _answered(  # noqa: PLR0913 - what an answer is made of, by name
        self,
        question: str,
        results: Results,
        caller: Caller,
        heading: str = "",
        *,
        asked: Asked = _NOWHERE,
        own: bool = False,
        earlier: Collection[str] = (),
    ) -> Reply:
        """Keep an answer and give it its number. A store that fails costs the number and the buttons, never the answer."""
        message = answer.answer(results, caller.texts)
        if answer.is_wordless(results):
            return Reply(answer.headed(message, heading) if heading else message)
        new = Answer(
            id="",
            question=question,
            outcome=results.outcome,
            passages=(*earlier, *(hit.passage.id for hit in results.leading)),
            text=message.text,
            blocks=message.blocks,
            person=caller.person,
            channel=caller.channel,
            thread=asked.thread,
            asked_ts=asked.ts,
            reply_ts="",
            at=self.clock(),
        )
        try:
            async with asyncio.timeout(PATIENCE):
                kept = await self.store.answers.add(caller.tenant, new)
        except (StoreError, TimeoutError) as error:
            logger.warning("an answer could not be kept (%s)", type(error).__name__)
            return Reply(answer.headed(message, heading) if heading else message)
        return Reply(self._numbered(message, kept, caller, heading, own=own), kept.id)

    async def _keep_again(self, kept: Answer, caller: Caller) -> None:
        await self.store.answers.shown_again(
            caller.tenant,
            kept.id,
            question=kept.question,
            outcome=kept.outcome,
            passages=kept.passages,
            text=kept.text,
            blocks=kept.blocks,
        )

    def _numbered(
        self, message: Message, kept: Answer, caller: Caller, heading: str = "", *, own: bool = False
    ) -> Message:
        shown = answer.headed(message, heading) if heading else message
        return answer.with_buttons(shown, kept.id, kept.outcome, self.names, caller.texts, own=own)

    def _usage(self, text: str, caller: Caller) -> Message | None:
        if not text.strip():
            return notices.empty_question(self.names, caller.texts)
        if text.strip().lower() in ("help", "?"):
            return notices.usage(self.names, caller.texts)
        if len(text) > LONGEST_QUESTION:
            return notices.long_question(self.names, caller.texts, len(text))
        return None


def _kept(before: Answer, question: str, results: Results, message: Message) -> Answer:
    """The answer that was kept, with what it shows now."""
    passages = tuple(hit.passage.id for hit in results.leading)
    return replace(
        before,
        question=question,
        outcome=results.outcome,
        passages=passages,
        text=message.text,
        blocks=message.blocks,
    )

"""Ask: a question → an answer with a number, and everything that can be done with that answer."""

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.callers import PATIENCE, UNHURRIED, Caller
from bot.names import Names
from bot.replies.told import Told
from bot.searches import Searches
from bot.store import Answer, Store, StoreError
from bot.views import answer, notices
from bot.views.blocks import View
from bot.views.message import Message
from bot.views.notices import LONGEST_QUESTION
from bot.views.reading import reading
from bot.views.related import with_remark
from bot.views.why import why
from knowledge import Audience, Results
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

    searches: Searches
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
        results = await self._search(text, caller, caller.readers.own, without=await self._rejected(text, caller))
        return self._remarked(await self._answered(text, results, caller, heading, own=True), caller)

    async def to_all(self, text: str, caller: Caller, asked: Asked = _NOWHERE, subject: str = "") -> Reply:
        """The answer as everyone in the channel sees it; a follow-up is searched with the subject of its thread."""
        if usage := self._usage(text, caller):
            return Reply(usage)
        results = await self._search(text, caller, caller.readers.all, subject=subject)
        return await self._answered(text, results, caller, asked=asked)

    async def to_command(self, text: str, caller: Caller) -> Told:
        """The answer to a command: to all in a channel whose settings say so, else to the asker."""
        to_all = caller.settings.public and not text.startswith("#")
        reply = await (self.to_all(text, caller) if to_all else self.to_asker(text, caller))
        return Told(reply.message, to_all=to_all and bool(reply.answer_id))

    async def changed(self, before: Answer, text: str, caller: Caller) -> Message:
        """The answer to a question that its asker has edited, under the number it had."""
        if usage := self._usage(text, caller):
            return usage
        results = await self._search(text, caller, caller.readers.all)
        kept = _shown(before, text, results, caller)
        await self.store.answers.shown_again(caller.tenant, kept)
        return self._numbered(kept, caller)

    async def more(self, answer_id: str, caller: Caller, asked: Asked | None = None) -> Reply:
        """The hits that come next, for the one who asks for them, or for everyone where it was `asked` in a thread."""
        before = await self._kept(answer_id, caller)
        if not isinstance(before, Answer):
            return Reply(before)
        audience = caller.readers.own if asked is None else caller.readers.all
        results = await self._search(before.question, caller, audience, without=before.passages)
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

    async def why(self, answer_id: str, caller: Caller) -> View | Message:
        """Why the paragraphs of an answer were found, and what came next; a message where it is not kept any more."""
        found = await self._kept(answer_id, caller)
        if not isinstance(found, Answer):
            return found
        limit = len(found.passages) + _RUNNERS_UP
        hits = (await self._search(found.question, caller, caller.readers.own, limit=limit)).hits
        shown = [hit for hit in hits if hit.passage.id in found.passages]
        others = [hit for hit in hits if hit.passage.id not in found.passages]
        return why(found.question, shown, others[:_RUNNERS_UP], caller.texts)

    async def shared(self, answer_id: str, person: str, caller: Caller) -> Told:
        """Exactly what was seen, for everyone, with the name of who asked, where it is kept and everyone here may read it."""
        found = await self.store.answers.find(caller.tenant, answer_id)
        if found is None:
            return Told(self.gone(answer_id, caller))
        if not self.searches.may_read(found.sources, caller.readers.all):
            return Told(notices.notice(caller.texts("answer-not-for-all")))
        name = "answer-asked-by" if found.question else "answer-shared-by"
        heading = caller.texts(name, person=person, question=found.question)
        return Told(answer.headed(_message(found), heading), to_all=True)

    async def instead(self, answer_id: str, caller: Caller, *, own: bool) -> Reply:
        """The next best in place of an answer's first paragraph, which this person has turned down, for them alone."""
        before = await self._kept(answer_id, caller)
        if not isinstance(before, Answer):
            return Reply(before)
        if before.passages:
            await self.store.judgements.reject(caller.tenant, before.question, before.passages[0], caller.person)
        rejected = await self._rejected(before.question, caller)
        results = await self._search(before.question, caller, caller.readers.own, without=rejected)
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
        found = await self._kept(answer_id, caller)
        if not isinstance(found, Answer):
            return found
        people = await self.store.gaps.record(caller.tenant, found.question, caller.person)
        return notices.notice(caller.texts("gap-recorded", people=people))

    def gone(self, answer_id: str, caller: Caller) -> Message:
        """Says that an answer is not kept any more."""
        return notices.notice(caller.texts("answer-gone", id=answer_id[:12], days=KEPT_DAYS))

    async def _kept(self, answer_id: str, caller: Caller) -> Answer | Message:
        """An answer with the words of its question, or what is to be said where one of them is not kept any more."""
        found = await self.store.answers.find(caller.tenant, answer_id)
        if found is None:
            return self.gone(answer_id, caller)
        return found if found.question else notices.notice(caller.texts("answer-question-gone"))

    async def _again(self, answer_id: str, caller: Caller) -> Reply:
        found = await self.store.answers.find(caller.tenant, answer_id)
        if found is None:
            return Reply(self.gone(answer_id, caller))
        if not self.searches.may_read(found.sources, caller.readers.own):
            return Reply(notices.notice(caller.texts("answer-not-here", id=found.id)))
        heading = caller.texts("answer-asked", question=found.question) if found.question else ""
        return Reply(self._numbered(found, caller, heading, own=True), found.id)

    async def _rejected(self, question: str, caller: Caller) -> frozenset[str]:
        """What this person has turned down as an answer to the question; nothing where the store does not say."""
        try:
            async with asyncio.timeout(caller.patience or PATIENCE):
                return await self.store.judgements.rejected(caller.tenant, question, caller.person)
        except (StoreError, TimeoutError) as error:
            logger.warning("what was turned down is not known (%s)", type(error).__name__)
            return frozenset()

    async def _search(  # noqa: PLR0913 - what a search is told, by name
        self,
        question: str,
        caller: Caller,
        audience: Audience,
        *,
        limit: int = _MOST_SHOWN,
        without: Collection[str] = (),
        subject: str = "",
    ) -> Results:
        sources = caller.settings.sources
        found = await self.searches.search(question, limit, audience, sources=sources, without=without, subject=subject)
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
        new = _shown(_nothing_yet(caller, asked, self.clock()), question, results, caller)
        if answer.is_wordless(results):
            return Reply(_headed(_message(new), heading))
        try:
            async with asyncio.timeout(UNHURRIED if asked.ts else caller.patience or PATIENCE):
                kept = await self.store.answers.add(caller.tenant, replace(new, passages=(*earlier, *new.passages)))
        except (StoreError, TimeoutError) as error:
            logger.warning("an answer could not be kept (%s)", type(error).__name__)
            return Reply(_headed(_message(new), heading))
        return Reply(self._numbered(kept, caller, heading, own=own), kept.id)

    def _numbered(self, kept: Answer, caller: Caller, heading: str = "", *, own: bool = False) -> Message:
        shown = _headed(_message(kept), heading)
        return answer.with_buttons(shown, kept.id, kept.outcome, self.names, caller.texts, own=own)

    def _remarked(self, reply: Reply, caller: Caller) -> Reply:
        """The reply, with a word on what is left out of it because it is not known who is in which group."""
        unseen = caller.readers.unseen
        if not unseen:
            return reply
        said = caller.texts("groups-scope" if unseen == "missing_scope" else "groups-unseen")
        return replace(reply, message=with_remark(reply.message, said))

    def _usage(self, text: str, caller: Caller) -> Message | None:
        if not text.strip():
            return notices.empty_question(self.names, caller.texts)
        if text.strip().lower() in ("help", "?"):
            return notices.usage(self.names, caller.texts)
        if len(text) > LONGEST_QUESTION:
            return notices.long_question(self.names, caller.texts, len(text))
        return None


def _nothing_yet(caller: Caller, asked: Asked, at: datetime) -> Answer:
    """An answer that shows nothing yet: whose it is, where and when."""
    return Answer(
        id="",
        question="",
        outcome="",
        passages=(),
        text="",
        blocks=(),
        person=caller.person,
        channel=caller.channel,
        thread=asked.thread,
        asked_ts=asked.ts,
        reply_ts="",
        at=at,
    )


def _shown(before: Answer, question: str, results: Results, caller: Caller) -> Answer:
    """An answer with what it shows now."""
    quoted = answer.quotes(results, caller.texts)
    return replace(
        before,
        question=question,
        outcome=results.outcome,
        passages=tuple(hit.passage.id for hit in results.leading),
        text=quoted.text,
        blocks=quoted.blocks,
        statement=answer.statement(results, caller.texts),
        reading=reading(results, caller.texts),
        sources=tuple(sorted(results.shown_from)),
    )


def _message(kept: Answer) -> Message:
    """What an answer shows, with what it says of the question."""
    return answer.framed(Message(kept.text, kept.blocks), kept.statement, kept.reading)


def _headed(message: Message, heading: str) -> Message:
    return answer.headed(message, heading) if heading else message

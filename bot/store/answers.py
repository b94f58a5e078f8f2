"""What was answered, so that it can be found, shown again and judged."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from bot.store.database import Database, columns_of, values_of
from bot.store.questions import question_key
from bot.store.records import Answer
from bot.store.short_ids import Draw, add_with_id, new_id, read_id
from bot.store.tables import ANSWERS, VOTES

_COLUMNS = columns_of(ANSWERS, Answer)
_SHOWN = ("question", "outcome", "passages", "text", "blocks", "statement", "reading", "sources")
_NEWEST_FIRST = (ANSWERS.c.at.desc(), ANSWERS.c.asked_ts.desc(), ANSWERS.c.id)


class Answers:
    """The answers of every tenant. An id is taken as a person writes it: in any case, O for 0, I and L for 1."""

    def __init__(self, database: Database, draw: Draw = new_id) -> None:
        self._database = database
        self._draw = draw

    async def add(self, tenant: str, answer: Answer) -> Answer:
        """Keep an answer and give it an id of four letters (more where they run out); the one it has is ignored."""
        values = values_of(answer) | {"tenant": tenant, "question_key": question_key(answer.question)}
        return replace(answer, id=await add_with_id(self._database, ANSWERS, values, self._draw))

    async def find(self, tenant: str, id: str) -> Answer | None:  # noqa: A002 - what a record calls it
        """The answer with this id."""
        return await self._newest(ANSWERS.c.tenant == tenant, ANSWERS.c.id == read_id(id))

    async def of_message(self, tenant: str, channel: str, asked_ts: str) -> Answer | None:
        """The answer to a message, the newest where there are several."""
        where = (ANSWERS.c.tenant == tenant, ANSWERS.c.channel == channel, ANSWERS.c.asked_ts == asked_ts)
        return await self._newest(*where)

    async def last_in_thread(self, tenant: str, channel: str, thread: str, since: datetime) -> Answer | None:
        """The newest answer in a thread, where there is one from that time on."""
        where = (ANSWERS.c.tenant == tenant, ANSWERS.c.channel == channel, ANSWERS.c.thread == thread)
        return await self._newest(*where, ANSWERS.c.at >= since)

    async def shown_again(self, tenant: str, answer: Answer) -> None:
        """Keep what an answer was replaced by, under its id; whose it is, where and when stays."""
        parts = {name: value for name, value in values_of(answer).items() if name in _SHOWN}
        shown = update(ANSWERS).where(ANSWERS.c.tenant == tenant, ANSWERS.c.id == read_id(answer.id))
        await self._database.run(shown.values(**parts, question_key=question_key(answer.question)))

    async def replied(self, tenant: str, id: str, reply_ts: str) -> None:  # noqa: A002
        """Keep which message the answer became."""
        sent = update(ANSWERS).where(ANSWERS.c.tenant == tenant, ANSWERS.c.id == read_id(id))
        await self._database.run(sent.values(reply_ts=reply_ts))

    async def remove(self, tenant: str, id: str) -> None:  # noqa: A002
        """Remove an answer and the votes on it."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(VOTES).where(VOTES.c.tenant == tenant, VOTES.c.answer == read_id(id)))
            await connection.execute(delete(ANSWERS).where(ANSWERS.c.tenant == tenant, ANSWERS.c.id == read_id(id)))

    async def unanswered(self, tenant: str, since: datetime, limit: int) -> tuple[Answer, ...]:
        """What found no answer from that time on, newest first, each question once."""
        turn = func.row_number().over(partition_by=ANSWERS.c.question_key, order_by=_NEWEST_FIRST).label("turn")
        where = (
            ANSWERS.c.tenant == tenant,
            ANSWERS.c.at >= since,
            ANSWERS.c.outcome != "answer",
            ANSWERS.c.question != "",
        )
        asked = select(*_COLUMNS, turn).where(*where).subquery()
        newest = (asked.c.at.desc(), asked.c.asked_ts.desc(), asked.c.id)
        once = select(*(asked.c[column.name] for column in _COLUMNS)).where(asked.c.turn == 1).order_by(*newest)
        return tuple(Answer(*row) for row in await self._database.rows(once.limit(limit)))

    async def _newest(self, *where: ColumnElement[bool]) -> Answer | None:
        row = await self._database.row(select(*_COLUMNS).where(*where).order_by(*_NEWEST_FIRST).limit(1))
        return None if row is None else Answer(*row)

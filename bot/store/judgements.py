"""What people think of answers: votes, and passages that do not answer a question."""

from sqlalchemy import bindparam, func, literal, select

from bot.store.columns import Words
from bot.store.database import Database
from bot.store.questions import question_key
from bot.store.short_ids import read_id
from bot.store.tables import ANSWERS, REJECTIONS, VOTES

_REJECTED = select(REJECTIONS.c.passage).where(
    REJECTIONS.c.tenant == bindparam("tenant"),
    REJECTIONS.c.question_key == bindparam("question_key"),
    REJECTIONS.c.person == bindparam("person"),
)


class Judgements:
    """The judgements of every tenant. A vote goes with its answer; a rejection stays."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vote(self, tenant: str, answer_id: str, person: str, helpful: bool) -> None:
        """Keep a person's vote on an answer, the last one only; none is kept for an answer that is gone."""
        # An id may be given again once its answer is gone, so no vote may outlive it.
        answer = select(ANSWERS.c.tenant, ANSWERS.c.id, literal(person, Words()), literal(helpful)).where(
            ANSWERS.c.tenant == tenant, ANSWERS.c.id == read_id(answer_id)
        )
        key = ["tenant", "answer", "person"]
        made = self._database.insert(VOTES).from_select([*key, "helpful"], answer)
        await self._database.run(made.on_conflict_do_update(index_elements=key, set_={"helpful": helpful}))

    async def votes(self, tenant: str, answer_id: str) -> tuple[int, int]:
        """How many found an answer helpful, and how many did not."""
        counted = select(VOTES.c.helpful, func.count().label("times")).where(
            VOTES.c.tenant == tenant, VOTES.c.answer == read_id(answer_id)
        )
        by_vote = {row.helpful: row.times for row in await self._database.rows(counted.group_by(VOTES.c.helpful))}
        return by_vote.get(True, 0), by_vote.get(False, 0)

    async def reject(self, tenant: str, question: str, passage: str, person: str) -> None:
        """Keep that a passage does not answer a question, for this person; twice is once."""
        key = {"tenant": tenant, "question_key": question_key(question), "passage": passage, "person": person}
        await self._database.add(REJECTIONS, key)

    async def rejected(self, tenant: str, question: str, person: str) -> frozenset[str]:
        """The passages that a person rejected for a question."""
        asked = {"tenant": tenant, "question_key": question_key(question), "person": person}
        return frozenset(passage for (passage,) in await self._database.rows(_REJECTED, asked))

    async def pairs(self, tenant: str) -> tuple[tuple[str, str, int], ...]:
        """Each question, by its key, and passage that was rejected for it, with how many people did so; the most first."""
        question, times = REJECTIONS.c.question_key, func.count()
        counted = (
            select(question, REJECTIONS.c.passage, times)
            .where(REJECTIONS.c.tenant == tenant)
            .group_by(question, REJECTIONS.c.passage)
            .order_by(times.desc(), question, REJECTIONS.c.passage)
        )
        return tuple((row[0], row[1], row[2]) for row in await self._database.rows(counted))

"""Questions that the posts do not answer, and how many people asked them."""

from sqlalchemy import delete, func, select

from bot.store.database import Database
from bot.store.questions import question_key
from bot.store.records import Gap
from bot.store.tables import GAPS


class Gaps:
    """The gaps of every tenant: a row for each person who asked, so that what a person asked can be forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, tenant: str, question: str, person: str) -> int:
        """Count a person once for a question, in whatever case and spacing; how many people asked it."""
        gap = question_key(question)
        row = {"tenant": tenant, "id": gap, "person": person, "question": question, "at": self._database.clock()}
        await self._database.add(GAPS, row)
        people = select(func.count()).where(GAPS.c.tenant == tenant, GAPS.c.id == gap)
        return sum(count for (count,) in await self._database.rows(people))

    async def recent(self, tenant: str, limit: int) -> tuple[Gap, ...]:
        """The newest gaps, newest first."""
        newest = func.max(GAPS.c.at)
        found = (
            select(GAPS.c.id, func.min(GAPS.c.question), func.count(), newest)
            .where(GAPS.c.tenant == tenant)
            .group_by(GAPS.c.id)
            .order_by(newest.desc(), GAPS.c.id)
            .limit(limit)
        )
        return tuple(Gap(*row) for row in await self._database.rows(found))

    async def close(self, tenant: str, id: str) -> bool:  # noqa: A002 - what a record calls it
        """Forget a gap, as when a post was written; False where there is none."""
        return await self._database.run(delete(GAPS).where(GAPS.c.tenant == tenant, GAPS.c.id == id)) > 0

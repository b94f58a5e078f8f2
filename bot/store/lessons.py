"""The lessons that people saved, and which of them an audience has seen."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.tables import BAGS, SAVED


class Lessons:
    """Saved lessons and shuffle bags of every tenant; an audience is a person or a channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def saved(self, tenant: str, person: str) -> tuple[str, ...]:
        """The passages that a person saved, the newest first."""
        found = select(SAVED.c.passage).where(SAVED.c.tenant == tenant, SAVED.c.person == person)
        return tuple(passage for (passage,) in await self._database.rows(found.order_by(SAVED.c.number.desc())))

    async def save(self, tenant: str, person: str, passage: str) -> bool:
        """Save a passage; False where it is saved already."""
        return await self._database.add(SAVED, {"tenant": tenant, "person": person, "passage": passage})

    async def unsave(self, tenant: str, person: str, passage: str) -> bool:
        """Take a passage from what a person saved; False where it was not there."""
        where = (SAVED.c.tenant == tenant, SAVED.c.person == person, SAVED.c.passage == passage)
        return await self._database.run(delete(SAVED).where(*where)) > 0

    async def bag(self, tenant: str, audience: str) -> tuple[str, ...]:
        """The passages that an audience has drawn, in their order."""
        found = select(BAGS.c.drawn).where(BAGS.c.tenant == tenant, BAGS.c.audience == audience)
        row = await self._database.row(found)
        return () if row is None else tuple(row.drawn)

    async def keep_bag(self, tenant: str, audience: str, drawn: Sequence[str]) -> None:
        """Keep what an audience has drawn, instead of what was kept before."""
        await self._database.put(BAGS, {"tenant": tenant, "audience": audience, "drawn": drawn})

"""In which threads the bot links posts by itself: once in each, and a few times a day in a channel."""

from datetime import date

from sqlalchemy import Date, func, literal, or_, select

from bot.store.columns import Words
from bot.store.database import Database
from bot.store.tables import LINKS


class Links:
    """The links of every tenant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, tenant: str, channel: str, thread: str, day: date, most: int) -> bool:
        """Whether to link in this thread: never twice, and in a channel at most so often a day, with any number of processes."""
        last = func.coalesce(func.max(LINKS.c.number), 0)
        of_day = (LINKS.c.tenant == tenant, LINKS.c.channel == channel, LINKS.c.day == day)
        next_one = select((last + 1).label("number")).where(*of_day).subquery()
        key = (literal(tenant, Words()), literal(channel, Words()), literal(thread, Words()), literal(day, Date()))
        made = (
            self._database.insert(LINKS)
            .from_select(
                ["tenant", "channel", "thread", "day", "number"],
                select(*key, next_one.c.number).where(next_one.c.number <= most),
            )
            .on_conflict_do_nothing()
            .returning(LINKS.c.number)
        )
        of_thread = (LINKS.c.tenant == tenant, LINKS.c.channel == channel, LINKS.c.thread == thread)
        refused = select(
            or_(select(last >= most).where(*of_day).scalar_subquery(), select(LINKS).where(*of_thread).exists())
        )
        while await self._database.row(made) is None:
            if any(no for (no,) in await self._database.rows(refused)):
                return False
            # Another process took the number in between: the next one may still be free.
        return True

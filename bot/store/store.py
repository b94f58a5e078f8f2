"""Everything that the bot remembers, by what it is about, and how it is forgotten."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, select, update

from bot.store.addresses import read_address
from bot.store.answers import Answers
from bot.store.channels import Channels
from bot.store.database import Clock, Database
from bot.store.deliveries import Deliveries
from bot.store.gaps import Gaps
from bot.store.installations import Installations
from bot.store.judgements import Judgements
from bot.store.lessons import Lessons
from bot.store.links import Links
from bot.store.opening import open_database
from bot.store.people import People
from bot.store.sealing import Seal
from bot.store.states import States
from bot.store.subscriptions import Subscriptions
from bot.store.tables import ANSWERS, BAGS, DELIVERIES, LINKS, METADATA, SUBSCRIPTIONS, VOTES

_REPEATED = timedelta(days=1)  # Slack repeats a delivery for six minutes, and where an app wishes it for a day


@dataclass(frozen=True, slots=True)
class Store:
    """The bot's state. Whatever is asked of it names a tenant, and is answered from that tenant's rows alone."""

    answers: Answers
    judgements: Judgements
    gaps: Gaps
    lessons: Lessons
    subscriptions: Subscriptions
    channels: Channels
    people: People
    links: Links
    deliveries: Deliveries
    states: States
    _database: Database = field(repr=False)

    def now(self) -> datetime:
        """The moment, by the clock of what is kept."""
        return self._database.clock()

    def installations(self, seal: Seal) -> Installations:
        """Where the bot was installed, for whoever has the keys to the tokens."""
        return Installations(self._database, seal)

    async def purge(self, before: datetime) -> int:
        """Remove what is older, in every tenant: answers with the votes on them, and links. Returns how many went.

        Deliveries, which nobody misses or counts, go after a day.
        """
        stands = exists().where(ANSWERS.c.tenant == VOTES.c.tenant, ANSWERS.c.id == VOTES.c.answer)
        async with self._database.transaction() as connection:
            answers = await connection.execute(delete(ANSWERS).where(ANSWERS.c.at < before))
            await connection.execute(delete(VOTES).where(~stands))
            links = await connection.execute(delete(LINKS).where(LINKS.c.day < before.astimezone(UTC).date()))
            await connection.execute(delete(DELIVERIES).where(DELIVERIES.c.at < self._database.clock() - _REPEATED))
            return answers.rowcount + links.rowcount

    async def forget_questions(self, before: datetime) -> int:
        """Remove the words of questions asked before, in every tenant; what was quoted for them stays. Returns how many went.

        An answer that found nothing says nothing without its question, so it goes with it.
        """
        old = (ANSWERS.c.at < before, ANSWERS.c.question != "")
        wordless = {"question": "", "question_key": "", "statement": "", "reading": ""}
        async with self._database.transaction() as connection:
            empty = await connection.execute(delete(ANSWERS).where(*old, ANSWERS.c.outcome == "nothing"))
            asked = await connection.execute(update(ANSWERS).where(*old).values(**wordless))
            return empty.rowcount + asked.rowcount

    async def about_person(self, tenant: str, person: str) -> dict[str, list[dict[str, object]]]:
        """Every row that names a person, by its table: what `forget_person` removes, and what is kept without their name."""
        found: dict[str, list[dict[str, object]]] = {}
        for table in METADATA.sorted_tables:
            if (theirs := _of_person(table, person)) is not None:
                rows = await self._database.rows(select(table).where(table.c.tenant == tenant, theirs))
                found |= {table.name: [dict(zip(table.c.keys(), row, strict=True)) for row in rows]} if rows else {}
        return found

    async def forget_person(self, tenant: str, person: str) -> None:
        """Remove every row of a person: what they asked, judged, saved, drew and subscribed to for themselves.

        Lessons that they set up for a channel go on there, without their name.
        """
        theirs = select(ANSWERS.c.id).where(ANSWERS.c.tenant == tenant, ANSWERS.c.person == person)
        of_channels = (
            SUBSCRIPTIONS.c.tenant == tenant,
            SUBSCRIPTIONS.c.person == person,
            SUBSCRIPTIONS.c.channel != person,
        )
        async with self._database.transaction() as connection:
            await connection.execute(delete(VOTES).where(VOTES.c.tenant == tenant, VOTES.c.answer.in_(theirs)))
            await connection.execute(update(SUBSCRIPTIONS).where(*of_channels).values(person=""))
            for table in METADATA.sorted_tables:
                if (which := _of_person(table, person)) is not None:
                    await connection.execute(delete(table).where(table.c.tenant == tenant, which))

    async def forget_tenant(self, tenant: str) -> None:
        """Remove every row of a tenant."""
        async with self._database.transaction() as connection:
            for table in METADATA.sorted_tables:
                await connection.execute(delete(table).where(table.c.tenant == tenant))


def _of_person(table: Table, person: str) -> ColumnElement[bool] | None:
    """Which rows of a table are about a person; None where it says nothing of people."""
    if table is BAGS:
        return BAGS.c.audience == person
    return table.c.person == person if "person" in table.c else None


@asynccontextmanager
async def open_store(url: str, clock: Clock) -> AsyncIterator[Store]:
    """The store at a URL, with the tables of this version, until the block ends; `clock` tells the time, aware.

    Nothing or ":memory:" is a SQLite database that goes with the block; a path or "sqlite:///path" is a file, which is
    made with its folder; "postgres://…" and "postgresql://…" are a server's. Raises StoreError where it cannot be used.
    """
    async with open_database(read_address(url), clock) as database:
        yield Store(
            answers=Answers(database),
            judgements=Judgements(database),
            gaps=Gaps(database),
            lessons=Lessons(database),
            subscriptions=Subscriptions(database),
            channels=Channels(database),
            people=People(database),
            links=Links(database),
            deliveries=Deliveries(database),
            states=States(database),
            _database=database,
        )

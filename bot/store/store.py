"""Everything that the bot remembers, by what it is about, and how it is forgotten."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, exists, select

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
from bot.store.tables import ANSWERS, BAGS, DELIVERIES, LINKS, METADATA, VOTES

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

    async def forget_person(self, tenant: str, person: str) -> None:
        """Remove every row of a person: what they asked, judged, saved, drew and subscribed to."""
        theirs = select(ANSWERS.c.id).where(ANSWERS.c.tenant == tenant, ANSWERS.c.person == person)
        async with self._database.transaction() as connection:
            await connection.execute(delete(VOTES).where(VOTES.c.tenant == tenant, VOTES.c.answer.in_(theirs)))
            for table in METADATA.sorted_tables:
                if "person" in table.c:
                    await connection.execute(delete(table).where(table.c.tenant == tenant, table.c.person == person))
            await connection.execute(delete(BAGS).where(BAGS.c.tenant == tenant, BAGS.c.audience == person))

    async def forget_tenant(self, tenant: str) -> None:
        """Remove every row of a tenant."""
        async with self._database.transaction() as connection:
            for table in METADATA.sorted_tables:
                await connection.execute(delete(table).where(table.c.tenant == tenant))


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

"""What Slack says of people, so that it need not be asked each time."""

from sqlalchemy import select

from bot.store.database import Database, columns_of
from bot.store.records import Person
from bot.store.tables import PEOPLE

_COLUMNS = columns_of(PEOPLE, Person)


class People:
    """The people of every tenant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, tenant: str, person: str) -> Person | None:
        """What is known of a person, and since when."""
        found = select(*_COLUMNS).where(PEOPLE.c.tenant == tenant, PEOPLE.c.person == person)
        row = await self._database.row(found)
        return None if row is None else Person(*row)

    async def keep(self, tenant: str, person: str, locale: str, timezone: str) -> None:
        """Keep what Slack says of a person now."""
        said = {"locale": locale, "timezone": timezone, "at": self._database.clock()}
        await self._database.put(PEOPLE, {"tenant": tenant, "person": person, **said})

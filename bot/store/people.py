"""What Slack says of people, so that it need not be asked each time."""

from sqlalchemy import and_, bindparam, literal_column, select

from bot.store.database import Database, columns_of
from bot.store.records import ChannelSettings, Person
from bot.store.tables import CHANNELS, PEOPLE

_COLUMNS, _SETTINGS = columns_of(PEOPLE, Person), columns_of(CHANNELS, ChannelSettings)
_ONE = select(literal_column("1")).subquery()  # a row, also where neither is known
_HERE = and_(CHANNELS.c.tenant == bindparam("tenant"), CHANNELS.c.channel == bindparam("channel"))
_THIS = and_(PEOPLE.c.tenant == bindparam("tenant"), PEOPLE.c.person == bindparam("person"))
_CALLING = select(CHANNELS.c.channel, *_SETTINGS, PEOPLE.c.person, *_COLUMNS).select_from(
    _ONE.outerjoin(CHANNELS, _HERE).outerjoin(PEOPLE, _THIS)
)


class People:
    """The people of every tenant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def calling(self, tenant: str, person: str, channel: str) -> tuple[ChannelSettings, Person | None]:
        """The settings of a channel, and what is known of a person there: every request begins with these two."""
        values = {"tenant": tenant, "person": person, "channel": channel}
        ((*here, is_known, locale, timezone, at),) = await self._database.rows(_CALLING, values)
        settings = ChannelSettings(*here[1:]) if here[0] else ChannelSettings()
        return settings, Person(locale, timezone, at) if is_known else None

    async def keep(self, tenant: str, person: str, locale: str, timezone: str) -> None:
        """Keep what Slack says of a person now."""
        said = {"locale": locale, "timezone": timezone, "at": self._database.clock()}
        await self._database.put(PEOPLE, {"tenant": tenant, "person": person, **said})

"""How the bot behaves in each channel."""

from sqlalchemy import select

from bot.store.database import Database, columns_of, values_of
from bot.store.records import ChannelSettings
from bot.store.tables import CHANNELS

_COLUMNS = columns_of(CHANNELS, ChannelSettings)


class Channels:
    """The channels of every tenant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, tenant: str, channel: str) -> ChannelSettings:
        """The settings of a channel; the defaults where nobody changed them."""
        found = select(*_COLUMNS).where(CHANNELS.c.tenant == tenant, CHANNELS.c.channel == channel)
        row = await self._database.row(found)
        return ChannelSettings() if row is None else ChannelSettings(*row)

    async def change(self, tenant: str, channel: str, settings: ChannelSettings) -> None:
        """Keep all settings of a channel."""
        await self._database.put(CHANNELS, {"tenant": tenant, "channel": channel, **values_of(settings)})

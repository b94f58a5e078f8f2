"""Installations that somebody has begun: what comes back from Slack must have been sent there, lately and once."""

from datetime import timedelta

from sqlalchemy import delete

from bot.store.database import Database
from bot.store.tables import STATES

LIFE = timedelta(minutes=10)  # from the click until Slack sends the browser back
_NOBODY = ""  # of no tenant: where it will be installed is not known yet


class States:
    """The states of installations that are under way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, state: str) -> None:
        """Keep a state that was sent to Slack; those that are too old go, so that they are never many."""
        now = self._database.clock()
        await self._database.run(delete(STATES).where(STATES.c.at <= now - LIFE))
        await self._database.add(STATES, {"tenant": _NOBODY, "state": state, "at": now})

    async def take(self, state: str) -> bool:
        """Whether this one was sent and is not too old; it counts once, also where two ask at the same time."""
        young = STATES.c.at > self._database.clock() - LIFE
        taken = delete(STATES).where(STATES.c.tenant == _NOBODY, STATES.c.state == state, young)
        return await self._database.run(taken) > 0

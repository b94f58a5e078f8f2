"""Every token in a database under the newest key."""

from collections.abc import Sequence

from bot.store.database import Clock
from bot.store.sealing import Seal
from bot.store.store import open_store


async def renew(written: str, keys: Sequence[str], clock: Clock) -> tuple[int, tuple[str, ...]]:
    """Seal every token in the database `written` names with the first key, also while the bot runs with all of the keys.

    Returns how many were sealed with another, and what is wrong with those that none of the keys opens. Raises StoreError
    where the database cannot be used.
    """
    async with open_store(written, clock) as store:
        return await store.installations(Seal(keys)).renew_seals()

"""Ids that a person can read out: four letters of Crockford's base32, which has no I, L, O and U."""

import secrets
from collections.abc import Callable, Mapping

from sqlalchemy import Table

from bot.store.database import Database

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_SHORTEST = 4
_TRIES = 4  # of one length

Draw = Callable[[int], str]


def new_id(length: int) -> str:
    """An id of so many letters."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def read_id(written: str) -> str:
    """An id as a person may have written it, in the letters that it is kept in."""
    return written.strip().upper().translate(_READ_AS)


async def add_with_id(database: Database, table: Table, values: Mapping[str, object], draw: Draw = new_id) -> str:
    """Add a row under an id that its tenant has not yet; every fourth that was taken makes the next one letter longer."""
    tries = 0
    while not await database.add(table, {**values, "id": (drawn := draw(_SHORTEST + tries // _TRIES))}):
        tries += 1
    return drawn

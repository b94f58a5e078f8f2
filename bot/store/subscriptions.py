"""Who gets lessons when, and which process posts them."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, delete, or_, select, tuple_, update

from bot.store.database import Database, columns_of, values_of
from bot.store.records import Subscription
from bot.store.short_ids import Draw, add_with_id, new_id, read_id
from bot.store.tables import SUBSCRIPTIONS

_COLUMNS = columns_of(SUBSCRIPTIONS, Subscription)
_tenant, _id = SUBSCRIPTIONS.c.tenant, SUBSCRIPTIONS.c.id


class Subscriptions:
    """The subscriptions of every tenant. Ids are short, and taken as a person writes them."""

    def __init__(self, database: Database, draw: Draw = new_id) -> None:
        self._database = database
        self._draw = draw

    async def add(self, tenant: str, subscription: Subscription) -> Subscription:
        """Keep a subscription and give it a short id; the one it has is ignored."""
        values = values_of(subscription) | {"tenant": tenant}
        return replace(subscription, id=await add_with_id(self._database, SUBSCRIPTIONS, values, self._draw))

    async def find(self, tenant: str, id: str) -> Subscription | None:  # noqa: A002 - what a record calls it
        """The subscription with this id."""
        found = await self._found(tenant, _id == read_id(id))
        return found[0] if found else None

    async def of_channel(self, tenant: str, channel: str) -> tuple[Subscription, ...]:
        """The subscriptions of a channel, the next one first."""
        return await self._found(tenant, SUBSCRIPTIONS.c.channel == channel)

    async def of_person(self, tenant: str, person: str) -> tuple[Subscription, ...]:
        """The subscriptions that a person made, the next one first."""
        return await self._found(tenant, SUBSCRIPTIONS.c.person == person)

    async def remove(self, tenant: str, id: str) -> bool:  # noqa: A002
        """End a subscription; False where there is none."""
        return await self._database.run(delete(SUBSCRIPTIONS).where(_tenant == tenant, _id == read_id(id))) > 0

    async def lease_due(self, now: datetime, seconds: float, limit: int) -> tuple[tuple[str, Subscription], ...]:
        """What is due in any tenant, each with its tenant; for so many seconds no other process gets it."""
        leased_until = SUBSCRIPTIONS.c.leased_until
        due = (
            select(_tenant, _id)
            .where(SUBSCRIPTIONS.c.next_at <= now, SUBSCRIPTIONS.c.paused.is_(False))
            .where(or_(leased_until.is_(None), leased_until <= now))
            .order_by(SUBSCRIPTIONS.c.next_at, _tenant, _id)
            .limit(limit)
            .with_for_update(skip_locked=True)  # left out on SQLite, where one statement writes at a time
            .cte("due")  # PostgreSQL may run a subquery more than once and lock more than the limit; this it runs once
        )
        leased = update(SUBSCRIPTIONS).where(tuple_(_tenant, _id).in_(select(due)))
        leased = leased.values(leased_until=now + timedelta(seconds=seconds))
        rows = await self._database.rows(leased.returning(_tenant, *_COLUMNS))
        found = [(row[0], Subscription(*row[1:])) for row in rows]
        return tuple(sorted(found, key=lambda each: (each[1].next_at, each[0], each[1].id)))

    async def posted(self, tenant: str, id: str, next_at: datetime, ts: str, unanswered: int) -> None:  # noqa: A002
        """End the lease of what was posted: when it is next due, its message, and how many went without a reaction."""
        values = {"next_at": next_at, "last_ts": ts, "unanswered": unanswered, "leased_until": None}
        await self._database.run(_one(tenant, id).values(**values))

    async def try_again(self, tenant: str, id: str, at: datetime) -> None:  # noqa: A002
        """End the lease of what could not be posted; it is due again at that time."""
        await self._database.run(_one(tenant, id).values(next_at=at, leased_until=None))

    async def pause(self, tenant: str, id: str) -> None:  # noqa: A002
        """Post nothing until it is resumed."""
        await self._database.run(_one(tenant, id).values(paused=True))

    async def resume(self, tenant: str, id: str, next_at: datetime) -> None:  # noqa: A002
        """Post again from that time on, as if every lesson had been reacted to."""
        values = {"paused": False, "unanswered": 0, "next_at": next_at, "leased_until": None}
        await self._database.run(_one(tenant, id).values(**values))

    async def reacted(self, tenant: str, channel: str, ts: str) -> bool:
        """Somebody reacted to a message: if it is the last of a subscription, none of its lessons counts as unanswered."""
        where = (_tenant == tenant, SUBSCRIPTIONS.c.channel == channel, SUBSCRIPTIONS.c.last_ts == ts)
        return await self._database.run(update(SUBSCRIPTIONS).where(*where).values(unanswered=0)) > 0

    async def _found(self, tenant: str, which: ColumnElement[bool]) -> tuple[Subscription, ...]:
        found = select(*_COLUMNS).where(_tenant == tenant, which).order_by(SUBSCRIPTIONS.c.next_at, _id)
        return tuple(Subscription(*row) for row in await self._database.rows(found))


def _one(tenant: str, id: str) -> Update:  # noqa: A002
    return update(SUBSCRIPTIONS).where(_tenant == tenant, _id == read_id(id))

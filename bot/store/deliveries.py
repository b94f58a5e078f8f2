"""What Slack delivered: claimed by one process before it begins, done when it has ended, claimed again when that one died.

A claim is a lease that its process renews while it lives. A question that must not be lost is kept with its claim: where it
stands, who asked it and its words. Words and person are removed as soon as it is answered, or seen to be no question to the
bot; where no process is left to do so, by the first that runs ten minutes after.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Update, and_, bindparam, delete, select, update

from bot.store.database import Database, Insert, columns_of, values_of
from bot.store.tables import DELIVERIES

LEASE = timedelta(seconds=60)  # from a claim, or its last renewal, until others take its process for dead
WORTH_FINISHING = timedelta(minutes=10)  # later, an answer would come out of the blue

_tenant, _key, _state = DELIVERIES.c.tenant, DELIVERIES.c.key, DELIVERIES.c.state
_FORGOTTEN = {"state": "done", "person": "", "text": "", "response_url": ""}


@dataclass(frozen=True, slots=True)
class Question:
    """A message that is answered: a `call` in any case, a `follow_up` where the bot has answered in its thread.

    One that was `edited` has its answer changed, where it has one; an `edited_call` has one in any case. A `command` is
    no message, and was acknowledged already: its answer goes through its `response_url`.
    """

    kind: str
    channel: str
    ts: str
    thread_ts: str
    person: str
    text: str
    response_url: str = ""


_NONE = Question("", "", "", "", "", "")
_COLUMNS = columns_of(DELIVERIES, Question)
_DONE = update(DELIVERIES).where(_tenant == bindparam("of"), _key == bindparam("which")).values(**_FORGOTTEN)


class Deliveries:
    """The deliveries of every tenant. A `holder` is a process, by a name that no other has."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claim = database.adding(DELIVERIES, _taken_over)

    async def claim(
        self, tenant: str, key: str, holder: str, question: Question | None = None, lease: timedelta = LEASE
    ) -> bool:
        """Whether the holder may begin: nobody has, or whoever had died before it was done."""
        now = self._database.clock()
        leased = {"holder": holder, "leased_until": now + lease}
        row = {"tenant": tenant, "key": key, "state": "claimed", "at": now, **leased, **values_of(question or _NONE)}
        return await self._database.added(self._claim, row)

    async def done(self, tenant: str, key: str) -> None:
        """Nobody needs to begin this again; its words are removed."""
        await self._database.run(_DONE, {"of": tenant, "which": key})

    async def release(self, tenant: str, key: str) -> None:
        """Give a claim up, so that what failed can be tried again."""
        await self._database.run(delete(DELIVERIES).where(_tenant == tenant, _key == key))

    async def renew(self, holder: str) -> None:
        """The holder lives: none of its claims, in any tenant, runs out for the time of a lease."""
        now = self._database.clock()
        mine = update(DELIVERIES).where(_state == "claimed", DELIVERIES.c.holder == holder)
        await self._database.run(mine.values(leased_until=now + LEASE))

    async def let_go(self, holder: str) -> int:
        """The holder is known to have ended: whatever it had claimed and not done is anybody's at once; how much it was."""
        now = self._database.clock()
        theirs = update(DELIVERIES).where(_state == "claimed", DELIVERIES.c.holder == holder)
        return await self._database.run(theirs.values(leased_until=now))

    async def left(self) -> tuple[str, ...]:
        """The tenants in which a claim ran out before it was done."""
        now = self._database.clock()
        left = select(_tenant).where(_state == "claimed", DELIVERIES.c.leased_until <= now).distinct()
        return tuple(tenant for (tenant,) in await self._database.rows(left.order_by(_tenant)))

    async def take_up(self, tenant: str, holder: str) -> tuple[str, Question] | None:
        """Claim the oldest question whose holder died within the last minutes; its key, and what was asked."""
        now = self._database.clock()
        left = (DELIVERIES.c.leased_until <= now, DELIVERIES.c.at > now - WORTH_FINISHING, DELIVERIES.c.kind != "")
        oldest = (
            select(_key).where(_tenant == tenant, _state == "claimed", *left).order_by(DELIVERIES.c.at, _key).limit(1)
        )
        # The conditions stand here again for PostgreSQL: another process may have taken the same one in between.
        taken = _claimed(tenant).where(*left, _key.in_(oldest)).values(holder=holder, leased_until=now + LEASE)
        row = await self._database.row(taken.returning(_key, *_COLUMNS))
        return None if row is None else (row[0], Question(*row[1:]))

    async def give_up(self, tenant: str) -> int:
        """Take what nobody finished in time for done; how many there were."""
        now = self._database.clock()
        left = _claimed(tenant).where(DELIVERIES.c.leased_until <= now, DELIVERIES.c.at <= now - WORTH_FINISHING)
        return await self._database.run(left.values(**_FORGOTTEN))


def _taken_over(made: Insert) -> Insert:
    """A claim where there is one already: it is the newer one's where whoever had it died before it was done."""
    return made.on_conflict_do_update(
        index_elements=["tenant", "key"],
        set_={name: made.excluded[name] for name in ("holder", "leased_until")},
        where=and_(_state == "claimed", DELIVERIES.c.leased_until <= made.excluded.at),
    )


def _claimed(tenant: str) -> Update:
    return update(DELIVERIES).where(_tenant == tenant, _state == "claimed")

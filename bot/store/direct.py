"""Statements on a SQLite file, carried out in threads, as many together as wait for their turn.

The driver for asyncio hops between threads for every step of a statement: a fifth of the time is left without. And where
many wait, one way to a thread and one transaction serve them all.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable

from bot.store.many import Adding, RowValues

T = TypeVar("T")
Outcome = tuple[Any, Exception | None]
Values = Mapping[str, object] | None


class Direct:
    """An engine that blocks, with a thread for what reads and one for what writes: SQLite lets one write at a time anyway."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = _Lane(engine, "sqlite-reads", "BEGIN")
        self._writing = _Lane(engine, "sqlite-writes", "BEGIN IMMEDIATE")

    async def executed(self, statement: Executable, values: Values, taken: Callable[[CursorResult[Any]], T]) -> T:
        """What is taken from the result of a statement, which goes on to its end also where nobody waits for it.

        Raises what carrying it out raises.
        """
        lane = self._reading if statement.is_select else self._writing
        result: T = await lane.executed(_Asked(statement, values, taken))
        return result

    async def added(self, adding: Adding, row: RowValues) -> bool:
        """Whether a row was added or changed; as many as wait are, by one statement. Raises what carrying it out raises."""
        return bool(await self._writing.executed(_Asked(adding.one, row, _is_there, adding)))

    async def close(self) -> None:
        """Wait for what was begun, and close every connection."""
        await self._reading.close()
        await self._writing.close()
        self._engine.dispose()


@dataclass(eq=False, slots=True)
class _Asked:
    """A statement with its values, what is taken from its result, and what came of it."""

    statement: Executable
    values: Values
    taken: Callable[[CursorResult[Any]], Any]
    adding: Adding | None = None
    outcome: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def done_on(self, connection: Connection) -> Any:  # noqa: ANN401 - whatever is taken
        return self.taken(connection.execute(self.statement, self.values))


CarryOut = Callable[[Connection, Sequence[_Asked]], Iterator[Outcome]]


class _Lane:
    """Takes all that waits to its thread together, and then what has come meanwhile."""

    def __init__(self, engine: Engine, name: str, begin: str) -> None:
        self._engine, self._begin = engine, begin
        self._thread = ThreadPoolExecutor(1, name)
        self._waiting: list[_Asked] = []
        self._going: asyncio.Task[None] | None = None

    async def executed(self, asked: _Asked) -> Any:  # noqa: ANN401 - whatever is taken
        """What is taken from the result."""
        self._waiting.append(asked)
        if self._going is None:
            self._going = asyncio.create_task(self._go())
        return await asyncio.shield(asked.outcome)

    async def close(self) -> None:
        """Carry out what waits, and end the thread."""
        if self._going is not None:
            await self._going
        await asyncio.to_thread(self._thread.shutdown)

    async def _go(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            together, self._waiting = self._waiting, []
            outcomes = await loop.run_in_executor(self._thread, self._carried_out, together)
            for asked, (result, error) in zip(together, outcomes, strict=True):
                if error is None:
                    asked.outcome.set_result(result)
                else:
                    asked.outcome.set_exception(error)
                    asked.outcome.exception()  # nobody else may be there to take note of it
        self._going = None

    def _carried_out(self, together: Sequence[_Asked]) -> Sequence[Outcome]:
        try:
            with self._engine.connect() as connection:
                return self._in_one(connection, together) if len(together) > 1 else _each_alone(connection, together)
        except Exception as error:  # noqa: BLE001 - each of them is told
            return [(None, error)] * len(together)

    def _in_one(
        self, connection: Connection, together: Sequence[_Asked], carry_out: CarryOut | None = None
    ) -> Sequence[Outcome]:
        """One transaction for all; where one of them fails, each is carried out alone."""
        connection.exec_driver_sql(self._begin)
        try:
            outcomes = [*(carry_out or _alike_together)(connection, together)]
            connection.exec_driver_sql("COMMIT")
        except _NotAllError:
            connection.exec_driver_sql("ROLLBACK")
            return self._in_one(connection, together, _one_after_the_other)
        except Exception:  # noqa: BLE001 - it comes again, and is then told to whoever it belongs to
            connection.exec_driver_sql("ROLLBACK")
            return _each_alone(connection, together)
        return outcomes


class _NotAllError(Exception):
    """Of some rows not all were added, and it is not known which."""


def _alike_together(connection: Connection, together: Sequence[_Asked]) -> Iterator[Outcome]:
    """What comes of statements, of which those that follow each other and add rows in one way are made one."""
    for adding, run in groupby(together, attrgetter("adding")):
        asked = list(run)
        if adding is None or len(asked) == 1:
            yield from _one_after_the_other(connection, asked)
            continue
        rows = adding.rows([each.values or {} for each in asked])
        if connection.execute(adding.many, rows).rowcount != len(asked):
            raise _NotAllError
        yield from ((True, None) for _ in asked)


def _one_after_the_other(connection: Connection, together: Sequence[_Asked]) -> Iterator[Outcome]:
    yield from ((asked.done_on(connection), None) for asked in together)


def _is_there(result: CursorResult[Any]) -> bool:
    return result.first() is not None


def _each_alone(connection: Connection, together: Sequence[_Asked]) -> Sequence[Outcome]:
    outcomes: list[Outcome] = []
    for asked in together:
        try:
            outcomes.append((asked.done_on(connection), None))
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            outcomes.append((None, error))
    return outcomes

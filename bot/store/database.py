"""A database and the few ways in which the repositories use it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy import Column, CursorResult, Executable, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.direct import Direct, Values
from bot.store.errors import StoreUnavailableError
from bot.store.many import Adding, RowValues, each_of_rows, encoders

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
Clock = Callable[[], datetime]
Fields: TypeAlias = "Row[*tuple[Any, ...]]"  # of any number and kinds; SQLAlchemy 2.0 has no such type at run time
Insert = sqlite.Insert | postgresql.Insert

_BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}


@dataclass(frozen=True, slots=True)
class Database:
    """An engine that commits each statement by itself; what needs several goes through `transaction`."""

    engine: AsyncEngine
    clock: Clock
    direct: Direct | None = None
    """What carries out single statements, where there is a faster way than the engine."""
    _begun: set[asyncio.Future[Any]] = field(default_factory=set)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def rows(self, statement: Executable, values: Values = None) -> Sequence[Fields]:
        """Every row that a statement gives, with these values in place of its parameters."""
        return await self._executed(statement, values, lambda result: result.all())

    async def row(self, statement: Executable, values: Values = None) -> "Fields | None":
        """The first row that a statement gives."""
        return await self._executed(statement, values, lambda result: result.first())

    async def run(self, statement: Executable, values: Values = None) -> int:
        """How many rows an update or a delete changed."""
        return await self._executed(statement, values, lambda result: result.rowcount)

    def insert(self, table: Table) -> Insert:
        """An insert that knows of conflicts; each database has its own."""
        return _insert(self.engine.dialect.name, table)

    async def add(self, table: Table, values: Mapping[str, object]) -> bool:
        """Add a row; False where one with such a key stands already."""
        # psycopg counts -1 rows here, so the row itself is asked for
        return await self.row(_adding(self.engine.dialect.name, table), values) is not None

    def adding(self, table: Table, completed: Callable[[Insert], Insert]) -> Adding:
        """How rows are added to a table, with what `completed` says of conflicts."""
        dialect = self.engine.dialect
        many = self.insert(table).from_select([column.name for column in table.columns], each_of_rows(table))
        one = completed(self.insert(table)).returning(*table.primary_key.columns)
        return Adding(one, completed(many), encoders(table, dialect))

    async def added(self, adding: Adding, row: RowValues) -> bool:
        """Whether a row was added, or changed where a conflict changes one."""
        if self.direct is None:
            return await self.row(adding.one, row) is not None
        self._check_open()
        with _told_apart():
            return await self.direct.added(adding, row)

    async def put(self, table: Table, values: Mapping[str, object]) -> None:
        """Add a row, or change the one with its key."""
        key = [column.name for column in table.primary_key]
        changed = {name: value for name, value in values.items() if name not in key}
        await self.run(self.insert(table).values(**values).on_conflict_do_update(index_elements=key, set_=changed))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Several statements that happen together or not at all; on SQLite nothing else is written meanwhile."""
        self._check_open()
        async with self._connected() as connection:
            await connection.exec_driver_sql(_BEGIN[self.engine.dialect.name])
            yield connection
            await connection.commit()

    async def end(self) -> None:
        """Take no more statements, and return once those that were begun have ended.

        A connection that is made or given back after the engine has closed all of them, would never be closed.
        """
        self._ended.set()
        while self._begun:
            await asyncio.wait(self._begun.copy())

    async def _executed(self, statement: Executable, values: Values, taken: Callable[[CursorResult[Any]], T]) -> T:
        self._check_open()
        if self.direct is not None:
            with _told_apart():
                return await self.direct.executed(statement, values, taken)
        return await self._to_its_end(self._connected_and_executed(statement, values, taken))

    async def _connected_and_executed(
        self, statement: Executable, values: Values, taken: Callable[[CursorResult[Any]], T]
    ) -> T:
        async with self._connected() as connection:
            return taken(await connection.execute(statement, values))

    async def _to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for a statement; on SQLite it goes on where whoever waits for it gives up.

        Cut off in the middle of a write, its connection keeps the lock, and nothing is written any more until the process
        ends. A server ends what is cut off by itself.
        """
        if self.engine.dialect.name != "sqlite":
            return await work
        task = asyncio.create_task(work)
        self._begun.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._begun.discard(task)
        if not task.cancelled():
            task.exception()  # nobody else may be there to take note of it

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        used = asyncio.get_running_loop().create_future()
        self._begun.add(used)
        try:
            with _told_apart():
                async with self.engine.connect() as connection:
                    yield connection
        finally:
            self._begun.discard(used)
            used.set_result(None)

    def _check_open(self) -> None:
        if self._ended.is_set():
            raise StoreUnavailableError("the database is closed")


def _insert(dialect: str, table: Table) -> Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _adding(dialect: str, table: Table) -> Executable:
    """A row of which the values are parameters: to make a statement takes longer than to carry it out."""
    return _insert(dialect, table).on_conflict_do_nothing().returning(table.c.tenant)


@contextmanager
def _told_apart() -> Iterator[None]:
    """What goes wrong with a connection is told apart from mistakes of our own."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        raise StoreUnavailableError(f"the database failed ({type(error).__name__})") from error


def columns_of(table: Table, record: type["DataclassInstance"]) -> list[Column[Any]]:
    """The columns that hold a record, in the order of its fields."""
    return [table.c[each.name] for each in fields(record)]


def values_of(record: "DataclassInstance") -> dict[str, object]:
    """What a record holds, by column."""
    return {name: getattr(record, name) for name in _names(type(record))}


@cache
def _names(kind: type["DataclassInstance"]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))

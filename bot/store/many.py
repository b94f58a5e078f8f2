"""A row that is added, and many rows that one statement adds.

For each statement its thread waits for the interpreter's lock, which a busy process leaves only every few milliseconds.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Dialect, Executable, Select, Table, bindparam, func, select, true

_ROWS = "rows"
RowValues = Mapping[str, object]
Encode = Callable[[object], object]


@dataclass(frozen=True, slots=True, eq=False)
class Adding:
    """How a row is added: `one` gives it back where it was added or changed, `many` does the same for all of `rows`."""

    one: Executable
    many: Executable
    _columns: Mapping[str, Encode]

    def rows(self, rows: Sequence[RowValues]) -> RowValues:
        """The rows, each by its columns, as the value that `many` takes."""
        encoded = [[encode(row[name]) for name, encode in self._columns.items()] for row in rows]
        return {_ROWS: json.dumps(encoded, ensure_ascii=False)}


def encoders(table: Table, dialect: Dialect) -> Mapping[str, Encode]:
    """What makes of a value of each column what the database keeps."""
    return {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) or _same for column in table.columns}


def each_of_rows(table: Table) -> Select[tuple[object, ...]]:
    """Every row of the JSON list `rows`, its columns in the order of the table's. SQLite only."""
    row = func.json_each(bindparam(_ROWS)).table_valued("value")
    columns = (func.json_extract(row.c.value, f"$[{number}]") for number in range(len(table.columns)))
    return select(*columns).where(true())  # without a condition, SQLite takes ON CONFLICT for one of a join


def _same(value: object) -> object:
    return value

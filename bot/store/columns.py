"""Column types that make SQLite and PostgreSQL take and give back the same values."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator


class Words(TypeDecorator[str]):
    """Text. What no database holds goes: the NUL that PostgreSQL refuses, and halves of surrogate pairs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else value.replace("\0", "").encode(errors="replace").decode()


class Moment(TypeDecorator[datetime]):
    """An aware time, in UTC. SQLite keeps no timezone, and PostgreSQL answers in that of the session."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a timezone cannot be kept")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Listed(TypeDecorator[tuple[object, ...]]):
    """A tuple, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[object] | None, dialect: Dialect) -> list[object]:  # noqa: ARG002
        return list(value or ())

    def process_result_value(self, value: list[object] | None, dialect: Dialect) -> tuple[object, ...]:  # noqa: ARG002
        return tuple(value or ())

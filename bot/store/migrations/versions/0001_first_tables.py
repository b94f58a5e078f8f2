"""The first tables."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    _answers()
    _judgements()
    _lessons()
    _subscriptions()
    _channels_and_people()
    _links()


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def _answers() -> None:
    op.create_table(
        "answers",
        *_words("tenant", "id", "question", "question_key", "outcome"),
        _json("passages"),
        *_words("text"),
        _json("blocks"),
        *_words("person", "channel", "thread", "asked_ts", "reply_ts"),
        _moment("at"),
        _key("answers", "tenant", "id"),
    )
    for columns in (["tenant", "channel", "asked_ts"], ["tenant", "channel", "thread", "at"], ["tenant", "at"]):
        op.create_index(f"ix_answers_{'_'.join(columns)}", "answers", columns)


def _judgements() -> None:
    op.create_table(
        "votes", *_words("tenant", "answer", "person"), _flag("helpful"), _key("votes", "tenant", "answer", "person")
    )
    op.create_table(
        "rejections",
        *_words("tenant", "question_key", "passage", "person", "question"),
        _key("rejections", "tenant", "question_key", "passage", "person"),
    )
    op.create_table(
        "gaps",
        *_words("tenant", "id", "person", "question"),
        _moment("at"),
        _key("gaps", "tenant", "id", "person"),
    )


def _lessons() -> None:
    op.create_table(
        "saved",
        _number("number"),
        *_words("tenant", "person", "passage"),
        _key("saved", "number"),
        sa.UniqueConstraint("tenant", "person", "passage", name="uq_saved_tenant_person_passage"),
    )
    op.create_table("bags", *_words("tenant", "audience"), _json("drawn"), _key("bags", "tenant", "audience"))


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        *_words("tenant", "id", "channel", "person", "days", "time", "timezone", "topic"),
        _moment("next_at"),
        _flag("paused"),
        _number("unanswered"),
        *_words("last_ts"),
        _moment("leased_until", nullable=True),
        _key("subscriptions", "tenant", "id"),
    )
    op.create_index("ix_subscriptions_next_at", "subscriptions", ["next_at"])


def _channels_and_people() -> None:
    op.create_table(
        "channels",
        *_words("tenant", "channel"),
        _flag("public"),
        _json("sources"),
        _flag("auto_link"),
        _number("auto_links_a_day"),
        _flag("unfurls"),
        *_words("language"),
        _key("channels", "tenant", "channel"),
    )
    op.create_table(
        "people", *_words("tenant", "person", "locale", "timezone"), _moment("at"), _key("people", "tenant", "person")
    )


def _links() -> None:
    op.create_table(
        "links",
        *_words("tenant", "channel", "thread"),
        sa.Column("day", sa.Date, nullable=False),
        _number("number"),
        _key("links", "tenant", "channel", "thread"),
        sa.UniqueConstraint("tenant", "channel", "day", "number", name="uq_links_tenant_channel_day_number"),
    )

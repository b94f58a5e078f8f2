"""The tables. A row belongs to a tenant (a workspace), and every key begins with it.

A change here needs a migration in `migrations/versions` and its number in `REVISION`; a test holds the two together.
"""

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, UniqueConstraint

from bot.store.columns import Listed, Moment, Words

REVISION = "0006"  # the newest migration: a database that has it is opened without Alembic, which takes long to import

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key(*names: str) -> list[Column[str]]:
    return [Column(name, Words, primary_key=True) for name in names]


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, Words, nullable=False) for name in names]


ANSWERS = Table(
    "answers",
    METADATA,
    *_key("tenant", "id"),
    *_words("question", "question_key", "outcome"),
    Column("passages", Listed, nullable=False),
    *_words("text"),
    Column("blocks", Listed, nullable=False),
    *_words("person", "channel", "thread", "asked_ts", "reply_ts"),
    Column("at", Moment, nullable=False),
    Column("statement", Words, nullable=False, server_default=""),
    Column("reading", Words, nullable=False, server_default=""),
    Column("sources", Listed, nullable=False, server_default='["?"]'),
    Index(None, "tenant", "channel", "asked_ts"),
    Index(None, "tenant", "channel", "thread", "at"),
    Index(None, "tenant", "at"),
)

VOTES = Table("votes", METADATA, *_key("tenant", "answer", "person"), Column("helpful", Boolean, nullable=False))

# The question is known by its key alone: its words are not needed to leave the passage out when it is asked again.
REJECTIONS = Table("rejections", METADATA, *_key("tenant", "question_key", "passage", "person"))

GAPS = Table(
    "gaps",
    METADATA,
    *_key("tenant", "id", "person"),
    *_words("question"),
    Column("at", Moment, nullable=False),
)

# Numbered, since two passages may be saved in the same moment, and the newest is shown first.
SAVED = Table(
    "saved",
    METADATA,
    Column("number", Integer, primary_key=True),
    *_words("tenant", "person", "passage"),
    UniqueConstraint("tenant", "person", "passage"),
)

BAGS = Table("bags", METADATA, *_key("tenant", "audience"), Column("drawn", Listed, nullable=False))

SUBSCRIPTIONS = Table(
    "subscriptions",
    METADATA,
    *_key("tenant", "id"),
    *_words("channel", "person", "days", "time", "timezone", "topic"),
    Column("next_at", Moment, nullable=False, index=True),
    Column("paused", Boolean, nullable=False),
    Column("unanswered", Integer, nullable=False),
    *_words("last_ts"),
    Column("leased_until", Moment),
)

CHANNELS = Table(
    "channels",
    METADATA,
    *_key("tenant", "channel"),
    Column("public", Boolean, nullable=False),
    Column("sources", Listed, nullable=False),
    Column("auto_link", Boolean, nullable=False),
    Column("auto_links_a_day", Integer, nullable=False),
    Column("unfurls", Boolean, nullable=False),
    *_words("language"),
)

PEOPLE = Table(
    "people",
    METADATA,
    *_key("tenant", "person"),
    *_words("locale", "timezone"),
    Column("at", Moment, nullable=False),
)

# The links of a channel and day are numbered from 1, so that two processes cannot both make the last one.
LINKS = Table(
    "links",
    METADATA,
    *_key("tenant", "channel", "thread"),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    UniqueConstraint("tenant", "channel", "day", "number"),
)

# The question, where it is one that must not be lost: its words and its person go as soon as it is done.
DELIVERIES = Table(
    "deliveries",
    METADATA,
    *_key("tenant", "key"),
    *_words("state", "holder"),
    Column("at", Moment, nullable=False),
    Column("leased_until", Moment, nullable=False),
    *_words("kind", "channel", "ts", "thread_ts", "person", "text"),
    Column("response_url", Words, nullable=False, server_default=""),
    Index(None, "tenant", "state"),
)

# No column is called `person`: whoever installed the bot may be forgotten, and it stays installed.
INSTALLATIONS = Table(
    "installations",
    METADATA,
    *_key("tenant"),
    *_words("enterprise_id", "team_id", "name"),
    Column("org_wide", Boolean, nullable=False),
    *_words("app_id", "bot_id", "bot_user_id"),
    Column("scopes", Listed, nullable=False),
    *_words("token"),
    Column("at", Moment, nullable=False),
    *_words("refused"),
    Column("refused_at", Moment),
)

# Of no tenant yet, so that column is empty.
STATES = Table("install_states", METADATA, *_key("tenant", "state"), Column("at", Moment, nullable=False))

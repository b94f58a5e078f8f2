"""What the store keeps, as values; every time is aware and in UTC."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and exactly what was shown for it.

    `passages` are the ids of what was shown, in order, and `sources` what it names was read from. `text` and `blocks` are the
    quotes, `statement` and `reading` what was said of the question before and after them.
    """

    id: str
    question: str
    outcome: str
    passages: tuple[str, ...]
    text: str
    blocks: tuple[dict[str, object], ...]
    person: str
    channel: str
    thread: str
    asked_ts: str
    reply_ts: str
    at: datetime
    statement: str = ""
    reading: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the posts do not answer, how many people asked it, and when the last of them first did."""

    id: str
    question: str
    people: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """Lessons for a channel: on these weekdays (digits, "0" is Monday) at this time ("09:00") of that timezone."""

    id: str
    channel: str
    person: str
    days: str
    time: str
    timezone: str
    topic: str
    next_at: datetime
    paused: bool
    unanswered: int
    last_ts: str


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """How the bot behaves in a channel; the defaults hold where nobody changed anything."""

    public: bool = False
    sources: tuple[str, ...] = ()
    auto_link: bool = False
    auto_links_a_day: int = 3
    unfurls: bool = True
    language: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of a person, and when it said so."""

    locale: str
    timezone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the bot was installed (a workspace, or all of an organisation), who it is there, and its token.

    `refused` is Slack's word for taking the token no more, since `refused_at`; empty where it takes it.
    """

    tenant: str
    enterprise_id: str
    team_id: str
    name: str
    org_wide: bool
    app_id: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...]
    token: str = field(repr=False)
    at: datetime
    refused: str = ""
    refused_at: datetime | None = None

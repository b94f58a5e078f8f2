"""Records and a clock for the tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.store import Answer, Installation, Subscription

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Clock:
    """It stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


_ANSWER = Answer(
    id="",
    question="How do we roll back?",
    outcome="answer",
    passages=("p2", "p1"),
    text="Roll back first, ask later — “always”.",
    blocks=({"type": "section", "text": {"type": "mrkdwn", "text": "*Roll back* 🚀"}}, {"type": "divider"}),
    person="U1",
    channel="C1",
    thread="1.0",
    asked_ts="1.1",
    reply_ts="",
    at=NOW,
)

_SUBSCRIPTION = Subscription(
    id="",
    channel="C1",
    person="U1",
    days="01234",
    time="09:00",
    timezone="Europe/Berlin",
    topic="releases",
    next_at=NOW,
    paused=False,
    unanswered=0,
    last_ts="",
)


def answer(**changes: object) -> Answer:
    return replace(_ANSWER, **changes)  # type: ignore[arg-type]


def subscription(**changes: object) -> Subscription:
    return replace(_SUBSCRIPTION, **changes)  # type: ignore[arg-type]


_INSTALLATION = Installation(
    tenant="T1",
    enterprise_id="",
    team_id="T1",
    name="Example",
    org_wide=False,
    app_id="A1",
    bot_id="B1",
    bot_user_id="UBOT",
    scopes=("chat:write", "commands"),
    token="xoxb-one",
    at=NOW,
)


def installation(**changes: object) -> Installation:
    return replace(_INSTALLATION, **changes)  # type: ignore[arg-type]

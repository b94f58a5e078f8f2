"""Who and what a workspace starts with: the team, its people, its channels."""

from dataclasses import dataclass

ANN = "U0ANN"
BEN = "U0BEN"
BOT = "U0BOT"
SLACKBOT = "USLACKBOT"
ENGINEERING = "C0ENG"
RANDOM = "C0RAND"


@dataclass(frozen=True, slots=True)
class Team:
    id: str = "T0COMMON"
    name: str = "Play"
    domain: str = "play"
    app_id: str = "A0PLAY"
    bot_user: str = BOT
    bot_id: str = "B0BOT"
    enterprise_id: str = ""
    """The organisation that it belongs to, if any."""
    org_wide: bool = False
    """Whether the app is installed for the whole organisation."""


@dataclass(frozen=True, slots=True)
class User:
    id: str
    name: str
    real_name: str
    locale: str = "en-GB"
    tz: str = "Europe/London"
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str
    members: frozenset[str]
    kind: str = "channel"
    """`channel` (public), `group` (private) or `im` (between two people)."""
    archived: bool = False


USERS = (
    User(ANN, "ann", "Ann Hill"),
    User(BEN, "ben", "Ben Wood"),
    User(BOT, "commonplace", "Commonplace", is_bot=True),
)
CHANNELS = (
    Channel(ENGINEERING, "engineering", frozenset({ANN, BEN, BOT})),
    Channel(RANDOM, "random", frozenset({ANN, BEN})),
    Channel("D0ANN", "directmessage", frozenset({ANN, BOT}), "im"),
)

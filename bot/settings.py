"""Settings from the environment; everything missing or wrong is said in one message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.environment import Environment, SettingsError
from bot.names import Names
from bot.oauth_settings import OAuth, read_oauth, token_keys, wants_many
from bot.policy import QUESTION_DAYS, Policy, WhoMayChange
from bot.signing_in import SigningIn, read_signing_in
from bot.texts import LANGUAGES

__all__ = ["OAuth", "Settings", "SettingsError", "Transport", "read_names", "read_settings", "read_token_keys"]

Transport = Literal["http", "socket"]
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_NAME = re.compile(r".{1,35}")  # the most that a manifest takes
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_A_MINUTE = "a number of questions a minute, 0 for any number"
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Settings:
    """How the bot reaches Slack and is reached. Secrets stay out of its `repr`."""

    transport: Transport
    bot_token: str = field(default="", repr=False)
    oauth: OAuth | None = None
    """Where many workspaces install the bot; then there is no bot token."""
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    host: str = "127.0.0.1"
    port: int = 3000
    public_url: str = ""
    config: Path | None = None
    cache: Path | None = None
    names: Names = field(default_factory=Names)
    policy: Policy = field(default_factory=Policy)
    store_url: str = field(default="", repr=False)  # it may hold a password
    state: Path | None = None
    """The folder on this machine in which processes see each other live."""
    refresh_minutes: int = 10
    webhook_secret: str = field(default="", repr=False)
    signing_in: SigningIn = field(default_factory=SigningIn)
    log_level: str = "INFO"
    log_format: str = ""
    metrics: bool = False
    metrics_port: int = 0

    @property
    def reader_url(self) -> str:
        """Where the bot serves posts without a page of their own: over HTTP at its public address, if it has one."""
        return self.public_url if self.transport == "http" else ""


def read_settings(environment: Mapping[str, str], transport: Transport | None = None) -> Settings:
    """The settings of an environment. Raises SettingsError that lists every mistake.

    Without a transport it is Socket Mode where there is an app-level token, else HTTP.
    """
    read = _Reader(environment)
    many = wants_many(read)
    transport = transport or ("socket" if environment.get("SLACK_APP_TOKEN") and not many else "http")
    bot_token, oauth = ("", read_oauth(read)) if many else (read.bot_token(), None)
    app_token, signing_secret = _secrets(read, transport, many=many)
    settings = Settings(
        transport=transport,
        bot_token=bot_token,
        oauth=oauth,
        app_token=app_token,
        signing_secret=signing_secret,
        api_url=read.url("SLACK_API_URL", "https://slack.com/api/").rstrip("/") + "/",
        host=read.text("HOST", "127.0.0.1"),
        port=read.port("PORT", 3000),
        public_url=read.url("COMMONPLACE_PUBLIC_URL", ""),
        names=read.names(),
        policy=read.policy(),
        store_url=read.text("DATABASE_URL", ""),
        refresh_minutes=read.number(
            "COMMONPLACE_REFRESH_MINUTES", 10, 1440, "a number of minutes up to 1440, 0 for never"
        ),
        webhook_secret=read.text("COMMONPLACE_WEBHOOK_SECRET", ""),
        signing_in=read_signing_in(read),
        log_level=read.choice("COMMONPLACE_LOG_LEVEL", "INFO", _LEVELS),
        log_format=read.choice("COMMONPLACE_LOG_FORMAT", "", ("json", "console")),
        metrics=read.choice("COMMONPLACE_METRICS", "off", ("off", "on")) == "on",
        metrics_port=read.port("COMMONPLACE_METRICS_PORT", 0),
    )
    read.raise_mistakes()
    return settings


def _secrets(read: Environment, transport: Transport, *, many: bool) -> tuple[str, str]:
    """The app-level token for Socket Mode, or the signing secret for HTTP."""
    if transport == "http":
        return "", read.secret("SLACK_SIGNING_SECRET", "“Basic Information → App Credentials”")
    if many:
        read.mistakes.append("SLACK_CLIENT_ID is for many workspaces, which need HTTP: leave it out, or use --http")
        return "", ""
    where = "“Basic Information → App-Level Tokens”, scope connections:write"
    return read.token("SLACK_APP_TOKEN", "xapp-", where), ""


def read_names(environment: Mapping[str, str]) -> Names:
    """What the commands are called. Raises SettingsError for a name that Slack would refuse."""
    read = _Reader(environment)
    names = read.names()
    read.raise_mistakes()
    return names


def read_token_keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that tokens are sealed with, the newest first. Raises SettingsError for none, or what is none."""
    read = Environment(environment)
    keys = token_keys(read)
    read.raise_mistakes()
    return keys


class _Reader(Environment):
    """Reads what belongs together."""

    def bot_token(self) -> str:
        return self.token("SLACK_BOT_TOKEN", "xoxb-", "“OAuth & Permissions” of your app at api.slack.com/apps")

    def names(self) -> Names:
        ask = self._command("COMMONPLACE_ASK_COMMAND", "/ask")
        lesson = self._command("COMMONPLACE_LESSON_COMMAND", "/lesson")
        if ask == lesson:
            self.mistakes.append("COMMONPLACE_ASK_COMMAND and COMMONPLACE_LESSON_COMMAND must differ")
        what = "one line of up to 35 characters"
        bot = self.checked("COMMONPLACE_NAME", "commonplace", what, lambda value: _NAME.fullmatch(value) is not None)
        return Names(ask, lesson, bot)

    def policy(self) -> Policy:
        language = self.choice("COMMONPLACE_LANGUAGE", "en", tuple(LANGUAGES))
        zone = self.checked("COMMONPLACE_TIMEZONE", "UTC", "a time zone such as Europe/London", _is_time_zone)
        admins = self.ids("COMMONPLACE_ADMINS", _PERSON, "ids of people such as U012AB3CD")
        settings_by = self.choice("COMMONPLACE_SETTINGS_BY", "everyone", ("everyone", "admins"))
        if settings_by == "admins" and not admins:
            self.mistakes.append("COMMONPLACE_SETTINGS_BY is admins, and COMMONPLACE_ADMINS names none")
        months = self.number("COMMONPLACE_STALE_MONTHS", 0, 1200, "a number of months, 0 for never")
        stale = timedelta(days=months * 30.44) if months else None
        person = self.number("COMMONPLACE_LIMIT_PERSON", 30, 100_000, _A_MINUTE)
        workspace = self.number("COMMONPLACE_LIMIT_WORKSPACE", 600, 1_000_000, _A_MINUTE)
        days = self.number("COMMONPLACE_QUESTION_DAYS", QUESTION_DAYS, 30, "a number of days from 1 to 30", least=1)
        return Policy(language, zone, admins, cast("WhoMayChange", settings_by), stale, person, workspace, days)

    def _command(self, name: str, default: str) -> str:
        what = "a slash and up to 31 lower-case letters, digits, hyphens or underscores"
        return self.checked(name, default, what, lambda value: _COMMAND.fullmatch(value) is not None)


def _is_time_zone(value: str) -> bool:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True

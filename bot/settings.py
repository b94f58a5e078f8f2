"""Settings from the environment; everything missing or wrong is said in one message."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.names import Names
from bot.policy import Policy, WhoMayChange
from bot.signing_in import SigningIn, read_signing_in
from bot.surfaces import VARIANTS, Variant
from bot.texts import LANGUAGES

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

Transport = Literal["http", "socket"]
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
_NAME = re.compile(r".{1,35}")  # the most that a manifest takes
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_CLIENT_ID = re.compile(r"\d+\.\d+")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(ValueError):
    """The environment cannot be used as it is (for the operator to mend); `mistakes` holds one line for each."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("the settings need mending:" + "".join(f"\n  - {mistake}" for mistake in mistakes))


@dataclass(frozen=True, slots=True)
class OAuth:
    """How many workspaces install the bot: as which app, where they come back, and what tokens are sealed with."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_url: str
    token_keys: tuple[str, ...] = field(repr=False)
    variant: Variant = "standard"
    """The manifest that the app was made with: what is asked for is what stands there."""
    agent: bool = False

    @property
    def install_url(self) -> str:
        """Where a browser begins."""
        return self.redirect_url.removesuffix(REDIRECT_PATH) + INSTALL_PATH


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
    refresh_minutes: int = 10
    webhook_secret: str = field(default="", repr=False)
    signing_in: SigningIn = field(default_factory=SigningIn)
    log_level: str = "INFO"
    log_format: str = ""
    metrics: bool = False
    metrics_port: int = 0


def read_settings(environment: Mapping[str, str], transport: Transport | None = None) -> Settings:
    """The settings of an environment. Raises SettingsError that lists every mistake.

    Without a transport it is Socket Mode where there is an app-level token, else HTTP.
    """
    read = _Reader(environment)
    many = not read.text("SLACK_BOT_TOKEN", "") and bool(read.text("SLACK_CLIENT_ID", ""))
    transport = transport or ("socket" if environment.get("SLACK_APP_TOKEN") and not many else "http")
    bot_token, oauth = ("", read.oauth(transport)) if many else (read.bot_token(), None)
    app_token = signing_secret = ""
    if transport == "socket":
        app_token = read.token(
            "SLACK_APP_TOKEN", "xapp-", "“Basic Information → App-Level Tokens”, scope connections:write"
        )
    else:
        signing_secret = read.secret("SLACK_SIGNING_SECRET", "“Basic Information → App Credentials”")
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
        config=Path(environment["COMMONPLACE_CONFIG"]) if environment.get("COMMONPLACE_CONFIG") else None,
        names=read.names(),
        policy=read.policy(),
        store_url=read.text("DATABASE_URL", ""),
        refresh_minutes=read.number(
            "COMMONPLACE_REFRESH_MINUTES", 10, 1440, "a number of minutes up to 1440, 0 for never"
        ),
        webhook_secret=read.text("COMMONPLACE_WEBHOOK_SECRET", ""),
        signing_in=read.signing_in(),
        log_level=read.choice("COMMONPLACE_LOG_LEVEL", "INFO", _LEVELS),
        log_format=read.choice("COMMONPLACE_LOG_FORMAT", "", ("json", "console")),
        metrics=read.choice("COMMONPLACE_METRICS", "off", ("off", "on")) == "on",
        metrics_port=read.port("COMMONPLACE_METRICS_PORT", 0),
    )
    if read.mistakes:
        raise SettingsError(tuple(read.mistakes))
    return settings


def read_names(environment: Mapping[str, str]) -> Names:
    """What the commands are called. Raises SettingsError for a name that Slack would refuse."""
    read = _Reader(environment)
    names = read.names()
    if read.mistakes:
        raise SettingsError(tuple(read.mistakes))
    return names


def read_token_keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that tokens are sealed with, the newest first. Raises SettingsError for none, or what is none."""
    read = _Reader(environment)
    keys = read.token_keys()
    if read.mistakes:
        raise SettingsError(tuple(read.mistakes))
    return keys


class _Reader:
    """Reads variables one by one and remembers what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.mistakes: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._environment.get(name, "").strip() or default

    def secret(self, name: str, where: str) -> str:
        value = self.text(name, "")
        if not value:
            self.mistakes.append(f"{name} is missing: copy it from {where}")
        return value

    def token(self, name: str, prefix: str, where: str) -> str:
        value = self.secret(name, where)
        if value and not value.startswith(prefix):
            self.mistakes.append(f"{name} must start with {prefix}: copy it from {where}")
        return value

    def bot_token(self) -> str:
        return self.token("SLACK_BOT_TOKEN", "xoxb-", "“OAuth & Permissions” of your app at api.slack.com/apps")

    def oauth(self, transport: Transport) -> OAuth:
        if transport == "socket":
            self.mistakes.append("SLACK_CLIENT_ID is for many workspaces, which need HTTP: leave it out, or use --http")
        where = "“Basic Information → App Credentials”"
        what = f"an address that starts with https:// and ends with {REDIRECT_PATH}"
        manifest = self.text("COMMONPLACE_MANIFEST", "standard").split()
        if not manifest or manifest[0] not in VARIANTS or manifest[1:] not in ([], ["agent"]):
            self.mistakes.append(
                f"COMMONPLACE_MANIFEST must be one of {', '.join(VARIANTS)}, and may say agent after it"
            )
        return OAuth(
            self._checked("SLACK_CLIENT_ID", "", "the number with a dot that it is", _CLIENT_ID.fullmatch),
            self.secret("SLACK_CLIENT_SECRET", where),
            self._checked("SLACK_REDIRECT_URL", self._redirect_url(), what, _is_redirect_url),
            self.token_keys(),
            cast("Variant", manifest[0]),
            agent=manifest[1:] == ["agent"],
        )

    def signing_in(self) -> SigningIn:
        found, mistakes = read_signing_in(self._environment)
        self.mistakes += [each for each in mistakes if each not in self.mistakes]
        return found

    def token_keys(self) -> tuple[str, ...]:
        keys = tuple(filter(None, re.split(r"[\s,]+", self.text("COMMONPLACE_TOKEN_KEY", ""))))
        if not keys:
            self.mistakes.append("COMMONPLACE_TOKEN_KEY is missing: `commonplace key new` prints one")
        elif not all(map(_is_token_key, keys)):
            self.mistakes.append(
                "COMMONPLACE_TOKEN_KEY must hold keys as `commonplace key new` prints them, and commas"
            )
        return keys

    def _redirect_url(self) -> str:
        public = self.text("COMMONPLACE_PUBLIC_URL", "")
        if not public and not self.text("SLACK_REDIRECT_URL", ""):
            self.mistakes.append(
                f"SLACK_REDIRECT_URL is missing: the bot's address over HTTPS with {REDIRECT_PATH} at its end"
            )
        return public.rstrip("/") + REDIRECT_PATH if public else ""

    def url(self, name: str, default: str) -> str:
        return self._checked(name, default, "an address that starts with http:// or https://", _is_web_address)

    def port(self, name: str, default: int) -> int:
        written = self._checked(name, str(default), "a port from 1 to 65535", _is_port)
        return int(written) if _is_port(written) else default

    def number(self, name: str, default: int, most: int, what: str) -> int:
        def is_right(value: str) -> bool:
            return value.isascii() and value.isdecimal() and int(value) <= most

        written = self._checked(name, str(default), what, is_right)
        return int(written) if is_right(written) else default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        return self._checked(name, default, f"one of {', '.join(allowed)}", allowed.__contains__)

    def names(self) -> Names:
        ask = self._command("COMMONPLACE_ASK_COMMAND", "/ask")
        lesson = self._command("COMMONPLACE_LESSON_COMMAND", "/lesson")
        if ask == lesson:
            self.mistakes.append("COMMONPLACE_ASK_COMMAND and COMMONPLACE_LESSON_COMMAND must differ")
        what = "one line of up to 35 characters"
        bot = self._checked("COMMONPLACE_NAME", "commonplace", what, lambda value: _NAME.fullmatch(value) is not None)
        return Names(ask, lesson, bot)

    def policy(self) -> Policy:
        language = self.choice("COMMONPLACE_LANGUAGE", "en", tuple(LANGUAGES))
        zone = self._checked("COMMONPLACE_TIMEZONE", "UTC", "a time zone such as Europe/London", _is_time_zone)
        admins = frozenset(filter(None, re.split(r"[\s,]+", self.text("COMMONPLACE_ADMINS", ""))))
        if wrong := sorted(each for each in admins if not _PERSON.fullmatch(each)):
            self.mistakes.append(f"COMMONPLACE_ADMINS must hold ids of people such as U012AB3CD, not {wrong[0]!r}")
        settings_by = self.choice("COMMONPLACE_SETTINGS_BY", "everyone", ("everyone", "admins"))
        if settings_by == "admins" and not admins:
            self.mistakes.append("COMMONPLACE_SETTINGS_BY is admins, and COMMONPLACE_ADMINS names none")
        months = self.number("COMMONPLACE_STALE_MONTHS", 0, 1200, "a number of months, 0 for never")
        stale = timedelta(days=months * 30.44) if months else None
        return Policy(language, zone, admins, cast("WhoMayChange", settings_by), stale)

    def _command(self, name: str, default: str) -> str:
        what = "a slash and up to 31 lower-case letters, digits, hyphens or underscores"
        return self._checked(name, default, what, lambda value: _COMMAND.fullmatch(value) is not None)

    def _checked(self, name: str, default: str, what: str, is_right: Callable[[str], object]) -> str:
        value = self.text(name, default)
        if value != default and not is_right(value):
            self.mistakes.append(f"{name} must be {what}, is {value!r}")
        return value


def _is_time_zone(value: str) -> bool:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:  # https://[
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_redirect_url(value: str) -> bool:
    """Whether browsers come back there over HTTPS; on this computer alone, as in tests, HTTP will do."""
    if not _is_web_address(value):
        return False
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or parts.hostname in ("127.0.0.1", "::1", "localhost")
    return is_safe and parts.path.endswith(REDIRECT_PATH) and not parts.query and not parts.fragment


def _is_token_key(value: str) -> bool:
    try:
        return len(urlsafe_b64decode(value)) == 32  # noqa: PLR2004 - bytes, as Fernet has them
    except ValueError:
        return False


def _is_port(value: str) -> bool:
    return value.isascii() and value.isdecimal() and 1 <= int(value) <= 65535  # noqa: PLR2004 - the range of TCP

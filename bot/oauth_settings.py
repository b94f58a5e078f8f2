"""Settings of a bot that many workspaces install."""

import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from bot.environment import Environment, is_web_address
from bot.surfaces import VARIANTS, Variant

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_CLIENT_ID = re.compile(r"\d+\.\d+")
PLACE = re.compile(r"[TE][A-Z0-9]{2,20}")  # the id of a workspace or an organisation
_HERE = ("127.0.0.1", "::1", "localhost")
_KEY_BYTES = 32  # as Fernet has them


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
    workspaces: frozenset[str] = frozenset()
    """Ids of the workspaces and organisations that may install it; empty where all may."""

    @property
    def install_url(self) -> str:
        """Where a browser begins."""
        return self.redirect_url.removesuffix(REDIRECT_PATH) + INSTALL_PATH


def wants_many(read: Environment) -> bool:
    """Whether the environment is that of a bot for many workspaces; a bot token says that there is one."""
    return not read.text("SLACK_BOT_TOKEN", "") and bool(read.text("SLACK_CLIENT_ID", ""))


def read_oauth(read: Environment) -> OAuth:
    """What is said of installing; mistakes are remembered."""
    manifest = read.text("COMMONPLACE_MANIFEST", "standard").split()
    if manifest[0] not in VARIANTS or manifest[1:] not in ([], ["agent"]):
        read.mistakes.append(f"COMMONPLACE_MANIFEST must be one of {', '.join(VARIANTS)}, and may say agent after it")
    return OAuth(
        read.checked("SLACK_CLIENT_ID", "", "the number with a dot that it is", _CLIENT_ID.fullmatch),
        read.secret("SLACK_CLIENT_SECRET", "“Basic Information → App Credentials”"),
        _redirect_url(read),
        token_keys(read),
        cast("Variant", manifest[0]),
        agent=manifest[1:] == ["agent"],
        workspaces=_workspaces(read),
    )


def token_keys(read: Environment) -> tuple[str, ...]:
    """The keys that tokens are sealed with, the newest first."""
    keys = read.several("COMMONPLACE_TOKEN_KEY")
    if not keys:
        read.mistakes.append("COMMONPLACE_TOKEN_KEY is missing: `commonplace key new` prints one")
    elif not all(map(_is_token_key, keys)):
        read.mistakes.append("COMMONPLACE_TOKEN_KEY must hold keys as `commonplace key new` prints them, and commas")
    return keys


def _workspaces(read: Environment) -> frozenset[str]:
    what = "ids of workspaces or organisations such as T012AB3CD or E012AB3CD"
    return read.ids("COMMONPLACE_WORKSPACES", PLACE, what)


def _redirect_url(read: Environment) -> str:
    public = read.text("COMMONPLACE_PUBLIC_URL", "").rstrip("/")
    url = read.text("SLACK_REDIRECT_URL", public and public + REDIRECT_PATH)
    if not url:
        missing = f"SLACK_REDIRECT_URL is missing: the bot's address over HTTPS with {REDIRECT_PATH} at its end"
        read.mistakes.append(missing)
    elif not _is_redirect_url(url):
        what = f"an address that starts with https:// and ends with {REDIRECT_PATH}"
        read.mistakes.append(f"SLACK_REDIRECT_URL must be {what}, is {url!r}")
    return url


def _is_redirect_url(value: str) -> bool:
    """Whether browsers come back there over HTTPS; on this computer alone, as in tests, HTTP will do."""
    if not is_web_address(value):
        return False
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or parts.hostname in _HERE
    return is_safe and parts.path.endswith(REDIRECT_PATH) and not parts.query and not parts.fragment


def _is_token_key(value: str) -> bool:
    try:
        return len(urlsafe_b64decode(value)) == _KEY_BYTES
    except ValueError:
        return False

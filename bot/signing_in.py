"""How people sign in to read the posts, as the environment says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, cast

from bot.environment import Environment

BACK_PATH = "/sign-in/slack/back"
"""Where Slack sends people back to, below the address at which the posts are read: a redirect URL of the app."""

By = Literal["", "slack", "secret"]

_WAYS = ("slack", "secret")
_NAMES = (
    *("COMMONPLACE_PUBLIC_URL", "COMMONPLACE_SIGN_IN", "COMMONPLACE_SIGN_IN_SECRET"),
    *("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"),
)
_SHORTEST = 16  # characters; even of a thousand tries a day for years none finds it
_NEW_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe())' makes one"  # noqa: S105 - how to, not what


@dataclass(frozen=True, slots=True)
class SigningIn:
    """With Slack as this app, or with a secret that people share; empty where nobody signs in."""

    by: By = ""
    secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)


def read_signing_in(read: Environment) -> SigningIn:
    """How people sign in; mistakes are remembered, but for what is missing for something else too."""
    url, by, secret, client_id, client_secret = (read.text(name, "") for name in _NAMES)
    found = SigningIn(cast("By", by), secret, client_id, client_secret) if by in _WAYS else SigningIn()
    read.mistakes += [each for each in _mistakes(by, found, url) if each not in read.mistakes]
    return found


def _mistakes(written: str, found: SigningIn, url: str) -> Iterator[str]:
    if written not in ("", *_WAYS):
        yield f"COMMONPLACE_SIGN_IN must be one of {', '.join(_WAYS)}, is {written!r}"
    if found.by and not url:
        yield "COMMONPLACE_SIGN_IN needs COMMONPLACE_PUBLIC_URL: the address at which people read the posts"
    if found.by == "slack":
        for name, value in (("ID", found.client_id), ("SECRET", found.client_secret)):
            if not value:
                yield f"SLACK_CLIENT_{name} is missing: copy it from “Basic Information → App Credentials”"
    if found.by == "secret" and len(found.secret) < _SHORTEST:
        yield f"COMMONPLACE_SIGN_IN_SECRET must have {_SHORTEST} characters or more: {_NEW_SECRET}"

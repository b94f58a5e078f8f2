"""Whether the posts may be read by whoever reaches them, and if not, how people sign in.

They are served where `COMMONPLACE_PUBLIC_URL` says. Everybody may read them on this machine alone, and where every source
says `public: true`; else people sign in.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.audiences import Audiences, Standing
from bot.parts import Parts
from bot.settings import Settings, SettingsError
from bot.signing_in import BACK_PATH
from bot.web.drawing import Site
from bot.web.gates import Gate, Here, Open, is_loopback
from bot.web.open_id import OpenId
from bot.web.sessions import LASTS, SignedCookie, Visitor
from bot.web.sign_in import Cookies, SignIn
from bot.web.tries import Tries
from bot.workspaces import Identity, Origin, Workspaces, speaking
from knowledge import Audience, KnowledgeError, load_config
from knowledge.access import ANYBODY
from knowledge.model import FILE_NAME

_ATTEMPT = timedelta(minutes=10)
_MEND = (
    "COMMONPLACE_PUBLIC_URL serves the posts to whoever reaches it: set COMMONPLACE_SIGN_IN to slack or secret, "
    "or write `public: true` at every source if everybody may read all of them"
)


def is_needed(settings: Settings) -> bool:
    """Whether people have to sign in to the posts, or these have to be for everybody."""
    return bool(settings.public_url) and not settings.signing_in.by and not _stays_here(settings)


def check(settings: Settings) -> None:
    """Raises SettingsError where the posts would be open to people for whom they may not be."""
    if settings.transport == "http" and is_needed(settings) and not OpenPosts(settings.config)():
        raise SettingsError((_MEND,))


def gate(settings: Settings, parts: Parts, client: AsyncWebClient, workspaces: Workspaces) -> Gate:
    """Who may look at the posts."""
    if not settings.signing_in.by:
        return Open(OpenPosts(settings.config)) if is_needed(settings) else Here()
    by_slack = settings.signing_in.by == "slack"
    url = settings.public_url.rstrip("/")
    key = _key(settings.signing_in.client_secret if by_slack else settings.signing_in.secret)
    secure = urlsplit(url).scheme == "https"
    cookies = Cookies(
        SignedCookie("commonplace-session", key, parts.clock, LASTS, secure=secure),
        SignedCookie("commonplace-sign-in", key, parts.clock, _ATTEMPT, secure=secure),
    )
    return SignIn(
        site=Site(settings.names.bot, url),
        language=settings.policy.language,
        cookies=cookies,
        tries=Tries(parts.clock),
        open_id=OpenId(
            client, settings.signing_in.client_id, settings.signing_in.client_secret, url + BACK_PATH, parts.clock
        )
        if by_slack
        else None,
        visitors=SlackVisitors(parts.audiences, workspaces, client) if by_slack else None,
        secret="" if by_slack else settings.signing_in.secret,
    )


@dataclass(frozen=True, slots=True)
class SlackVisitors:
    """People who signed in with Slack: who they are there decides what they may read here."""

    audiences: Audiences
    workspaces: Workspaces
    client: AsyncWebClient

    async def are_ours(self, visitor: Visitor) -> bool:
        """Whether the bot is installed where they are from."""
        return await self._identity(visitor) is not None

    async def audience(self, visitor: Visitor) -> Audience:
        """What they may read where nobody else does: what is for their workspace and groups, and for no channel."""
        identity = await self._identity(visitor)
        if identity is None:
            return ANYBODY
        here = frozenset({visitor.team, visitor.enterprise} - {""})
        standing = Standing(identity.tenant, here, visitor.person, alone=True)
        return (await self.audiences.readers(standing, speaking(self.client, identity))).own

    async def _identity(self, visitor: Visitor) -> Identity | None:
        found = await self.workspaces.at(Origin(team_id=visitor.team))
        if found is None and visitor.enterprise:
            found = await self.workspaces.at(Origin(visitor.enterprise, visitor.team, org_wide=True))
        return found


@dataclass(slots=True)
class OpenPosts:
    """Whether the configuration, as it is written now, says that everybody may read all posts.

    It is looked at each time, since the posts are read again while the bot runs: a source that is added without
    `public: true` closes the pages before it can be read on them.
    """

    config: Path | None
    _known: tuple[tuple[int, int, int] | None, bool] | None = None
    """What the file looked like when it was last read, and what it said."""

    def __call__(self) -> bool:
        stamp = self._stamp()
        if self._known is None or stamp != self._known[0]:
            self._known = stamp, self._read()
        return self._known[1]

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = (self.config or Path(FILE_NAME)).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> bool:
        try:
            return load_config(self.config, strict=False).is_open
        except KnowledgeError:
            return False


def _stays_here(settings: Settings) -> bool:
    """Whether the posts can be reached from this machine alone."""
    return all(map(is_loopback, (settings.host, urlsplit(settings.public_url).hostname or "")))


def _key(secret: str) -> bytes:
    """The key of the cookies: whoever changes the secret signs everybody out."""
    return hmac.digest(secret.encode(), b"commonplace reader sessions", hashlib.sha256)

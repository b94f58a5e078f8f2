"""What Bolt's flow of an installation is made of: our states, our cookie, our address for consent, our store."""

import secrets
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from slack_sdk.oauth import AuthorizeUrlGenerator, OAuthStateUtils
from slack_sdk.oauth import installation_store as sdk
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.installed import Installed
from bot.store import Installation
from bot.store.states import States

COOKIE = "__Host-commonplace-install"  # with this beginning, browsers take it from this host over HTTPS alone


class InstallError(Exception):
    """An installation cannot be finished; its one argument is why, by a word that there is a text for."""


class Kept(AsyncInstallationStore):
    """Where Bolt's flow puts what was installed."""

    def __init__(self, installed: Installed, clock: Callable[[], datetime]) -> None:
        self._installed = installed
        self._clock = clock

    async def async_save(self, installation: sdk.Installation) -> None:
        """Keep it. Raises InstallError where Slack does not say what it is for."""
        await self._installed.installed(record_of(installation, self._clock()))


class Begun(AsyncOAuthStateStore):
    """Where Bolt's flow has its states."""

    def __init__(self, states: States) -> None:
        self._states = states

    async def async_issue(self, *_: object, **__: object) -> str:
        """A state that nobody guesses."""
        state = secrets.token_urlsafe(32)
        await self._states.keep(state)
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether it is one of ours, young and unused."""
        return await self._states.take(state)


class Cookie(OAuthStateUtils):
    """Slack's cookie for the browser, which no page of others may have sent along but by a link."""

    def build_set_cookie_for_new_state(self, state: str) -> str:
        """The header that gives it."""
        return f"{super().build_set_cookie_for_new_state(state)}; SameSite=Lax"


class Address(AuthorizeUrlGenerator):
    """Slack's address for consent, with every value encoded: the SDK puts them in as they are."""

    def generate(self, state: str, team: str | None = None) -> str:
        """The address for a state, and for a workspace where one is named."""
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(self.scopes or ()),
            "redirect_uri": self.redirect_uri or "",
        }
        return f"{self.authorization_url}?{urlencode({**asked, 'state': state, **({'team': team} if team else {})})}"


def record_of(given: sdk.Installation, at: datetime) -> Installation:
    """What is kept of an installation. Raises InstallError where Slack does not say what it is for."""
    org_wide = given.is_enterprise_install
    tenant = given.enterprise_id if org_wide else given.team_id
    if not tenant:
        raise InstallError("misconfigured")
    return Installation(
        tenant=tenant,
        enterprise_id=given.enterprise_id or "",
        team_id=given.team_id or "",
        name=(given.enterprise_name if org_wide else given.team_name) or "",
        org_wide=org_wide,
        app_id=given.app_id or "",
        bot_id=given.bot_id or "",
        bot_user_id=given.bot_user_id or "",
        scopes=tuple(given.bot_scopes or ()),
        token=given.bot_token or "",
        at=at,
    )

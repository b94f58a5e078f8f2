"""OAuth: a browser comes to have the bot installed, is sent to Slack, and comes back with a code for a token.

Bolt's flow keeps the order of its steps; ours are the state, which is bound to the browser, counts once and not for long, the
check of what was asked for, and what is kept.
"""

import logging
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urljoin

import aiohttp
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import installation_store as sdk
from slack_sdk.web.async_client import AsyncWebClient

from bot.install_parts import COOKIE, Address, Begun, Cookie, InstallError, Kept
from bot.installed import Installed
from bot.moods import Mood, mood_of, refusal
from bot.oauth_settings import PLACE, OAuth
from bot.store import StoreError
from bot.store.states import LIFE, States
from bot.workspaces import identify

logger = logging.getLogger(__name__)

_OPERATORS = frozenset(
    "bad_client_secret bad_redirect_uri invalid_client_id invalid_scope oauth_authorization_url_mismatch".split()
)
"""Slack's words for what only whoever runs the bot can mend."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an installation ended: why not, or that and where the bot is `installed`, and where in Slack to go on."""

    reason: str
    where: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What a browser is to be answered: sent on to `location`, or shown an outcome; and the cookie that it gets."""

    status: int
    location: str = ""
    cookie: str = ""
    outcome: Outcome | None = None


class Installing:
    """The two steps of an installation."""

    def __init__(
        self,
        oauth: OAuth,
        scopes: Sequence[str],
        installed: Installed,
        states: States,
        clock: Callable[[], datetime],
    ) -> None:
        self.install_url = oauth.install_url
        client = installed.client
        settings = AsyncOAuthSettings(
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            scopes=list(scopes),
            user_scopes=[],
            redirect_uri=oauth.redirect_url,
            install_page_rendering_enabled=False,
            authorization_url=urljoin(client.base_url, "/oauth/v2/authorize"),
            callback_options=AsyncCallbackOptions(_succeeded, _failed),
            installation_store=Kept(installed, clock),
            state_store=Begun(states),
            state_expiration_seconds=round(LIFE.total_seconds()),
            logger=logger,
        )
        settings.state_utils = Cookie(cookie_name=COOKIE, expiration_seconds=settings.state_expiration_seconds)
        settings.authorize_url_generator = Address(
            client_id=oauth.client_id,
            redirect_uri=oauth.redirect_url,
            scopes=settings.scopes,
            authorization_url=settings.authorization_url,
        )
        self._flow = _Flow(oauth, client, settings)

    async def begin(self, query: str) -> Step:
        """Send the browser to Slack; `team` in the query names where to, as Slack's own links do."""
        try:
            answer = await self._flow.handle_installation(AsyncBoltRequest(body="", query=query))
        except StoreError as error:
            return _stopped("storage_error", error)
        return Step(answer.status, answer.headers["location"][0], answer.headers["set-cookie"][0])

    async def finish(self, query: str, cookies: str) -> Step:
        """Take what the browser brought back from Slack."""
        request = AsyncBoltRequest(body="", query=query, headers={"cookie": cookies})
        try:
            answer = await self._flow.handle_callback(request)
        except InstallError as error:
            return Step(400, outcome=Outcome(str(error)))
        except StoreError as error:
            return _stopped("storage_error", error)
        except (aiohttp.ClientError, TimeoutError) as error:
            return _stopped("unreachable", error)
        spent = self._flow.settings.state_utils.build_set_cookie_for_deletion()
        return Step(answer.status, cookie=spent, outcome=request.context["outcome"])


async def exchange(client: AsyncWebClient, oauth: OAuth, code: str) -> dict[str, Any]:
    """What Slack gives for a code. Raises SlackApiError.

    The SDK's own method has aiohttp make the header in a way that aiohttp gives up.
    """
    credentials = b64encode(f"{oauth.client_id}:{oauth.client_secret}".encode()).decode()
    given = await client.api_call(
        "oauth.v2.access",
        data={"code": code, "redirect_uri": oauth.redirect_url},
        headers={"Authorization": f"Basic {credentials}"},
    )
    return dict(given.data)  # type: ignore[arg-type]


class _Flow(AsyncOAuthFlow):
    """Bolt's flow, with our questions to Slack."""

    def __init__(self, oauth: OAuth, client: AsyncWebClient, settings: AsyncOAuthSettings) -> None:
        super().__init__(client=client, logger=logger, settings=settings)
        self._oauth = oauth

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Where Slack asks for consent; what is no id of a workspace or organisation is left out."""
        team = request.query.get("team", [""])[0]
        return self.settings.authorize_url_generator.generate(state, team if PLACE.fullmatch(team) else None)

    async def run_installation(self, code: str) -> sdk.Installation | None:
        """Trade the code for a token, and ask whose it is; None for a code that Slack does not take."""
        try:
            return await self._installation(await exchange(self.client, self._oauth, code))
        except SlackApiError as error:
            said = refusal(error)
            logger.log(
                logging.ERROR if said in _OPERATORS else logging.INFO, "Slack does not install the bot (%s)", said
            )
            if said in _OPERATORS:
                raise InstallError("misconfigured") from error
            if mood_of(error) is Mood.RETRYABLE:
                raise InstallError("unreachable") from error
            return None

    async def _installation(self, given: dict[str, Any]) -> sdk.Installation:
        """What is worth knowing of an answer. Raises InstallError for tokens that expire, and for who may not install it."""
        token = given.get("access_token")
        if not token or given.get("token_type") != "bot":
            raise InstallError("misconfigured")
        if given.get("refresh_token") or given.get("expires_in"):
            logger.error("token rotation is switched on for the app, and cannot be switched off: make another app")
            raise InstallError("rotation")
        identity = await identify(self.client, token)
        enterprise, team = given.get("enterprise") or {}, given.get("team") or {}
        if self._oauth.workspaces and not self._oauth.workspaces & {enterprise.get("id"), team.get("id")}:
            logger.warning(
                "%s may not install the bot: COMMONPLACE_WORKSPACES does not name it", (team or enterprise).get("id")
            )
            raise InstallError("not_allowed")
        return sdk.Installation(
            app_id=given.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user_id,
            bot_scopes=given.get("scope") or "",
            user_id="",  # of no use to the bot, so it is not kept
            is_enterprise_install=bool(given.get("is_enterprise_install")),
        )


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    given = args.installation
    if given.is_enterprise_install:
        manage = (
            f"https://app.slack.com/manage/{given.enterprise_id}/integrations/profile/{given.app_id}/workspaces/add"
        )
        outcome = Outcome("installed_org", given.enterprise_name or "", manage)
    else:
        bot = f"https://slack.com/app_redirect?{urlencode({'app': given.app_id, 'team': given.team_id})}"
        outcome = Outcome("installed", given.team_name or "", bot)
    args.request.context["outcome"] = outcome
    return BoltResponse(status=200)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    logger.info("an installation was not finished (%s)", _word(args.reason))
    args.request.context["outcome"] = Outcome(_word(args.reason))
    return BoltResponse(status=args.suggested_status_code)


def _word(reason: str) -> str:
    """A reason as a word: it may come from the address, where anybody can write anything."""
    return reason if re.fullmatch(r"[a-z_]{1,40}", reason) else "unknown"


def _stopped(reason: str, error: Exception) -> Step:
    logger.error("an installation failed (%s)", type(error).__name__)
    return Step(503, outcome=Outcome(reason))

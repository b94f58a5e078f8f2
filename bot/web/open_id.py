"""Sign in with Slack, by OpenID Connect: where people are sent, and who comes back (docs.slack.dev/authentication/sign-in-with-slack)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urljoin

import jwt
from slack_sdk.web.async_client import AsyncWebClient

from bot.web.sessions import Visitor

_ISSUER = "https://slack.com"
_TEAM, _ENTERPRISE, _PERSON = (f"https://slack.com/{each}_id" for each in ("team", "enterprise", "user"))


class NotSignedInError(Exception):
    """What came back is not proof of who somebody is; its one argument says why, and names nobody."""


@dataclass(frozen=True, slots=True)
class OpenId:
    """The app as Slack knows it, and where Slack sends people back to."""

    client: AsyncWebClient
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    clock: Callable[[], datetime]

    def authorize_url(self, state: str, nonce: str) -> str:
        """Slack's page that asks people whether they want to sign in."""
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "state": state,
            "nonce": nonce,
        }
        return f"{urljoin(self.client.base_url, '/openid/connect/authorize')}?{urlencode(asked)}"

    async def visitor(self, code: str, nonce: str) -> Visitor:
        """Who came back with this code. Raises NotSignedInError, and SlackApiError where Slack does not take the code.

        The token comes straight from Slack over TLS, which stands for its signature (OpenID Connect Core, 3.1.3.7); that
        it was made for this app and this attempt, and for whom, is checked, and asked of Slack once more.
        """
        asked = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code": code,
            "redirect_uri": self.redirect_uri,
        }
        # By its name: the client's own method sends the secret as aiohttp's BasicAuth, which aiohttp warns will go.
        given = await self.client.api_call("openid.connect.token", data=asked)
        claims = self._claims(str(given.get("id_token", "")), nonce)
        known = await self.client.openid_connect_userInfo(token=str(given.get("access_token", "")))
        told = [str(claims.get(name) or "") for name in (_TEAM, _PERSON)]
        if not all(told) or told != [str(known.get(name) or "") for name in (_TEAM, _PERSON)]:
            raise NotSignedInError("Slack names two people, or none")
        return Visitor(told[0], told[1], str(claims.get(_ENTERPRISE) or ""))

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(token, options={"verify_signature": False})
        except jwt.InvalidTokenError as error:
            raise NotSignedInError("the token cannot be read") from error
        if claims.get("iss") != _ISSUER:
            raise NotSignedInError("the token is not Slack's")
        if claims.get("aud") != self.client_id:
            raise NotSignedInError("the token is another app's")
        if not nonce or claims.get("nonce") != nonce:
            raise NotSignedInError("the token is another attempt's")
        expires = claims.get("exp")
        if not isinstance(expires, int) or expires <= self.clock().timestamp():
            raise NotSignedInError("the token is too old")
        return claims

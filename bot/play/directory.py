"""Slack for an app that many workspaces install: who consents, codes for tokens, and each call to the workspace of its token."""

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from aiohttp import web

from bot.play.messages import Json, Refusal
from bot.play.server import api_url, listen
from bot.play.slack_side import SlackSide


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person at the consent page decides: where to install the app, or (`sides` empty) not to.

    Several workspaces are those of one organisation, for all of which it is installed at once.
    """

    sides: tuple[SlackSide, ...] = ()
    org_wide: bool = False
    error: str = "access_denied"
    """What Slack says to the app where it is not installed."""


@dataclass(frozen=True, slots=True)
class _Pending:
    consent: Consent
    redirect_uri: str
    scopes: tuple[str, ...]


@dataclass(slots=True)
class Directory:
    """The app as Slack knows it. Use it as an async context manager; the sides are entered by whoever has them."""

    redirect_urls: list[str] = field(default_factory=list)
    client_id: str = "1.1"
    client_secret: str = "client-secret"  # noqa: S105 - opens nothing but this stand-in
    consent: Consent = field(default_factory=Consent)
    rotates: bool = False
    """Whether token rotation is switched on."""
    asked: list[Mapping[str, str]] = field(default_factory=list)
    """What each visit of the consent page asked for."""
    _pending: dict[str, _Pending] = field(default_factory=dict)
    _sides: dict[str, tuple[SlackSide, ...]] = field(default_factory=dict)
    _port: int = 0
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_post("/api/oauth.v2.access", self._access)
        app.router.add_route("*", "/api/{method}", self._call)
        runner, self._port = await listen(app)
        self._stack.push_async_callback(runner.cleanup)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def api_url(self) -> str:
        """The base URL for a Web API client, with its slash at the end."""
        return api_url(self._port)

    def uninstall(self, side: SlackSide) -> Sequence[Json]:
        """Take the app away from a workspace, or from its whole organisation; the events that tell of it."""
        token, team = side.web_api.tokens.bot, side.workspace.team
        for each in self._sides.get(token, (side,)):
            each.web_api.uninstall()
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [team.bot_user]}}
        return [side.payloads.event(event) for event in (revoked, {"type": "app_uninstalled"})]

    async def _authorize(self, request: web.Request) -> web.Response:
        """The consent page, as if the person had decided."""
        query = dict(request.query)
        self.asked.append(query)
        if query.get("client_id") != self.client_id or query.get("redirect_uri") not in self.redirect_urls:
            return web.Response(text="Something went wrong: bad_redirect_uri", status=400)
        answer = {"state": query.get("state", "")}
        if self.consent.sides:
            code = secrets.token_hex(8)
            scopes = tuple(query.get("scope", "").split(","))
            self._pending[code] = _Pending(self.consent, query["redirect_uri"], scopes)
            answer["code"] = code
        else:
            answer["error"] = self.consent.error
        return web.Response(status=302, headers={"Location": f"{query['redirect_uri']}?{urlencode(answer)}"})

    async def _access(self, request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **self._token(request, dict(await request.post()))})
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": refusal.error})

    def _token(self, request: web.Request, arguments: Mapping[str, object]) -> Json:
        given = base64.b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        client_id, _, client_secret = given.partition(":")
        if client_id != self.client_id:
            raise Refusal("invalid_client_id")
        if client_secret != self.client_secret:
            raise Refusal("bad_client_secret")
        pending = self._pending.pop(str(arguments.get("code")), None)
        if pending is None:
            raise Refusal("invalid_code")
        if arguments.get("redirect_uri") != pending.redirect_uri:
            raise Refusal("bad_redirect_uri")
        return self._installed(pending)

    def _installed(self, pending: _Pending) -> Json:
        sides, org_wide = pending.consent.sides, pending.consent.org_wide
        token = (
            sides[0].web_api.tokens.bot if self._is_there(sides, org_wide=org_wide) else f"xoxb-{secrets.token_hex(8)}"
        )
        for side in sides:
            side.workspace.team = replace(side.workspace.team, org_wide=org_wide)
            side.web_api.install(token, pending.scopes)
        self._sides[token] = sides
        team = sides[0].workspace.team
        enterprise = {"id": team.enterprise_id, "name": "Organisation"} if team.enterprise_id else None
        rotation = {"refresh_token": "xoxe-1", "expires_in": 43200} if self.rotates else {}
        return {
            "app_id": team.app_id,
            "authed_user": {"id": "U0ANN"},
            "scope": ",".join(pending.scopes),
            "token_type": "bot",
            "access_token": token,
            "bot_user_id": team.bot_user,
            "team": None if org_wide else {"id": team.id, "name": team.name},
            "enterprise": enterprise,
            "is_enterprise_install": org_wide,
            **rotation,
        }

    def _is_there(self, sides: tuple[SlackSide, ...], *, org_wide: bool) -> bool:
        """Whether the app is installed just there already: Slack then gives the same token again."""
        return self._sides.get(sides[0].web_api.tokens.bot) == sides and sides[0].workspace.team.org_wide == org_wide

    async def _call(self, request: web.Request) -> web.StreamResponse:
        """Pass a call on to the workspace that its token opens; of several, to the one with the channel that it names."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        sides = self._sides.get(token)
        if not sides:
            return web.json_response({"ok": False, "error": "invalid_auth" if token else "not_authed"})
        text = await request.text()
        channel = (
            str(json.loads(text).get("channel", ""))
            if text.startswith("{")
            else str((await request.post()).get("channel"))
        )
        found = (side for side in sides if channel in side.workspace.channels)
        return await next(found, sides[0]).answer(request)

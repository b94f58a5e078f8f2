"""Signing in to the reader: with Slack, or with a secret that people share."""

import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs

from slack_sdk.errors import SlackClientError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.signing_in import BACK_PATH
from bot.texts import Texts
from bot.transport.requests import capped_body
from bot.web.drawing import Site, draw
from bot.web.headers import page, policy, sent_on
from bot.web.languages import texts_for
from bot.web.open_id import NotSignedInError, OpenId
from bot.web.sessions import SignedCookie, Visitor
from bot.web.tries import Tries
from knowledge import Audience
from knowledge.access import ANYBODY

logger = logging.getLogger(__name__)

_LARGEST_FORM = 10_000  # bytes


class Visitors(Protocol):
    """What is known of people who sign in with Slack."""

    async def are_ours(self, visitor: Visitor) -> bool:
        """Whether the bot is installed where they are from."""
        ...

    async def audience(self, visitor: Visitor) -> Audience:
        """What they may read."""
        ...


@dataclass(frozen=True, slots=True)
class Cookies:
    """Who is signed in, and for how long a sign-in that was begun may take."""

    session: SignedCookie
    attempt: SignedCookie


@dataclass(frozen=True, slots=True)
class SignIn:
    """Lets those look who have signed in: by Slack where there is an `open_id`, else by the secret.

    `visitors` are asked at every page whether the bot is installed where somebody is from, and what they may read.
    """

    site: Site
    language: str
    cookies: Cookies
    tries: Tries
    open_id: OpenId | None = None
    visitors: Visitors | None = None
    secret: str = field(default="", repr=False)
    can_leave: bool = True

    def __post_init__(self) -> None:
        if not (self.open_id or self.secret):
            raise ValueError("nobody could sign in: there is neither Slack nor a secret")

    async def visitor(self, request: Request) -> Visitor | None:
        """Whoever is signed in, as long as the bot is installed where they are from."""
        held = self.cookies.session.read(request)
        found = Visitor(*held) if held and len(held) == len(Visitor.__slots__) else None
        if found is None or bool(self.open_id) != bool(found.person):
            return None
        return found if self.visitors is None or await self.visitors.are_ours(found) else None

    async def audience(self, visitor: Visitor) -> Audience:
        """What everybody may read; of somebody known to Slack what they may."""
        return ANYBODY if self.visitors is None else await self.visitors.audience(visitor)

    def ask(self, request: Request) -> Response:
        """To the page to sign in on, and from there back to what was asked for."""
        path = request.scope.get("raw_path", b"/").decode("latin-1")
        query = request.scope.get("query_string", b"").decode("latin-1")
        wanted = self.site.to(path) + (f"?{query}" if query else "")
        return sent_on(self.site.to("/sign-in", next=wanted))

    def routes(self) -> list[Route]:
        """The pages to sign in and out on."""
        leave = Route("/sign-out", self._leave, methods=["POST"])
        if self.open_id is None:
            return [Route("/sign-in", self._page), Route("/sign-in", self._secret_given, methods=["POST"]), leave]
        slack = [Route("/sign-in/slack", self._to_slack), Route(BACK_PATH, self._back)]
        return [Route("/sign-in", self._page), *slack, leave]

    async def _page(self, request: Request) -> Response:
        return self._shown(request, request.query_params.get("next", ""))

    async def _secret_given(self, request: Request) -> Response:
        form = await _form(request)
        address = request.client.host if request.client else ""
        wait = self.tries.wait(address)
        wanted = form.get("next", "")
        if wait is not None:
            minutes = int(wait.total_seconds() // 60) + 1
            said = self._texts(request)("sign-in-wait", minutes=minutes)
            refused = self._shown(request, wanted, said, 429)
            refused.headers["retry-after"] = str(minutes * 60)
            return refused
        if not hmac.compare_digest(form.get("secret", "").encode(), self.secret.encode()):
            self.tries.failed(address)
            logger.warning("somebody gave a wrong secret")
            return self._shown(request, wanted, self._texts(request)("sign-in-wrong"), 401)
        return self._signed_in(Visitor(), wanted)

    async def _to_slack(self, request: Request) -> Response:
        assert self.open_id is not None  # noqa: S101 - else there is no such route
        state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        sent = sent_on(self.open_id.authorize_url(state, nonce))
        self.cookies.attempt.write(sent, state, nonce, request.query_params.get("next", ""))
        return sent

    async def _back(self, request: Request) -> Response:
        """Whoever Slack sends back, signed in; or a page that says why not."""
        assert self.open_id is not None  # noqa: S101 - else there is no such route
        state, nonce, wanted = self.cookies.attempt.read(request) or ("", "", "")
        given = request.query_params
        if not state or not hmac.compare_digest(given.get("state", "").encode(), state.encode()):
            return self._failed(request, wanted, "sign-in-lost", "state")
        if not given.get("code"):
            return self._failed(request, wanted, "sign-in-refused", "refused")
        try:
            visitor = await self.open_id.visitor(given["code"], nonce)
        except (NotSignedInError, SlackClientError) as error:
            return self._failed(request, wanted, "sign-in-failed", type(error).__name__)
        if self.visitors is not None and not await self.visitors.are_ours(visitor):
            return self._failed(request, wanted, "sign-in-elsewhere", "workspace")
        return self._signed_in(visitor, wanted)

    def _signed_in(self, visitor: Visitor, wanted: str) -> Response:
        there = sent_on(_inside(wanted) or self.site.to("/"))
        self.cookies.attempt.drop(there)
        self.cookies.session.write(there, visitor.team, visitor.person, visitor.enterprise)
        return there

    async def _leave(self, request: Request) -> Response:
        if not _is_own(request):
            return self._shown(request, "", status=403)
        left = sent_on(self.site.to("/sign-in"))
        left.headers["clear-site-data"] = '"cache"'
        self.cookies.session.drop(left)
        return left

    def _failed(self, request: Request, wanted: str, name: str, kind: str) -> Response:
        logger.warning("somebody could not sign in (%s)", kind)
        return self._shown(request, wanted, self._texts(request)(name), 403)

    def _shown(self, request: Request, wanted: str, said: str = "", status: int = 200) -> Response:
        with_slack = self.open_id is not None
        values = {"wanted": _inside(wanted), "said": said, "with_slack": with_slack}
        shown = page(request, draw("sign_in.html", self.site, self._texts(request), **values), status, kept=False)
        shown.headers["content-security-policy"] = policy({"script-src": "'self'"})
        return shown

    def _texts(self, request: Request) -> Texts:
        return texts_for(request.headers.get("accept-language", ""), self.language)


def _inside(path: str) -> str:
    """A path that no browser takes for an address elsewhere; else nothing."""
    return path if path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable() else ""


def _is_own(request: Request) -> bool:
    """Whether a page of ours has the browser do this, as far as the browser says."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


async def _form(request: Request) -> Mapping[str, str]:
    """The first value of each field; nothing where there is too much of it."""
    body = await capped_body(request, _LARGEST_FORM)
    if body is None:
        return {}
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    return {name: values[0] for name, values in fields.items()}

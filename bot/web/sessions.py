"""Who is signed in, as a signed cookie: it holds who they are, and nothing of it is kept here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

Clock = Callable[[], datetime]

LASTS = timedelta(hours=24)
"""How long people stay signed in; whoever leaves the workspace can read that much longer."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever looks at a page: their workspace, id and organisation in Slack, empty where these are not known."""

    team: str = ""
    person: str = ""
    enterprise: str = ""


class SignedCookie:
    """A cookie of strings that only the holder of the key can have written, for as long as it lasts.

    It is sent with links that people follow from elsewhere, but not with what another site has their browser do.
    """

    def __init__(self, name: str, key: bytes, clock: Clock, lasts: timedelta, *, secure: bool) -> None:
        self._name = f"__Host-{name}" if secure else name
        self._clock, self._lasts, self._secure = clock, lasts, secure
        self._signed = URLSafeSerializer(key, salt=name, signer_kwargs={"digest_method": sha256})

    def read(self, request: Request) -> tuple[str, ...] | None:
        """What the cookie holds; None where there is none, or it is not ours, or too old."""
        try:
            written, *held = self._signed.loads(request.cookies.get(self._name, ""))
        except BadData:
            return None
        age = self._clock() - datetime.fromtimestamp(written, UTC)
        return tuple(held) if age < self._lasts else None

    def write(self, response: Response, *values: str) -> None:
        """Have the browser keep these values."""
        signed = self._signed.dumps([int(self._clock().timestamp()), *values])
        lasts = int(self._lasts.total_seconds())
        response.set_cookie(
            self._name, signed, max_age=lasts, path="/", secure=self._secure, httponly=True, samesite="lax"
        )

    def drop(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self._name, path="/", secure=self._secure, httponly=True, samesite="lax")

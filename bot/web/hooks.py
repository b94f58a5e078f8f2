"""Where a git host says that it was pushed to: `/hooks/refresh`, signed with a secret that both know."""

import hashlib
import hmac
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH = "/hooks/refresh"
_LARGEST = 5_000_000  # bytes; a push of thousands of commits is smaller


def hook_route(secret: str, ask: Callable[[], None]) -> Route:
    """The route that has the posts read again. Raises ValueError for an empty secret, which everybody would know."""
    if not secret:
        raise ValueError("the secret of the webhook is empty")

    async def refresh(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST:
                return PlainTextResponse("the body is too large", 413)
        if not is_known(bytes(body), request.headers, secret):
            return PlainTextResponse("the secret is missing or wrong", 401)
        ask()
        return PlainTextResponse("the posts are read again soon", 202)

    return Route(PATH, refresh, methods=["POST"])


def is_known(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Whether whoever sent this knows the secret: as GitHub, Gitea and Forgejo sign, as GitLab says it, or as a bearer."""
    signed = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    given = (
        (headers.get("x-hub-signature-256", ""), signed),
        (headers.get("x-gitlab-token", ""), secret),
        (headers.get("authorization", ""), f"Bearer {secret}"),
    )
    return any(hmac.compare_digest(said.encode(), right.encode()) for said, right in given)

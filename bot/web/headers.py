"""How pages are sent: what a browser may do with them, and whether it must fetch them again."""

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""What a page may load and where it may lead, as a Content-Security-Policy: no script, and no style but our own."""

SAFETY: Mapping[str, str] = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
_NEVER = "no-store"
_FRESH = "private, no-cache"  # a browser may keep it, and asks each time whether it still holds
_FOR_GOOD = "public, max-age=31536000, immutable"


def policy(more: Mapping[str, str] | None = None) -> str:
    """The Content-Security-Policy of a page; `more` sets some of its directives otherwise."""
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **(more or {})}.items())


def page(
    request: Request,
    content: str,
    status: int = 200,
    *,
    media_type: str = "text/html",
    kept: bool = True,
) -> Response:
    """A page with all its headers; 304 without it where the browser has this very one. Not `kept`, it is sent anew each time."""
    body = content.encode()
    headers = {**SAFETY, "content-security-policy": policy(), "cache-control": _NEVER}
    if kept and status == 200:  # noqa: PLR2004 - the one status whose content is the page that was asked for
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        # Weak, since the same page is sent compressed and not.
        headers |= {"cache-control": _FRESH, "etag": f"W/{tag}", "vary": "accept-language, cookie"}
        if tag in _tags(request):
            return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type)


def sent_on(url: str, status: int = 303) -> Response:
    """A redirect that no browser keeps, since it holds for this request alone."""
    return RedirectResponse(url, status, {**SAFETY, "cache-control": _NEVER})


def lasting(content: bytes, media_type: str) -> Response:
    """What never changes under its address."""
    headers = {"cache-control": _FOR_GOOD, "x-content-type-options": "nosniff"}
    return Response(content, 200, {**headers, "cross-origin-resource-policy": "same-origin"}, media_type)


def _tags(request: Request) -> list[str]:
    written = request.headers.get("if-none-match", "").split(",")
    return [tag.strip().removeprefix("W/") for tag in written]

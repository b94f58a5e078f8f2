"""Who may use the page: this computer's own browser, on the page itself; and what the page may do there."""

import hmac
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; "
        "script-src 'self'; "
        "style-src 'self'; "
        "img-src 'self'; "
        "connect-src 'self'; "
        "base-uri 'none'; "
        "form-action 'none'; "
        "frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; "
        "trusted-types play"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
"""Of every answer. `no-store`, since the files of a newer version stand at the same addresses."""


def is_addressed(headers: Mapping[str, str], names: Collection[str] = _OWN_NAMES) -> bool:
    """Whether a request names this computer: a page elsewhere can have its own name lead here (DNS rebinding)."""
    try:
        host = urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return False
    return host in names


def is_from_the_page(headers: Mapping[str, str], token: str) -> bool:
    """Whether a request comes from the page itself: it knows the token, and no other origin asks."""
    origin = headers.get("origin")
    own = f"http://{headers.get('host', '')}"
    known = hmac.compare_digest(headers.get("x-play-token", "").encode(), token.encode())
    return known and origin in (None, own)

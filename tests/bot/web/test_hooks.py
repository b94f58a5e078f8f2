import hashlib
import hmac

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.transport.http import bound, serving
from bot.web.hooks import PATH, hook_route

SECRET = "a secret of ours"
BODY = b'{"ref": "refs/heads/main"}'


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def post(headers: dict[str, str], body: bytes = BODY) -> tuple[int, int]:
    """The status, and how often the posts were asked to be read again."""
    asked = list[None]()
    web = Starlette(routes=[hook_route(SECRET, lambda: asked.append(None))])
    async with (
        serving(web, bound("127.0.0.1", 0)) as address,
        aiohttp.ClientSession() as session,
        session.post(address + PATH, data=body, headers=headers) as response,
    ):
        return response.status, len(asked)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature-256": signature(BODY)},
        {"X-Gitlab-Token": SECRET},
        {"Authorization": f"Bearer {SECRET}"},
    ],
)
async def test_a_host_that_knows_the_secret_has_the_posts_read_again(headers: dict[str, str]) -> None:
    assert await post(headers) == (202, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": signature(BODY, "another")},
        {"X-Hub-Signature-256": signature(b"another body")},
        {"X-Gitlab-Token": ""},
        {"Authorization": SECRET},
        {"Authorization": "Bearer ü"},
    ],
)
async def test_nobody_else_has(headers: dict[str, str]) -> None:
    assert await post(headers) == (401, 0)


async def test_a_body_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.hooks._LARGEST", 10)
    assert await post({"X-Gitlab-Token": SECRET}) == (413, 0)


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        hook_route("", lambda: None)

"""Signing in to the reader in a real browser: whoever follows a link comes back to the very paragraph."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import jwt
import pytest
from aiohttp import web

from bot.signing_in import SigningIn
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Scheme
from tests.browser.conftest import Open
from tests.browser.serving import TEAM, served

SECRET = "wombats dig square burrows"
MARKED = "() => document.querySelector('.passage:target > .said')?.innerText"
WHO = {"https://slack.com/team_id": TEAM, "https://slack.com/user_id": "U0ANN"}


@asynccontextmanager
async def slack() -> AsyncIterator[str]:
    """The address of a Slack in which Ann is signed in and says yes to everything."""
    nonces: list[str] = []

    async def authorize(request: web.Request) -> web.Response:
        nonces.append(request.query["nonce"])
        back = urlencode({"code": "a-code", "state": request.query["state"]})
        raise web.HTTPFound(f"{request.query['redirect_uri']}?{back}")

    async def token(_: web.Request) -> web.Response:
        claims = {**WHO, "iss": "https://slack.com", "aud": "1.2", "exp": 4_000_000_000, "nonce": nonces[-1]}
        return web.json_response({"ok": True, "access_token": "xoxp-1", "id_token": jwt.encode(claims, "x" * 32)})

    async def user_info(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, **WHO})

    app = web.Application()
    app.router.add_get("/openid/connect/authorize", authorize)
    app.router.add_post("/api/openid.connect.token", token)
    app.router.add_post("/api/openid.connect.userInfo", user_info)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


async def test_whoever_gives_the_secret_lands_on_the_paragraph_of_the_link(open_page: Open) -> None:
    async with served(signing_in=SigningIn("secret", SECRET)) as reader, open_page(expected=("401",)) as page:
        place = reader.knowledge_base.search("contract tests").hits[0].places[0]
        await page.goto(str(place.url))
        assert await page.title() == "Sign in · Commonplace"
        await page.get_by_label("The secret").fill("a wrong one")
        await page.keyboard.press("Enter")
        await page.get_by_role("alert").wait_for()
        await page.get_by_label("The secret").fill(SECRET)
        await page.keyboard.press("Enter")
        await page.wait_for_url(str(place.url))
        assert "Contract testing" in await page.evaluate(MARKED)
        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url(f"{reader.address}/sign-in")
        await page.goto(f"{reader.address}/posts")
        assert await page.title() == "Sign in · Commonplace"


async def test_whoever_signs_in_with_slack_lands_on_the_paragraph_of_the_link(open_page: Open) -> None:
    async with (
        slack() as address,
        served(signing_in=SigningIn("slack", "", "1.2", "s3cret"), slack=address) as reader,
        open_page() as page,
    ):
        place = reader.knowledge_base.search("contract tests").hits[0].places[0]
        await page.goto(str(place.url))
        await page.get_by_role("link", name="Sign in with Slack").click()
        await page.wait_for_url(str(place.url))
        assert "Contract testing" in await page.evaluate(MARKED)


async def test_without_scripts_one_comes_back_to_the_post(open_page: Open) -> None:
    async with served(signing_in=SigningIn("secret", SECRET)) as reader, open_page(java_script_enabled=False) as page:
        place = reader.knowledge_base.search("contract tests").hits[0].places[0]
        await page.goto(str(place.url))
        await page.get_by_label("The secret").fill(SECRET)
        await page.keyboard.press("Enter")
        await page.wait_for_url(str(place.post.url))


@pytest.mark.parametrize("by", ["secret", "slack"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nobody_is_kept_from_signing_in(open_page: Open, by: str, scheme: Scheme) -> None:
    signing_in = SigningIn("secret", SECRET) if by == "secret" else SigningIn("slack", "", "1.2", "s3cret")
    async with served(signing_in=signing_in) as reader:
        for size in (PHONE, DESK):
            async with open_page(size, scheme) as page:
                await page.goto(f"{reader.address}/sign-in")
                assert await axe.violations(page) == []

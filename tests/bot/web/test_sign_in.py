"""Signing in to the reader, by a shared secret and by Slack: whoever has not, sees no post; whoever has, comes back to it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import aiohttp
import jwt
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from bot.parts import Parts, now
from bot.settings import Settings
from bot.signing_in import By, SigningIn
from bot.store import open_store
from bot.transport.http import bound, serving
from bot.web import entrance
from bot.web.reader import reader_routes
from bot.web.sessions import SignedCookie
from bot.web.tries import Tries
from bot.workspaces import Identity, OneWorkspace
from knowledge import KnowledgeBase
from knowledge.source_config import OnlyFor
from tests.bot.posts import write_posts
from tests.bot.web.reading import TODAY, base_of

SECRET = "wombats dig square burrows"
PAGES = ("/", "/posts", "/posts/rolling-back", "/posts/nothing-here", "/search?q=roll+back", "/lesson", "/lessons.atom")
TEAM = "T0HOME"
HERE = Identity("xoxb-1", TEAM, "B0BOT", "U0BOT", enterprise_id="E0HOME", org_wide=False)
CLAIMS = {
    "iss": "https://slack.com",
    "aud": "1.2",
    "exp": 4_000_000_000,
    "https://slack.com/team_id": TEAM,
    "https://slack.com/user_id": "U0ANN",
}


@dataclass
class Clock:
    """A time that a test sets."""

    now: datetime = TODAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Slack:
    """Slack's side of signing in: its claims and what it says of the person, each as a test wants them."""

    claims: dict[str, object] = field(default_factory=lambda: dict(CLAIMS))
    told: dict[str, object] = field(default_factory=dict)
    token: str = ""
    nonce: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)

    async def exchange(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.asked.append({name: str(value) for name, value in form.items()})
        assert (form["client_id"], form["client_secret"]) == ("1.2", "s3cret")
        if form.get("code") != "a-code":
            return web.json_response({"ok": False, "error": "invalid_code"})
        token = self.token or jwt.encode({"nonce": self.nonce, **self.claims}, "x" * 32)
        return web.json_response({"ok": True, "access_token": "xoxp-1", "id_token": token})

    async def users_of(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == "Bearer xoxb-1"
        group = str((await request.post()).get("usergroup", request.query.get("usergroup", "")))
        return web.json_response({"ok": True, "users": self.members.get(group, [])})

    async def user_info(self, request: web.Request) -> web.Response:
        assert request.headers["authorization"] == "Bearer xoxp-1"
        return web.json_response({"ok": True, **self.claims, **self.told})


@dataclass
class Signing:
    """A reader behind a gate, a browser that has not signed in, and what they are made of."""

    browser: aiohttp.ClientSession
    clock: Clock
    slack: Slack
    origin: str

    async def get(self, path: str, **more: object) -> aiohttp.ClientResponse:
        return await self.browser.get(path, allow_redirects=False, **more)  # type: ignore[arg-type]

    async def give(self, secret: str, wanted: str = "", **more: object) -> aiohttp.ClientResponse:
        data = {"secret": secret, "next": wanted}
        return await self.browser.post("/sign-in", data=data, allow_redirects=False, **more)  # type: ignore[arg-type]

    async def come_back(self, wanted: str = "", **given: str) -> aiohttp.ClientResponse:
        """Go to Slack and come back from there, with what Slack was sent unless it is given otherwise."""
        sent = await self.get("/sign-in/slack", params={"next": wanted})
        assert sent.status == 303
        asked = dict(parse_qsl(urlsplit(sent.headers["location"]).query))
        self.slack.nonce = asked["nonce"]
        return await self.get("/sign-in/slack/back", params={"state": asked["state"], "code": "a-code", **given})


@asynccontextmanager
async def signing(
    posts: Path, by: By, *, public_url: str = "http://posts.test", **source: object
) -> AsyncIterator[Signing]:
    slack, clock = Slack(), Clock()
    side = web.Application()
    side.router.add_post("/api/openid.connect.token", slack.exchange)
    side.router.add_post("/api/openid.connect.userInfo", slack.user_info)
    side.router.add_route("*", "/api/usergroups.users.list", slack.users_of)
    runner = web.AppRunner(side)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    settings = Settings(
        "http",
        "xoxb-1",
        public_url=public_url,
        signing_in=SigningIn(by, SECRET, "1.2", "s3cret"),
    )
    try:
        async with open_store("", now) as store, aiohttp.ClientSession() as session:
            parts = Parts(_base_of(posts, public_url, *source.items()), store, clock=clock)
            client = AsyncWebClient(base_url=api, session=session)
            gate = entrance.gate(settings, parts, client, OneWorkspace(HERE))
            app = Starlette(routes=reader_routes(parts, public_url, gate))
            async with (
                serving(app, bound("127.0.0.1", 0)) as address,
                aiohttp.ClientSession(address, cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser,
            ):
                yield Signing(browser, clock, slack, address)
    finally:
        await runner.cleanup()


@cache
def _base_of(posts: Path, public_url: str, *source: tuple[str, object]) -> KnowledgeBase:
    """Read once: no test here changes posts."""
    return base_of(posts, public_url, **dict(source))


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_posts(tmp_path_factory.mktemp("posts"))


@pytest.fixture
async def shared(posts: Path) -> AsyncIterator[Signing]:
    async with signing(posts, "secret") as started:
        yield started


@pytest.fixture
async def by_slack(posts: Path) -> AsyncIterator[Signing]:
    async with signing(posts, "slack") as started:
        yield started


@pytest.mark.parametrize("by", ["secret", "slack"])
async def test_whoever_has_not_signed_in_is_sent_to_do_so_from_every_page(posts: Path, by: By) -> None:
    async with signing(posts, by) as started:
        for path in PAGES:
            for method in ("GET", "HEAD"):
                page = await started.browser.request(method, path, allow_redirects=False)
                assert page.status == 303, path
                location = urlsplit(page.headers["location"])
                assert (location.path, parse_qs(location.query)["next"]) == ("/sign-in", [path])
                assert await page.text() == ""
                assert page.headers["cache-control"] == "no-store"
        for path in ("/sign-in", "/robots.txt"):
            assert (await started.get(path)).status == 200


async def test_whoever_gives_the_secret_comes_back_to_the_passage_and_may_read_on(shared: Signing) -> None:
    back = await shared.give(SECRET, "/posts/rolling-back#p-123")
    assert (back.status, back.headers["location"]) == (303, "/posts/rolling-back#p-123")
    for path in PAGES:
        assert (await shared.get(path)).status == (404 if "nothing" in path else 200)


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_over_https_of_all_else(
    posts: Path,
) -> None:
    async with signing(posts, "secret") as plain:
        written = (await plain.give(SECRET)).headers.getall("set-cookie")[-1]
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=86400"} <= set(written.split("; "))
        assert "Secure" not in written
    async with signing(posts, "secret", public_url="https://posts.test") as safe:
        written = (await safe.give(SECRET)).headers.getall("set-cookie")[-1]
        assert written.startswith("__Host-commonplace-session=")
        assert "Secure" in written.split("; ")
        assert SECRET not in written


async def test_a_wrong_secret_lets_nobody_in(shared: Signing) -> None:
    for wrong in ("", "x", SECRET.upper(), SECRET + "ü"):
        page = await shared.give(wrong, "/posts")
        assert page.status == 401
        assert "That is not the secret." in await page.text()
        assert 'name="next" value="/posts"' in await page.text()
    assert (await shared.get("/posts")).status == 303


async def test_who_was_wrong_too_often_must_wait_even_with_the_right_one(shared: Signing) -> None:
    for _ in range(10):
        assert (await shared.give("wrong")).status == 401
    page = await shared.give(SECRET)
    assert (page.status, page.headers["retry-after"]) == (429, "660")
    assert "Try again in 11 minutes." in await page.text()
    shared.clock.now += timedelta(minutes=10)
    assert (await shared.give(SECRET)).status == 303


async def test_a_session_ends_by_itself(shared: Signing) -> None:
    await shared.give(SECRET)
    shared.clock.now += timedelta(hours=23, minutes=59)
    assert (await shared.get("/posts")).status == 200
    shared.clock.now += timedelta(minutes=1)
    assert (await shared.get("/posts")).status == 303


async def test_whoever_signs_out_is_out(shared: Signing) -> None:
    await shared.give(SECRET)
    assert "Sign out" in await (await shared.get("/posts")).text()
    foreign = await shared.browser.post("/sign-out", headers={"sec-fetch-site": "cross-site"}, allow_redirects=False)
    assert foreign.status == 403
    assert (await shared.get("/posts")).status == 200
    left = await shared.browser.post("/sign-out", allow_redirects=False)
    assert (left.status, left.headers["location"]) == (303, "/sign-in")
    assert (await shared.get("/posts")).status == 303


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
        "evil",
        "/a\r\nSet-Cookie: b=c",
    ],
)
async def test_nobody_is_led_elsewhere_after_signing_in(posts: Path, wanted: str) -> None:
    async with signing(posts, "secret") as started:
        assert (await started.give(SECRET, wanted)).headers["location"] == "/"
        page = await (await started.get("/sign-in", params={"next": wanted})).text()
        assert 'name="next" value=""' in page


@pytest.mark.parametrize("forged", ["x", "W10.x", '["T0HOME"]', "", "é"])
async def test_a_forged_cookie_is_nothing(shared: Signing, forged: str) -> None:
    headers = {"cookie": f"commonplace-session={forged}".encode().decode("latin-1")}
    assert (await shared.get("/posts", headers=headers)).status == 303


async def test_a_cookie_of_another_purpose_or_key_is_nothing(by_slack: Signing) -> None:
    await by_slack.get("/sign-in/slack")
    attempt = next(cookie.value for cookie in by_slack.browser.cookie_jar if cookie.key == "commonplace-sign-in")
    by_slack.browser.cookie_jar.update_cookies({"commonplace-session": attempt})
    assert (await by_slack.get("/posts")).status == 303
    other = SignedCookie("commonplace-session", b"another key", by_slack.clock, timedelta(hours=1), secure=False)
    written = Response()
    other.write(written, TEAM, "U0ANN", "")
    assert (await by_slack.get("/posts", headers={"cookie": written.headers["set-cookie"]})).status == 303


async def test_whoever_signs_in_with_slack_comes_back_to_the_passage(by_slack: Signing) -> None:
    assert "Sign in with Slack" in await (await by_slack.get("/sign-in")).text()
    sent = await by_slack.get("/sign-in/slack")
    location = urlsplit(sent.headers["location"])
    assert location.path == "/openid/connect/authorize"
    asked = dict(parse_qsl(location.query))
    assert asked["redirect_uri"] == "http://posts.test/sign-in/slack/back"
    assert (asked["response_type"], asked["scope"], asked["client_id"]) == ("code", "openid", "1.2")
    assert len(asked["state"]) > 40
    assert asked["state"] != asked["nonce"]
    back = await by_slack.come_back("/posts/rolling-back#p-123")
    assert (back.status, back.headers["location"]) == (303, "/posts/rolling-back#p-123")
    assert by_slack.slack.asked[-1]["redirect_uri"] == asked["redirect_uri"]
    assert (await by_slack.get("/posts/rolling-back")).status == 200


@pytest.mark.parametrize(
    ("bent", "told"),
    [
        ({"iss": "https://evil.example"}, {}),
        ({"aud": "another app"}, {}),
        ({"nonce": "another attempt"}, {}),
        ({"nonce": None}, {}),
        ({"exp": 1}, {}),
        ({"exp": "never"}, {}),
        ({"https://slack.com/user_id": ""}, {}),
        ({"https://slack.com/team_id": None}, {}),
        ({}, {"https://slack.com/user_id": "U0BEN"}),
        ({}, {"https://slack.com/team_id": "T0AWAY"}),
    ],
)
async def test_what_is_no_proof_of_who_somebody_is_lets_nobody_in(
    by_slack: Signing, bent: dict[str, object], told: dict[str, object]
) -> None:
    by_slack.slack.claims |= bent
    by_slack.slack.told = told
    page = await by_slack.come_back("/posts")
    assert page.status == 403
    assert "Slack could not say who you are." in await page.text()
    assert (await by_slack.get("/posts")).status == 303


async def test_a_token_that_is_none_lets_nobody_in(by_slack: Signing) -> None:
    by_slack.slack.token = "not.a.token"
    assert (await by_slack.come_back()).status == 403


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"state": "forged"}, "begun in another browser"),
        ({"state": ""}, "begun in another browser"),
        ({"code": "wrong"}, "could not say who you are"),
        ({"code": "", "error": "access_denied"}, "did not let Slack say"),
    ],
)
async def test_what_comes_back_wrong_lets_nobody_in(by_slack: Signing, given: dict[str, str], said: str) -> None:
    page = await by_slack.come_back(**given)
    assert page.status == 403
    assert said in await page.text()
    assert (await by_slack.get("/posts")).status == 303


async def test_an_attempt_cannot_be_finished_in_another_browser_or_too_late(by_slack: Signing) -> None:
    assert (await by_slack.get("/sign-in/slack/back", params={"state": "", "code": "a-code"})).status == 403
    sent = await by_slack.get("/sign-in/slack")
    state = parse_qs(urlsplit(sent.headers["location"]).query)["state"][0]
    by_slack.clock.now += timedelta(minutes=10)
    late = await by_slack.get("/sign-in/slack/back", params={"state": state, "code": "a-code"})
    assert late.status == 403


async def test_somebody_of_another_workspace_is_turned_away(by_slack: Signing) -> None:
    by_slack.slack.claims["https://slack.com/team_id"] = "T0AWAY"
    page = await by_slack.come_back("/posts")
    assert page.status == 403
    assert "does not have this bot" in await page.text()
    assert (await by_slack.get("/posts")).status == 303


async def test_the_session_of_a_workspace_without_the_bot_is_over(by_slack: Signing) -> None:
    await by_slack.come_back()
    assert (await by_slack.get("/posts")).status == 200
    cookie = SignedCookie(
        "commonplace-session", entrance._key("s3cret"), by_slack.clock, timedelta(hours=1), secure=False
    )
    written = Response()
    cookie.write(written, "T0AWAY", "U0ANN", "")
    by_slack.browser.cookie_jar.clear()
    assert (await by_slack.get("/posts", headers={"cookie": written.headers["set-cookie"]})).status == 303


ANNS = {"groups": ("S0ANNS",)}
HOME = {"workspaces": (TEAM,)}


@pytest.mark.parametrize(
    ("by", "only_for", "is_shown"),
    [
        ("slack", HOME, True),
        ("slack", ANNS, True),
        ("slack", {"groups": ("S0BENS",)}, False),
        ("slack", {"channels": ("C0ENG",)}, False),
        ("slack", {"workspaces": ("T0AWAY",)}, False),
        ("secret", HOME, False),
        ("secret", ANNS, False),
    ],
)
async def test_whoever_is_signed_in_reads_what_is_for_them_and_nobody_else(
    posts: Path, by: By, only_for: dict[str, tuple[str, ...]], *, is_shown: bool
) -> None:
    async with signing(posts, by, only_for=OnlyFor(**only_for)) as started:
        started.slack.members = {"S0ANNS": ["U0ANN"], "S0BENS": ["U0BEN"]}
        await (started.come_back() if by == "slack" else started.give(SECRET))
        for path in (*PAGES, "/search?q=contract+tests&more=1", "/lesson?topic=contract+tests", "/posts/rollback"):
            page = await started.get(path)
            text = await page.text()
            said = (
                "roll back a release" in text
                or "Payments" in text
                or "Rolling back" in text
                or "Contract tests" in text
            )
            if not is_shown:
                assert not said, path
                assert page.status == (404 if path.startswith("/posts/") else 200), path
        assert ("Rolling back" in await (await started.get("/posts")).text()) == is_shown
        assert ("roll back a release" in await (await started.get("/posts/rolling-back")).text()) == is_shown


async def test_no_secret_question_or_person_is_written_to_the_log(
    posts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with signing(posts, "secret") as started:
        await started.give("a wrong secret")
        await started.give(SECRET)
        await started.get("/search?q=how+many+zebras")
    async with signing(posts, "slack") as started:
        await started.come_back()
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("bot.", "uvicorn")))
    assert "somebody gave a wrong secret" in said
    assert not re.search("wombats|zebra|U0ANN|a-code|s3cret", said)


def test_addresses_wait_each_for_itself_and_a_network_of_version_6_as_one() -> None:
    clock = Clock()
    tries = Tries(clock, most=2)
    for address in ("192.0.2.1", "192.0.2.1", "2001:db8::1", "2001:db8::2", "unix", "unix"):
        tries.failed(address)
    assert tries.wait("192.0.2.1") == tries.wait("2001:db8::3") == tries.wait("unix") == timedelta(minutes=10)
    assert tries.wait("192.0.2.2") is tries.wait("2001:db8:1::1") is None
    clock.now += timedelta(minutes=10)
    assert tries.wait("192.0.2.1") is None


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.tries._MOST_ADDRESSES", 2)
    tries = Tries(Clock(), most=1)
    for address in ("a", "b", "a", "c"):
        tries.failed(address)
    assert [tries.wait(address) is None for address in "abc"] == [False, True, False]


def test_a_request_without_a_cookie_holds_nothing() -> None:
    cookie = SignedCookie("name", b"key", Clock(), timedelta(hours=1), secure=False)
    assert cookie.read(Request({"type": "http", "headers": []})) is None

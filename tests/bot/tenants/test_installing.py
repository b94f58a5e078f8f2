"""The bot is installed by a browser; whatever is replayed, forged, cancelled or broken installs nothing and says what to do."""

import logging
import re
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.install_parts import COOKIE
from bot.oauth_settings import INSTALL_PATH, REDIRECT_PATH
from bot.play.directory import Consent
from bot.store import StoreUnavailableError
from bot.store.installations import Installations
from bot.store.states import States
from knowledge import KnowledgeBase
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.tenants.many import SCOPES, Many, many

QUESTION = "how do we roll back?"


async def sent_on(slack: Many, browser: aiohttp.ClientSession, query: str = "") -> str:
    """Where the bot sends a browser that wants to install it."""
    async with browser.get(slack.origin + INSTALL_PATH + query, allow_redirects=False) as answer:
        assert answer.status == 302
        assert answer.headers["cache-control"] == "no-store"
        return answer.headers["location"]


async def come_back(slack: Many, browser: aiohttp.ClientSession) -> str:
    """The address that Slack sends a browser back to, not yet visited."""
    slack.directory.consent = Consent((slack.one,))
    async with browser.get(await sent_on(slack, browser), allow_redirects=False) as answer:
        return answer.headers["location"]


async def nobody_is_in(slack: Many) -> bool:
    return await slack.installed.installations.count() == (0, ())


async def test_whoever_installs_the_bot_is_told_how_to_go_on_and_is_answered(slack: Many) -> None:
    page = await slack.install(slack.one)
    assert page.status == 200
    assert "<h1>I am installed in One &amp; Co</h1>" in page.html
    assert 'href="https://slack.com/app_redirect?app=A0PLAY&amp;team=T0ONE"' in page.html
    ack = await slack.one.slash_command("/ask", QUESTION)
    assert ack.payload is not None
    assert ROLLBACK in quoted(ack.payload)
    await slack.one.mention(QUESTION)
    assert ROLLBACK in quoted((await slack.one.wait_for_message("engineering")).content)
    kept = await slack.found("T0ONE")
    assert kept is not None
    assert kept.token == slack.one.web_api.tokens.bot
    assert (kept.name, kept.app_id, kept.bot_user_id, set(kept.scopes)) == ("One & Co", "A0PLAY", "U0BOT", set(SCOPES))


async def test_slack_is_asked_for_what_the_manifest_has_and_told_where_to_send_the_browser_back(slack: Many) -> None:
    await slack.install(slack.one)
    (asked,) = slack.directory.asked
    assert asked["scope"].split(",") == SCOPES
    assert asked["redirect_uri"] == slack.origin + REDIRECT_PATH
    assert asked.keys() == {"client_id", "scope", "redirect_uri", "state"}
    assert len(asked["state"]) >= 32


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        ("T0ONE", "T0ONE"),
        ("E0ORG", "E0ORG"),
        ("T1%26user_scope%3Dadmin", None),
        ("t0one", None),
        ("T1%0d%0aSet-Cookie:x", None),
        ("", None),
    ],
)
async def test_a_link_names_a_workspace_and_smuggles_nothing_in(slack: Many, given: str, passed_on: str | None) -> None:
    async with slack.browser() as browser:
        url = await sent_on(slack, browser, f"?team={given}")
    query = parse_qs(urlsplit(url).query)
    assert query.get("team", [None]) == [passed_on]
    assert query.keys() - {"team"} == {"client_id", "scope", "redirect_uri", "state"}


async def test_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(slack: Many) -> None:
    async with slack.browser() as browser, browser.get(slack.origin + INSTALL_PATH, allow_redirects=False) as answer:
        cookie = answer.headers["set-cookie"]
    assert re.fullmatch(COOKIE + r"=[\w-]{43}; Secure; HttpOnly; Path=/; Max-Age=600; SameSite=Lax", cookie)


async def test_whoever_says_no_is_told_that_nothing_was_installed(slack: Many) -> None:
    page = await slack.install()
    assert page.status == 200
    assert "<h1>Nothing was installed</h1>" in page.html
    assert f'href="{slack.origin}{INSTALL_PATH}"' in page.html
    assert await nobody_is_in(slack)


async def test_an_address_works_once(slack: Many) -> None:
    async with slack.browser() as browser:
        back = await come_back(slack, browser)
        page = await slack.visit(browser, back)
        assert page.status == 200
        assert page.headers["set-cookie"].startswith(f"{COOKIE}=deleted; ")
    async with slack.browser() as browser:  # whoever has seen address and cookie
        state = parse_qs(urlsplit(back).query)["state"][0]
        page = await slack.visit(browser, back, cookie=f"{COOKIE}={state}")
    assert (page.status, "This attempt is used up" in page.html) == (401, True)


async def test_a_state_from_another_browser_installs_nothing(slack: Many) -> None:
    async with slack.browser() as of_victim, slack.browser() as of_attacker:
        back = await come_back(slack, of_attacker)
        for prepared in (False, True):
            if prepared:
                await sent_on(slack, of_victim)  # with a cookie of their own
            page = await slack.visit(of_victim, back)
            assert page.status == 400
            assert "This came from another browser" in page.html
        assert await nobody_is_in(slack)


async def test_an_installation_is_finished_within_ten_minutes(slack: Many) -> None:
    async with slack.browser() as browser:
        back = await come_back(slack, browser)
        slack.clock.wait(600)
        page = await slack.visit(browser, back)
    assert (page.status, "This attempt is used up" in page.html) == (401, True)
    assert await nobody_is_in(slack)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "This came from another browser"),
        ("?code=1&state=", 400, "This came from another browser"),
        ("?code=1&state=guessed", 401, "This attempt is used up"),
        ("?error=%3Cscript%3Ealert(1)%3C/script%3E", 200, "The installation was not finished"),
        ("?error=invalid_team_for_non_distributed_app", 200, "The installation was not finished"),
        ("?" + "x" * 20_000, 400, "This came from another browser"),
        ("?code=%00&state=%ff", 400, "This came from another browser"),
    ],
)
async def test_a_forged_redirect_installs_nothing(slack: Many, query: str, status: int, said: str) -> None:
    async with slack.browser() as browser:
        page = await slack.visit(browser, slack.origin + REDIRECT_PATH + query, cookie=f"{COOKIE}=guessed")
    assert page.status == status
    assert said in page.html
    assert "<script" not in page.html
    assert await nobody_is_in(slack)


async def test_a_code_that_slack_did_not_give_installs_nothing(slack: Many) -> None:
    for code, said in (("", "Slack sent no code"), ("code=1&", "Slack does not take the code any more")):
        async with slack.browser() as browser:
            state = parse_qs(urlsplit(await sent_on(slack, browser)).query)["state"][0]
            page = await slack.visit(browser, f"{slack.origin}{REDIRECT_PATH}?{code}state={state}")
            assert (page.status, said in page.html) == (401, True)
    assert await nobody_is_in(slack)


async def test_what_only_the_operator_can_mend_is_said_to_be_and_logged(
    slack: Many, caplog: pytest.LogCaptureFixture
) -> None:
    slack.directory.client_secret = "another"
    with caplog.at_level(logging.INFO):
        page = await slack.install(slack.one)
    assert (page.status, "This app is not set up rightly" in page.html) == (400, True)
    assert "Try again" not in page.html
    assert "Slack does not install the bot (bad_client_secret)" in caplog.text
    assert "client-secret" not in caplog.text
    assert await nobody_is_in(slack)


async def test_an_app_whose_tokens_expire_is_refused(slack: Many, caplog: pytest.LogCaptureFixture) -> None:
    slack.directory.rotates = True
    page = await slack.install(slack.one)
    assert (page.status, "Token rotation is switched on" in page.html) == (400, True)
    assert "make another app" in caplog.text
    assert await nobody_is_in(slack)


async def test_where_it_is_said_who_may_install_it_nobody_else_does(
    knowledge_base: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    async with many(knowledge_base, workspaces=frozenset({"T0ONE", "E0ORG"})) as slack:
        page = await slack.install(slack.two)
        assert (page.status, "This workspace may not install me" in page.html) == (400, True)
        assert "T0TWO" in caplog.text
        assert await nobody_is_in(slack)
        assert (await slack.install(slack.one)).status == 200
        assert (await slack.install(slack.org[0])).status == 200
        assert (await slack.install(*slack.org, org_wide=True)).status == 200
        assert await slack.installed.installations.count() == (3, ())


@pytest.mark.parametrize(("owner", "method"), [(States, "keep"), (States, "take"), (Installations, "save")])
async def test_a_store_that_fails_is_said_to_and_no_token_is_shown(
    slack: Many, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, owner: type, method: str
) -> None:
    async def fail(*_: object) -> None:
        raise StoreUnavailableError("the database failed (OperationalError)")

    monkeypatch.setattr(owner, method, fail)
    page = await slack.install(slack.one)
    assert (page.status, "It could not be kept" in page.html) == (503, True)
    assert "an installation failed (StoreUnavailableError)" in caplog.text
    assert "xoxb-" not in caplog.text + page.html


async def test_a_slack_that_is_away_is_said_to_be(slack: Many) -> None:
    slack.directory.consent = Consent((slack.one,))
    async with slack.browser() as browser:
        back = await come_back(slack, browser)
        slack.one.fail_next("auth.test", status=503, times=9)
        page = await slack.visit(browser, back)
    assert (page.status, "Slack does not answer" in page.html) == (400, True)
    assert await nobody_is_in(slack)


async def test_pages_run_nothing_are_kept_nowhere_and_speak_the_reader_s_language(slack: Many) -> None:
    async with slack.browser() as browser:
        url = f"{slack.origin}{REDIRECT_PATH}?error=access_denied"
        page = await slack.visit(browser, url, **{"accept-language": "de-CH,de;q=0.9,en"})
    assert "Es wurde nichts installiert" in page.html
    assert '<html lang="de">' in page.html
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; ")
    style = re.search(r'href="(/assets/\w+/style\.css)"', page.html)
    assert style is not None
    async with slack.browser() as browser:
        assert (await slack.visit(browser, slack.origin + style[1])).status == 200
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"

"""The bot is installed in a real browser, from the link to the page that says how to go on, through emulate's consent page."""

import pytest
from playwright.async_api import expect

from bot.oauth_settings import INSTALL_PATH, REDIRECT_PATH
from knowledge import KnowledgeBase
from tests.browser import axe
from tests.browser.conftest import Open
from tests.emulate import server
from tests.emulate.installing import installable

pytestmark = pytest.mark.skipif(bool(server.available()), reason=f"emulate cannot run: {server.available()}")


async def test_a_browser_keeps_the_cookie_and_installs_the_bot(open_page: Open) -> None:
    async with installable(KnowledgeBase.open()) as bot, open_page() as page:
        await page.goto(bot.origin + INSTALL_PATH)
        await page.get_by_role("button", name="ann").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("I am installed in Example")
        await expect(page.get_by_role("link", name="Go on in Slack")).to_have_attribute(
            "href", f"https://slack.com/app_redirect?app=A0COMMONPL&team={bot.slack.team}"
        )
        assert not await page.context.cookies(bot.origin)
        assert await bot.installed.of(bot.slack.team)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_can_be_read_by_everyone(open_page: Open, scheme: str) -> None:
    async with installable(KnowledgeBase.open()) as bot, open_page(scheme=scheme) as page:
        await page.goto(f"{bot.origin}{REDIRECT_PATH}?error=access_denied")
        await expect(page.get_by_role("link", name="Try again")).to_be_visible()
        assert await axe.violations(page) == []

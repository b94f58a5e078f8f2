"""The playground, clicked through: every surface of the real bot, as two people see it."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import Open
from tests.browser.playground import QUESTION, arrive, become, message, playground, say


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def address(browser: Browser) -> AsyncIterator[str]:
    assert browser.is_connected()
    async with playground() as running:
        yield running


async def test_a_private_answer_is_seen_by_nobody_else_until_it_is_shared(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address, "C0RAND")
        await say(page, f"/ask {QUESTION}")
        answer = page.locator("#messages .message.private")
        await expect(answer).to_contain_text("Only visible to you")
        await expect(answer).to_contain_text("Consumer-driven contracts")
        await become(page, "ben")
        await expect(page.locator("#messages .intro")).to_be_visible()
        await expect(page.locator("#messages .message")).to_have_count(0)
        await become(page, "ann")
        await answer.get_by_role("button", name="Share").click()
        await become(page, "ben")
        shared = message(page, "Consumer-driven contracts")
        await expect(shared).to_contain_text("ann asked")
        await expect(shared).not_to_contain_text("Only visible to you")


async def test_a_call_by_name_is_answered_in_its_thread(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address)
        await say(page, f"@commonplace {QUESTION}")
        asked = message(page, QUESTION)
        await asked.get_by_role("button", name="1 reply").click()
        await expect(page.locator("#replies .message").nth(1)).to_contain_text("Consumer-driven contracts")
        await expect(page.locator("#reply")).to_be_focused()

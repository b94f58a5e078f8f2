"""How the playground looks to everybody: axe-core finds nothing, light and dark, on a phone and on a desk; and pictures of it."""

import pytest
from playwright.async_api import Page, ViewportSize, expect

from bot.play.people import BOT, ENGINEERING
from tests.bot.play.page.served import Served, served
from tests.bot.play.page.test_blocks import SAMPLES
from tests.bot.play.page.test_page_elements import OPTIONS
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Scheme
from tests.browser.conftest import Open
from tests.browser.playground import QUESTION, arrive, keep, message, playground, say

LOOKS = [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]
NAMES = ["phone-light", "phone-dark", "desk-light", "desk-dark"]


async def judge(page: Page, name: str) -> None:
    """Take a picture of the page as it stands, and ask axe-core; nothing of it stands beyond the window."""
    await keep(page, name)
    assert await axe.violations(page) == [], name
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert await page.evaluate("document.body.scrollHeight <= innerHeight"), name


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=NAMES)
async def test_everybody_can_use_the_playground(
    open_page: Open, size: ViewportSize, scheme: Scheme, request: pytest.FixtureRequest
) -> None:
    look = request.node.callspec.id
    async with playground() as address, open_page(size, scheme) as page:
        await arrive(page, address)
        await judge(page, f"{look}-1-welcome")
        await page.fill("#composer", "/")
        await judge(page, f"{look}-2-completion")
        await say(page, f"@commonplace {QUESTION}")
        await expect(page.locator(".replies")).to_be_visible()
        await say(page, f"/ask {QUESTION}")
        answer = message(page, "Only visible to you")
        await answer.hover()
        await answer.get_by_role("button", name="More actions").click()
        await judge(page, f"{look}-3-answer")
        await page.keyboard.press("Escape")
        await page.locator(".replies").click()
        await expect(page.locator("#replies .message")).to_have_count(2)
        await judge(page, f"{look}-4-thread")
        await page.click("#thread-close")
        await page.click("#wire-toggle")
        await page.locator("#steps summary").first.click()
        await judge(page, f"{look}-5-wire")
        await page.click("#wire-close")
        await say(page, "/ask settings")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await judge(page, f"{look}-6-window")
        await page.keyboard.press("Escape")
        if size is PHONE:
            await page.click("#nav-toggle")
            await judge(page, f"{look}-7-channels")
        await page.click("#to-home")
        await expect(page.locator("#home .block").first).to_be_visible()
        await judge(page, f"{look}-8-home")


def every_block(page: Served) -> None:
    """A message with every kind of block, and one with every kind of element."""
    blocks = [{"type": kind, **block} for kind, (block, _) in SAMPLES.items() if kind != "input"]
    page.side.workspace.add(ENGINEERING, BOT, {"text": "blocks", "blocks": blocks})
    kinds = (
        "overflow static_select multi_static_select radio_buttons checkboxes users_select datepicker timepicker".split()
    )
    more = [{"type": kind, "action_id": kind, "options": OPTIONS} for kind in kinds]
    content = {"text": "elements", "blocks": [{"type": "actions", "elements": more}, {"type": "hologram"}]}
    page.side.workspace.add(ENGINEERING, BOT, content)


@pytest.mark.parametrize(("size", "scheme"), LOOKS, ids=NAMES)
async def test_everybody_can_use_every_kind_of_block(
    open_page: Open, size: ViewportSize, scheme: Scheme, request: pytest.FixtureRequest
) -> None:
    async with served() as echo, open_page(size, scheme) as page:
        every_block(echo)
        await arrive(page, str(echo.session._base_url))
        await expect(page.locator(".cannot")).to_have_count(1)
        await judge(page, f"{request.node.callspec.id}-9-blocks")


async def test_elements_are_used_where_they_stand(open_page: Open) -> None:
    async with served() as echo, open_page() as page:
        every_block(echo)
        await arrive(page, str(echo.session._base_url))
        said = page.locator("#messages .message").last
        await said.locator("select[data-input=static_select]").select_option("2")
        await said.locator("[data-input=radio_buttons] input").last.check()
        await said.locator("input[type=date]").fill("2026-02-03")
        await said.locator("input[type=date]").blur()
        await said.locator(".menu-of").first.get_by_role("button", name="More options").click()
        await said.get_by_role("menuitem", name="Two").click()
        await expect(page.locator("#trouble")).to_be_hidden()
        await page.click("#wire-toggle")
        await expect(page.locator("#steps .step")).to_have_count(4)
    used = {one.payload["actions"][0]["type"]: one.payload["actions"][0] for one in echo.side.deliveries}
    assert used["static_select"]["selected_option"]["value"] == "2"
    assert used["radio_buttons"]["selected_option"]["value"] == "2"
    assert used["datepicker"]["selected_date"] == "2026-02-03"
    assert used["overflow"]["selected_option"]["value"] == "2"


async def test_two_pictures_for_the_readme(open_page: Open) -> None:
    """They stand in `.github`, with fewer colours: `pngquant --quality 60-90`."""
    size = ViewportSize(width=1280, height=800)
    async with playground() as address:
        async with open_page(size, "light") as page:
            await arrive(page, address)
            await say(page, f"/ask {QUESTION}")
            await expect(message(page, "Only visible to you")).to_be_visible()
            await page.click("#wire-toggle")
            await page.locator("#steps summary").first.click()
            await page.locator("#steps pre").nth(1).evaluate("each => each.previousElementSibling.scrollIntoView()")
            await keep(page, "readme-light")
        async with open_page(size, "dark") as page:
            await arrive(page, address, person="ben")
            await say(page, f"@commonplace {QUESTION}")
            await page.locator(".replies").click()
            await expect(page.locator("#replies .message")).to_have_count(2)
            await page.mouse.move(0, 0)
            await keep(page, "readme-dark")

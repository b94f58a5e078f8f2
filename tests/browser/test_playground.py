"""The playground, clicked through: every surface of the real bot, as two people see it."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.bot.play.page.served import served
from tests.browser.conftest import Open
from tests.browser.playground import QUESTION, arrive, become, choose, message, playground, say

SAID = "Consumer-driven contracts"


@pytest_asyncio.fixture(loop_scope="session")
async def address(browser: Browser) -> AsyncIterator[str]:
    assert browser.is_connected()
    async with playground() as running:
        yield running


async def asked(page: Page, address: str, place: str = "D0ANN") -> None:
    """Ask, and wait for the answer that only the person sees."""
    await arrive(page, address, place)
    await say(page, f"/ask {QUESTION}")
    await expect(message(page, SAID)).to_be_visible()


async def test_a_private_answer_is_seen_by_nobody_else_until_it_is_shared(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await asked(page, address, "C0RAND")
        answer = page.locator("#messages .message.private")
        await expect(answer).to_contain_text("Only visible to you")
        await become(page, "ben")
        await expect(page.locator("#messages .intro")).to_be_visible()
        await expect(page.locator("#messages .message")).to_have_count(0)
        await become(page, "ann")
        await answer.locator("[data-press=share_answer]").click()
        await become(page, "ben")
        shared = message(page, SAID)
        await expect(shared).to_contain_text("ann asked")
        await expect(shared).not_to_contain_text("Only visible to you")


async def test_a_call_by_name_is_answered_in_its_thread_and_a_follow_up_too(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address)
        await say(page, f"@commonplace {QUESTION}")
        await message(page, QUESTION).get_by_role("button", name="1 reply").click()
        replies = page.locator("#replies .message")
        await expect(replies.nth(1)).to_contain_text(SAID)
        await expect(page.locator("#reply")).to_be_focused()
        await say(page, "and how do we test that?", "#reply")
        await expect(replies.nth(3)).to_contain_text("Commonplace")
        await page.get_by_role("button", name="Close the thread").click()
        await expect(page.locator("#thread")).to_be_hidden()


async def test_each_button_below_an_answer_does_what_it_says(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await asked(page, address)
        answer = message(page, SAID)
        count = await page.locator("#messages .message").count()
        await answer.locator("[data-press=more_answers]").click()
        await expect(page.locator("#messages .message")).to_have_count(count + 1)
        await answer.locator("[data-press=feedback]").first.click()
        await expect(page.locator("#messages .message")).to_have_count(count + 2)
        await answer.locator("[data-press=not_this_answer]").click()
        await expect(page.locator("#messages")).not_to_contain_text(SAID)
        await page.locator("[data-press=why_answer]").first.click()
        await expect(page.get_by_role("dialog")).to_contain_text("microservice")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_lesson_comes_with_another(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address, "D0ANN")
        await say(page, "/lesson testing")
        lesson = page.locator("#messages .message").last
        await expect(lesson).to_contain_text("lesson", ignore_case=True)
        quote = page.locator("#messages .message").last.locator("blockquote")
        before = await quote.all_text_contents()
        await lesson.locator("[data-press=another_lesson]").click()
        await expect(quote).not_to_have_text(before)  # a press on what is just being replaced would be lost
        await page.locator("#messages [data-press=save_lesson]").last.click()
        await expect(page.locator("#messages")).to_contain_text("Saved.")
        await page.click("#to-home")
        await expect(page.locator("#home [data-press=home_show_lesson]").first).to_be_visible()


async def test_a_direct_message_is_answered_and_follows_its_question(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address, "D0ANN")
        await say(page, "how do we roll back a database?")
        mine = message(page, "how do we roll back a database?")
        await expect(mine).to_be_visible()
        await expect(page.locator("#composer")).to_have_value("")  # in a full one the key moves the caret
        count = await page.locator("#messages .message").count()
        await page.locator("#composer").press("ArrowUp")
        await page.fill("#ask-text", QUESTION)
        await page.get_by_role("dialog").get_by_role("button", name="Save").click()
        await expect(message(page, QUESTION)).to_contain_text("(edited)")
        await expect(page.locator("#messages .message").last).to_contain_text(SAID)
        await choose(message(page, "(edited)"), "Delete message")
        await page.get_by_role("button", name="Delete", exact=True).click()
        await expect(page.locator("#messages .message")).not_to_have_count(count)


async def test_a_shortcut_on_a_message_links_what_it_is_about(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address, person="ben")
        await say(page, "one microservice keeps breaking another, contract testing would help")
        said = message(page, "contract testing would help")
        await choose(said, "Find related posts")
        await expect(said.get_by_role("button", name="1 reply")).to_be_visible()


async def test_a_link_to_a_post_gets_a_preview_and_a_reaction_counts(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address)
        await page.locator("[data-try^='have you seen']").click()
        await page.keyboard.press("Enter")
        said = message(page, "have you seen")
        await expect(said.locator(".attachment")).to_contain_text("Revisiting Billing")
        await said.hover()
        await said.get_by_role("button", name="React with thumbsup").click()
        await expect(said.locator(".reaction")).to_contain_text("1")


async def test_settings_are_changed_in_a_window(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address)
        await say(page, "/ask settings")
        window = page.get_by_role("dialog")
        await window.get_by_label("Everyone in the channel").check()
        await window.get_by_role("button", name="Save").click()
        await expect(window.get_by_role("button", name="Save")).to_have_count(0)
        await page.keyboard.press("Escape")
        await expect(window).to_have_count(0)
        await expect(page.locator("#composer")).to_be_focused()
        await say(page, f"/ask {QUESTION}")
        await expect(message(page, SAID)).not_to_contain_text("Only visible to you")
        await say(page, "/ask settings")
        await window.get_by_label("Only the person who asked").check()
        await window.get_by_role("button", name="Save").click()


async def test_the_home_tab_searches_in_a_window(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address, "home")
        await page.locator("#home [data-press=home_search]").click()
        window = page.get_by_role("dialog")
        await window.locator("input, textarea").first.fill(QUESTION)
        await window.get_by_role("button", name="Search").click()
        await expect(window).to_contain_text(SAID)
        await window.get_by_role("button", name="Close").first.click()
        await expect(window).to_have_count(0)
        await expect(page.locator("#home")).to_contain_text("For admins")
        await become(page, "ben")
        await expect(page.locator("#home")).to_contain_text("Lessons you saved")
        await expect(page.locator("#home")).not_to_contain_text("For admins")


async def test_windows_say_what_is_wrong_stack_and_change(open_page: Open) -> None:
    async with served() as echo, open_page() as page:
        await arrive(page, str(echo.session._base_url))
        await say(page, "our build is slow")
        await choose(message(page, "our build is slow"), "Find related")
        window = page.get_by_role("dialog")
        field = window.get_by_label("Text")
        await expect(field).to_be_focused()
        await field.fill("bad")
        await window.get_by_role("button", name="Save").click()
        await expect(window.locator("[data-error]")).to_have_text("not that")
        await expect(field).to_be_focused()
        await expect(field).to_have_attribute("aria-invalid", "true")
        await field.fill("more")
        await field.press("Enter")
        await expect(field).to_have_value("")
        await page.keyboard.press("Escape")
        await expect(field).to_have_value("more")
        await field.fill("fine")
        await field.press("Enter")
        await expect(window).to_have_count(0)


async def test_the_wire_shows_what_went_over_it_and_explains_answers(open_page: Open, address: str) -> None:
    async with open_page(permissions=["clipboard-read", "clipboard-write"]) as page:
        await asked(page, address)
        await page.click("#wire-toggle")
        step = page.locator("#steps .step").first
        await expect(step).to_contain_text("Ann Hill types /ask")
        await step.locator("summary").first.click()
        await expect(step).to_contain_text("X-Slack-Signature: v0=")
        await step.locator("h4").filter(has_text="For Block Kit Builder").get_by_role("button").click()
        copied = await page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith('{\n  "blocks": [')
        await step.get_by_role("button", name="Why this?").click()
        await expect(page.get_by_role("dialog")).to_contain_text("microservice")


async def test_commands_people_and_channels_complete_themselves(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address)
        box = page.locator("#composer")
        await box.press_sequentially("/")
        await expect(page.get_by_role("option")).to_have_count(3)
        await expect(page.get_by_role("option").first).to_contain_text(
            "how do we cut our cloud bill? | settings | help"
        )
        await box.press("ArrowDown")
        await box.press("Enter")
        await expect(box).to_have_value("/lesson ")
        await expect(page.locator("#usage")).to_contain_text("subscribe weekly monday 9:00")
        await box.fill("")
        await box.press_sequentially("@co")
        await box.press("Tab")
        await box.press_sequentially("#ran")
        await box.press("Escape")
        await expect(page.get_by_role("option")).to_have_count(0)
        await expect(box).to_have_value("@commonplace #ran")


async def test_what_is_typed_in_full_is_sent_at_once(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address, "D0ANN")
        await page.locator("#composer").press_sequentially("/lesson")
        await expect(page.get_by_role("option")).to_have_count(1)
        await page.locator("#composer").press("Enter")
        await expect(page.locator("#messages .message")).to_have_count(1)
        await page.click("#to-C0ENG")
        await page.locator("[data-try='/lesson']").click()
        await expect(page.get_by_role("option")).to_have_count(0)
        await page.keyboard.press("Enter")
        await expect(page.locator("#messages .message")).to_have_count(1)


async def test_a_place_has_an_address_to_come_back_to(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address)
        await page.click("#to-C0RAND")
        await expect(page.locator("#place-title")).to_have_text("#random")
        await page.go_back()
        await expect(page.locator("#place-title")).to_have_text("#engineering")
        await page.goto(f"{address}#home")
        await expect(page.locator("#home .block").first).to_be_visible()


async def test_all_of_it_works_with_the_keyboard_alone(open_page: Open, address: str) -> None:
    async with open_page() as page:
        await arrive(page, address, "D0BEN", person="ben")
        await page.focus("#composer")
        await page.keyboard.type(f"/ask {QUESTION}")
        await page.keyboard.press("Enter")
        await expect(message(page, SAID)).to_be_visible()
        await expect(page.locator("#live")).to_contain_text("only to you")
        await page.locator("#messages .message").last.focus()
        for _ in range(30):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.dataset.press") == "why_answer":
                break
        await page.keyboard.press("Enter")
        window = page.get_by_role("dialog")
        await expect(window).to_be_visible()
        assert await page.evaluate("document.activeElement.closest('dialog') !== null")
        await page.keyboard.press("Escape")
        await expect(window).to_have_count(0)
        assert await page.evaluate("document.activeElement.dataset.press") == "why_answer"
        await page.locator("#messages .message").last.focus()
        await page.keyboard.press("ArrowUp")
        await page.get_by_role("button", name="More actions").first.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menuitem").first).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("menu")).to_have_count(0)

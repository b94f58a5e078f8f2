"""The browser of these tests notices what a page must not do; without this its silence would prove nothing."""

import pytest

from tests.browser import axe
from tests.browser.chromium import PHONE
from tests.browser.conftest import Open


async def test_a_page_knows_its_width_and_scheme(open_page: Open) -> None:
    async with open_page(PHONE, "dark") as page:
        assert await page.evaluate("innerWidth") == 360
        assert await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")


async def _provoke(open_page: Open, script: str, expected: tuple[str, ...] = ()) -> None:
    async with open_page(expected=expected) as page:
        await page.evaluate(script)
        await page.evaluate("new Promise(done => setTimeout(done))")


@pytest.mark.parametrize("script", ["console.error('wombat')", "setTimeout(() => { throw new Error('wombat') })"])
async def test_an_error_in_a_page_fails_its_test_unless_it_is_expected(open_page: Open, script: str) -> None:
    with pytest.raises(AssertionError, match="wombat"):
        await _provoke(open_page, script)
    await _provoke(open_page, script, expected=("wombat",))


async def test_a_request_to_elsewhere_fails_its_test(open_page: Open) -> None:
    with pytest.raises(AssertionError, match=r"elsewhere\.invalid"):
        async with open_page(expected=("Failed to load resource",)) as page:
            await page.set_content('<img src="http://elsewhere.invalid/a.png" alt="">')


async def test_a_page_that_cannot_be_read_is_told_from_one_that_can(open_page: Open) -> None:
    async with open_page() as page:
        await page.set_content("<!doctype html><html lang=en><title>A</title><main><h1>A</h1><p>A</p></main>")
        assert await axe.violations(page) == []
        await page.set_content("<!doctype html><html lang=en><title>A</title><main><h1>A</h1><img src='data:,'></main>")
        assert any(each.startswith("image-alt") for each in await axe.violations(page))

"""The playground as a person starts it, and what they do on its page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page

from bot.playing import Played, play_in_browser

ARTEFACTS = Path(__file__).parents[2] / ".artefacts"
QUESTION = "how do we keep one microservice from breaking another?"


@asynccontextmanager
async def playground(played: Played | None = None) -> AsyncIterator[str]:
    """The address of a playground that runs until the block ends."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    address: asyncio.Future[str] = loop.create_future()

    def show(opened: str) -> bool:
        loop.call_soon_threadsafe(address.set_result, opened)
        return True

    running = asyncio.create_task(play_in_browser(played or Played(), show, stopped))
    try:
        await asyncio.wait((running, address), return_when=asyncio.FIRST_COMPLETED)
        yield address.result()
    finally:
        stopped.set()
        await running


async def arrive(page: Page, address: str, place: str = "C0ENG", person: str = "ann") -> None:
    """Open the page at a place and wait until the bot is there."""
    await page.goto(f"{address}#{place}")
    await page.wait_for_selector("body[data-ready=true]")
    if person != "ann":
        await become(page, person)


async def become(page: Page, person: str) -> None:
    """Be somebody else from now on."""
    narrow = page.locator("#nav-toggle")
    if await narrow.is_visible():
        await narrow.click()
    await page.click(f"#as-U0{person.upper()}")
    await page.wait_for_selector(f"#as-U0{person.upper()}[aria-pressed=true]", state="attached")


async def say(page: Page, text: str, box: str = "#composer") -> None:
    """Type into a message box and send it."""
    await page.fill(box, text)
    await page.press(box, "Enter")


def message(page: Page, text: str) -> Locator:
    """The newest message in the channel that holds the text."""
    return page.locator("#messages .message").filter(has_text=text).last


async def choose(said: Locator, entry: str) -> None:
    """Choose an entry of the menu of a message."""
    await said.hover()
    await said.get_by_role("button", name="More actions").click()
    await said.get_by_role("menuitem", name=entry).click()


async def keep(page: Page, name: str) -> Path:
    """A picture of the page as it stands, for whoever looks later."""
    ARTEFACTS.mkdir(exist_ok=True)
    path = ARTEFACTS / f"{name}.png"
    await page.screenshot(path=path)
    return path

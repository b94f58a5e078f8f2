"""The real browser of these tests: the Chromium of this machine, without a window, and never the network."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

Scheme = Literal["light", "dark"]

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1440, height=900)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_HERE = ("127.0.0.1", "localhost", "[::1]")
_PATIENCE = 10_000  # ms for one step in a page; a machine under load is slow


def missing() -> str:
    """What must be installed before a browser can be started; nothing where it can."""
    return "" if _program() else "needs Chromium: apt-get install chromium"


def _program() -> str:
    return next(filter(None, map(shutil.which, _NAMES)), "")


@asynccontextmanager
async def running_browser() -> AsyncIterator[Browser]:
    """A browser until the block ends."""
    expect.set_options(timeout=_PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_program(), args=list(_FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(slots=True)
class Noise:
    """What should not happen in a page: errors in its console, and requests that leave this machine.

    A test that provokes an error takes it from `errors` itself.
    """

    errors: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@asynccontextmanager
async def opened(
    browser: Browser, size: ViewportSize = DESK, scheme: Scheme = "light", language: str = "en", **more: object
) -> AsyncIterator[tuple[Page, Noise]]:
    """A page of a browser that nobody used before, and its noise; `more` goes to `Browser.new_context`."""
    context = await browser.new_context(viewport=size, color_scheme=scheme, locale=language, **more)  # type: ignore[arg-type]
    context.set_default_timeout(_PATIENCE)
    noise = Noise()
    context.on("request", lambda request: noise.left.extend(_leaving(request.url)))
    context.on("weberror", lambda error: noise.errors.append(str(error.error)))
    context.on("console", lambda message: noise.errors.extend([message.text] if message.type == "error" else []))
    try:
        yield await context.new_page(), noise
    finally:
        await context.close()


def _leaving(url: str) -> list[str]:
    parts = urlsplit(url)
    return (
        [url] if parts.scheme not in ("data", "blob", "about") and parts.netloc.rpartition(":")[0] not in _HERE else []
    )

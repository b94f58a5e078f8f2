"""One browser for all of these tests; each page of it is quiet and stays on this machine, or the test fails.

A browser belongs to the event loop that started it. So these tests share one loop, and so do async fixtures that they
use: `@pytest_asyncio.fixture(loop_scope="session")`.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize

from tests.browser import axe, chromium
from tests.browser.chromium import DESK, Noise, Scheme

Open = Callable[..., AbstractAsyncContextManager[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser; without one, or without the judge of its pages, the tests that need it are skipped and say so."""
    if reason := chromium.missing() or axe.missing():
        pytest.skip(reason)
    async with chromium.running_browser() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser) -> Open:
    """`async with open_page() as page`: a fresh page; leaving it fails where there was an error or a request to outside.

    `expected` names parts of errors that the test provokes; the other arguments are those of `chromium.opened`.
    """

    @asynccontextmanager
    async def start(
        size: ViewportSize = DESK,
        scheme: Scheme = "light",
        language: str = "en",
        expected: tuple[str, ...] = (),
        **more: object,
    ) -> AsyncIterator[Page]:
        async with chromium.opened(browser, size, scheme, language, **more) as (page, noise):
            yield page
        _judge(noise, expected)

    return start


def _judge(noise: Noise, expected: tuple[str, ...]) -> None:
    assert [error for error in noise.errors if not any(part in error for part in expected)] == []
    assert noise.left == []

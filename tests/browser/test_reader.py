"""The reader's pages in a real browser: where links land, what is marked there, who can read it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.browser.conftest import Open
from tests.browser.serving import Served, served

MARKED = """() => {
    const found = document.querySelector('.passage:target > .said');
    if (!found) return null;
    const box = found.getBoundingClientRect();
    return {
        text: found.innerText,
        marked: getComputedStyle(found).backgroundColor !== 'rgba(0, 0, 0, 0)',
        seen: box.top >= 0 && box.top < innerHeight,
        all: document.querySelectorAll('.passage:target').length,
    };
}"""


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def starter() -> AsyncIterator[Served]:
    async with served() as running:
        yield running


def folded(text: str) -> str:
    return "".join(text.split())


async def test_every_deep_link_of_the_starter_collection_lands_on_the_quoted_text_and_marks_it_alone(
    starter: Served, open_page: Open
) -> None:
    links = 0
    async with open_page(java_script_enabled=False) as page:
        for post in starter.knowledge_base.posts:
            contents = starter.knowledge_base.contents(post.slug or "")
            assert contents is not None
            for standing in contents.passages:
                assert standing.place.url is not None
                await page.goto(standing.place.url)
                found = await page.evaluate(MARKED)
                assert found is not None, standing.place.url
                assert found["marked"]
                assert found["seen"]
                assert found["all"] == 1
                own = post.blocks[standing.start : standing.end]
                assert folded(found["text"]) == folded("".join(block.text for block in own))
                links += 1
    assert links == starter.knowledge_base.stats.paragraphs > 50

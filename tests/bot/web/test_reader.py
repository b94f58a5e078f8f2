"""The bot's own pages: where a quote lands whose post has no public page."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.transport.http import bound, serving
from bot.web.reader import reader_routes
from knowledge import Config, KnowledgeBase, SourceConfig
from tests.bot.posts import CODE, write_post


@pytest.fixture
async def reader(own_posts: Path) -> AsyncIterator[aiohttp.ClientSession]:
    write_post(
        own_posts, "table", "Prices & <script>alert(1)</script>", "Some words.\n\n|a|b|\n|-|-|\n|1|<2>|\n\n> Quoted."
    )
    knowledge_base = KnowledgeBase.open(Config(sources=(SourceConfig(folder=own_posts),)), "https://bot.example.com")
    web = Starlette(routes=reader_routes(knowledge_base))
    async with serving(web, bound("127.0.0.1", 0)) as address, aiohttp.ClientSession(address) as session:
        yield session


async def test_the_list_names_every_post_the_newest_first(reader: aiohttp.ClientSession) -> None:
    async with reader.get("/posts") as page:
        text = await page.text()
    assert page.status == 200
    assert text.index("Rolling back") < text.index("Mobile Backends") < text.index("Zeppelins")
    assert '<a href="/posts/rolling-back">Rolling back</a>' in text


async def test_a_post_keeps_its_code_lists_tables_and_quotes(reader: aiohttp.ClientSession) -> None:
    async with reader.get("/posts/rolling-back") as page:
        assert f"<pre><code>{CODE}</code></pre>" in await page.text()
    async with reader.get("/posts/zeppelins") as page:
        assert "<ul>\n<li>the weather</li>\n<li>the gas</li>\n<li>the mooring mast</li>\n</ul>" in await page.text()
    async with reader.get("/posts/prices-script-alert-1-script") as page:
        text = await page.text()
    assert "<table>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>1</td><td>&lt;2&gt;</td></tr>\n</table>" in text
    assert "<blockquote><p>Quoted.</p></blockquote>" in text


async def test_nothing_in_a_post_becomes_markup(reader: aiohttp.ClientSession) -> None:
    for path in ("/posts", "/posts/prices-script-alert-1-script"):
        async with reader.get(path) as page:
            assert "<script" not in await page.text()
            assert page.headers["content-security-policy"].startswith("default-src 'none'")
            assert page.headers["x-content-type-options"] == "nosniff"


async def test_a_heading_has_the_anchor_that_links_carry(reader: aiohttp.ClientSession) -> None:
    async with reader.get("/posts/payments-at-scale") as page:
        assert '<h2 id="contracts">Contracts</h2>' in await page.text()


async def test_a_post_that_is_not_there_is_said_not_to_be(reader: aiohttp.ClientSession) -> None:
    async with reader.get("/posts/wombats") as page:
        assert (page.status, await page.text()) == (404, "There is no such post.")


async def test_the_pages_bring_their_own_style(reader: aiohttp.ClientSession) -> None:
    async with reader.get("/style.css") as style:
        assert style.content_type == "text/css"

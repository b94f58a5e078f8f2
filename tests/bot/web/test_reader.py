"""The bot's own pages: where a quote lands whose post has no public page."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from bot.policy import Policy
from knowledge import Config, KnowledgeBase, SourceConfig
from tests.bot.posts import CODE, CONTRACTS, REPEATED_IN, write_post
from tests.bot.web.reading import base_of, reading


@pytest.fixture
async def reader(own_posts: Path) -> AsyncIterator[aiohttp.ClientSession]:
    write_post(
        own_posts, "table", "Prices & <script>alert(1)</script>", "Some words.\n\n|a|b|\n|-|-|\n|1|<2>|\n\n> Quoted."
    )
    async with reading(base_of(own_posts)) as session:
        yield session


async def read(reader: aiohttp.ClientSession, path: str, status: int = 200) -> str:
    async with reader.get(path, allow_redirects=False) as page:
        assert page.status == status, path
        return await page.text()


def words(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


async def test_the_list_names_every_post_the_newest_first_by_year(reader: aiohttp.ClientSession) -> None:
    text = await read(reader, "/posts")
    assert text.index("Rolling back") < text.index("Mobile Backends") < text.index("Zeppelins")
    assert '<a href="/posts/rolling-back">Rolling back</a>' in text
    assert text.index("<h2>2024</h2>") < text.index("<h2>2023</h2>") < text.index("<h2>Without a date</h2>")


async def test_the_list_is_narrowed_by_tag_and_by_source(reader: aiohttp.ClientSession) -> None:
    tagged = words(await read(reader, "/posts?tag=%3C!EVERYONE%3E"))
    assert "4 posts, tagged “<!EVERYONE>” · Show all posts" in tagged
    assert "Rolling back" not in tagged
    assert "12 posts, in posts" in words(await read(reader, "/posts?source=posts"))
    assert "There are no such posts." in await read(reader, "/posts?source=wombats")


async def test_a_long_list_has_pages_and_a_number_that_is_none_is_the_first_or_last(tmp_path: Path) -> None:
    for number in range(60):
        write_post(tmp_path, str(number), f"Post {number}", f"Words of {number}.", date=f"2024-01-01 00:{number:02}")
    async with reading(base_of(tmp_path)) as session:
        pages = [
            await read(session, f"/posts?page={number}") for number in ("1", "2", "99", "-1", "x", "", "9" * 5000, "²")
        ]
    assert [page.count("<time") for page in pages] == [50, 10, 10, 50, 50, 50, 50, 50]
    assert 'rel="next" href="/posts?page=2"' in pages[0]
    assert 'rel="prev" href="/posts?page=1"' in pages[1]


async def test_a_post_keeps_its_code_lists_tables_and_quotes(reader: aiohttp.ClientSession) -> None:
    assert f'<pre tabindex="0"><code>{CODE}</code></pre>' in await read(reader, "/posts/rolling-back")
    zeppelins = await read(reader, "/posts/zeppelins")
    assert re.findall(r"<li>\s*(the .*?)\s*</li>", zeppelins) == ["the weather", "the gas", "the mooring mast"]
    text = await read(reader, "/posts/prices-script-alert-1-script")
    assert '<tr><th scope="col">a</th><th scope="col">b</th></tr>' in text
    assert "<tr><td>1</td><td>&lt;2&gt;</td></tr>" in text
    assert "<blockquote>\n<p>Quoted.</p>\n</blockquote>" in text


async def test_nothing_in_a_post_becomes_markup(reader: aiohttp.ClientSession) -> None:
    for path in ("/posts", "/posts/prices-script-alert-1-script", "/search?q=prices+words", "/lesson", "/"):
        assert "<script" not in await read(reader, path)


async def test_a_heading_has_the_anchor_that_links_carry(reader: aiohttp.ClientSession) -> None:
    assert '<h2 id="contracts">Contracts</h2>' in await read(reader, "/posts/payments-at-scale")


async def test_every_passage_has_its_anchor_and_links_to_where_else_it_stands(own_posts: Path) -> None:
    base = base_of(own_posts)
    async with reading(base) as session:
        for post in base.posts:
            contents = base.contents(post.slug or "")
            assert contents is not None
            page = await read(session, f"/posts/{post.slug}")
            names = re.findall(r'<div class="passage" id="([^"]+)">', page)
            assert names == [each.place.anchor for each in contents.passages]
            assert len(set(re.findall(r' id="([^"]+)"', page))) == len(re.findall(r' id="([^"]+)"', page))
        page = await read(session, "/posts/payments-at-scale")
    assert "Also said in 4 other posts, 2020–2023" in page
    anchor = next(
        each.places[0].anchor for each in base.search("contract tests").hits if CONTRACTS in each.passage.text
    )
    for title in REPEATED_IN[1:]:
        assert f'<a href="/posts/{title.lower().replace(" ", "-")}#{anchor}">{title}</a>' in page


async def test_a_post_names_newer_and_older_posts_on_the_same(reader: aiohttp.ClientSession) -> None:
    said = words(await read(reader, "/posts/our-second-monolith"))
    newer, older = said.partition("Older posts on the same")[::2]
    assert "Newer posts on the same Mobile Backends" in newer
    assert "Search Rebuilt" in older


async def test_an_old_post_says_so_quietly(own_posts: Path) -> None:
    async with reading(base_of(own_posts), policy=Policy(stale_after=timedelta(days=365))) as session:
        assert "Last worked on 5 March 2019" in await read(session, "/posts/payments-at-scale")
        assert "Last worked on" not in await read(session, "/posts/rolling-back")
        assert "Last worked on 5 March" in await read(session, "/search?q=contract+tests+microservice+breaking")


async def test_a_post_that_is_not_there_is_said_not_to_be_and_what_may_be_meant(reader: aiohttp.ClientSession) -> None:
    page = await read(reader, "/posts/how-we-roll-back-a-release", 404)
    assert "There is no such page" in page
    assert 'value="how we roll back a release"' in page
    assert '<a href="/posts/rolling-back">Rolling back</a>' in page


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/posts/", "/posts"),
        ("/posts/rolling-back/", "/posts/rolling-back"),
        ("/posts/Rolling-Back", "/posts/rolling-back"),
        ("/posts/rollback", "/posts/rolling-back"),  # the name of its file
    ],
)
async def test_an_address_that_is_nearly_right_leads_to_the_right_one(
    reader: aiohttp.ClientSession, asked: str, location: str
) -> None:
    async with reader.get(asked, allow_redirects=False) as page:
        assert (page.status, page.headers["location"]) == (308, location)


async def test_a_post_is_found_under_what_it_was_called_before(tmp_path: Path) -> None:
    write_post(tmp_path, "new", "New name", "Words of a post.", aliases="[/2019/03/Old-name.html]")
    async with reading(base_of(tmp_path)) as session:
        for asked in ("2019/03/old-name", "old-name"):
            async with session.get(f"/posts/{asked}", allow_redirects=False) as page:
                assert (page.status, page.headers["location"]) == (308, "/posts/new-name")


async def test_posts_of_one_slug_keep_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_post(tmp_path / name, "post", "Same", f"Words of {name}.", slug="same")
    async with reading(base_of(tmp_path)) as session:
        assert "Words of one." in await read(session, "/posts/same")
        assert "Words of two." in await read(session, "/posts/same-2")


@pytest.mark.parametrize(("slug", "path"), [("../../etc", "etc"), ("a/./b", "a/b"), ('"x"?#%00', "%22x%22%3F%23%2500")])
async def test_a_slug_cannot_lead_out_of_the_posts(tmp_path: Path, slug: str, path: str) -> None:
    write_post(tmp_path, "post", "Odd", "Words of a post.", slug=f"'{slug}'")
    base = base_of(tmp_path)
    assert base.posts[0].url == f"https://bot.example.com/posts/{path}"
    async with reading(base) as session:
        async with session.get(
            base.posts[0].url.replace("https://bot.example.com", str(session._base_url).rstrip("/"))
        ) as page:
            assert page.status == 200
        assert f'href="/posts/{path}"' in await read(session, "/posts")


@pytest.mark.parametrize(
    "path", ["%00", "..%2f..%2fetc%2fpasswd", "%ff%fe", "x" * 5000, "%0d%0aSet-Cookie:%20a=b", "%2e%2e/%2e%2e/x"]
)
async def test_a_path_that_is_none_is_answered_with_404(reader: aiohttp.ClientSession, path: str) -> None:
    address = str(reader._base_url).rstrip("/")
    async with reader.get(URL(f"{address}/posts/{path}", encoded=True)) as page:
        assert page.status == 404
        assert "set-cookie" not in page.headers


async def test_the_language_is_the_browsers(reader: aiohttp.ClientSession) -> None:
    async with reader.get("/posts", headers={"accept-language": "fr, de-AT;q=0.8, en;q=0.1"}) as page:
        text = await page.text()
        assert '<html lang="de">' in text
        assert "Beiträge" in text
        assert "accept-language" in page.headers["vary"]


async def test_a_site_below_a_path_keeps_its_links_there(own_posts: Path) -> None:
    url = "https://example.com/bot"
    async with reading(base_of(own_posts, url), url) as session:
        page = await read(session, "/posts/payments-at-scale")
    inner = re.findall(r'(?:href|action)="(/[^"]*)"', page)
    assert inner
    assert all(link.startswith("/bot/") for link in inner)


async def test_of_several_sources_each_post_names_its_own(tmp_path: Path) -> None:
    for name in ("blog", "wiki"):
        (tmp_path / name).mkdir()
        write_post(tmp_path / name, "post", f"In the {name}", f"Words of {name}.")
    sources = tuple(SourceConfig(folder=tmp_path / name) for name in ("blog", "wiki"))
    async with reading(KnowledgeBase.open(Config(sources=sources), "https://bot.example.com")) as session:
        assert '<a href="/posts?source=wiki">in wiki</a>' in await read(session, "/posts/in-the-wiki")
        listed = words(await read(session, "/posts"))
        assert "Sources blog 1 wiki 1" in listed


async def test_a_post_with_a_page_of_its_own_links_there(own_posts: Path) -> None:
    async with reading(base_of(own_posts, base_url="https://blog.example.com")) as session:
        page = await read(session, "/posts/rolling-back")
    assert '<a href="https://blog.example.com/rolling-back/" rel="noreferrer">' in page

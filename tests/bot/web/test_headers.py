"""What is sent with the pages: what browsers may do with them, and when they need not fetch them again."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest
from yarl import URL

from bot.web.drawing import Site, asset
from knowledge import Config, KnowledgeBase, SourceConfig
from tests.bot.web.reading import reading

PAGES = ("/", "/posts", "/posts/rolling-back", "/search?q=release", "/lesson", "/lessons.atom", "/posts/not-here")


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_allows_no_script_no_foreign_style_no_frame_and_no_crawler(
    knowledge_base: KnowledgeBase, path: str
) -> None:
    async with reading(knowledge_base) as session, session.get(path) as page:
        rules = dict(rule.split(" ", 1) for rule in page.headers["content-security-policy"].split("; "))
        assert (rules["default-src"], rules["style-src"], rules["frame-ancestors"]) == ("'none'", "'self'", "'none'")
        assert "script-src" not in rules
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        text = await page.text()
        assert 'name="robots" content="noindex, nofollow"' in text or path.endswith(".atom")
        assert not any(mark in text for mark in ("<script", "<style", " style=", " onclick=", "javascript:"))


@pytest.mark.parametrize("path", PAGES)
async def test_the_head_of_a_page_is_that_of_the_page(knowledge_base: KnowledgeBase, path: str) -> None:
    async with reading(knowledge_base) as session, session.get(path) as page, session.head(path) as head:
        assert (head.status, await head.read()) == (page.status, b"")
        assert head.headers["content-type"] == page.headers["content-type"]


async def test_a_page_that_a_browser_has_is_not_sent_again_until_it_changes(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base) as session:
        async with session.get("/posts") as page:
            assert page.headers["cache-control"] == "private, no-cache"
            tag = page.headers["etag"]
        for known in (tag, f'"other", {tag}', tag.removeprefix("W/")):
            async with session.get("/posts", headers={"if-none-match": known}) as page:
                assert (page.status, await page.read(), page.headers["etag"]) == (304, b"", tag)
        for known in ('"other"', ""):
            async with session.get("/posts", headers={"if-none-match": known}) as page:
                assert page.status == 200
        async with session.get("/posts", headers={"if-none-match": tag, "accept-language": "de"}) as page:
            assert page.status == 200


async def test_what_pages_refer_to_is_kept_for_good_under_a_name_that_changes_with_it(
    knowledge_base: KnowledgeBase,
) -> None:
    async with reading(knowledge_base) as session:
        for name, kind in (("style.css", "text/css"), ("icon.svg", "image/svg+xml"), ("sign-in.js", "text/javascript")):
            path = Site().asset(name)
            assert hashlib.sha256(asset(name).content).hexdigest()[:12] in path
            async with session.get(path) as file:
                assert (file.status, file.content_type) == (200, kind)
                assert "immutable" in file.headers["cache-control"]
        for name in ("nothing.css", "..%2fdrawing.py", "%00", "x" * 5000, "..%2f..%2f__init__.py"):
            async with session.get(URL(f"{str(session._base_url).rstrip('/')}/assets/0/{name}", encoded=True)) as file:
                assert file.status == 404


async def test_crawlers_are_told_that_none_of_this_is_for_them(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base) as session, session.get("/robots.txt") as page:
        assert await page.text() == "User-agent: *\nDisallow: /\n"


async def test_a_long_page_is_sent_small_to_whoever_can_read_it_so(tmp_path: Path) -> None:
    steps = (f"Step {number}: press button {number}, and wait for the light." for number in range(2000))
    (tmp_path / "long.md").write_text("# Long\n\n" + "\n\n".join(steps))
    posts = KnowledgeBase.open(Config(sources=(SourceConfig(folder=tmp_path),)), "https://bot.example.com")
    async with reading(posts) as session:
        async with session.get("/posts/long", headers={"accept-encoding": "gzip"}) as page:
            small, sent = await page.text(), int(page.headers["content-length"])
            assert page.headers["content-encoding"] == "gzip"
            assert {"accept-encoding", "cookie"} <= {each.strip().lower() for each in page.headers["vary"].split(",")}
        async with session.get("/posts/long", headers={"accept-encoding": "identity"}) as page:
            assert "content-encoding" not in page.headers
            assert await page.text() == small
    assert sent < 50_000 < len(small)


async def test_pages_are_light(knowledge_base: KnowledgeBase, starter: KnowledgeBase) -> None:
    for base in (knowledge_base, starter):
        async with reading(base) as session:
            for path in (*PAGES, *(f"/posts/{post.slug}" for post in base.posts)):
                async with session.get(path) as page:
                    assert len(await page.read()) < 50_000, path
    assert sum(len(file.read_bytes()) for file in files("bot.web").joinpath("assets").iterdir()) < 20_000

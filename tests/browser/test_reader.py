"""The reader's pages in a real browser: where links land, what is marked there, and who can read it."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Page, ViewportSize

from knowledge import Config, SourceConfig
from tests.bot.posts import write_post
from tests.browser import axe
from tests.browser.chromium import DESK, PHONE, Scheme
from tests.browser.conftest import Open
from tests.browser.playground import ARTEFACTS
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
MANY_KINDS = """\
Some words to begin with, and a sentence of them that goes on for a while so that the line is broken on every screen.

## Steps

To release, do these:

1. Build
2. Ship

   ```sh
   kubectl rollout undo deployment/a-name-that-is-far-too-long-for-any-telephone --to-revision=41
   ```

### Who

| Role | What they do | When they are called, which is hardly ever |
|---|---|---|
| Lead | Decides | At once |

> A quote of somebody.

#### Deeper

- one
- two
"""
ATTACKS = (
    "<script>document.title='pwned'</script>",
    "<img src=x onerror=\"document.title='pwned'\">",
    "\"><svg onload=document.title='pwned'>",
    "'-document.title='pwned'-'",
    "</title><script>document.title='pwned'</script>",
    "</textarea></style><iframe srcdoc='<script>parent.document.title=1</script>'>",
    "javascript:document.title='pwned'",
    "{{ cycler.__init__.__globals__ }}{% for x in y %}",
    "&lt;script&gt;document.title='pwned'&lt;/script&gt;",
    "<a href=javascript:document.title='pwned'>here</a>",
)
PAGES = ("/", "/posts", "/posts/many-kinds", "/posts/not-here", "/search?q=release", "/search?q=zebra", "/lesson")


def quoted(text: str | None) -> str:
    return quote(text or "", safe="")


def folded(text: str) -> str:
    return "".join(text.split())


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def starter() -> AsyncIterator[Served]:
    async with served() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def hostile(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Posts that try to be more than text, wherever text goes, and one with every kind of block."""
    folder = tmp_path_factory.mktemp("posts")
    for number, attack in enumerate(ATTACKS):
        written = attack.replace("'", "''")
        fields = {
            "slug": f"'{written}'",
            "tags": f"['{written}']",
            "authors": f"['{written}']",
            "date": f"2023-01-0{number % 9 + 1}",
        }
        body = f"## `{attack}`\n\nRelease words: `{attack}` and {attack}\n\n```\n{attack}\n```\n\n| `{attack}` | b |\n|-|-|\n| c | d |"
        write_post(folder, f"attack-{number}", attack, body, **fields)
    write_post(
        folder, "kinds", "Many kinds", MANY_KINDS, date="2024-01-01", updated="2024-02-01", tags="[release, ops]"
    )
    write_post(folder, "again", "Again", "Words.\n\n" + MANY_KINDS.partition("\n\n")[0], date="2024-05-01")
    write_post(folder, "third", "Third", "Words.\n\n" + MANY_KINDS.partition("\n\n")[0], date="2022-05-01")
    async with served(Config(sources=(SourceConfig(folder=folder, name="<b onclick=alert(1)>"),))) as running:
        yield running


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


async def test_a_text_fragment_is_landed_on_and_marked_too(starter: Served, open_page: Open) -> None:
    post = starter.knowledge_base.posts[0]
    last = post.blocks[-1].text.split()
    async with open_page(PHONE) as page:
        await page.goto(f"{starter.address}/posts/{post.slug}#:~:text={'%20'.join(last[:4])}")
        await page.wait_for_function("scrollY > 0")
        colours = "el => [getComputedStyle(el, '::target-text').backgroundColor, getComputedStyle(document.documentElement).getPropertyValue('--mark')]"
        marked, wanted = await page.locator(".said").last.evaluate(colours)
        assert wanted.strip() == "#fbe7a1"
        assert marked == "rgb(251, 231, 161)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_nobody_is_kept_from_reading_any_page(
    hostile: Served, open_page: Open, size: ViewportSize, scheme: Scheme
) -> None:
    async with open_page(size, scheme, expected=("404",)) as page:
        for path in PAGES:
            await page.goto(hostile.address + path)
            for each in await page.locator("summary").all():
                await each.click()
            assert await axe.violations(page) == [], path
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        await page.goto(f"{hostile.address}/posts/many-kinds")
        target = await page.locator(".passage").first.get_attribute("id")
        await page.goto(f"{hostile.address}/posts/many-kinds#{target}")
        assert await axe.violations(page) == []
        ARTEFACTS.mkdir(exist_ok=True)
        await page.screenshot(path=ARTEFACTS / f"reader-{size['width']}-{scheme}.png")


async def test_nothing_that_a_post_holds_or_a_question_says_runs(hostile: Served, open_page: Open) -> None:
    async with open_page(expected=("404",)) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        paths = [f"/posts/{quoted(post.slug)}" for post in hostile.knowledge_base.posts]
        paths += ["/", "/posts", "/search?q=release+words", "/search?q=release+words&more=1", "/lessons.atom"]
        paths += [
            f"{path}{quoted(attack)}"
            for attack in ATTACKS
            for path in ("/search?q=", "/lesson?topic=", "/posts?tag=", "/posts?source=", "/posts/x")
        ]
        for path in paths:
            await page.goto(hostile.address + path)
            assert await page.title() not in ("pwned", "1"), path
            assert (
                await page.evaluate(
                    "document.querySelectorAll('script, iframe, svg, img, object, [onload], [onerror], [onclick]').length"
                )
                == 0
            )
            links = await page.evaluate("[...document.querySelectorAll('a')].map(a => a.protocol)")
            assert set(links) <= {"http:"}, path


async def test_a_keyboard_reaches_the_content_first_and_everything_in_order(hostile: Served, open_page: Open) -> None:
    async with open_page() as page:
        await page.goto(f"{hostile.address}/posts/many-kinds")
        await page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert await skip.inner_text() == "Skip to the content"
        assert await skip.evaluate("el => el.getBoundingClientRect().left >= 0")
        await page.keyboard.press("Enter")
        await page.wait_for_function("document.activeElement.id === 'main'")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.querySelector('main').contains(document.activeElement)")
        assert await page.locator(":focus").evaluate("el => getComputedStyle(el).outlineStyle") == "solid"


async def test_headings_go_down_step_by_step(hostile: Served, open_page: Open) -> None:
    async with open_page() as page:
        await page.goto(f"{hostile.address}/posts/many-kinds")
        found = await page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => h.tagName + h.innerText)"
        )
    assert found[:4] == ["H1Many kinds", "H2Steps", "H3Who", "H4Deeper"]


async def test_a_page_prints_without_what_is_for_the_screen_and_with_where_else_it_is_said(
    hostile: Served, open_page: Open
) -> None:
    async with open_page() as page:
        await page.goto(f"{hostile.address}/posts/many-kinds")
        assert not await page.locator(".notes li").first.is_visible()
        await page.emulate_media(media="print")
        for hidden in (".top", ".foot", ".pilcrow"):
            assert not await page.locator(hidden).first.is_visible()
        assert await page.locator(".notes li").first.is_visible()
        assert await page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


async def test_a_question_is_asked_and_its_answer_followed_without_scripts(starter: Served, open_page: Open) -> None:
    async with open_page(java_script_enabled=False, language="de") as page:
        await page.goto(starter.address)
        await page.get_by_label("Was möchtest du wissen?").fill(
            "how do we keep one microservice from breaking another?"
        )
        await page.keyboard.press("Enter")
        await page.locator(".hit a").first.click()
        assert "Contract testing" in (await page.evaluate(MARKED))["text"]


async def _click(page: Page, name: str) -> None:
    await page.get_by_role("link", name=name).click()


async def test_the_pages_lead_to_each_other(hostile: Served, open_page: Open) -> None:
    async with open_page() as page:
        await page.goto(f"{hostile.address}/posts")
        await page.get_by_text("Tags", exact=True).click()
        await _click(page, "release")
        assert "tagged “release”" in await page.locator("main").inner_text()
        await _click(page, "Many kinds")
        assert await page.title() == "Many kinds · Commonplace"
        await page.locator(".notes summary").first.click()
        await page.locator(".notes").get_by_role("link", name="Again").click()
        assert (await page.evaluate(MARKED))["text"].startswith("Some words to begin with")
        await _click(page, "Lesson")
        assert "A lesson" in await page.title()

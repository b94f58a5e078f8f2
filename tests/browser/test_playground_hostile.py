"""Posts, questions and names that would run or ping if they could: on the page they are words."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.async_api import expect

from bot.play.page.offer import Command, Offer, Shortcut
from bot.play.people import ANN, BEN, BOT, ENGINEERING
from bot.playing import Played
from tests.bot.play.page.served import served
from tests.browser.conftest import Open
from tests.browser.playground import arrive, playground, say

RUNS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror='window.hit=1'>",
    '"><svg onload=window.hit=1>',
    "' onfocus='window.hit=1' autofocus='",
    "<a href='javascript:window.hit=1'>x</a>",
    "[x](javascript:window.hit=1)",
    "<javascript:window.hit=1|click>",
    "<iframe srcdoc='<script>top.hit=1</script>'></iframe>",
    "{{7*7}}{% raw %}",
    "</textarea></pre></title><script>window.hit=1</script>",
    "<!channel> <!here> <@U0BEN> @everyone",
    "data:text/html,<script>window.hit=1</script>",
    "\u202e\u2028<b>",
]


def hostile_posts(folder: Path) -> Path:
    """A post for each of them: in its title, tags, heading, words and code."""
    folder.mkdir()
    for number, text in enumerate(RUNS):
        title = text.replace("'", "''").replace("\u2028", " ")
        code = f"    {text.replace(chr(0x2028), ' ')}"
        body = f"## On {text}\n\nWombats number {number} deploy on Fridays `{text}` and never {text} roll back.\n\n{code}\n"
        (folder / f"p{number}.md").write_text(
            f"---\ntitle: 'Wombat {number} {title}'\ntags: ['{title}']\n---\n\n{body}", encoding="utf-8"
        )
    return folder


async def test_nothing_in_posts_and_questions_runs(open_page: Open, tmp_path: Path) -> None:
    played = Played(place=str(hostile_posts(tmp_path / "posts")))
    async with playground(played) as address, open_page() as page:
        await arrive(page, address)
        for number, text in enumerate(RUNS):
            await say(page, f"/ask wombats number {number} {text}")
            await expect(page.locator("#messages .message")).to_have_count(number + 1)
        await say(page, f"@commonplace wombats deploy on Fridays {RUNS[0]} {RUNS[5]}")
        await page.locator(".replies").click()
        await expect(page.locator("#replies .message")).to_have_count(2)
        await page.locator("[data-press=why_answer]").first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.click("#wire-toggle")
        await expect(page.locator("#steps .step").first).to_be_visible()
        await page.click("#to-home")
        await expect(page.locator("#home .block").first).to_be_visible()
        assert await page.evaluate("window.hit") is None
        assert (
            await page.evaluate("document.querySelectorAll('main img, main script, main iframe, [onerror]').length")
            == 0
        )
        assert await page.evaluate(
            "[...document.querySelectorAll('a')].every(a => /^(https?|mailto|tel):/.test(a.protocol))"
        )


def hostile_blocks(text: str) -> list[dict[str, Any]]:
    """Blocks with that text wherever a text, an address or an id can stand."""
    said = {"type": "plain_text", "text": text}
    button = {
        "type": "button",
        "action_id": text,
        "text": said,
        "value": text,
        "url": text,
        "accessibility_label": text,
    }
    sure = {"type": "button", "action_id": "s", "text": said, "confirm": dict.fromkeys(("title", "text"), said)}
    menu = {"type": "overflow", "action_id": text, "options": [{"text": said, "value": text}]}
    return [
        {"type": "header", "text": said, "block_id": text},
        {"type": "section", "text": {"type": "mrkdwn", "text": text}, "accessory": button},
        {"type": "markdown", "text": text},
        {"type": "image", "alt_text": text, "image_url": text, "title": said},
        {"type": "actions", "elements": [sure, menu]},
        {"type": text, "text": text},
    ]


async def test_nothing_that_an_app_sends_or_is_called_runs(open_page: Open) -> None:
    offer = Offer(f"<i>bot</i>{RUNS[0]}", (Command("/x", RUNS[1], RUNS[2]),), (Shortcut(RUNS[3], RUNS[2]),))
    async with served(offer) as echo, open_page() as page:
        workspace = echo.side.workspace
        workspace.users[BEN] = replace(workspace.users[BEN], real_name=RUNS[1])
        for text in RUNS:
            workspace.add(ENGINEERING, BEN, {"text": text})
            workspace.add(ENGINEERING, BOT, {"text": text, "blocks": hostile_blocks(text)})
            workspace.react(workspace.add(ENGINEERING, ANN, {"text": text}), text, ANN)
        await arrive(page, str(echo.session._base_url))
        await expect(page.locator("#messages .message")).to_have_count(3 * len(RUNS))
        await expect(page.locator("#messages .cannot")).to_have_count(len(RUNS))
        await page.fill("#composer", "/")
        await page.get_by_role("button", name="More options").first.click()
        await say(page, f"@ben {RUNS[0]}")
        await expect(page.locator("#messages .message")).to_have_count(3 * len(RUNS) + 1)
        assert await page.evaluate("window.hit") is None
        assert await page.evaluate("document.querySelectorAll('main :is(img, script, iframe, i)').length") == 0

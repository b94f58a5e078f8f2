"""`commonplace play`: the real bot in a browser or a terminal, on the posts that come along or on one's own."""

import asyncio
import io
import json
import re
import signal
import sys
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.cli import main
from bot.playing import Played, browser, play_in_browser, play_in_terminal
from bot.transport.http import bound
from knowledge.errors import KnowledgeError
from tests.bot.posts import ROLLBACK, write_posts

_TOKEN = re.compile(r'name="play-token" content="([^"]+)"')
_PATIENCE = 60  # seconds; a machine under load is slow


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever opens the page at an address, as Ann in #engineering."""

    session: aiohttp.ClientSession

    async def until(self, wanted: str) -> dict[str, Any]:
        """The newest regions, as soon as the wanted words stand in them."""
        asked = {"as": "U0ANN", "place": "C0ENG"}
        async with asyncio.timeout(_PATIENCE), self.session.get("/play/stream", params=asked) as stream:
            async for line in stream.content:
                if line.startswith(b"data: ") and wanted in line.decode():
                    found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                    return found
        raise AssertionError(f"the stream ended without {wanted!r}")

    async def says(self, text: str) -> None:
        """Type it and send it."""
        async with self.session.get("/") as page:
            (token,) = _TOKEN.findall(await page.text())
        asked = json.dumps({"kind": "say", "as": "U0ANN", "channel": "C0ENG", "text": text})
        async with self.session.post("/play/act", data=asked, headers={"x-play-token": token}) as answer:
            assert await answer.json() == {"status": 200}


@asynccontextmanager
async def played(what: Played) -> AsyncIterator[Visitor]:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    address: asyncio.Future[str] = loop.create_future()

    def show(opened: str) -> bool:
        loop.call_soon_threadsafe(address.set_result, opened)
        return True

    running = asyncio.create_task(play_in_browser(what, show, stopped))
    async with aiohttp.ClientSession(await address) as session:
        yield Visitor(session)
    stopped.set()
    await running


async def test_a_conversation_is_answered_with_links_to_pages_on_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = "/ask how do we keep one microservice from breaking another?\n4\n@commonplace lesson\nquit\n"
    await play_in_terminal(Played(), {"NO_COLOR": "1"}, io.StringIO(typed))
    said = " ".join(capsys.readouterr().out.split())
    assert "You are ann, in #engineering of a Slack on this computer; nothing leaves it." in said
    assert "You asked: how do we keep one microservice from breaking another?" in said
    assert "(http://127.0.0.1:" in said
    assert "ann asked: how do we keep one microservice from breaking another?" in said
    assert "A lesson" in said


async def test_ones_own_folder_is_read_and_asked(tmp_path: Path) -> None:
    async with played(Played(place=str(write_posts(tmp_path / "blog")))) as visitor:
        await visitor.until('"isOver": true')
        await visitor.until("The bot has read 11 posts")
        await visitor.says("/ask how do I roll back a release?")
        await visitor.until(ROLLBACK[:40])
        async with visitor.session.get("/posts/rolling-back") as page:
            assert page.status == 200


async def test_links_to_where_posts_are_published_get_previews(tmp_path: Path) -> None:
    blog = tmp_path / "blog"
    (blog / "docs").mkdir(parents=True)
    write_posts(blog / "docs")
    (blog / "mkdocs.yml").write_text("site_url: https://blog.example.com\n")
    async with played(Played(place=str(blog))) as visitor:
        await visitor.until('"isOver": true')
        await visitor.says("have you seen https://blog.example.com/rollback/")
        await visitor.until("attachment")


async def test_nobody_reaches_the_playground_by_another_name(tmp_path: Path) -> None:
    async with played(Played(place=str(write_posts(tmp_path / "blog")))) as visitor:
        await visitor.until('"isOver": true')
        for path in ("/", "/posts", "/posts/rolling-back", "/slack/events"):
            async with visitor.session.get(path, headers={"host": "evil.test"}) as answer:
                assert answer.status == 400


async def test_a_place_with_nothing_to_read_is_named_on_the_page_too(tmp_path: Path) -> None:
    async def visited() -> None:
        async with played(Played(place=str(tmp_path))) as visitor:
            regions = await visitor.until("holds no document")
            assert regions["start"]["failed"] is True

    with pytest.raises(KnowledgeError, match="holds no document"):
        await visited()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "--terminal"], "nowhere does not exist"),
        (["nowhere", "--config", "x.yaml"], "exclude each other"),
        (["--port", "70000", "--terminal"], "--port must be between 0 and 65535, is 70000"),
    ],
)
def test_what_cannot_be_played_with_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["play", *arguments], {}) == 2
    assert said in capsys.readouterr().err


def test_a_port_that_somebody_else_has_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with bound("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert main(["play", "--terminal", "--port", str(port)], {}) == 2
    assert f"--port {port} cannot be listened on: Address already in use" in capsys.readouterr().err


class Window(webbrowser.BaseBrowser):
    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        return (url, new, autoraise) == ("http://127.0.0.1:1/", 0, True)


def test_a_browser_with_a_window_of_its_own_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "get", Window)
    assert browser("http://127.0.0.1:1/")
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("lynx"))
    assert not browser("http://127.0.0.1:1/")

    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert not browser("http://127.0.0.1:1/")


@asynccontextmanager
async def started(folder: Path, *arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`commonplace play` as a process of its own, and the address that it prints."""
    code = "import sys; from bot.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "play", "--no-browser", *arguments]
    environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(folder), "PATH": ""}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    async with asyncio.timeout(_PATIENCE):
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", (await process.stdout.readline()).decode())
        yield process, address


async def test_it_is_soon_there_answers_the_first_message_and_ends_with_an_open_page(tmp_path: Path) -> None:
    began = time.monotonic()
    async with started(tmp_path) as (process, address), aiohttp.ClientSession(address) as session:
        visitor = Visitor(session)
        await visitor.until('"isOver": true')
        there = time.monotonic() - began
        await visitor.says("/ask how do we keep one microservice from breaking another?")
        await visitor.until("Consumer-driven contracts")
        print(f"there after {there:.2f} s, the first answer after {time.monotonic() - began:.2f} s")
        async with session.get("/play/stream", params={"as": "U0ANN", "place": "C0ENG"}):
            process.send_signal(signal.SIGINT)
            _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")


async def test_reading_that_takes_long_is_broken_off_at_once(tmp_path: Path) -> None:
    reached = asyncio.Event()

    async def never_answer(asked: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()
        await asked.read()  # until whoever asked is gone
        writer.close()

    async with await asyncio.start_server(never_answer, "127.0.0.1", 0) as site:
        port = site.sockets[0].getsockname()[1]
        async with started(tmp_path, f"http://127.0.0.1:{port}/") as (process, _):
            await reached.wait()
            process.send_signal(signal.SIGINT)
            _, errors = await process.communicate()
        assert (process.returncode, errors) == (130, b"")

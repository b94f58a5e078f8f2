"""`commonplace run` as a process of its own: it starts with a word, and a SIGTERM lets it finish what it has begun."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.play.faults import Fault
from bot.play.slack_side import SlackSide
from bot.rush import AT_ONCE
from bot.transport.http import PATH
from tests.bot.judged import JudgedSide, links, quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Transport


class Run:
    """The running process and what it wrote to stderr."""

    def __init__(self, process: asyncio.subprocess.Process, address: str) -> None:
        self.process = process
        self.address = address
        self.lines: list[str] = []

    async def until(self, words: str) -> str:
        """Read on to the line that holds these words."""
        assert self.process.stderr is not None
        async with asyncio.timeout(20):
            while line := (await self.process.stderr.readline()).decode():
                self.lines.append(line)
                if words in line:
                    return line
        raise AssertionError(f"it never said {words!r}:\n{''.join(self.lines)}")

    async def stop(self) -> None:
        """Send SIGTERM, and return once it said that it stops."""
        self.process.send_signal(signal.SIGTERM)
        await self.until("stopping")

    async def ended(self) -> int | None:
        async with asyncio.timeout(10):
            return await self.process.wait()


def broken_off(side: SlackSide) -> asyncio.Event:
    """Keep the next post from Slack until the event is set, and for ever."""
    held = asyncio.Event()
    side._faults.add("chat.postMessage", Fault(reset=True, released=held))
    return held


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@asynccontextmanager
async def running(side: SlackSide, transport: Transport, posts: Path, **more: str) -> AsyncIterator[Run]:
    """`python -m bot` connected to this side of Slack."""
    config = posts.parent / "commonplace.yaml"
    config.write_text(f"sources:\n  - folder: {posts.name}\n    base_url: https://blog.example.com\n", encoding="utf-8")
    port = free_port()
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "SLACK_BOT_TOKEN": side.bot_token,
        "SLACK_APP_TOKEN": side.app_token,
        "SLACK_SIGNING_SECRET": side.signing_secret,
        "SLACK_API_URL": side.api_url,
        "COMMONPLACE_CONFIG": str(config),
        "PORT": str(port),
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "bot", f"--{transport}"),
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        cwd=posts.parent,
    )
    run = Run(process, f"http://127.0.0.1:{port}")
    try:
        await run.until("over ")
        if transport == "http":
            side.connect_http(run.address + PATH)
        else:
            await side.socket_connected()
        yield run
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_it_finishes_the_answer_under_way_and_ends_with_success(transport: Transport, own_posts: Path) -> None:
    async with JudgedSide() as side, running(side, transport, own_posts) as run:
        side.fail_next("chat.postMessage", status=429, retry_after=0, delay=0.5)
        await side.mention("how do we roll back?")
        await side.wait_for_call("chat.postMessage")
        await run.stop()  # half a second before Slack asks it to post again
        assert not [message for message in side.messages("engineering") if message.user == "U0BOT"]
        assert await run.ended() == 0
        answer = await side.wait_for_message("engineering")
        assert ROLLBACK in quoted(answer.content)
        assert run.process.stderr is not None
        rest = (await run.process.stderr.read()).decode()
        assert "Traceback" not in "".join(run.lines) + rest
        side.judge()


async def test_it_waits_for_a_slow_slack(transport: Transport, own_posts: Path) -> None:
    async with JudgedSide() as side, running(side, transport, own_posts) as run:
        side.fail_next("chat.postMessage", delay=2.0)
        await side.mention("how do we roll back?")
        await side.wait_for_call("chat.postMessage")
        await run.stop()
        assert not [message for message in side.messages("engineering") if message.user == "U0BOT"]
        assert await run.ended() == 0
        (answer,) = [message for message in side.messages("engineering") if message.user == "U0BOT"]
        assert ROLLBACK in quoted(answer.content)


async def test_what_it_still_acknowledges_after_the_signal_it_answers_and_soon_it_takes_nothing_in(
    transport: Transport, own_posts: Path
) -> None:
    async with JudgedSide(ack_timeout=1.0, retry_delays=()) as side, running(side, transport, own_posts) as run:
        held = side.hold_next("chat.postMessage")
        acks = [await side.mention("how do we roll back?")]
        await side.wait_for_call("chat.postMessage")
        await run.stop()
        while acks[-1].error is None:
            acks.append(await side.mention("who presses the button?", channel="engineering"))
        held.set()
        assert await run.ended() == 0
        asked = [ack.message.ts for ack in acks if ack.message is not None and ack.error is None]
        answered = [str(each.thread_ts) for each in side.messages("engineering") if each.user == "U0BOT"]
        assert set(asked) <= set(answered)
        assert len(answered) == len(set(answered))


async def test_what_a_killed_process_left_is_finished_as_soon_as_the_next_one_starts(
    transport: Transport, own_posts: Path, tmp_path: Path
) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'state' / 'commonplace.db'}"}
    async with JudgedSide() as side:
        async with running(side, transport, own_posts, **store) as run:
            held = broken_off(side)
            await side.mention("how do we roll back?")
            await side.wait_for_call("chat.postMessage")
            run.process.kill()
            await run.ended()
            held.set()
        assert not [message for message in side.messages("engineering") if message.user == "U0BOT"]
        async with running(side, transport, own_posts, **store) as run:
            answer = await side.wait_for_message("engineering", timeout=10)  # a lease would last for sixty
            assert ROLLBACK in quoted(answer.content)
            await run.stop()
            assert await run.ended() == 0
        assert len([message for message in side.messages("engineering") if message.user == "U0BOT"]) == 1
        assert not list((tmp_path / "state").glob("processes-*/*"))


async def test_who_asked_in_a_rush_is_answered_after_the_signal(transport: Transport, own_posts: Path) -> None:
    at_once = 3 * AT_ONCE
    async with JudgedSide() as side, running(side, transport, own_posts, COMMONPLACE_LIMIT_PERSON="0") as run:
        acks = await asyncio.gather(*(side.slash_command("/ask", "how do we roll back?") for _ in range(at_once)))
        await run.stop()
        assert await run.ended() == 0
        told = [ack.message.text for ack in acks if ack.message is not None]
        assert "I am searching; the answer comes in a moment." in told
        answers = [each for each in side.seen_by("ann", "engineering") if ROLLBACK in quoted(each.content)]
        assert len(answers) == len(told) == at_once
        side.judge()


async def test_it_ends_at_once_when_nothing_is_under_way(transport: Transport, own_posts: Path) -> None:
    async with JudgedSide() as side, running(side, transport, own_posts) as run:
        ack = await side.slash_command("/ask", "how do we roll back?")
        assert ack.payload is not None
        await run.stop()
        assert await run.ended() == 0
        side.judge()


async def test_a_second_signal_ends_it_at_once(transport: Transport, own_posts: Path) -> None:
    async with JudgedSide() as side, running(side, transport, own_posts) as run:
        held = side.hold_next("chat.postMessage")
        await side.mention("how do we roll back?")
        await side.wait_for_call("chat.postMessage")
        await run.stop()
        run.process.send_signal(signal.SIGTERM)
        assert await run.ended() == -signal.SIGTERM
        held.set()


async def test_client_id_and_secret_in_the_environment_change_nothing(own_posts: Path) -> None:
    more = {"SLACK_CLIENT_ID": "1.1", "SLACK_CLIENT_SECRET": "client-secret"}
    async with JudgedSide() as side, running(side, "http", own_posts, **more) as run:
        ack = await side.slash_command("/ask", "how do we roll back?")
        assert ack.payload is not None
        assert ROLLBACK in quoted(ack.payload)
        await run.stop()
        side.judge()


async def test_posts_without_a_page_are_served_and_linked_at_the_public_address(own_posts: Path) -> None:
    config = own_posts.parent / "no-base.yaml"
    config.write_text(f"sources:\n  - folder: {own_posts.name}\n    public: true\n", encoding="utf-8")
    more = {"COMMONPLACE_PUBLIC_URL": "https://bot.example.com", "COMMONPLACE_CONFIG": str(config)}
    async with JudgedSide() as side, running(side, "http", own_posts, **more) as run:
        ack = await side.slash_command("/ask", "how do we roll back?")
        assert ack.payload is not None
        url = links(ack.payload)["Rolling back"]
        assert url.startswith("https://bot.example.com/posts/rolling-back#p-")
        local, anchor = url.replace("https://bot.example.com", run.address).split("#")
        async with aiohttp.ClientSession() as session, session.get(local) as page:
            assert page.status == 200
            text = await page.text()
        assert ROLLBACK in text[text.index(f'id="{anchor}"') :]
        await run.stop()
        side.judge()

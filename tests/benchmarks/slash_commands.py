"""Signed slash command → full answer received, by the bot and by a bare Bolt app that echoes, in turn."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.transport.http import PATH
from tests.benchmarks.figures import Figures
from tests.benchmarks.made_up_posts import questions
from tests.benchmarks.slash_server import SECRET

SIZES = (1_000, 10_000)
_ROUNDS = 1_000
_WARM_UP = 50


async def measure() -> list[str]:
    """Lines of a table: median and 99th percentile in milliseconds, and the ratio to the bare app."""
    servers = ("echo", *map(str, SIZES))
    async with AsyncExitStack() as stack:
        addresses = [await stack.enter_async_context(server(each)) for each in servers]
        session = await stack.enter_async_context(aiohttp.ClientSession())
        taken = await _in_turn(session, addresses)
    bare = Figures(taken[0])
    lines = ["| slash command → answer, ms | p50 | p99 | p50 ÷ bare |", "|---|---|---|---|"]
    lines.append(f"| bare Bolt app that echoes | {bare.p50:.2f} | {bare.p99:.2f} | 1.00 |")
    for size, times in zip(SIZES, taken[1:], strict=True):
        figures = Figures(times)
        ratio = figures.p50 / bare.p50
        lines.append(f"| the bot, {size:,} passages | {figures.p50:.2f} | {figures.p99:.2f} | {ratio:.2f} |")
    return lines


async def _in_turn(session: aiohttp.ClientSession, addresses: Sequence[str]) -> list[list[float]]:
    """Milliseconds of every request to every server; each round asks all of them the same question."""
    taken: list[list[float]] = [[] for _ in addresses]
    for number, question in enumerate(questions(_ROUNDS + _WARM_UP)):
        for place, address in enumerate(addresses):
            milliseconds = await _ask(session, address, question)
            if number >= _WARM_UP:
                taken[place].append(milliseconds)
    return taken


async def _ask(session: aiohttp.ClientSession, address: str, question: str) -> float:
    body = urlencode({
        "command": "/ask", "text": question, "team_id": "T0BENCH", "channel_id": "C0BENCH", "user_id": "U0ANN",
        "user_name": "ann", "response_url": "http://127.0.0.1:9/", "trigger_id": uuid4().hex, "is_enterprise_install": "false",
    })  # fmt: skip
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
    }
    start = time.perf_counter()
    async with session.post(address + PATH, data=body, headers=headers) as response:
        answer = await response.read()
    milliseconds = (time.perf_counter() - start) * 1000
    if response.status != 200 or not answer:
        raise RuntimeError(f"{address} answered {response.status}")
    return milliseconds


@asynccontextmanager
async def server(what: str) -> AsyncIterator[str]:
    """The address of a server in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.slash_server", what,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.stdin.close()
        await process.wait()

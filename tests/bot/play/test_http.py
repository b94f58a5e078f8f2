"""Deliveries over HTTP: signatures, retries, junk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.play.deliveries import Retry, decode, sign
from bot.play.slack_side import SlackSide
from tests.bot.play.echo import build_echo, over_http


def test_the_signature_is_the_one_of_slacks_worked_example() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name="
        b"foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2F"
        b"hooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id="
        b"398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    signature = sign("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, body)

    assert signature == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_unsigned_junk_is_refused_by_the_bot(side: SlackSide) -> None:
    async with over_http(side, build_echo(side)):
        assert (await side.raw(b"text=hi")).status == 401
        answer = await side.raw(b"{}", {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"})
        assert (answer.status, answer.error) == (401, "dispatch_failed")


async def test_signed_bytes_are_accepted(side: SlackSide) -> None:
    async with over_http(side, build_echo(side)):
        body = b'{"type": "url_verification", "challenge": "c"}'
        ack = await side.raw(body, {"Content-Type": "application/json"}, signed=True)

    assert (ack.status, ack.payload) == (200, {"challenge": "c"})


async def test_an_old_signature_is_refused_by_the_bot() -> None:
    async with SlackSide(signing_clock=lambda: 1_500_000_000.0) as side, over_http(side, build_echo(side)):
        assert (await side.slash_command("/echo")).status == 401


async def test_a_retry_carries_its_number_and_reason(side: SlackSide) -> None:
    app = build_echo(side)
    seen: list[tuple[str, str]] = []

    @app.middleware
    async def look(request, next) -> None:  # type: ignore[no-untyped-def]  # noqa: A002, ANN001 - Bolt's names
        seen.append((request.headers["x-slack-retry-num"][0], request.headers["x-slack-retry-reason"][0]))
        await next()

    async with over_http(side, app):
        await side.event({"type": "app_mention", "channel": "C0ENG", "ts": "1.1", "text": "x"}, retry=Retry(2))

    assert seen == [("2", "http_timeout")]


@asynccontextmanager
async def answering(*statuses: int) -> AsyncIterator[tuple[str, list[tuple[str, str]]]]:
    """A URL that answers with one status after another, and the number and reason of each try that came."""
    seen: list[tuple[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.headers.get("X-Slack-Retry-Num", ""), request.headers.get("X-Slack-Retry-Reason", "")))
        if (status := statuses[len(seen) - 1]) == 0 and request.transport:
            request.transport.abort()
        return web.Response(status=status or 200)

    app = web.Application()
    app.router.add_post("/slack/events", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", seen
    finally:
        await runner.cleanup()


async def test_an_event_is_sent_again_until_it_is_acknowledged() -> None:
    async with SlackSide(retry_delays=(0.0, 0.0, 0.0)) as side, answering(503, 0, 200) as (url, seen):
        side.connect_http(url)
        ack = await side.event({"type": "app_mention", "channel": "C0ENG", "ts": "1.1", "text": "x"})

    assert ack.error is None
    assert seen == [("", ""), ("1", "http_error"), ("2", "connection_failed")]


async def test_a_command_is_sent_once_whatever_comes_back() -> None:
    async with SlackSide(retry_delays=(0.0, 0.0, 0.0)) as side, answering(503) as (url, seen):
        side.connect_http(url)
        ack = await side.slash_command("/ask")

    assert (ack.error, len(seen)) == ("dispatch_failed", 1)


async def test_several_urls_take_turns(side: SlackSide) -> None:
    async with answering(200, 200) as (one, by_one), answering(200, 200) as (other, by_other):
        side.connect_http(one, other)
        for _ in range(4):
            await side.slash_command("/ask")

    assert (len(by_one), len(by_other)) == (2, 2)


async def test_raw_bytes_need_a_url(side: SlackSide) -> None:
    with pytest.raises(RuntimeError, match="connect_http"):
        await side.raw(b"")
    with pytest.raises(RuntimeError, match="async with"):
        SlackSide().connect_http("http://127.0.0.1:9")


def test_the_body_of_an_ack_is_json_or_text() -> None:
    assert decode(" ") is None
    assert decode('{"text": "a"}') == {"text": "a"}
    assert decode("plain words") == {"text": "plain words"}
    assert decode("7") == {"text": "7"}

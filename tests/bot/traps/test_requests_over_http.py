"""What reaches the HTTP door: Slack's requests whatever words they hold, and nothing that is forged, broken or huge."""

import asyncio
import io
import logging
import time
from collections.abc import AsyncIterator, Mapping
from urllib.parse import urlencode, urlsplit

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.background import Background
from bot.play.deliveries import encode, sign
from bot.transport import impatience
from bot.transport.http import PATH, bound, build_http_app, serving
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario

JUNK = {
    "bad JSON": b'{"type": "event_callback", ',
    "an array": b"[1, 2, 3]",
    "bad UTF-8": b"\xff\xfe\xfa",
    "nothing": b"",
    "blanks": b"  \n ",
    "a bare word": b'"hello"',
    "a form with a broken payload": b"payload=%7Bnot+JSON",
    "a form with an array for a payload": b"payload=%5B%5D",
}


async def test_the_word_payload_in_a_question_is_a_word_like_any_other(http: Scenario) -> None:
    for text in ("what is a payload when we roll back?", "payload", "payload={} how do we roll back"):
        ack = await http.side.slash_command("/ask", text)
        assert (ack.status, ack.error) == (200, None)
        assert ack.message is not None
        assert ("Rolling back" in ack.message.text) == ("roll" in text)


async def test_a_field_that_holds_the_word_payload_is_read_too(http: Scenario) -> None:
    ann, engineering = http.side.workspace.user("ann"), http.side.workspace.channel("engineering")
    form = http.side.payloads.slash_command("/ask", "how do we roll back?", ann, engineering)
    form["channel_name"] = "payload-team"
    body = urlencode(form).encode()
    ack = await http.side.raw(body, {"Content-Type": "application/x-www-form-urlencoded"}, signed=True)
    assert ack.payload is not None
    assert ROLLBACK in quoted(ack.payload)


CONTENT_TYPES = ("application/json", "application/x-www-form-urlencoded", "text/plain", "")


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
async def test_junk_is_refused_signed_or_not(http: Scenario, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    for name, body in JUNK.items():
        assert (await http.side.raw(body, headers)).status == 401, name
        signed = await http.side.raw(body, headers, signed=True)
        is_form = content_type != "application/json" and name in ("an array", "a bare word")  # with one odd field
        expected = 200 if is_form else 401 if name == "bad UTF-8" else 400
        assert signed.status == expected, name


def forged(body: bytes) -> Mapping[str, Mapping[str, str]]:
    """Name → headers that must not pass for Slack's."""
    now, secret = int(time.time()), "play-signing-secret"

    def headers(timestamp: str, signature: str) -> Mapping[str, str]:
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}

    return {
        "none": {},
        "no signature": {"X-Slack-Request-Timestamp": str(now)},
        "no timestamp": {"X-Slack-Signature": sign(secret, now, body)},
        "another secret": headers(str(now), sign("other", now, body)),
        "of another body": headers(str(now), sign(secret, now, body + b" ")),
        "six minutes old": headers(str(now - 360), sign(secret, now - 360, body)),
        "six minutes ahead": headers(str(now + 360), sign(secret, now + 360, body)),
        "no number": headers("yesterday", sign(secret, now, body)),
        "a number of other digits": headers("١٢٣٤", sign(secret, now, body)),
        "a number without end": headers("9" * 5000, sign(secret, now, body)),
        "not ASCII": headers(str(now), "v0=é" + sign(secret, now, body)[4:]),
        "empty": headers("", ""),
    }


async def test_a_request_that_slack_did_not_sign_just_now_is_refused(http: Scenario) -> None:
    body = b'{"type": "url_verification", "challenge": "c"}'
    for name, headers in forged(body).items():
        ack = await http.side.raw(body, {"Content-Type": "application/json", **headers})
        assert ack.status == 401, name


async def test_a_refusal_is_not_logged_with_its_body(http: Scenario, log: pytest.LogCaptureFixture) -> None:
    await http.side.raw(b"text=a+secret+question")
    await http.side.raw(b"{secret question", signed=True)
    assert "question" not in log.text


async def test_slack_verifies_the_address_with_a_challenge(http: Scenario) -> None:
    body = b'{"token": "t", "type": "url_verification", "challenge": "3eZbrw1aB"}'
    ack = await http.side.raw(body, {"Content-Type": "application/json"}, signed=True)
    assert (ack.status, ack.payload) == (200, {"challenge": "3eZbrw1aB"})


async def test_a_check_of_the_certificate_is_answered_200(http: Scenario) -> None:
    ack = await http.side.raw(
        b"ssl_check=1&token=t", {"Content-Type": "application/x-www-form-urlencoded"}, signed=True
    )
    assert ack.status == 200


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 100_000


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_of_more_than_a_megabyte_is_refused(http: Scenario, *, chunked: bool) -> None:
    url = http.side._http.urls[0] if http.side._http else ""
    data = pieces(11) if chunked else io.BytesIO(b"x" * 1_100_000)
    async with aiohttp.ClientSession() as session, session.post(url, data=data) as answer:
        assert answer.status == 413


async def test_other_paths_and_methods_are_not_there(http: Scenario) -> None:
    url = http.side._http.urls[0] if http.side._http else ""
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            assert answer.status == 405
        async with session.get(url.replace("/slack/events", "/")) as answer:
            assert answer.status == 404
        async with session.get(url.replace("/slack/events", "/healthz")) as answer:
            assert (answer.status, await answer.text()) == (200, "ok")


def test_an_empty_signing_secret_stops_the_start(http: Scenario) -> None:
    with pytest.raises(ValueError, match="the signing secret is empty"):
        build_http_app(http.app, "", Background())


async def test_a_retry_header_of_any_kind_does_no_harm(http: Scenario) -> None:
    ack = await http.side.mention("how do we roll back?")
    assert ack.message is not None
    await http.side.settle()
    body, content_type = encode(http.side.deliveries[-1])
    headers = {"Content-Type": content_type, "X-Slack-Retry-Num": "many", "X-Slack-Retry-Reason": "?"}
    assert (await http.side.raw(body, headers, signed=True)).status == 200
    await http.side.settle()
    assert len([call for call in http.side.calls if call.method == "chat.postMessage"]) == 1


def address_of(http: Scenario) -> tuple[str, int]:
    """Host and port where the bot listens."""
    assert http.side._http is not None
    url = urlsplit(http.side._http.urls[0])
    assert url.hostname
    assert url.port
    return url.hostname, url.port


async def test_who_hangs_up_in_the_middle_leaves_no_error_behind(http: Scenario, log: pytest.LogCaptureFixture) -> None:
    _, writer = await asyncio.open_connection(*address_of(http))
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf".encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(5):
        while not any("hung_up" in vars(record).values() for record in log.records):
            assert (await http.side.raw(b"")).status == 401
    assert not [each for each in log.records if each.levelno >= logging.ERROR]


POST = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n".encode()
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
HALVES = {
    "before the first line": (b"\r\n", b"\r\n"),
    "of the headers": (POST, b"x"),
    "of the body": (POST + b"Content-Length: 100\r\n\r\nhalf", b"x"),
    "behind the body": (CHUNKED + b"0\r\n", b"x"),
    "behind a whole one": (b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + POST, b"x"),
}


@pytest.mark.parametrize(("half", "bit"), HALVES.values(), ids=HALVES)
async def test_who_sends_bit_by_bit_is_cut_off(
    http: Scenario, monkeypatch: pytest.MonkeyPatch, half: bytes, bit: bytes
) -> None:
    monkeypatch.setattr(impatience, "READ_SECONDS", 0.2)
    reader, writer = await asyncio.open_connection(*address_of(http))
    writer.write(half)
    ended = asyncio.ensure_future(reader.read())
    async with asyncio.timeout(5):
        while not (await asyncio.wait([ended], timeout=0.05))[0]:
            writer.write(bit)  # each byte in time, and the whole never
    assert (await ended).count(b"HTTP/1.1 ") == half.count(b"GET")
    writer.close()


WHOLE = POST + b"Content-Length: 2\r\n\r\n{}"


async def test_blank_lines_behind_an_answer_are_cut_off_too(http: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impatience, "READ_SECONDS", 0.2)
    reader, writer = await asyncio.open_connection(*address_of(http))
    writer.write(WHOLE)
    assert (await reader.read(100)).startswith(b"HTTP/1.1 401")
    ended = asyncio.ensure_future(reader.read())
    async with asyncio.timeout(5):
        while not (await asyncio.wait([ended], timeout=0.05))[0]:
            writer.write(b"\r\n")
    writer.close()


ENDLESS = {"before the body": (POST + b"X: ", 400), "behind the body": (CHUNKED + b"2\r\n{}\r\n0\r\nX: ", None)}


@pytest.mark.parametrize(("beginning", "status"), ENDLESS.values(), ids=ENDLESS)
async def test_headers_without_end_are_cut_off(http: Scenario, beginning: bytes, status: int | None) -> None:
    reader, writer = await asyncio.open_connection(*address_of(http))
    writer.write(beginning)
    ended = asyncio.ensure_future(reader.read())
    async with asyncio.timeout(5):  # less than the time that a request has
        while not (await asyncio.wait([ended], timeout=0.001))[0]:
            writer.write(b"x" * 8192)
    assert (status is None) is not (await ended).startswith(f"HTTP/1.1 {status} ".encode())
    writer.close()


async def test_a_large_body_in_small_pieces_is_read(http: Scenario) -> None:
    reader, writer = await asyncio.open_connection(*address_of(http))
    writer.write(CHUNKED)
    for _ in range(900):
        writer.write(b"3e8\r\n" + b"x" * 1000 + b"\r\n")
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    assert (await reader.read(100)).startswith(b"HTTP/1.1 401")
    writer.close()


async def test_headers_are_counted_for_each_request_alone(http: Scenario) -> None:
    reader, writer = await asyncio.open_connection(*address_of(http))
    for _ in range(5):
        writer.write(POST + b"X: " + b"x" * 30_000)
        await asyncio.sleep(0.02)  # so that it comes in two pieces
        writer.write(b"\r\nContent-Length: 2\r\n\r\n{}")
        assert (await reader.read(500)).startswith(b"HTTP/1.1 401")
    writer.close()


async def test_requests_that_come_together_are_answered_in_turn(http: Scenario) -> None:
    reader, writer = await asyncio.open_connection(*address_of(http))
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + WHOLE + b"GET /none HTTP/1.1\r\nHost: x\r\n\r\n")
    said = b""
    async with asyncio.timeout(5):
        while said.count(b"HTTP/1.1 ") < 3:
            said += await reader.read(1000)
    assert [part[:3] for part in said.split(b"HTTP/1.1 ")[1:]] == [b"200", b"401", b"404"]
    writer.close()


BROKEN = (b"what\r\n\r\n", b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET \xff HTTP/1.1\r\nHost: x\r\n\r\n")


@pytest.mark.parametrize("broken", BROKEN)
async def test_what_is_no_http_is_refused(http: Scenario, log: pytest.LogCaptureFixture, broken: bytes) -> None:
    reader, writer = await asyncio.open_connection(*address_of(http))
    writer.write(broken)
    assert (await reader.read(100)).startswith(b"HTTP/1.1 400 ")
    assert not [each for each in log.records if each.levelno >= logging.ERROR]
    writer.close()


async def test_who_connects_and_says_nothing_is_cut_off(http: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impatience, "READ_SECONDS", 0.1)
    reader, writer = await asyncio.open_connection(*address_of(http))
    async with asyncio.timeout(5):
        assert not await reader.read()
    writer.close()


async def test_who_waits_for_an_answer_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impatience, "READ_SECONDS", 0.1)
    late = asyncio.Event()

    async def slow(_: Request) -> Response:
        asyncio.get_running_loop().call_later(0.3, late.set)
        await late.wait()
        return PlainTextResponse("late")

    web = Starlette(routes=[Route("/slow", slow)])
    async with serving(web, bound("127.0.0.1", 0)) as address, aiohttp.ClientSession() as session:
        for _ in range(2):
            async with session.get(f"{address}/slow") as answer:
                assert await answer.text() == "late"

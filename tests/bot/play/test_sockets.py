"""Socket Mode: hello, acks, redelivery, refresh, sudden loss."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.play.deliveries import Ack, Retry
from bot.play.slack_side import SlackSide
from tests.bot.play.echo import build_echo, client_of, over_socket

EVENT = {"type": "app_mention", "channel": "C0ENG", "ts": "1.1", "text": "x"}


async def _open(side: SlackSide) -> str:
    answer = await AsyncWebClient(base_url=side.api_url).apps_connections_open(app_token=side.app_token)
    return str(answer["url"])


async def test_only_the_app_token_opens_a_connection(side: SlackSide) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client_of(side).apps_connections_open(app_token=side.bot_token)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client_of(side).apps_connections_open(app_token="xapp-other")
    assert (await _open(side)).startswith("ws://127.0.0.1:")


async def test_a_connection_begins_with_hello_and_carries_envelopes(side: SlackSide) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(await _open(side)) as socket:
        hello = await socket.receive_json()
        command = asyncio.create_task(side.slash_command("/x", "hi"))
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": "unknown"})
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "answer"}})
        ack = await command

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["debug_info"]["approximate_connection_time"] == 18060
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["text"] == "hi"
    assert (ack.status, ack.payload) == (200, {"text": "answer"})


async def test_an_event_that_is_not_acknowledged_is_sent_again() -> None:
    async with (
        SlackSide(ack_timeout=0.2, retry_delays=(0.0, 0.0)) as side,
        aiohttp.ClientSession() as session,
        session.ws_connect(await _open(side)) as socket,
    ):
        await socket.receive_json()
        event = asyncio.create_task(side.event(EVENT))
        envelopes = [await socket.receive_json() for _ in range(3)]
        await socket.send_json({"envelope_id": envelopes[2]["envelope_id"]})
        ack = await event

    assert [one["retry_attempt"] for one in envelopes] == [0, 1, 2]
    assert [one["retry_reason"] for one in envelopes] == ["", "timeout", "timeout"]
    assert len({one["payload"]["event_id"] for one in envelopes}) == 1
    assert len({one["envelope_id"] for one in envelopes}) == 3
    assert [one["accepts_response_payload"] for one in envelopes] == [False] * 3
    assert (ack.status, ack.error) == (200, None)


async def test_a_command_is_never_sent_again() -> None:
    async with (
        SlackSide(ack_timeout=0.2) as side,
        aiohttp.ClientSession() as session,
        session.ws_connect(await _open(side)) as socket,
    ):
        await socket.receive_json()
        ack = await side.slash_command("/x")
        first = await socket.receive_json()
        event = asyncio.create_task(side.event(EVENT, retry=Retry(3, "http_error")))
        second = await socket.receive_json()
        await socket.send_json({"envelope_id": second["envelope_id"]})
        await event

    assert ack.error == "operation_timeout"
    assert first["type"] == "slash_commands"
    assert (second["retry_attempt"], second["retry_reason"]) == (3, "http_error")


async def test_an_event_nobody_takes_ends_without_an_ack() -> None:
    async with SlackSide(ack_timeout=0.01) as side:
        ack = await side.event(EVENT)

    assert (ack.status, ack.error) == (0, "dispatch_failed")


async def test_an_eleventh_connection_is_turned_away(side: SlackSide) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await _open(side)) for _ in range(11)]
        said = [await socket.receive_json() for socket in sockets]
        for socket in sockets:
            await socket.close()

    assert [one["type"] for one in said] == ["hello"] * 10 + ["disconnect"]
    assert [one.get("num_connections") for one in said] == [*range(1, 11), None]
    assert said[-1]["reason"] == "too_many_websockets"


async def test_several_connections_take_turns(side: SlackSide) -> None:
    async with over_socket(side, build_echo(side)), over_socket(side, build_echo(side), 2):
        acks = await asyncio.gather(*(side.slash_command("/echo", str(number)) for number in range(6)))

    assert [ack.payload for ack in acks] == [{"text": f"you said {number}"} for number in range(6)]


async def test_a_bot_asked_to_reconnect_loses_nothing(side: SlackSide) -> None:
    async with over_socket(side, build_echo(side)):
        before = await side.slash_command("/echo", "before")
        during = asyncio.gather(*(side.slash_command("/echo", "during") for _ in range(5)))
        await side.sockets.refresh()
        after = await side.slash_command("/echo", "after")
        acks: list[Ack] = [before, *await during, after]

    assert [ack.error for ack in acks] == [None] * 7
    assert len([call for call in side.calls if call.method == "apps.connections.open"]) == 2


async def test_a_bot_whose_connection_breaks_comes_back(side: SlackSide) -> None:
    async with over_socket(side, build_echo(side)):
        await side.sockets.drop()
        assert len(side.sockets) == 0
        await side.socket_connected()
        ack = await side.slash_command("/echo", "again")

    assert ack.payload == {"text": "you said again"}


async def test_a_retry_reaches_the_bot_as_headers(side: SlackSide) -> None:
    app = build_echo(side)
    seen: list[Any] = []

    @app.middleware
    async def look(request, next) -> None:  # type: ignore[no-untyped-def]  # noqa: A002, ANN001 - Bolt's names
        seen.append(request.headers.get("x-slack-retry-num"))
        await next()

    async with over_socket(side, app):
        await side.event(EVENT, retry=Retry(1, "timeout"))

    assert seen == [["1"]]

"""The emulated Slack behaves as the tests of the whole bot need it to, and leaves nothing behind."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulate import server
from tests.emulate.server import Emulate, emulate


@pytest.fixture(autouse=True)
def runnable() -> None:
    reason = server.available()
    if reason:
        pytest.skip(f"emulate cannot run: {reason}")


@pytest.fixture
async def slack() -> AsyncIterator[Emulate]:
    async with emulate() as running:
        yield running


def client(slack: Emulate, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.base_url)


async def channel_id(slack: Emulate, name: str) -> str:
    listed = await client(slack, slack.ann_token).conversations_list()
    return next(str(channel["id"]) for channel in listed["channels"] if channel["name"] == name)


async def test_the_bot_and_the_people_are_known_by_their_tokens(slack: Emulate) -> None:
    tokens = {slack.bot_token: slack.bot, slack.ann_token: slack.ann, slack.ben_token: slack.ben}
    for token, user in tokens.items():
        told = await client(slack, token).auth_test()
        assert (told["user_id"], told["team_id"]) == (user, slack.team)


async def test_the_bot_is_a_member_of_engineering_but_not_of_general(slack: Emulate) -> None:
    ann = client(slack, slack.ann_token)
    members = {
        name: (await ann.conversations_members(channel=await channel_id(slack, name)))["members"]
        for name in ("general", "engineering")
    }
    assert slack.bot in members["engineering"]
    assert slack.bot not in members["general"]
    assert all({slack.ann, slack.ben} <= set(people) for people in members.values())


async def test_an_answer_in_a_thread_is_read_back(slack: Emulate) -> None:
    channel = await channel_id(slack, "engineering")
    question = await client(slack, slack.ann_token).chat_postMessage(channel=channel, text="how do we roll back?")
    bot = client(slack, slack.bot_token)
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Revert *first*."}}]
    answer = await bot.chat_postMessage(channel=channel, text="Revert first.", blocks=blocks, thread_ts=question["ts"])
    thread = (await bot.conversations_replies(channel=channel, ts=question["ts"]))["messages"]
    assert [(message["user"], message["text"]) for message in thread] == [
        (slack.ann, "how do we roll back?"),
        (slack.bot, "Revert first."),
    ]
    assert thread[1]["ts"] == answer["ts"]
    assert thread[1]["blocks"] == blocks


async def test_a_direct_message_reaches_the_person(slack: Emulate) -> None:
    sent = await client(slack, slack.bot_token).chat_postMessage(channel=slack.ann, text="A lesson for you.")
    assert sent["channel"].startswith("D")
    history = await client(slack, slack.ann_token).conversations_history(channel=sent["channel"])
    assert [message["text"] for message in history["messages"]] == ["A lesson for you."]


async def test_a_method_beyond_the_scopes_of_the_bot_is_refused(slack: Emulate) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client(slack, slack.bot_token).conversations_list()


async def test_every_message_is_delivered_as_a_signed_event() -> None:
    delivered: list[dict[str, Any]] = []

    async def receive(request: web.Request) -> web.Response:
        verifier = SignatureVerifier(Emulate("").signing_secret)
        assert verifier.is_valid_request(await request.read(), dict(request.headers))
        delivered.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        async with emulate(events_url=f"http://127.0.0.1:{port}/slack/events") as slack:
            channel = await channel_id(slack, "engineering")
            await client(slack, slack.ann_token).chat_postMessage(channel=channel, text=f"<@{slack.bot}> roll back?")
    finally:
        await runner.cleanup()
    assert [(body["type"], body["event"]["user"]) for body in delivered] == [("event_callback", slack.ann)]


async def test_its_process_is_gone_when_the_block_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    start = server._start

    async def remembered(*args: object) -> asyncio.subprocess.Process:
        started.append(await start(*args))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr(server, "_start", remembered)
    with pytest.raises(ZeroDivisionError):
        async with emulate():
            raise ZeroDivisionError
    assert [process.returncode for process in started] == [0]
    with pytest.raises(ProcessLookupError):
        os.kill(started[0].pid, 0)


async def test_a_process_that_never_gets_ready_is_told_with_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.Emulate, "base_url", property(lambda _: "http://127.0.0.1:9/api/"))
    monkeypatch.setattr(server, "READY_SECONDS", 0.5)
    with pytest.raises(RuntimeError, match="emulate is not ready"):
        async with emulate():
            pass

"""The bot against a Slack nobody here wrote: the Web API is that of npm `emulate`, only deliveries are the stand-in's."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from random import Random

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.app import build_app, identify, slack_client
from bot.background import Background
from bot.parts import Parts, now
from bot.play.people import Team
from bot.play.slack_side import SlackSide
from bot.play.workspace import Workspace
from bot.store import open_store
from bot.transport.http import PATH, bound, build_http_app, serving
from knowledge import KnowledgeBase
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.emulate import server
from tests.emulate.server import Emulate, emulate

pytestmark = pytest.mark.skipif(bool(server.available()), reason=f"emulate cannot run: {server.available()}")


@dataclass(frozen=True, slots=True)
class Emulated:
    """The running service, the bot's own deliveries, and Ann's eyes and hands."""

    slack: Emulate
    side: SlackSide
    background: Background
    ann: AsyncWebClient

    async def deliver(self, posted: AsyncSlackResponse, kind: str, **more: str) -> None:
        """Tell the bot of a message that Ann posted, and wait until it has answered."""
        told = {"type": kind, "user": self.slack.ann, "ts": posted["ts"], "event_ts": posted["ts"]}
        message = {"text": posted["message"]["text"], "channel": posted["channel"], **more}
        ack = await self.side.event({**told, **message})
        assert ack.status == 200
        assert await self.background.drain(10) == 0

    async def channel(self, name: str) -> str:
        listed = await self.ann.conversations_list()
        return next(str(channel["id"]) for channel in listed["channels"] if channel["name"] == name)


@pytest.fixture
async def emulated(knowledge_base: KnowledgeBase) -> AsyncIterator[Emulated]:
    async with emulate() as slack, open_store("", now) as store, aiohttp.ClientSession() as session:
        team = Team(id=slack.team, bot_user=slack.bot, bot_id="B0COMMONPL", app_id="A0COMMONPL")
        side = SlackSide(workspace=Workspace(time.time, team=team))
        client = slack_client(session, slack.base_url)
        background = Background()
        parts = Parts(knowledge_base, store, random=Random(7))
        app = build_app(parts, client, await identify(client, slack.bot_token), background)
        ann = AsyncWebClient(slack.ann_token, base_url=slack.base_url, session=session)
        async with (
            side,
            serving(build_http_app(app, side.signing_secret, background), bound("127.0.0.1", 0)) as address,
        ):
            side.connect_http(address + PATH)
            yield Emulated(slack, side, background, ann)


async def test_a_mention_is_answered_in_its_thread(emulated: Emulated) -> None:
    channel = await emulated.channel("engineering")
    posted = await emulated.ann.chat_postMessage(channel=channel, text=f"<@{emulated.slack.bot}> how do we roll back?")
    await emulated.deliver(posted, "app_mention")
    thread = (await emulated.ann.conversations_replies(channel=channel, ts=posted["ts"]))["messages"]
    assert [message["user"] for message in thread] == [emulated.slack.ann, emulated.slack.bot]
    assert ROLLBACK in quoted(thread[1])
    assert thread[1]["text"].startswith("Rolling back, 1 June 2024: ")


async def test_a_call_in_a_thread_without_a_question_reads_its_first_message(emulated: Emulated) -> None:
    channel = await emulated.channel("engineering")
    text = "We pressed the button of an older release and the migration broke"
    parent = await emulated.ann.chat_postMessage(channel=channel, text=text)
    call = await emulated.ann.chat_postMessage(channel=channel, text=f"<@{emulated.slack.bot}>", thread_ts=parent["ts"])
    await emulated.deliver(call, "app_mention", thread_ts=parent["ts"])
    thread = (await emulated.ann.conversations_replies(channel=channel, ts=parent["ts"]))["messages"]
    assert thread[-1]["user"] == emulated.slack.bot
    assert thread[-1]["text"].startswith("A post about this: Rolling back")


async def test_a_direct_message_is_answered_in_the_conversation(emulated: Emulated) -> None:
    bot = AsyncWebClient(emulated.slack.bot_token, base_url=emulated.slack.base_url)
    channel = (await bot.chat_postMessage(channel=emulated.slack.ann, text="Hello"))["channel"]
    posted = await emulated.ann.chat_postMessage(channel=channel, text="how do we roll back?")
    await emulated.deliver(posted, "message", channel_type="im")
    messages = (await emulated.ann.conversations_history(channel=channel))["messages"]
    assert [message["user"] for message in messages[:2]] == [emulated.slack.bot, emulated.slack.ann]
    assert ROLLBACK in quoted(messages[0])

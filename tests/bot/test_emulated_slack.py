"""The bot against a Slack nobody here wrote: the Web API is that of npm `emulate`, only deliveries are the stand-in's."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.app import build_app, slack_client
from bot.background import Background
from bot.parts import Parts, now
from bot.play.people import Team
from bot.play.slack_side import SlackSide
from bot.play.workspace import Workspace
from bot.scheduler import Scheduler
from bot.store import ChannelSettings, Subscription, open_store
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.workspaces import OneWorkspace, identify
from knowledge import KnowledgeBase
from tests.bot.judged import quoted
from tests.bot.posts import CONTRACTS, ROLLBACK
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
    scheduler: Scheduler
    parts: Parts

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
        workspaces = OneWorkspace(await identify(client, slack.bot_token))
        app = build_app(parts, client, workspaces, background)
        ann = AsyncWebClient(slack.ann_token, base_url=slack.base_url, session=session)
        async with (
            side,
            serving(build_http_app(app, side.signing_secret, background), bound("127.0.0.1", 0)) as address,
        ):
            side.connect_http(address + PATH)
            yield Emulated(slack, side, background, ann, Scheduler(parts, client, workspaces), parts)


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


async def test_when_a_question_is_edited_its_answer_changes_in_place(emulated: Emulated) -> None:
    channel = await emulated.channel("engineering")
    bot = f"<@{emulated.slack.bot}>"
    posted = await emulated.ann.chat_postMessage(channel=channel, text=f"{bot} how do we roll back?")
    await emulated.deliver(posted, "app_mention")
    edited = {"text": f"{bot} how do we keep one microservice from breaking another?", "edited": {"ts": posted["ts"]}}
    told = {"type": "app_mention", "user": emulated.slack.ann, "ts": posted["ts"], "channel": channel, **edited}
    await emulated.side.event(told)
    assert await emulated.background.drain(10) == 0
    _, answer = (await emulated.ann.conversations_replies(channel=channel, ts=posted["ts"]))["messages"]
    assert CONTRACTS in quoted(answer)
    assert answer["edited"]


async def test_a_deleted_question_takes_its_answer_along(emulated: Emulated) -> None:
    channel = await emulated.channel("engineering")
    posted = await emulated.ann.chat_postMessage(channel=channel, text=f"<@{emulated.slack.bot}> how do we roll back?")
    await emulated.deliver(posted, "app_mention")
    gone = {"type": "message", "subtype": "message_deleted", "channel": channel, "channel_type": "channel"}
    before = {"user": emulated.slack.ann, "ts": posted["ts"], "text": posted["message"]["text"]}
    await emulated.side.event({**gone, "deleted_ts": posted["ts"], "previous_message": before, "ts": posted["ts"]})
    assert await emulated.background.drain(10) == 0
    thread = (await emulated.ann.conversations_replies(channel=channel, ts=posted["ts"]))["messages"]
    assert [message["user"] for message in thread] == [emulated.slack.ann]


async def test_a_follow_up_in_its_thread_is_answered_there_without_a_call(emulated: Emulated) -> None:
    channel = await emulated.channel("engineering")
    posted = await emulated.ann.chat_postMessage(channel=channel, text=f"<@{emulated.slack.bot}> how do we roll back?")
    await emulated.deliver(posted, "app_mention")
    text = "and the database, is it rolled back?"
    asked = await emulated.ann.chat_postMessage(channel=channel, text=text, thread_ts=posted["ts"])
    await emulated.deliver(asked, "message", channel_type="channel", thread_ts=posted["ts"])
    thread = (await emulated.ann.conversations_replies(channel=channel, ts=posted["ts"]))["messages"]
    assert [message["user"] == emulated.slack.bot for message in thread] == [False, True, False, True]
    assert ROLLBACK in quoted(thread[-1])


async def test_a_message_gets_links_in_its_thread_where_the_channel_wants_that(emulated: Emulated) -> None:
    channel = await emulated.channel("engineering")
    await emulated.parts.store.channels.change(emulated.slack.team, channel, ChannelSettings(auto_link=True))
    text = f"Does anybody remember this? {ROLLBACK}"
    posted = await emulated.ann.chat_postMessage(channel=channel, text=text)
    await emulated.deliver(posted, "message", channel_type="channel")
    thread = (await emulated.ann.conversations_replies(channel=channel, ts=posted["ts"]))["messages"]
    assert [message["user"] for message in thread] == [emulated.slack.ann, emulated.slack.bot]
    assert "Rolling back" in thread[-1]["text"]


async def test_a_lesson_that_is_due_comes_to_the_channel_once(emulated: Emulated) -> None:
    channel = await emulated.channel("engineering")
    weekly = Subscription(
        id="",
        channel=channel,
        person=emulated.slack.ann,
        days="0",
        time="09:00",
        timezone="Europe/London",
        topic="",
        next_at=now() - timedelta(weeks=10),
        paused=False,
        unanswered=0,
        last_ts="",
    )
    await emulated.parts.store.subscriptions.add(emulated.slack.team, weekly)
    for _ in range(3):
        await emulated.scheduler.tick()
    messages = (await emulated.ann.conversations_history(channel=channel))["messages"]
    (lesson,) = [message for message in messages if message["user"] == emulated.slack.bot]
    assert "lesson" in lesson["text"].lower()


async def test_the_home_tab_is_published(emulated: Emulated, caplog: pytest.LogCaptureFixture) -> None:
    opened = {"type": "app_home_opened", "user": emulated.slack.ann, "channel": "D1", "tab": "home", "event_ts": "1.0"}
    await emulated.side.event(opened)
    assert await emulated.background.drain(10) == 0
    assert "reference" not in caplog.text

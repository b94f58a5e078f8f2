"""Links that nobody asked for: only where a channel wants them, only when it is sure, and a few times a day."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.play.messages import Message
from bot.play.web_api import GRANTED
from bot.policy import Policy
from bot.store import ChannelSettings
from bot.store.links import Links
from knowledge import Config, KnowledgeBase, SourceConfig
from tests.bot.conftest import Play
from tests.bot.judged import buttons, links
from tests.bot.posts import CONTRACTS, ROLLBACK
from tests.bot.scenario import Scenario

MESSAGE = "We want to roll back the release: which button do we press, and is the database rolled back, too?"
ON = ChannelSettings(auto_link=True)
HEARS = {"subscribed": {"app_mention", "message.im", "message.channels"}}


async def wanted(slack: Scenario, settings: ChannelSettings = ON, channel: str = "C0ENG") -> None:
    await slack.parts.store.channels.change("T0COMMON", channel, settings)


async def bots(slack: Scenario, user: str = "ann") -> list[Message]:
    """What that person sees of the bot's in the channel, once the bot is done."""
    await slack.side.settle()
    return [each for each in slack.side.seen_by(user, "engineering") if each.user == "U0BOT"]


async def test_below_a_message_that_is_surely_about_a_post_that_is_linked(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack)
        message = (await slack.side.post(MESSAGE)).message
        assert message is not None
        (reply,) = await bots(slack)
        assert reply.thread_ts == message.ts
    assert links(reply.content).keys() == {"Rolling back"}
    assert "Both speak of: roll, back, release, button, press, database" in reply.text
    assert "Nobody asked for this" in reply.text
    assert buttons(reply.content) == ["Stop doing this here"]


async def test_nothing_is_linked_where_nobody_wanted_it(play: Play) -> None:
    async with play(**HEARS) as slack:
        await slack.side.post(MESSAGE)
        assert await bots(slack) == []


@pytest.mark.parametrize(
    "text",
    [
        "Who is going to the meeting about the database next week?",
        "roll back release button",
        "Wombats, quokkas and numbats are marsupials of Australia",
    ],
)
async def test_what_is_not_surely_about_a_post_is_left_alone(play: Play, text: str) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack)
        await slack.side.post(text)
        assert await bots(slack) == []


async def test_replies_edits_and_other_bots_are_left_alone(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack)
        parent = (await slack.side.post("hello")).message
        assert parent is not None
        await slack.side.post(MESSAGE.replace("?", "."), thread_ts=parent.ts)
        await slack.side.edit(parent, MESSAGE)
        message = slack.side.workspace.add("C0ENG", "U0BEN", {"text": MESSAGE})
        event = slack.side.payloads.message_event(message)
        await slack.side.event({**event, "bot_id": "B0OTHER"})
        await slack.side.event({**event, "subtype": "bot_message", "bot_id": "B0OTHER"})
        assert await bots(slack) == []


async def test_a_call_is_answered_and_not_linked_as_well(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack)
        await slack.side.mention("how do we roll back?")
        await slack.side.post("!ask how do we roll back a release?")
        assert [buttons(each.content)[-1:] == ["Stop doing this here"] for each in await bots(slack)] == [False] * 2


async def test_a_post_that_the_message_links_itself_is_known(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack)
        await slack.side.post(f"{MESSAGE} https://blog.example.com/rolling-back")
        assert await bots(slack) == []


async def test_a_channel_gets_so_many_a_day_and_more_on_the_next(play: Play) -> None:
    today = datetime(2026, 3, 2, 12, tzinfo=UTC)
    day = [today]
    async with play(**HEARS, bot={"clock": lambda: day[0]}) as slack:
        await wanted(slack, ChannelSettings(auto_link=True, auto_links_a_day=2))
        for _ in range(4):
            await slack.side.post(MESSAGE)
            await slack.side.settle()
        assert len(await bots(slack)) == 2
        day[0] = today + timedelta(days=1)
        await slack.side.post(MESSAGE)
        assert len(await bots(slack)) == 3


async def test_of_ten_at_once_only_as_many_as_are_left_are_answered(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack, ChannelSettings(auto_link=True, auto_links_a_day=1))
        await asyncio.gather(*(slack.side.post(MESSAGE) for _ in range(10)))
        assert len(await bots(slack)) == 1


async def test_the_same_message_delivered_twice_is_answered_once(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack)
        message = slack.side.workspace.add("C0ENG", "U0ANN", {"text": MESSAGE})
        event = slack.side.payloads.message_event(message)
        await asyncio.gather(slack.side.event(event), slack.side.event(event))
        assert len(await bots(slack)) == 1


async def test_asked_for_afterwards_the_same_links_are_there_already(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack)
        message = (await slack.side.post(MESSAGE)).message
        assert message is not None
        await slack.side.settle()
        await slack.side.message_shortcut("find_related", message)
        _, told = await bots(slack)
    assert told.text.startswith("The posts about this are linked in the message's thread already.")


async def test_posts_that_are_not_public_are_not_linked(play: Play, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# Of the wiki\n\n{ROLLBACK}\n\n{CONTRACTS}\n")
    source = SourceConfig(folder=tmp_path, public=False)
    async with play(KnowledgeBase.open(Config(sources=(source,))), **HEARS) as slack:
        await wanted(slack)
        await slack.side.post(MESSAGE)
        assert await bots(slack) == []


async def test_posts_of_other_sources_than_the_channels_are_not_linked(play: Play) -> None:
    async with play(**HEARS) as slack:
        await wanted(slack, ChannelSettings(auto_link=True, sources=("wiki",)))
        await slack.side.post(MESSAGE)
        assert await bots(slack) == []


@pytest.mark.parametrize("refusal", ["is_archived", "internal_error"])
async def test_a_refusal_is_for_the_log_alone(play: Play, refusal: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "bot")
    async with play(**HEARS) as slack:
        await wanted(slack)
        slack.side.fail_next("chat.postMessage", error=refusal, times=3)
        await slack.side.post(MESSAGE)
        assert await bots(slack) == []
    assert refusal in caplog.text
    assert MESSAGE not in caplog.text


async def test_a_mistake_of_ours_is_for_the_log_alone(
    play: Play, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bool:
        raise RuntimeError("broken")

    monkeypatch.setattr(Links, "claim", broken)
    async with play(**HEARS) as slack:
        await wanted(slack)
        await slack.side.post(MESSAGE)
        assert await bots(slack) == []
    assert "RuntimeError" in caplog.text


async def test_without_the_scope_to_post_nobody_is_troubled(play: Play) -> None:
    async with play(**HEARS, scopes=GRANTED - {"chat:write"}) as slack:
        await wanted(slack)
        await slack.side.post(MESSAGE)
        assert await bots(slack) == []


class TestStopping:
    async def test_the_button_switches_it_off_and_gives_way_to_a_word_on_it(self, play: Play) -> None:
        async with play(**HEARS) as slack:
            before = ChannelSettings(
                auto_link=True, language="de", sources=tuple(slack.parts.knowledge_base.stats.sources)
            )
            await wanted(slack, before)
            await slack.side.post(MESSAGE)
            (reply,) = await bots(slack)
            await slack.side.press(reply, "stop_auto_link", user="ben")
            (changed,) = await bots(slack)
            assert (changed.ts, changed.thread_ts, changed.only_for) == (reply.ts, reply.thread_ts, None)
            assert buttons(changed.content) == []
            assert links(changed.content) == links(reply.content)
            assert changed.text.endswith("/ask settings schaltet es wieder ein.")
            held = await slack.parts.store.channels.settings("T0COMMON", "C0ENG")
            assert held == replace(before, auto_link=False)
            await slack.side.post(MESSAGE)
            assert len(await bots(slack)) == 1

    async def test_whoever_may_not_is_told_so_alone(self, play: Play) -> None:
        policy = Policy(admins=frozenset({"U0BEN"}), settings_by="admins")
        async with play(**HEARS, bot={"policy": policy}) as slack:
            await wanted(slack)
            await slack.side.post(MESSAGE)
            (reply,) = await bots(slack)
            await slack.side.press(reply, "stop_auto_link", user="ann")
            _, told = await bots(slack)
            assert told.only_for == "U0ANN"
            assert told.text.startswith("That is not yours to stop: whoever runs me has reserved")
            assert (await slack.parts.store.channels.settings("T0COMMON", "C0ENG")).auto_link
            await slack.side.press(reply, "stop_auto_link", user="ben")
            await slack.side.settle()
            assert not (await slack.parts.store.channels.settings("T0COMMON", "C0ENG")).auto_link

"""Lessons that come by themselves: each once, made up for once, paused where nobody wants them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.names import Names
from bot.parts import Parts
from bot.play.deliveries import Delivery
from bot.play.messages import Message
from bot.policy import Policy
from bot.scheduler import Scheduler
from bot.store import ChannelSettings, Subscription, open_store
from knowledge import KnowledgeBase
from tests.bot.conftest import Play
from tests.bot.judged import buttons, quoted
from tests.bot.posts import config_of, write_post
from tests.bot.scenario import Scenario
from tests.bot.store.made import DAY, NOW, Clock, subscription

WEEK = 7 * DAY
HEARD = {"app_mention", "message.im", "reaction_added"}
WEEKLY = "every Monday at 09:00 (UTC)"


@pytest.fixture
def clock() -> Clock:
    """It is Monday, 2 March 2026, 9:00."""
    return Clock()


@pytest.fixture
async def slack(play: Play, clock: Clock) -> AsyncIterator[Scenario]:
    """The bot with that clock, which hears of reactions, and sleeps by putting the clock forward."""
    async with play(bot={"clock": clock}, subscribed=HEARD) as scenario:

        async def sleep(seconds: float) -> None:
            clock.now += timedelta(seconds=seconds)

        yield replace(
            scenario,
            scheduler=Scheduler(scenario.parts, scenario.scheduler.client, scenario.scheduler.workspaces, sleep),
        )


async def subscribed(slack: Scenario, **changes: object) -> Subscription:
    """Ann has subscribed #engineering to lessons each Monday at 9:00, and they are due."""
    weekly = {"channel": "C0ENG", "person": "U0ANN", "days": "0", "timezone": "UTC", "topic": ""} | changes
    return await slack.parts.store.subscriptions.add("T0COMMON", subscription(**weekly))


async def kept(slack: Scenario, added: Subscription) -> Subscription:
    found = await slack.parts.store.subscriptions.find("T0COMMON", added.id)
    assert found is not None
    return found


async def ticked(slack: Scenario, channel: str = "engineering") -> list[Message]:
    """What the bot has posted there once all that is due was seen to."""
    await slack.scheduler.tick()
    await slack.side.settle()
    return [each for each in slack.side.messages(channel) if each.user == "U0BOT"]


async def stopped(slack: Scenario, lesson: Message, user: str) -> None:
    """Press Stop and confirm. Slack's types have the texts of a confirmation in an action wrong, so it is left out."""
    row = lesson.content["blocks"][-1]
    button = next(each for each in row["elements"] if each["action_id"] == "stop_lessons")
    action = {key: button[key] for key in ("type", "action_id", "text", "value")}
    person = slack.side.workspace.user(user)
    payload = slack.side.payloads.block_actions({"block_id": row["block_id"], **action}, person, lesson, {})
    assert (await slack.side.deliver(Delivery("interactive", payload))).status == 200


async def three_unanswered(slack: Scenario, clock: Clock) -> Subscription:
    added = await subscribed(slack)
    for number in range(3):
        assert len(await ticked(slack)) == number + 1
        clock.now += WEEK
    return added


async def test_a_lesson_that_is_due_comes_with_who_wanted_it_and_how_to_end_it(slack: Scenario) -> None:
    added = await subscribed(slack, topic="feature flags")
    (lesson,) = await ticked(slack)
    assert lesson.text.startswith("A lesson on feature flags — Payments at Scale")
    assert lesson.text.endswith(f" — set up by ann · /lesson unsubscribe {added.id}")
    assert buttons(lesson.content) == ["Save", "Stop"]
    assert await kept(slack, added) == replace(added, next_at=NOW + WEEK, last_ts=lesson.ts, unanswered=1)


async def test_it_comes_once_and_again_at_its_next_time(slack: Scenario, clock: Clock) -> None:
    await subscribed(slack)
    assert len(await ticked(slack)) == 1
    clock.now += WEEK - timedelta(seconds=1)
    assert len(await ticked(slack)) == 1
    clock.now += timedelta(seconds=1)
    assert len(await ticked(slack)) == 2


async def test_the_channel_is_spoken_to_in_its_language(slack: Scenario) -> None:
    await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(language="de"))
    await subscribed(slack)
    (lesson,) = await ticked(slack)
    assert lesson.text.startswith("Eine Lektion — ")
    assert buttons(lesson.content) == ["Merken", "Beenden"]


async def test_a_lesson_for_one_person_comes_as_a_direct_message_in_their_language(slack: Scenario) -> None:
    await slack.parts.store.people.keep("T0COMMON", "U0ANN", "de-DE", "Europe/Berlin")
    await subscribed(slack, channel="U0ANN")
    (lesson,) = await ticked(slack, "D0ANN")
    assert lesson.text.startswith("Eine Lektion — ")


async def test_no_lesson_comes_twice_before_all_were_shown(
    slack: Scenario, clock: Clock, knowledge_base: KnowledgeBase
) -> None:
    added = await subscribed(slack)
    count = knowledge_base.stats.lessons
    for _ in range(count):
        lessons = await ticked(slack)
        await slack.parts.store.subscriptions.reacted("T0COMMON", "C0ENG", lessons[-1].ts)
        clock.now += WEEK
    assert len({quoted(each.content) for each in lessons}) == count
    assert (await kept(slack, added)).unanswered == 0


async def test_after_ten_weeks_away_one_lesson_makes_up_for_all(slack: Scenario, clock: Clock) -> None:
    added = await subscribed(slack)
    clock.now += 10 * WEEK + DAY
    assert len(await ticked(slack)) == 1
    assert (await kept(slack, added)).next_at == NOW + 11 * WEEK
    assert len(await ticked(slack)) == 1


async def test_when_the_clocks_change_it_comes_at_the_same_time_of_day(slack: Scenario, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-03-23T08:00+00:00")
    added = await subscribed(slack, timezone="Europe/Berlin", next_at=clock.now)
    await ticked(slack)
    assert (await kept(slack, added)).next_at == datetime.fromisoformat("2026-03-30T07:00+00:00")


async def test_what_has_paused_stays_silent(slack: Scenario) -> None:
    await subscribed(slack, paused=True)
    assert not await ticked(slack)


async def test_of_two_processes_exactly_one_posts(play: Play, clock: Clock, tmp_path: Path) -> None:
    file = str(tmp_path / "commonplace.db")
    async with play(bot={"clock": clock, "store_url": file}) as slack, open_store(file, clock) as store:
        parts = Parts(slack.parts.knowledge_base, store, Names(), Policy(), Random(8), clock)
        other = Scheduler(parts, slack.scheduler.client, slack.scheduler.workspaces, slack.scheduler.sleep)
        for channel in ("C0ENG", "U0ANN", "U0BEN"):
            await subscribed(slack, channel=channel)
        await asyncio.gather(slack.scheduler.tick(), other.tick(), slack.scheduler.tick(), other.tick())
        await slack.side.settle()
        posts = [call.arguments["channel"] for call in slack.side.calls if call.method == "chat.postMessage"]
    assert sorted(posts) == ["C0ENG", "U0ANN", "U0BEN"]


async def test_what_belongs_to_a_workspace_of_another_process_is_left_to_it(slack: Scenario) -> None:
    added = await slack.parts.store.subscriptions.add("T0OTHER", subscription(channel="C0ENG"))
    assert not await ticked(slack)
    assert await slack.parts.store.subscriptions.find("T0OTHER", added.id) == added


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ({"status": 429, "retry_after": 40}, timedelta(seconds=40)),
        ({"status": 429}, timedelta(minutes=5)),
        ({"status": 500}, timedelta(minutes=5)),
        ({"status": 503}, timedelta(minutes=5)),
        ({"error": "internal_error"}, timedelta(minutes=5)),
    ],
)
async def test_what_slack_refuses_for_now_is_tried_again(
    slack: Scenario, clock: Clock, fault: dict[str, object], wait: timedelta
) -> None:
    added = await subscribed(slack)
    # What may have arrived is looked for, and posted again if it is not there.
    times = 1 if fault.get("status") == 429 else 3
    slack.side.fail_next("chat.postMessage", **fault, times=times)  # type: ignore[arg-type]
    assert not await ticked(slack)
    assert await kept(slack, added) == replace(added, next_at=NOW + wait)
    assert await slack.parts.store.lessons.bag("T0COMMON", "C0ENG") == ()  # nobody has seen it
    clock.now += wait
    assert len(await ticked(slack)) == 1
    assert (await kept(slack, added)).next_at == NOW + WEEK


@pytest.mark.parametrize("channel", ["C0ENG", "U0ANN"])
async def test_what_may_have_arrived_is_not_posted_again(
    slack: Scenario, caplog: pytest.LogCaptureFixture, channel: str
) -> None:
    added = await subscribed(slack, channel=channel)
    slack.side.fail_next("chat.postMessage", reset=True, applied=True)
    if channel == "U0ANN":
        slack.side.fail_next("conversations.history", error="channel_not_found")  # a person's id is no channel to read
    assert len(await ticked(slack, channel)) == 1
    assert len(await ticked(slack, channel)) == 1
    assert (await kept(slack, added)).next_at == NOW + WEEK
    assert ("the history cannot be read" in caplog.text) == (channel == "U0ANN")


@pytest.mark.parametrize("reason", ["channel_not_found", "is_archived", "not_in_channel"])
async def test_what_slack_refuses_for_good_pauses_and_its_owner_is_told_once(
    slack: Scenario, clock: Clock, reason: str
) -> None:
    added = await subscribed(slack)
    slack.side.fail_next("chat.postMessage", error=reason)
    assert not await ticked(slack)
    assert (await kept(slack, added)).paused
    clock.now += WEEK
    assert not await ticked(slack)
    (told,) = slack.side.messages("D0ANN")
    assert told.text.startswith(f"I cannot post these lessons any more, so they pause: {WEEKLY}. Slack says: {reason}.")
    await slack.side.press(told, "keep_lessons_going")
    await slack.side.settle()
    assert slack.side.messages("D0ANN")[-1].text.startswith("ann lets these lessons go on")
    clock.now += WEEK
    assert len(await ticked(slack)) == 1


async def test_an_owner_who_cannot_be_told_holds_nothing_up(slack: Scenario) -> None:
    added = await subscribed(slack)
    slack.side.fail_next("chat.postMessage", error="restricted_action", times=2)
    assert not await ticked(slack)
    assert (await kept(slack, added)).paused


async def test_a_token_that_slack_takes_no_more_pauses_nothing(
    slack: Scenario, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    added = await subscribed(slack)
    slack.side.fail_next("chat.postMessage", error="token_revoked")
    assert not await ticked(slack)
    assert "Slack takes SLACK_BOT_TOKEN no more (token_revoked)" in caplog.text
    assert not (await kept(slack, added)).paused
    clock.now += WEEK
    assert len(await ticked(slack)) == 1


async def test_another_refusal_is_logged_and_the_next_time_comes_all_the_same(
    slack: Scenario, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    added = await subscribed(slack, topic="feature flags", next_at=NOW - timedelta(minutes=1))
    slack.side.fail_next("chat.postMessage", error="invalid_blocks")
    await subscribed(slack, channel="U0BEN")
    assert not await ticked(slack)
    assert len(await ticked(slack, "U0BEN")) == 1
    assert "SlackApiError (invalid_blocks)" in caplog.text
    assert "feature flags" not in caplog.text
    clock.now += WEEK
    assert len(await ticked(slack)) == 1
    assert not (await kept(slack, added)).paused


async def test_a_topic_without_a_lesson_left_pauses_and_its_owner_is_told(
    play: Play, clock: Clock, own_posts: Path
) -> None:
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts, bot={"clock": clock}) as slack:
        added = await subscribed(slack, topic="feature flags")
        write_post(own_posts, "repeated-0", "Payments at Scale", "We have moved on and now do without any of that.")
        posts.reload()
        assert not await ticked(slack)
        assert (await kept(slack, added)).paused
        (told,) = slack.side.messages("D0ANN")
    assert told.text.startswith(
        f"No lesson is about that any more, so these lessons pause: {WEEKLY}, on “feature flags”"
    )


async def test_after_three_lessons_without_a_reaction_it_pauses_and_says_so_once(slack: Scenario, clock: Clock) -> None:
    added = await three_unanswered(slack, clock)
    *_, notice = await ticked(slack)
    assert notice.text.startswith(f"Nobody reacted to the last 3 lessons, so these lessons pause: {WEEKLY}.")
    assert buttons(notice.content) == ["Keep going"]
    assert (await kept(slack, added)).paused
    clock.now += WEEK
    assert len(await ticked(slack)) == 4


async def test_a_pause_that_could_not_be_said_is_said_later(slack: Scenario, clock: Clock) -> None:
    added = await three_unanswered(slack, clock)
    slack.side.fail_next("chat.postMessage", status=429, retry_after=7)
    assert len(await ticked(slack)) == 3
    assert not (await kept(slack, added)).paused
    clock.now += timedelta(seconds=7)
    assert (await ticked(slack))[-1].text.startswith("Nobody reacted")
    assert len(await ticked(slack)) == 4


async def test_keep_going_lets_it_go_on_for_everyone_to_see(slack: Scenario, clock: Clock) -> None:
    added = await three_unanswered(slack, clock)
    *_, notice = await ticked(slack)
    await slack.side.press(notice, "keep_lessons_going", user="ben")
    await slack.side.settle()
    shown = slack.side.messages("engineering")[-1]
    assert shown.ts == notice.ts
    assert shown.text == f"ben lets these lessons go on: {WEEKLY}. The next one: Monday 30 March 2026, 09:00."
    assert not buttons(shown.content)
    assert (await kept(slack, added)).unanswered == 0
    clock.now += WEEK
    assert len(await ticked(slack)) == 5


async def test_keep_going_pressed_late_says_how_things_are(slack: Scenario, clock: Clock) -> None:
    added = await three_unanswered(slack, clock)
    *_, notice = await ticked(slack)
    await slack.parts.store.subscriptions.resume("T0COMMON", added.id, clock.now + WEEK)
    await slack.side.press(notice, "keep_lessons_going", user="ben")
    told = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0BEN", user="ben")
    assert told.text.startswith("These lessons go on already: ")
    await slack.parts.store.subscriptions.remove("T0COMMON", added.id)
    await slack.side.press(notice, "keep_lessons_going", user="ann")
    told = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0ANN", user="ann")
    assert told.text == "That subscription has ended already."


@pytest.mark.parametrize("channel", ["C0ENG", "U0ANN"])
async def test_an_emoji_on_the_last_lesson_keeps_it_coming(slack: Scenario, channel: str) -> None:
    added = await subscribed(slack, channel=channel, unanswered=2)
    (lesson,) = await ticked(slack, channel)
    ack = await slack.side.react(lesson, "thumbsup")
    assert ack.status == 200
    await slack.side.settle()
    assert (await kept(slack, added)).unanswered == 0


@pytest.mark.parametrize("channel", ["C0ENG", "U0ANN"])
async def test_saving_the_last_lesson_keeps_it_coming(slack: Scenario, channel: str) -> None:
    added = await subscribed(slack, channel=channel, unanswered=2)
    (lesson,) = await ticked(slack, channel)
    await slack.side.press(lesson, "save_lesson")
    await slack.side.settle()
    assert (await kept(slack, added)).unanswered == 0
    assert len(await slack.parts.store.lessons.saved("T0COMMON", "U0ANN")) == 1


async def test_a_reaction_to_anything_else_counts_for_nothing(slack: Scenario) -> None:
    added = await subscribed(slack, unanswered=1)
    await ticked(slack)
    message = (await slack.side.post("Good morning")).message
    assert message is not None
    await slack.side.react(message, "wave")
    await slack.side.settle()
    assert (await kept(slack, added)).unanswered == 2


async def test_stop_ends_it_and_the_channel_is_told_who_did(slack: Scenario) -> None:
    await subscribed(slack)
    (lesson,) = await ticked(slack)
    await stopped(slack, lesson, "ben")
    await slack.side.settle()
    assert slack.side.messages("engineering")[-1].text == f"ben has ended these lessons: {WEEKLY}."
    assert await slack.parts.store.subscriptions.of_channel("T0COMMON", "C0ENG") == ()
    await stopped(slack, lesson, "ann")
    told = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0ANN", user="ann")
    assert told.text.startswith("There is no subscription ")


async def test_stop_in_a_direct_message_ends_ones_own(slack: Scenario) -> None:
    await subscribed(slack, channel="U0ANN")
    (lesson,) = await ticked(slack, "D0ANN")
    await stopped(slack, lesson, "ann")
    await slack.side.settle()
    assert slack.side.seen_by("ann", "D0ANN")[-1].text == f"That has ended: {WEEKLY}."


async def test_the_loop_wakes_with_each_half_minute_and_outlives_an_error(
    slack: Scenario, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    secret = "feature flags"
    woken = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.now += timedelta(seconds=seconds)
        if len(slept) == 3:
            woken.set()
            await asyncio.Event().wait()

    async def fail() -> None:
        raise OSError(secret)

    clock.now += timedelta(seconds=12)
    looped = Scheduler(slack.parts, slack.scheduler.client, slack.scheduler.workspaces, sleep)
    monkeypatch.setattr(Scheduler, "tick", lambda _: fail())
    with caplog.at_level(logging.ERROR):
        async with looped.running():
            await woken.wait()
    assert slept == [18, 30, 30]
    assert caplog.text.count("reference") == 3
    assert secret not in caplog.text


async def test_a_stop_finishes_the_lesson_that_is_being_posted_and_begins_no_other(slack: Scenario) -> None:
    for topic in ("", "feature flags"):
        await subscribed(slack, topic=topic)
    released = slack.side.hold_next("chat.postMessage")
    looped = Scheduler(slack.parts, slack.scheduler.client, slack.scheduler.workspaces, slack.scheduler.sleep)
    async with looped.running():
        await slack.side.wait_for_call("users.info")
        asyncio.get_running_loop().call_later(0.05, released.set)
    await slack.side.settle()
    assert len(slack.side.messages("engineering")) == 1


async def test_lessons_of_a_channel_go_on_without_the_name_of_whoever_was_forgotten(slack: Scenario) -> None:
    added = await subscribed(slack)
    await slack.parts.store.forget_person("T0COMMON", "U0ANN")
    (lesson,) = await ticked(slack)
    assert "ann" not in lesson.text.rpartition(" — ")[2]
    assert added.id in lesson.text
    assert not [call for call in slack.side.calls if call.method == "users.info"]

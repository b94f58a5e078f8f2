"""Two workspaces with people, channels and messages of the same ids: what one has, the other cannot reach."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.play.deliveries import Delivery
from bot.play.elements import action_of, chosen
from bot.play.messages import Message, with_block_ids
from bot.play.slack_side import SlackSide
from bot.store import ChannelSettings, Subscription
from bot.store.tables import ANSWERS
from bot.unfinished import build_unfinished
from tests.bot.judged import buttons, feedback, quoted
from tests.bot.posts import ROLLBACK
from tests.bot.tenants.many import Many

QUESTION = "how do we roll back?"
UNKNOWN = "how do we brew xylophone marmalade?"


@pytest.fixture
async def both(slack: Many) -> Many:
    """Installed in both workspaces."""
    for side in (slack.one, slack.two):
        assert (await slack.install(side)).status == 200
    return slack


async def answered(slack: Many, side: SlackSide, question: str = QUESTION) -> tuple[Message, str]:
    """An answer there, and its number."""
    ack = await side.slash_command("/ask", question)
    assert ack.message is not None
    await slack.settle()
    tenant = side.workspace.team.id
    ((number,),) = await slack.parts.store._database.rows(select(ANSWERS.c.id).where(ANSWERS.c.tenant == tenant))
    return ack.message, number


async def test_the_number_of_another_workspace_s_answer_shows_nothing(both: Many) -> None:
    _, number = await answered(both, both.one)
    theirs = await both.two.slash_command("/ask", f"#{number}")
    ours = await both.one.slash_command("/ask", f"#{number}")
    assert theirs.payload is not None
    assert ours.payload is not None
    assert ROLLBACK not in theirs.payload["text"]
    assert ROLLBACK in quoted(ours.payload)


async def test_a_button_of_another_workspace_s_answer_does_nothing(both: Many) -> None:
    message, number = await answered(both, both.one)
    assert "Share" in buttons(message.content)
    copied = both.two.workspace.add("C0ENG", "U0BOT", message.content, only_for="U0ANN")
    before = await both.rows("T0ONE")
    await both.two.press(copied, "feedback", value=next(iter(feedback(message.content).values())))
    for action in ("share_answer", "more_answers", "why_answer", "not_this_answer"):
        await both.two.press(copied, action, value=number)
        await both.settle()
    assert not [each for each in both.two.messages("engineering") if each.user == "U0BOT"]
    assert not [
        each for each in both.two.seen_by("U0ANN", "engineering") if each is not copied and ROLLBACK in str(each)
    ]
    assert {name: count for name, count in (await both.rows("T0ONE")).items() if name != "deliveries"} == {
        name: count for name, count in before.items() if name != "deliveries"
    }
    assert await both.parts.store.judgements.votes("T0TWO", number) == (0, 0)


async def test_what_somebody_saved_and_did_not_find_is_not_shown_to_their_namesake_elsewhere(both: Many) -> None:
    store = both.parts.store
    lesson = await both.one.slash_command("/lesson")
    assert lesson.message is not None
    await both.one.press(lesson.message, "save_lesson")
    message, _ = await answered(both, both.one, UNKNOWN)
    await both.one.press(message, "record_gap")
    await both.settle()
    assert len(await store.lessons.saved("T0ONE", "U0ANN")) == 1
    (gap,) = await store.gaps.recent("T0ONE", 9)
    saved = await both.two.slash_command("/lesson", "saved")
    assert saved.payload is not None
    assert not await store.lessons.saved("T0TWO", "U0ANN")
    assert not await store.gaps.recent("T0TWO", 9)
    assert not await store.gaps.close("T0TWO", gap.id)
    await both.two.open_home()
    await both.settle()
    home = both.two.home("U0ANN")
    assert home is not None
    assert "marmalade" not in str(home.body)


async def test_a_subscription_of_another_workspace_cannot_be_seen_or_ended(both: Many) -> None:
    await both.one.slash_command("/lesson", "subscribe weekly monday 9:00")
    await both.settle()
    (kept,) = await both.parts.store.subscriptions.of_channel("T0ONE", "C0ENG")
    for typed in ("list", f"unsubscribe {kept.id}", "unsubscribe"):
        await both.two.slash_command("/lesson", typed)
    await both.settle()
    assert kept.id not in "".join(
        each.text
        for each in both.two.seen_by("U0ANN", "engineering")
        if each.user == "U0BOT" and "unsubscribe" not in each.text
    )
    assert await both.parts.store.subscriptions.of_channel("T0ONE", "C0ENG") == (kept,)


async def test_settings_of_a_channel_hold_in_its_workspace_alone(both: Many) -> None:
    await both.parts.store.channels.change("T0ONE", "C0ENG", ChannelSettings(public=True, language="de"))
    ours = await both.one.slash_command("/ask", QUESTION)
    theirs = await both.two.slash_command("/ask", QUESTION)
    assert ours.payload is not None
    assert theirs.payload is not None
    assert (ours.payload["response_type"], theirs.payload["response_type"]) == ("in_channel", "ephemeral")


async def test_the_same_event_and_the_same_message_in_two_workspaces_are_answered_in_both(both: Many) -> None:
    for side in (both.one, both.two):
        await side.mention(QUESTION)
    await both.settle()
    events = [[each.payload["event_id"] for each in side.deliveries] for side in (both.one, both.two)]
    assert events[0] == events[1]
    for side in (both.one, both.two):
        (answer,) = [each for each in side.messages("engineering") if each.user == "U0BOT"]
        assert ROLLBACK in quoted(answer.content)


async def test_lessons_come_to_each_workspace_with_its_own_token(both: Many) -> None:
    for side, tenant in ((both.one, "T0ONE"), (both.two, "T0TWO")):
        await both.parts.store.subscriptions.add(tenant, _due(both))
        assert not [each for each in side.messages("engineering") if each.user == "U0BOT"]
    await both.scheduler.tick()
    for side in (both.one, both.two):
        assert len([each for each in side.messages("engineering") if each.user == "U0BOT"]) == 1
        assert all(call.token_ok for call in side.calls)


async def test_a_question_left_unfinished_is_answered_in_its_workspace_with_its_token(both: Many) -> None:
    held = both.two.hold_next("chat.postMessage")
    await both.two.mention(QUESTION)
    await both.two.wait_for_call("chat.postMessage")
    await both.background.drain(0)
    both.clock.wait(60)
    second = replace(both.parts, holder="second")
    await build_unfinished(second, both.installed.client, both.installed).finish()
    (answer,) = [each for each in both.two.messages("engineering") if each.user == "U0BOT"]
    assert ROLLBACK in quoted(answer.content)
    assert not [each for each in both.one.messages("engineering") if each.user == "U0BOT"]
    held.set()


@pytest.mark.parametrize("presser", ["T0TWO", "T0GUEST"], ids=["installed there too", "not installed there"])
async def test_a_button_in_a_shared_channel_belongs_to_the_workspace_whose_bot_posted_it(
    both: Many, presser: str
) -> None:
    await both.one.mention(QUESTION)
    posted = await both.one.wait_for_message("engineering")
    value = next(iter(feedback(posted.content).values()))
    block, element = chosen(with_block_ids(posted.blocks), "feedback", value)
    action = {"block_id": block["block_id"], **action_of(element, value)}
    payload = both.one.payloads.block_actions(action, both.one.workspace.user("ben"), posted, {})
    payload["team"] = {"id": presser, "domain": "elsewhere"}
    payload["user"]["team_id"] = presser
    await both.one.deliver(Delivery("interactive", payload))
    await both.settle()
    number = value.partition(":")[2]
    assert await both.parts.store.judgements.votes("T0ONE", number) == (1, 0)
    assert await both.parts.store.judgements.votes(presser, number) == (0, 0)


async def test_a_question_of_a_guest_in_a_shared_channel_is_its_host_s_alone(both: Many) -> None:
    message = both.one.workspace.add("C0ENG", "U0BEN", {"text": f"<@U0BOT> {QUESTION}"})
    payload = both.one.payloads.event({**both.one.events.app_mention(message), "user_team": "T0TWO"})
    payload |= {"team_id": "T0TWO", "is_ext_shared_channel": True}  # authorizations name the host
    await both.one.deliver(Delivery("events_api", payload))
    await both.settle()
    (answer,) = [each for each in both.one.messages("engineering") if each.user == "U0BOT"]
    assert ROLLBACK in quoted(answer.content)
    assert (await both.rows("T0ONE"))["answers"] == 1
    assert "answers" not in await both.rows("T0TWO")
    assert not [each for each in both.two.messages("engineering") if each.user == "U0BOT"]


async def test_slack_may_look_whether_the_bot_is_there_before_anybody_has_installed_it(slack: Many) -> None:
    ack = await slack.one.raw(
        b'{"type": "url_verification", "challenge": "c", "token": "x"}',
        {"content-type": "application/json"},
        signed=True,
    )
    assert (ack.status, ack.payload) == (200, {"challenge": "c"})


async def test_where_it_is_not_installed_it_says_where_it_can_be_and_keeps_nothing(slack: Many) -> None:
    await slack.install(slack.one)
    ack = await slack.two.slash_command("/ask", QUESTION)
    assert ack.payload is not None
    assert ack.payload["text"].endswith(f"Someone who may add apps can install me at {slack.origin}/slack/install.")
    await slack.two.mention(QUESTION)
    await slack.settle()
    assert not slack.two.calls
    assert not await slack.rows("T0TWO")


def _due(slack: Many) -> Subscription:
    return Subscription(
        id="",
        channel="C0ENG",
        person="U0ANN",
        days="0123456",
        time="09:00",
        timezone="UTC",
        topic="",
        next_at=slack.clock() - timedelta(minutes=1),
        paused=False,
        unanswered=0,
        last_ts="",
    )

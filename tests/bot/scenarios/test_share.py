"""Share: exactly the answer that one person saw, once, for everyone in the channel."""

import asyncio
from pathlib import Path

from bot.play.messages import Message
from knowledge import KnowledgeBase
from tests.bot.conftest import Play
from tests.bot.judged import buttons, quoted
from tests.bot.posts import ROLLBACK, config_of, write_post
from tests.bot.scenario import Scenario


async def answered(slack: Scenario, *, user: str = "ann", channel: str = "engineering") -> Message:
    ack = await slack.side.slash_command("/ask", "how do we roll back?", user=user, channel=channel)
    assert ack.message is not None
    return ack.message


async def test_a_shared_answer_is_the_very_answer_and_names_who_asked(slack: Scenario) -> None:
    own = await answered(slack)
    ack = await slack.side.press(own, "share_answer")
    assert (ack.status, ack.payload) == (200, None)
    shared = await slack.side.wait_for_message("engineering")
    assert quoted(shared.content) == quoted(own.content)
    assert shared.text.startswith("ann asked: how do we roll back? — Rolling back, 1 June 2024: “To roll back")
    assert own.text.removeprefix("You asked").startswith(shared.text.removeprefix("ann asked"))
    assert not buttons(shared.content)


async def test_the_answer_for_the_asker_stays_as_it_is(slack: Scenario) -> None:
    own = await answered(slack)
    await slack.side.press(own, "share_answer")
    await slack.side.wait_for_message("engineering")
    assert slack.side.seen_by("ann", "engineering")[0] == own


async def test_it_can_be_shared_in_a_channel_that_the_bot_has_not_joined(slack: Scenario) -> None:
    await slack.side.press(await answered(slack, channel="random"), "share_answer")
    shared = await slack.side.wait_for_message("random")
    assert ROLLBACK in quoted(shared.content)


async def test_pressing_twice_at_once_shares_once(slack: Scenario) -> None:
    own = await answered(slack)
    acks = await asyncio.gather(*(slack.side.press(own, "share_answer") for _ in range(5)))
    await slack.side.settle()
    assert {ack.status for ack in acks} == {200}
    assert len(slack.side.messages("engineering")) == 1


async def test_two_people_each_share_what_they_asked(slack: Scenario) -> None:
    for user in ("ann", "ben"):
        await slack.side.press(await answered(slack, user=user), "share_answer", user=user)
    await slack.side.settle()
    askers = [message.text.split()[0] for message in slack.side.messages("engineering")]
    assert askers == ["ann", "ben"]


async def test_a_share_that_did_not_get_through_says_so_and_can_be_pressed_again(slack: Scenario) -> None:
    own = await answered(slack)
    slack.side.fail_next("response_url", status=404)
    await slack.side.press(own, "share_answer")
    notice = await slack.side.wait_for_message("engineering", lambda each: "Please try again" in each.text, user="ann")
    assert notice.only_for == "U0ANN"
    await slack.side.press(own, "share_answer")
    await slack.side.wait_for_message("engineering")
    assert len(slack.side.messages("engineering")) == 1


async def test_what_was_seen_is_shared_though_the_posts_have_changed_since(play: Play, own_posts: Path) -> None:
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts) as slack:
        own = await answered(slack)
        write_post(
            own_posts, "rollback", "Rolling back", "To roll back, roll forward: fix it and ship the fix instead."
        )
        posts.reload()
        await slack.side.press(own, "share_answer")
        shared = await slack.side.wait_for_message("engineering")
        assert quoted(shared.content) == quoted(own.content)

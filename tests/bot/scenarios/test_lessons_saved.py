"""Saved lessons, and lessons on what a message is about."""

from pathlib import Path

import pytest

from bot.play.messages import Message
from knowledge import KnowledgeBase
from tests.bot.conftest import Play
from tests.bot.judged import buttons, quoted
from tests.bot.posts import ROLLBACK, config_of, write_post
from tests.bot.scenario import Scenario

FLAGS = "Feature flags let us merge unfinished work"


async def lesson(slack: Scenario, text: str = "", *, user: str = "ann") -> Message:
    ack = await slack.side.slash_command("/lesson", text, user=user)
    assert ack.message is not None
    return ack.message


async def pressed(
    slack: Scenario, message: Message, button: str, *, user: str = "ann", value: object = None
) -> Message:
    """What the person then sees last."""
    await slack.side.press(message, button, user=user, value=value)
    await slack.side.settle()
    return slack.side.seen_by(user, "engineering")[-1]


async def test_a_saved_lesson_is_found_again_by_who_saved_it(slack: Scenario) -> None:
    told = await pressed(slack, await lesson(slack, "feature flags"), "save_lesson")
    assert told.text == "Saved. /lesson saved shows all that you have saved."
    assert told.only_for == "U0ANN"
    kept = await lesson(slack, "saved")
    assert kept.only_for == "U0ANN"
    assert kept.text.startswith("Your saved lesson — Payments at Scale")
    assert FLAGS in quoted(kept.content)
    assert (await lesson(slack, "saved", user="ben")).text.startswith("You have saved no lesson.")


async def test_saving_again_says_that_it_is_saved_already(slack: Scenario) -> None:
    own = await lesson(slack, "feature flags")
    await pressed(slack, own, "save_lesson")
    assert (await pressed(slack, own, "save_lesson")).text.startswith("You have saved this lesson already.")
    assert buttons((await lesson(slack, "saved")).content) == ["Remove"]


async def test_a_lesson_for_all_is_saved_for_whoever_presses(slack: Scenario) -> None:
    await slack.side.mention("lesson feature flags")
    public = await slack.side.wait_for_message("engineering")
    await slack.side.press(public, "save_lesson", user="ben")
    told = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0BEN", user="ben")
    assert told.text.startswith("Saved.")
    assert FLAGS in quoted((await lesson(slack, "saved", user="ben")).content)
    assert not quoted((await lesson(slack, "saved")).content)


async def test_a_removed_lesson_is_gone_from_the_list_that_stands_there(slack: Scenario) -> None:
    for topic in ("feature flags", "alert that nobody acts upon"):
        await pressed(slack, await lesson(slack, topic), "save_lesson")
    kept = await lesson(slack, "saved")
    newest, oldest = quoted(kept.content).splitlines()
    assert (newest[:8], oldest[:8]) == ("An alert", "Feature ")
    values = [block["elements"][0]["value"] for block in kept.content["blocks"] if block["type"] == "actions"]
    left = await pressed(slack, kept, "remove_lesson", value=values[0])
    assert left.ts == kept.ts
    assert quoted(left.content) == oldest
    none = await pressed(slack, left, "remove_lesson", value=values[1])
    assert none.text.startswith("You have saved no lesson.")


async def test_of_many_saved_lessons_the_newest_ten_are_shown(slack: Scenario) -> None:
    for number in range(13):
        await slack.parts.store.lessons.save("T0COMMON", "U0ANN", f"gone-{number}")
    kept = await lesson(slack, "saved")
    assert len(buttons(kept.content)) == 10
    assert "And 3 more: remove some of these to see them." in kept.text


async def test_a_saved_lesson_that_left_the_posts_is_shown_as_gone_and_can_be_removed(
    play: Play, own_posts: Path
) -> None:
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts) as slack:
        own = await lesson(slack, "feature flags")
        await pressed(slack, own, "save_lesson")
        write_post(own_posts, "repeated-0", "Payments at Scale", "We have moved on and now do without any of that.")
        posts.reload()
        kept = await lesson(slack, "saved")
        assert kept.text == "Your saved lesson — This lesson stands in no post any more."
        assert (await pressed(slack, kept, "remove_lesson")).text.startswith("You have saved no lesson.")
        assert (await pressed(slack, own, "save_lesson")).text == (
            "No post holds that lesson any more, so it cannot be saved."
        )


@pytest.mark.parametrize("text", ["subscribe daily", "saved", "list", "unsubscribe 7Q4K"])
async def test_what_needs_the_command_is_said_to_need_it_where_it_is_asked_for_by_name(
    slack: Scenario, text: str
) -> None:
    await slack.side.mention(f"lesson {text}")
    reply = await slack.side.wait_for_message("engineering")
    assert reply.text == f"Type this as a command: /lesson {text}"


async def test_a_lesson_on_what_a_message_is_about_comes_to_the_person_alone(slack: Scenario) -> None:
    message = (await slack.side.post("We pressed the button of an older release", user="ben", channel="random")).message
    assert message is not None
    ack = await slack.side.message_shortcut("lesson_about", message)
    assert (ack.status, ack.payload) == (200, None)
    found = await slack.side.wait_for_message("random", user="ann")
    assert found.only_for == "U0ANN"
    assert found.text.startswith("A lesson on ")
    assert ROLLBACK in quoted(found.content)
    assert buttons(found.content) == ["Another", "Save", "Share"]


@pytest.mark.parametrize("text", ["Wombats, quokkas and numbats", "", "!"])
async def test_a_message_that_no_lesson_is_about_gets_a_plain_word(slack: Scenario, text: str) -> None:
    message = slack.side.workspace.add("C0ENG", "U0BEN", {"text": text})
    await slack.side.message_shortcut("lesson_about", message)
    found = await slack.side.wait_for_message("engineering", lambda each: each.user == "U0BOT", user="ann")
    assert found.text == "No lesson is about this message."

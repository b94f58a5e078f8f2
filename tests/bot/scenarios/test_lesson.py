"""/lesson: a paragraph that can stand alone, another one, and sharing it."""

from pathlib import Path

import pytest

from bot.play.messages import Message
from knowledge import KnowledgeBase
from tests.bot.conftest import Play
from tests.bot.judged import buttons, links, quoted
from tests.bot.posts import config_of, write_post
from tests.bot.scenario import Scenario


async def lesson(slack: Scenario, topic: str = "", *, user: str = "ann") -> Message:
    ack = await slack.side.slash_command("/lesson", topic, user=user)
    assert ack.message is not None
    return ack.message


async def test_a_lesson_is_shown_to_the_person_alone_with_its_post(slack: Scenario) -> None:
    message = await lesson(slack)
    assert message.only_for == "U0ANN"
    assert message.text.startswith("A lesson — ")
    assert quoted(message.content)
    assert links(message.content)
    assert buttons(message.content) == ["Another", "Save", "Share"]


async def test_a_topic_gives_a_lesson_about_it(slack: Scenario) -> None:
    message = await lesson(slack, "feature flags")
    assert message.text.startswith("A lesson on feature flags — ")
    assert "Feature flags let us merge unfinished work" in quoted(message.content)


@pytest.mark.parametrize("topic", ["wombats", "<wombats> & quokkas", "!!!"])
async def test_without_a_lesson_on_a_topic_it_says_what_to_do_instead(slack: Scenario, topic: str) -> None:
    message = await lesson(slack, topic)
    assert message.text.startswith("No lesson is about “")
    assert message.text.endswith("Try another word, or /lesson alone for any lesson.")
    assert not buttons(message.content)


async def test_help_shows_the_usage(slack: Scenario) -> None:
    assert (await lesson(slack, "help")).text.startswith("/lesson shows a lesson: a paragraph")


async def test_an_over_long_topic_is_explained(slack: Scenario) -> None:
    assert "I can search for up to 500" in (await lesson(slack, "topic " * 100)).text


async def test_another_takes_the_place_of_a_lesson_that_only_one_person_sees(slack: Scenario) -> None:
    first = await lesson(slack)
    await slack.side.press(first, "another_lesson")
    await slack.side.settle()
    (second,) = slack.side.seen_by("ann", "engineering")
    assert second.ts == first.ts
    assert quoted(second.content) != quoted(first.content)
    assert buttons(second.content) == ["Another", "Save", "Share"]


async def test_another_stays_with_the_topic(slack: Scenario) -> None:
    first = await lesson(slack, "flamingo deployments")
    await slack.side.press(first, "another_lesson")
    await slack.side.settle()
    (second,) = slack.side.seen_by("ann", "engineering")
    assert second.text.startswith("A lesson on flamingo deployments — ")
    assert quoted(second.content) != quoted(first.content)


async def test_nothing_repeats_for_a_person_until_all_were_seen(slack: Scenario, knowledge_base: KnowledgeBase) -> None:
    count = knowledge_base.stats.lessons
    await lesson(slack, user="ben")  # who has a bag of his own
    message = await lesson(slack)
    seen = [quoted(message.content)]
    while len(seen) <= count:
        await slack.side.press(message, "another_lesson")
        await slack.side.settle()
        message = slack.side.seen_by("ann", "engineering")[-1]
        seen.append(quoted(message.content))
    assert len(set(seen[:count])) == count
    assert seen[count] in seen[: count - 1]  # not the last one twice in a row


async def test_a_shared_lesson_is_the_same_for_everyone_once_and_without_buttons(slack: Scenario) -> None:
    own = await lesson(slack, "feature flags")
    await slack.side.press(own, "share_lesson")
    await slack.side.press(own, "share_lesson")
    await slack.side.settle()
    (shared,) = slack.side.messages("engineering")
    assert quoted(shared.content) == quoted(own.content)
    assert shared.text == own.text
    assert not buttons(shared.content)


async def test_a_lesson_shared_after_it_left_the_posts_is_replaced_by_another(play: Play, own_posts: Path) -> None:
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts) as slack:
        own = await lesson(slack, "feature flags")
        write_post(own_posts, "repeated-0", "Payments at Scale", "We have moved on and now do without any of that.")
        posts.reload()
        await slack.side.press(own, "share_lesson")
        await slack.side.settle()
        assert not slack.side.messages("engineering")
        gone, other = slack.side.seen_by("ann", "engineering")[1:]
    assert gone.text == "No post holds that lesson any more; this is another one."
    assert quoted(other.content) != quoted(own.content)


async def test_a_lesson_for_all_offers_another_and_nothing_to_share(slack: Scenario) -> None:
    await slack.side.mention("lesson feature flags")
    public = await slack.side.wait_for_message("engineering")
    assert buttons(public.content) == ["Another", "Save"]


async def test_another_to_a_lesson_for_all_stands_beside_it_for_the_person_who_pressed(slack: Scenario) -> None:
    await slack.side.mention("lesson")
    public = await slack.side.wait_for_message("engineering")
    await slack.side.press(public, "another_lesson", user="ben")
    own = await slack.side.wait_for_message("engineering", lambda each: each.only_for == "U0BEN", user="ben")
    assert own.text.startswith("A lesson — ")
    assert buttons(own.content) == ["Another", "Save", "Share"]
    assert public in slack.side.messages("engineering")


async def test_another_in_a_direct_message_stays_in_the_conversation(slack: Scenario) -> None:
    await slack.side.direct_message("lesson")
    first = await slack.side.wait_for_message("D0ANN")
    await slack.side.press(first, "another_lesson")
    await slack.side.settle()
    second = slack.side.messages("D0ANN")[-1]
    assert second.ts != first.ts
    assert quoted(second.content) != quoted(first.content)
    assert buttons(second.content) == ["Another", "Save"]

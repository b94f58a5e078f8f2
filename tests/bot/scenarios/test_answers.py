"""What can be done with an answer: more of it, why it was found, another instead, a vote, a gap, the same again."""

from datetime import timedelta
from pathlib import Path

from bot.play.messages import Message
from bot.store.questions import question_key
from knowledge import KnowledgeBase
from tests.bot.conftest import Play
from tests.bot.judged import buttons, links, quoted
from tests.bot.posts import ROLLBACK, config_of, write_post
from tests.bot.scenario import Scenario

QUESTION = "how do we roll back?"
TENANT = "T0COMMON"


async def asked(slack: Scenario, question: str = QUESTION, *, user: str = "ann") -> Message:
    ack = await slack.side.slash_command("/ask", question, user=user)
    assert ack.message is not None
    return ack.message


async def last_seen(slack: Scenario, user: str = "ann") -> Message:
    await slack.side.settle()
    return slack.side.seen_by(user, "engineering")[-1]


def number(message: Message) -> str:
    """The answer's number, with its #."""
    return "#" + message.text.rpartition("Answer #")[2].partition(".")[0]


def replace_all(posts: Path) -> None:
    """Leave a single post on something else."""
    for post in posts.glob("*.md"):
        post.unlink()
    write_post(posts, "new", "News", "Wombats are marsupials that dig burrows and live in them all day long.")


async def test_an_answer_shows_what_can_be_done_with_it(slack: Scenario) -> None:
    assert buttons((await asked(slack)).content) == ["More", "Why this?", "Not this", "Share"]


async def test_more_shows_the_next_paragraphs_to_the_one_who_asks_and_none_twice(slack: Scenario) -> None:
    first = await asked(slack, "releases pager customers pairing production")
    seen = quoted(first.content).split("\n")
    await slack.side.press(first, "more_answers")
    second = await last_seen(slack)
    assert second.only_for == "U0ANN"
    assert second.text.startswith("More on: releases pager customers pairing production — ")
    assert not set(quoted(second.content).split("\n")) & set(seen)
    assert number(second) != number(first)


async def test_when_there_is_no_more_it_says_so(slack: Scenario) -> None:
    message = await asked(slack, '"press the button of the release before it"')
    await slack.side.press(message, "more_answers")
    assert (await last_seen(slack)).text == "Nothing more answers this."


async def test_why_this_names_the_words_found_and_not_found_and_what_came_next(slack: Scenario) -> None:
    message = await asked(slack, "how do we roll back a zebra release?")
    await slack.side.press(message, "why_answer")
    await slack.side.settle()
    (window,) = slack.side.modals("ann")
    shown = str(window.body)
    assert "You asked: how do we roll back a zebra release?" in shown
    assert "Words of the question in it: roll, back, release" in shown
    assert "Words of the question that are not in it: zebra" in shown
    assert "Next in line" in shown


async def test_why_this_says_so_when_the_posts_have_changed(play: Play, own_posts: Path) -> None:
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts) as slack:
        message = await asked(slack)
        replace_all(own_posts)
        posts.reload()
        await slack.side.press(message, "why_answer")
        await slack.side.settle()
        (window,) = slack.side.modals("ann")
        assert "The posts have changed since that answer" in str(window.body)


async def test_not_this_puts_the_next_best_in_its_place_for_that_person_and_keeps_the_judged_pair(
    slack: Scenario,
) -> None:
    message = await asked(slack)
    assert ROLLBACK in quoted(message.content)
    await slack.side.press(message, "not_this_answer")
    await slack.side.settle()
    (shown,) = slack.side.seen_by("ann", "engineering")
    assert ROLLBACK not in quoted(shown.content)
    assert shown.text.startswith("You asked: how do we roll back? — ")
    ((question, _, times),) = await slack.parts.store.judgements.pairs(TENANT)
    assert (question, times) == (question_key(QUESTION), 1)
    assert ROLLBACK not in quoted((await asked(slack)).content)
    assert ROLLBACK in quoted((await asked(slack, user="ben")).content)


async def test_turning_everything_down_ends_with_nothing_found(slack: Scenario) -> None:
    message = await asked(slack, '"press the button of the release before it"')
    await slack.side.press(message, "not_this_answer")
    shown = await last_seen(slack)
    assert "Nothing found in" in shown.text
    assert buttons(shown.content) == ["Record as a gap"]


async def test_below_an_answer_for_all_not_this_shows_another_to_the_one_who_pressed(slack: Scenario) -> None:
    await slack.side.mention(QUESTION)
    reply = await slack.side.wait_for_message("engineering")
    await slack.side.press(reply, "not_this_answer", user="ben")
    await slack.side.settle()
    assert reply in slack.side.messages("engineering")
    other = slack.side.seen_by("ben", "engineering")[-1]
    assert other.only_for == "U0BEN"
    assert other.text.startswith("Instead of what you turned down — ")
    assert ROLLBACK not in quoted(other.content)


async def test_a_vote_is_noted_once_for_each_person_and_the_last_word_counts(slack: Scenario) -> None:
    await slack.side.mention(QUESTION)
    reply = await slack.side.wait_for_message("engineering")
    answer_id = number(reply).removeprefix("#")
    for user, vote in (("ann", "up"), ("ben", "up"), ("ann", "down")):
        await slack.side.press(reply, "feedback", user=user, value=f"{vote}:{answer_id}")
        thanks = await last_seen(slack, user)
        assert thanks.text == "Thank you, that is noted."
    assert await slack.parts.store.judgements.votes(TENANT, answer_id) == (1, 1)


async def test_a_gap_is_recorded_once_for_each_person(slack: Scenario) -> None:
    for user, said in (("ann", "yet."), ("ann", "yet."), ("ben", "yet; 2 people have missed it.")):
        message = await asked(slack, "wombats and quokkas", user=user)
        await slack.side.press(message, "record_gap", user=user)
        assert (await last_seen(slack, user)).text == f"Noted: the posts do not say this {said}"
    (gap,) = await slack.parts.store.gaps.recent(TENANT, 10)
    assert (gap.question, gap.people) == ("wombats and quokkas", 2)


async def test_its_number_shows_the_same_answer_again_to_anybody_in_any_spelling(slack: Scenario) -> None:
    first = await asked(slack)
    for typed in (number(first), number(first).lower()):
        again = await asked(slack, typed, user="ben")
        assert again.blocks[:-2] == first.blocks[:-2]
        assert again.text == first.text


async def test_a_number_that_there_is_not_is_said_to_be_gone(slack: Scenario) -> None:
    shown = await asked(slack, "#ZZZZ")
    assert shown.text == "There is no answer #ZZZZ any more; answers are kept for 30 days."


async def test_a_number_shows_what_was_seen_though_the_posts_have_changed(play: Play, own_posts: Path) -> None:
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts) as slack:
        first = await asked(slack)
        write_post(own_posts, "rollback", "Rolling back", "To roll back, roll forward: fix it and ship the fix.")
        posts.reload()
        assert "roll forward" in quoted((await asked(slack)).content)
        assert quoted((await asked(slack, number(first))).content) == quoted(first.content)


async def test_a_click_on_an_answer_that_is_not_kept_any_more_says_so(slack: Scenario) -> None:
    message = await asked(slack)
    answer_id = number(message).removeprefix("#")
    await slack.parts.store.answers.remove(TENANT, answer_id)
    for button in ("more_answers", "why_answer", "share_answer", "feedback", "not_this_answer"):
        value = f"up:{answer_id}" if button == "feedback" else None
        await slack.side.press(message, button, value=value)
        assert (await last_seen(slack)).text.startswith(f"There is no answer #{answer_id} any more")
        assert not slack.side.modals("ann")


async def test_links_of_more_lead_to_the_paragraphs(slack: Scenario) -> None:
    message = await asked(slack, "feature flags customer")
    await slack.side.press(message, "more_answers")
    assert all(url.startswith("https://") for url in links((await last_seen(slack)).content).values())


async def test_an_answer_whose_question_is_not_kept_any_more_is_shown_and_shared_and_nothing_else(
    http: Scenario,
) -> None:
    message = await asked(http)
    number = message.text.partition("Answer #")[2][:4]
    await http.parts.store.forget_questions(http.parts.clock() + timedelta(minutes=1))
    ack = await http.side.slash_command("/ask", f"#{number}")
    assert ack.message is not None
    assert quoted(ack.message.content) == quoted(message.content)
    assert "roll back?" not in ack.message.text
    for action in ("more_answers", "why_answer", "not_this_answer"):
        await http.side.press(message, action)
        await http.side.settle()
        assert "I do not keep for long what was asked" in str(http.side.seen_by("ann", "engineering")[-1].text), action
        message = (await http.side.slash_command("/ask", f"#{number}")).message or message
    await http.side.press(message, "share_answer")
    await http.side.settle()
    (shared,) = http.side.messages("engineering")
    assert shared.text.startswith("ann shares an answer — Rolling back")

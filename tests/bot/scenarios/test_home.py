"""The Home tab: what the bot does, what is one's own, how the posts are; its window to ask in; and what admins see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from bot.play.views import View
from bot.policy import Policy
from bot.store import Answer, StoreError, Subscription
from bot.store.lessons import Lessons
from knowledge import KnowledgeBase, ShuffleBag
from tests.bot.conftest import Play
from tests.bot.judged import quoted, words_of
from tests.bot.posts import CONTRACTS, ROLLBACK, config_of, write_post
from tests.bot.scenario import Scenario

TENANT, NOON = "T0COMMON", datetime(2026, 3, 5, 12, tzinfo=UTC)
ANN, BEN = "U0ANN", "U0BEN"
FOR_ANN = {"policy": Policy(admins=frozenset({ANN}))}


async def home(slack: Scenario, user: str = "ann") -> View:
    ack = await slack.side.open_home(user)
    assert ack.status == 200
    await slack.side.settle()
    found = slack.side.home(user)
    assert found is not None
    return found


async def modal(slack: Scenario, user: str = "ann") -> View:
    await slack.side.settle()
    (found,) = slack.side.modals(user)
    return found


def lessons(posts: KnowledgeBase, count: int) -> list[str]:
    """The ids of some lessons."""
    bag = ShuffleBag()
    drawn = (posts.lesson(bag, Random(1)) for _ in range(count))
    return [each.passage.id for each in drawn if each]


async def ask(slack: Scenario, question: str, user: str = "ben") -> None:
    await slack.side.slash_command("/ask", question, user=user)


def subscription(channel: str, **other: object) -> Subscription:
    usual = {"days": "01234", "time": "09:00", "timezone": "Europe/London", "topic": "", "paused": False} | other
    return Subscription("", channel, ANN, next_at=NOON, unanswered=0, last_ts="", **usual)  # type: ignore[arg-type]


async def test_it_says_what_the_bot_does_how_the_posts_are_and_what_is_kept(slack: Scenario) -> None:
    slack.parts.last_read.at = NOON
    said = words_of(await home(slack))
    assert "*Ask, and get the paragraph that says it*" in said
    assert "*/lesson* shows a lesson" in said
    stats = slack.parts.knowledge_base.stats
    assert f"{stats.posts} posts with {stats.passages} passages, read on Thursday 5 March 2026, 12:00 (UTC)." in said
    assert "I keep answers for 30 days" in said
    assert "None yet." in said
    assert "For admins" not in said


async def test_it_is_said_in_the_persons_own_language_and_zone(slack: Scenario) -> None:
    await slack.parts.store.people.keep(TENANT, ANN, "de-DE", "Europe/Berlin")
    slack.parts.last_read.at = NOON
    said = words_of(await home(slack))
    assert "*Die Beiträge*" in said
    assert "gelesen am Donnerstag 5. März 2026, 13:00 (Europe/Berlin)." in said


async def test_it_says_what_it_can_and_what_it_lacks_scopes_for(play: Play) -> None:
    async with play(scopes={"commands", "chat:write", "app_mentions:read"}) as slack:
        said = words_of(await home(slack))
        assert "Can: answer commands and shortcuts; post lessons by themselves; answer calls by name" in said
        assert "answer direct messages (for which I lack im:history)" in said


async def test_it_says_that_the_posts_have_problems_and_names_the_first(play: Play, own_posts: Path) -> None:
    (own_posts / "broken.md").write_text("---\ntitle: [\n---\n\nText of <it>.\n", encoding="utf-8")
    async with play(KnowledgeBase.open(config_of(own_posts))) as slack:
        slack.parts.last_read.failure = "the folder is gone"
        said = words_of(await home(slack))
        assert "One problem: broken.md:" in said
        assert "They could not be read again since: the folder is gone" in said


async def test_an_example_is_answered_in_a_window(slack: Scenario) -> None:
    tab = await home(slack)
    await slack.side.press(tab, "home_example")
    shown = await modal(slack)
    assert "You asked: how do we keep one service from breaking another?" in words_of(shown)
    assert CONTRACTS in quoted(shown.body)


async def test_every_example_has_an_answer(play: Play, own_posts: Path) -> None:
    only = write_post(own_posts, "rollback", "Rolling back", ROLLBACK, date="2024-06-01")
    async with play(KnowledgeBase.open(config_of(only))) as slack:
        tab = await home(slack)
        assert "“Rolling back”" in words_of(tab)
        await slack.side.press(tab, "home_example", value="Rolling back")
        assert ROLLBACK in quoted((await modal(slack)).body)


async def test_a_question_is_answered_in_the_window_it_was_asked_in_and_another_can_follow(slack: Scenario) -> None:
    await slack.side.press(await home(slack), "home_search")
    empty = await modal(slack)
    ack = await slack.side.submit_view(empty.id, {"question": "  how do we\troll back? "})
    assert ack.error is None
    answered = await modal(slack)
    assert answered.id == empty.id
    assert "You asked: how do we roll back?" in words_of(answered)
    assert ROLLBACK in quoted(answered.body)
    assert "Search again" in words_of(answered)
    await slack.side.submit_view(answered.id, {"question": "wombats"})
    assert "No post contains “wombats”." in words_of(await modal(slack))


async def test_the_window_shows_nothing_that_could_not_be_pressed_there(slack: Scenario) -> None:
    await slack.side.press(await home(slack), "home_example")
    kinds = {block["type"] for block in (await modal(slack)).blocks}
    assert kinds <= {"input", "divider", "context", "section", "rich_text"}


@pytest.mark.parametrize(("typed", "said"), [("help", "answers a question"), (" ", "What would you like to know?")])
async def test_what_is_no_question_gets_the_usage(slack: Scenario, typed: str, said: str) -> None:
    await slack.side.press(await home(slack), "home_search")
    await slack.side.submit_view((await modal(slack)).id, {"question": typed})
    assert said in words_of(await modal(slack))


async def test_an_answer_found_in_the_window_has_a_number_that_works_elsewhere(slack: Scenario) -> None:
    await slack.side.press(await home(slack), "home_search")
    await slack.side.submit_view((await modal(slack)).id, {"question": "how do we roll back?"})
    number = words_of(await modal(slack)).partition("Answer #")[2][:4]
    ack = await slack.side.slash_command("/ask", f"#{number}")
    assert ack.message is not None
    assert "To roll back a release" in ack.message.text


async def test_five_saved_lessons_are_shown_and_the_rest_is_counted(slack: Scenario) -> None:
    for each in lessons(slack.parts.knowledge_base, 7):
        await slack.parts.store.lessons.save(TENANT, ANN, each)
    tab = await home(slack)
    assert str(tab.blocks).count("home_show_lesson") == 5
    assert "2 more: /lesson saved" in words_of(tab)


async def test_a_saved_lesson_can_be_shown_and_removed(slack: Scenario) -> None:
    kept, other = lessons(slack.parts.knowledge_base, 2)
    for each in (kept, other):
        await slack.parts.store.lessons.save(TENANT, ANN, each)
    tab = await home(slack)
    await slack.side.press(tab, "home_show_lesson", value=kept)
    text = slack.parts.knowledge_base.lesson_by_id(kept)
    assert text is not None
    assert text.passage.text.splitlines()[0] in words_of(await modal(slack))
    await slack.side.press(tab, "home_remove_lesson", value=kept)
    await slack.side.press(tab, "home_remove_lesson", value=other)
    await slack.side.settle()
    assert await slack.parts.store.lessons.saved(TENANT, ANN) == ()
    now = slack.side.home("ann")
    assert now is not None
    assert "None yet." in words_of(now)


async def test_nobody_removes_what_somebody_else_saved(slack: Scenario) -> None:
    (kept,) = lessons(slack.parts.knowledge_base, 1)
    for person in (ANN, BEN):
        await slack.parts.store.lessons.save(TENANT, person, kept)
    await slack.side.press(await home(slack), "home_remove_lesson", value=kept)
    await slack.side.settle()
    assert await slack.parts.store.lessons.saved(TENANT, BEN) == (kept,)


async def test_a_lesson_that_no_post_holds_any_more_can_be_removed_and_not_shown(slack: Scenario) -> None:
    await slack.parts.store.lessons.save(TENANT, ANN, "gone")
    tab = await home(slack)
    assert "No post holds this lesson any more." in words_of(tab)
    assert "home_show_lesson" not in str(tab.blocks)
    await slack.side.press(tab, "home_remove_lesson")
    await slack.side.settle()
    assert await slack.parts.store.lessons.saved(TENANT, ANN) == ()


async def test_a_lesson_that_went_while_the_tab_was_open_is_said_to_be_gone(play: Play, own_posts: Path) -> None:
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts) as slack:
        own = "Wombats dig burrows with the claws of all their feet, and they live in them for the whole of a long day."
        path = write_post(own_posts, "wombats", "Wombats", f"{own}\n\nGoodbye.\n\nReally, goodbye now.")
        posts.reload()
        passage = posts.search("wombats burrows").hits[0].passage.id
        await slack.parts.store.lessons.save(TENANT, ANN, passage)
        tab = await home(slack)
        path.unlink()
        posts.reload()
        await slack.side.press(tab, "home_show_lesson")
        assert "No post holds this lesson any more." in words_of(await modal(slack))


async def test_what_a_person_has_subscribed_to_is_told_with_when_and_where(slack: Scenario) -> None:
    kept = await slack.parts.store.subscriptions.add(TENANT, subscription("C0ENG", topic="testing"))
    await slack.parts.store.subscriptions.add(TENANT, subscription(ANN, days="0123456", paused=True))
    tab = await home(slack)
    said = words_of(tab)
    assert f"{kept.id}\n: every weekday at 09:00 (Europe/London), on “testing”" in said
    assert "every day at 09:00 (Europe/London)" in said
    assert "To you alone." in said
    assert "'channel_id': 'C0ENG'" in str(tab.blocks)
    assert "testing" not in words_of(await home(slack, "ben"))


async def test_admins_see_what_was_asked_in_vain_and_close_gaps(play: Play) -> None:
    async with play(bot=FOR_ANN) as slack:
        await ask(slack, "how do we <b>feed</b> & pet wombats?")
        await ask(slack, "how do we roll back?")
        for person in (BEN, ANN):
            await slack.parts.store.gaps.record(TENANT, "how do we feed kiwis?", person)
        tab = await home(slack)
        said = words_of(tab)
        assert "Everyone may change a channel's settings." in said
        assert "how do we <b>feed</b> & pet wombats?" in said
        assert "roll back?" not in said
        assert "how do we feed kiwis? (2 people)" in said
        await slack.side.press(tab, "home_close_gap")
        await slack.side.settle()
        assert await slack.parts.store.gaps.recent(TENANT, 5) == ()
        now = slack.side.home("ann")
        assert now is not None
        assert "kiwis" not in words_of(now)


async def test_who_is_no_admin_sees_nobodys_questions_and_closes_nothing(play: Play) -> None:
    async with play(bot=FOR_ANN) as slack:
        await ask(slack, "how do we feed wombats?", "ann")
        await slack.parts.store.gaps.record(TENANT, "how do we feed kiwis?", ANN)
        own = words_of(await home(slack, "ben"))
        assert "wombats" not in own
        assert "kiwis" not in own
        assert "For admins" not in own
        await slack.side.press(await home(slack), "home_close_gap", user="ben")
        await slack.side.settle()
        assert len(await slack.parts.store.gaps.recent(TENANT, 5)) == 1


async def test_questions_of_before_last_week_and_of_other_workspaces_are_not_shown(play: Play) -> None:
    async with play(bot={**FOR_ANN, "clock": lambda: NOON}) as slack:
        for tenant, question, days in (
            (TENANT, "about kiwis", 8),
            ("T0OTHER", "about emus", 1),
            (TENANT, "new one", 1),
        ):
            at = NOON - timedelta(days=days)
            old = Answer("", question, "nothing", (), question, (), BEN, "C0ENG", "", "", "", at)
            await slack.parts.store.answers.add(tenant, old)
        said = words_of(await home(slack))
        assert "new one (4 March 2026)" in said
        assert "kiwis" not in said
        assert "emus" not in said


async def test_admins_see_how_many_may_change_settings(play: Play) -> None:
    policy = Policy(admins=frozenset({ANN, BEN}), settings_by="admins")
    async with play(bot={"policy": policy}) as slack:
        assert "Only 2 people may change a channel's settings." in words_of(await home(slack))


async def test_a_tab_that_somebody_published_meanwhile_is_let_be(slack: Scenario) -> None:
    seen = await home(slack)
    event = slack.side.events.home_opened(slack.side.workspace.user("ann"), "home")
    newer = slack.side.workspace.views.publish(ANN, seen.body)
    await slack.side.event(event)
    await slack.side.settle()
    assert slack.side.calls[-1].method == "views.publish"
    assert slack.side.home("ann") == newer
    assert not slack.side.seen_by("ann", "D0ANN")


async def test_another_refusal_is_told(slack: Scenario) -> None:
    slack.side.fail_next("views.publish", error="internal_error", times=3)
    await slack.side.open_home("ann")
    notice = await slack.side.wait_for_message("D0ANN", user="ann")
    assert notice.text.startswith("Slack does not take what I say at the moment.")


async def test_without_the_store_the_rest_is_shown(slack: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> NoReturn:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Lessons, "saved", fail)
    said = words_of(await home(slack))
    assert "What you saved and set up cannot be read at the moment." in said
    assert "11 posts" in said


async def test_whatever_stands_in_the_store_and_the_posts_the_tab_stays_within_slacks_limits(
    play: Play, own_posts: Path
) -> None:
    for number in range(12):
        title = f"<!channel> {number} & " + "very long " * 300
        write_post(own_posts, f"long-{number}", title, f"Paragraph {number} of them says " + "so much " * 400)
    posts = KnowledgeBase.open(config_of(own_posts))
    async with play(posts, bot=FOR_ANN) as slack:
        store = slack.parts.store
        for each in lessons(posts, 8):
            await store.lessons.save(TENANT, ANN, each)
        for number in range(15):
            await store.subscriptions.add(TENANT, subscription("C0ENG", topic="<@U0BEN> & " * 50))
            await store.gaps.record(TENANT, f"{number} <!here> | *what* " * 30, BEN)
            await ask(slack, f"kiwis {number} <!here> | *what* & `why`")
        said = words_of(await home(slack))  # and it was judged
        assert "3 more: /lesson saved" in said

"""The Home tab and the window to ask in: everything is said, nothing of it parsed, never more than Slack takes."""

import datetime as dt
from typing import Any

import pytest

from bot.names import Names
from bot.schedules import Schedule
from bot.views import search_modal
from bot.views.answer import answer, with_buttons
from bot.views.blocks import View
from bot.views.home import ForAdmins, Health, Missed, Own, Saved, Shown, home, prompts
from bot.views.lesson import own_lesson
from bot.views.subscription import Entry, Subscribed
from knowledge.model import Problem, Stats
from tests.bot.judged import words_of
from tests.bot.views import made
from tests.bot.views.made import ENGLISH
from tests.slack_types.judge import check_view

NAMES = Names("/ask", "/lesson", "commonplace")
NOON = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)
HOSTILE = "<!channel> *bold* & <https://evil.example|label> | " * 90
HEALTH = Health(Stats(9, 40, 30, 20, 0), NOON, "UTC")


def shown(**other: Any) -> Shown:  # noqa: ANN401 - each field by its name
    usual = {"examples": ("how do we roll back?",), "health": HEALTH, "kept_days": 30, "own": Own()}
    return Shown(**{**usual, **other})


def coming(topic: str = "") -> Entry:
    subscribed = Subscribed("7Q4K", Schedule("02", "09:00", "Europe/London"), topic)
    return Entry(subscribed, by="", next_at=NOON, paused=bool(topic), channel="C0ENG")


def said(**other: Any) -> str:  # noqa: ANN401 - as above
    view = home(shown(**other), NAMES, ENGLISH)
    check_view(view)
    return words_of(view)


def everything(text: str, count: int) -> View:
    """A Home tab with so many of everything, each with this text in it."""
    lessons = [Saved(text[:2000], made.lesson(places=[made.place(text, headings=(text,))])) for _ in range(5)]
    missed = tuple(Missed(text, made.DAY, number, text[:32]) for number in range(1, count + 1))
    view = home(
        shown(
            examples=(text[:150],) * 3,
            own=Own(tuple(lessons), 995, (coming(text),) * count),
            health=Health(Stats(9, 40, 30, 20, 7), NOON, "UTC", Problem(text, 3, text, text), text),
            missing={"commands": (), "direct": ("im:history",) * 3},
            for_admins=ForAdmins(7, 7, missed, missed),
        ),
        NAMES,
        ENGLISH,
    )
    check_view(view)
    return view


@pytest.mark.parametrize("text", ["plain", HOSTILE, "\n", "&" * 3000])
def test_slack_takes_the_tab_whatever_the_posts_and_people_say(text: str) -> None:
    everything(text, 10)


def test_of_a_lesson_that_is_gone_only_the_button_that_removes_it_is_left() -> None:
    view = home(shown(own=Own((Saved("p1", None),))), NAMES, ENGLISH)
    check_view(view)
    assert "No post holds this lesson any more." in words_of(view)
    assert "home_remove_lesson" in str(view)
    assert "home_show_lesson" not in str(view)


def test_a_tab_never_has_more_than_a_hundred_blocks() -> None:
    assert len(str(everything(HOSTILE, 60))) < 250_000


def test_of_an_empty_tab_every_part_says_so() -> None:
    words = said(examples=(), for_admins=ForAdmins(None, 7))
    for line in ("None yet.", "None that you have set up.", "Nothing.", "None.", "Everyone may change"):
        assert line in words


def test_without_what_is_stored_it_says_that_and_no_more_of_it() -> None:
    words = said(own=None)
    assert "cannot be read at the moment" in words
    assert "Lessons you saved" not in words


def test_nothing_is_said_of_abilities_where_the_scopes_are_not_known() -> None:
    assert "What I can do here" not in said()


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ({"commands": (), "mentions": ()}, "Can: answer commands and shortcuts; answer calls by name"),
        ({"direct": ("im:history",)}, "Cannot: answer direct messages (for which I lack im:history)"),
    ],
)
def test_abilities_are_said_with_the_scopes_they_lack(missing: dict[str, tuple[str, ...]], line: str) -> None:
    words = said(missing=missing)
    assert line in words
    assert words.count("Can") == 1


def test_what_comes_by_itself_is_listed_with_its_id() -> None:
    words = said(own=Own(coming=(coming(),)))
    assert "Lessons that come by themselves" in words
    assert "7Q4K\n: every Monday and Wednesday at 09:00 (Europe/London)" in words


def test_what_keeps_the_posts_from_being_read_anew_is_said() -> None:
    words = said(health=Health(Stats(9, 40, 30, 20, 0), NOON, "UTC", failure="blog: no folder"))
    assert "blog: no folder" in words


def test_of_passages_nothing_is_said_where_their_number_is_not() -> None:
    assert "passage" not in said(health=Health(Stats(9, 0, 0, 0, 0), NOON, "UTC"))
    assert "30 passages" in said(health=HEALTH)


def test_problems_are_counted_and_the_first_is_quoted() -> None:
    problem = Problem("a.md", 3, "no title", "Write one.")
    words = said(health=Health(Stats(9, 40, 30, 20, 2), NOON, "UTC", problem))
    assert "2 problems, the first: a.md:3: no title (kept). Write one." in words


def test_prompts_are_questions_with_a_title() -> None:
    assert prompts(["how do we roll back?"]) == [{"title": "how do we roll back?", "message": "how do we roll back?"}]


def test_the_window_begins_with_an_empty_field() -> None:
    view = search_modal.search(ENGLISH)
    check_view(view)
    assert words_of(view).startswith("Search\nClose\nYour question\nAlso: ")


def test_the_answer_stands_below_its_question_without_buttons() -> None:
    message = answer(made.results(made.hit()), ENGLISH)
    message = with_buttons(message, "7Q4K", "answer", NAMES, ENGLISH, own=True)
    view = search_modal.found("q" * 600, message, ENGLISH)
    check_view(view)
    field: Any = view["blocks"]
    assert field[0]["element"]["initial_value"] == "q" * 499 + "…"
    assert "Answer #7Q4K." in words_of(view)


def test_what_was_put_into_the_field_is_read_as_one_line() -> None:
    assert search_modal.read_question(submitted(" a\n b ")) == "a b"
    assert search_modal.read_question(submitted(None)) == ""


def test_a_lesson_has_a_window_of_its_own() -> None:
    view = search_modal.lesson(own_lesson(made.lesson(), ENGLISH), ENGLISH)
    check_view(view)
    assert "Press the button." in words_of(view)
    assert "actions" not in str(view)


def submitted(value: str | None) -> dict[str, Any]:
    return {"state": {"values": {"question": {"question": {"type": "plain_text_input", "value": value}}}}}

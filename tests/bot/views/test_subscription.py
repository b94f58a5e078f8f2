import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from bot.names import Names
from bot.schedules import Schedule
from bot.texts import texts_in
from bot.views import subscription as view
from bot.views.subscription import Entry, Subscribed
from tests.bot.judged import buttons, check_manners
from tests.bot.views.made import ENGLISH, lesson
from tests.slack_types.judge import check_message

GERMAN = texts_in("de")
MONDAY = Schedule("0", "09:00", "Europe/London")
NEXT = dt.datetime(2026, 12, 7, 9, 0, tzinfo=ZoneInfo("Europe/London"))
WEEKLY = Subscribed("7Q4K", MONDAY)


@pytest.mark.parametrize(
    ("days", "topic", "english", "german"),
    [
        ("0123456", "", "every day at 09:00 (UTC)", "täglich um 09:00 (UTC)"),
        ("01234", "", "every weekday at 09:00 (UTC)", "werktags um 09:00 (UTC)"),
        ("0", "", "every Monday at 09:00 (UTC)", "jeden Montag um 09:00 (UTC)"),
        (
            "03",
            "tests",
            "every Monday and Thursday at 09:00 (UTC), on “tests”",
            "jeden Montag und Donnerstag um 09:00 (UTC), zu „tests“",
        ),
    ],
)
def test_it_says_when_lessons_come_and_on_what(days: str, topic: str, english: str, german: str) -> None:
    subscribed = Subscribed("7Q4K", Schedule(days, "09:00", "UTC"), topic)
    assert view.what(subscribed, ENGLISH) == english
    assert view.what(subscribed, GERMAN) == german


def test_a_lesson_that_was_due_says_in_small_print_who_wanted_it_and_how_to_end_it() -> None:
    message = view.due_lesson(lesson(), WEEKLY, "Ann <3", Names(), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith("A lesson — Rolling back")
    assert message.text.endswith(" — set up by Ann &lt;3 · /lesson unsubscribe 7Q4K")
    assert buttons(message.payload) == ["Save", "Stop"]
    _, stop = json.loads(json.dumps(message.blocks[-1]))["elements"]
    assert stop["value"] == "7Q4K"
    assert stop["confirm"]["text"]["text"] == "No more of them come here: every Monday at 09:00 (Europe/London)"


def test_of_whom_no_name_is_known_is_someone() -> None:
    assert "set up by someone" in view.due_lesson(lesson(), WEEKLY, "", Names(), ENGLISH).text


def test_a_topic_of_any_length_fits() -> None:
    long = Subscribed("7Q4K", Schedule("0123456", "09:00", "America/Argentina/ComodRivadavia"), "<&> " * 125)
    for texts in (ENGLISH, GERMAN):
        check_message(view.due_lesson(lesson(), long, "A" * 80, Names(), texts).payload)
        check_message(view.pause_notice(long, 3, texts).payload)
        check_message(view.refused_notice(long, "C0ENG", "not_in_channel", Names(), texts).payload)


@pytest.mark.parametrize(
    ("unanswered", "start"), [(1, "Nobody reacted to the last lesson"), (3, "Nobody reacted to the last 3")]
)
def test_a_pause_is_explained_and_can_be_ended(unanswered: int, start: str) -> None:
    message = view.pause_notice(WEEKLY, unanswered, ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith(start)
    assert buttons(message.payload) == ["Keep going"]


def test_who_set_it_up_is_told_what_slack_refuses_and_where() -> None:
    message = view.refused_notice(WEEKLY, "C0ENG", "not_in_channel", Names(), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert "Slack says: not_in_channel. Invite me again (/invite @commonplace)" in message.text
    assert {"type": "channel", "channel_id": "C0ENG"} in json.loads(json.dumps(message.blocks[1]))["elements"][0][
        "elements"
    ]
    assert buttons(message.payload) == ["Keep going"]


def test_without_a_lesson_left_there_is_nothing_to_keep_going() -> None:
    message = view.refused_notice(WEEKLY, "", "", Names(), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith("No lesson is about that any more")
    assert not buttons(message.payload)


def test_a_list_has_a_line_for_each_with_its_id_and_who_set_it_up() -> None:
    entries = [
        Entry(WEEKLY, "Ben", NEXT),
        Entry(WEEKLY, "", NEXT, paused=True, alone=True),
        Entry(WEEKLY, "", NEXT, channel="C0RAND"),
    ]
    message = view.listed("All:", entries, ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    what, then = "7Q4K: every Monday at 09:00 (Europe/London), set up by", "Next: Monday 7 December 2026, 09:00."
    assert message.text == (
        f"All: — {what} Ben. {then} — {what} you. Paused; subscribe again, and it goes on. To you alone."
        f" — {what} you. {then} In another channel:"
    )


@pytest.mark.parametrize(("more", "said"), [(1, "And one more."), (5, "And 5 more.")])
def test_a_long_list_is_cut_and_says_how_many_more_there_are(more: int, said: str) -> None:
    message = view.listed("All:", [Entry(WEEKLY, "Ben", NEXT)] * (15 + more), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith(f"All: — {said} — 7Q4K")

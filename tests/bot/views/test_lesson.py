import json

import pytest

from bot.names import Names
from bot.texts import texts_in
from bot.views import lesson as view
from knowledge.model import Part
from tests.bot.judged import buttons, check_manners, quoted
from tests.bot.views.made import ENGLISH, lesson, place
from tests.slack_types.judge import check_message


def test_a_lesson_is_the_whole_passage_with_its_post_and_another_one_to_ask_for() -> None:
    message = view.lesson(lesson(Part("item", "Press the button.", "1."), Part("item", "Wait.", "2.")), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text == (
        "A lesson — Rolling back, 5 March 2024: “1. Press the button. 2. Wait.” https://blog.example.com/rolling-back/"
    )
    assert quoted(message.payload) == "1. Press the button.\n2. Wait."
    assert buttons(message.payload) == ["Another", "Save"]


def test_for_one_persons_eyes_it_can_be_shared() -> None:
    message = view.own_lesson(lesson(topic="roll-backs & co"), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith("A lesson on roll-backs &amp; co — ")
    another, save, share = json.loads(json.dumps(message.blocks[-1]))["elements"]
    assert another["value"] == "roll-backs & co"
    assert another["accessibility_label"] == "Show another lesson"
    assert save["value"] == "p1"
    assert view.read_share(share["value"]) == ("p1", "roll-backs & co")


def test_without_a_topic_the_button_still_has_a_value_that_slack_takes() -> None:
    message = view.own_lesson(lesson(), ENGLISH)
    check_message(message.payload)
    assert json.loads(json.dumps(message.blocks[-1]))["elements"][0]["value"] == " "


def test_as_everyone_sees_it_there_are_no_buttons() -> None:
    message = view.shared_lesson(lesson(places=[place("A"), place("B")]), ENGLISH)
    check_message(message.payload)
    assert "Also said in 1 other post, 2024: B." in message.text
    assert not buttons(message.payload)


def test_a_topic_of_any_length_fits_on_the_buttons() -> None:
    check_message(view.own_lesson(lesson(topic='"\\' * 250), ENGLISH).payload)


def test_without_a_lesson_it_says_what_to_do_instead() -> None:
    message = view.no_lesson("<wombats>", Names(), ENGLISH)
    check_message(message.payload)
    assert message.text == "No lesson is about “&lt;wombats&gt;”. Try another word, or /lesson alone for any lesson."


def test_where_no_post_holds_any_lesson_no_topic_is_blamed() -> None:
    assert view.no_lesson("", Names(), ENGLISH).text == "These posts hold no lesson."


@pytest.mark.parametrize("value", ["", "not JSON", "[]", "{}", '{"p": "a"}', '{"p": 1, "t": "2"}'])
def test_any_other_value_of_a_share_button_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        view.read_share(value)


def test_saved_lessons_come_each_with_its_post_and_can_be_removed() -> None:
    message = view.saved([("p1", lesson()), ("p2", None)], Names(), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text == (
        "Your 2 saved lessons, the newest first — Rolling back, 5 March 2024: “Press the button.” "
        "https://blog.example.com/rolling-back/ — This lesson stands in no post any more."
    )
    assert buttons(message.payload) == ["Remove", "Remove"]
    removes = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    assert [row[0]["value"] for row in json.loads(json.dumps(removes))] == ["p1", "p2"]


@pytest.mark.parametrize(("more", "said"), [(1, "And one more: remove one"), (7, "And 7 more: remove some")])
def test_of_many_saved_lessons_ten_are_shown_and_the_rest_counted(more: int, said: str) -> None:
    long = lesson(Part("paragraph", "Flamingos & storks. " * 60), places=[place("T" * 300, headings=["H" * 300])])
    message = view.saved([(f"p{number}", long) for number in range(10 + more)], Names(), ENGLISH)
    check_message(message.payload)
    check_manners(message.payload)
    assert buttons(message.payload) == ["Remove"] * 10
    assert said in message.text


def test_where_nothing_was_saved_it_says_how_to() -> None:
    message = view.saved([], Names(), ENGLISH)
    check_message(message.payload)
    assert message.text == "You have saved no lesson. Press Save below one, and it is kept here."


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_usage_names_the_command_as_it_is_called_here(language: str) -> None:
    message = view.usage(Names(lesson="/tip"), texts_in(language))
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.count("/tip") == 7
    assert "/lesson" not in message.text

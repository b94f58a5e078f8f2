import json

import pytest

from bot.views import lesson as view
from knowledge.model import Part
from tests.bot.judged import buttons, check_manners, quoted
from tests.bot.views.made import lesson, place
from tests.slack_types.judge import check_message


def test_a_lesson_is_the_whole_passage_with_its_post_and_another_one_to_ask_for() -> None:
    message = view.lesson(lesson(Part("item", "Press the button.", "1."), Part("item", "Wait.", "2.")))
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text == (
        "A lesson — Rolling back, 5 March 2024: “1. Press the button. 2. Wait.” https://blog.example.com/rolling-back/"
    )
    assert quoted(message.payload) == "1. Press the button.\n2. Wait."
    assert buttons(message.payload) == ["Another"]


def test_for_one_persons_eyes_it_can_be_shared() -> None:
    message = view.own_lesson(lesson(topic="roll-backs & co"))
    check_message(message.payload)
    check_manners(message.payload)
    assert message.text.startswith("A lesson on roll-backs &amp; co — ")
    another, share = json.loads(json.dumps(message.blocks[-1]))["elements"]
    assert another["value"] == "roll-backs & co"
    assert another["accessibility_label"] == "Show another lesson"
    assert view.read_share(share["value"]) == ("p1", "roll-backs & co")


def test_without_a_topic_the_button_still_has_a_value_that_slack_takes() -> None:
    message = view.own_lesson(lesson())
    check_message(message.payload)
    assert json.loads(json.dumps(message.blocks[-1]))["elements"][0]["value"] == " "


def test_as_everyone_sees_it_there_are_no_buttons() -> None:
    message = view.shared_lesson(lesson(places=[place("A"), place("B")]))
    check_message(message.payload)
    assert "Also said in 1 other post, 2024: B." in message.text
    assert not buttons(message.payload)


def test_a_topic_of_any_length_fits_on_the_buttons() -> None:
    check_message(view.own_lesson(lesson(topic='"\\' * 250)).payload)


def test_without_a_lesson_it_says_what_to_do_instead() -> None:
    message = view.no_lesson("<wombats>", "/lesson")
    check_message(message.payload)
    assert message.text == "No lesson is about “&lt;wombats&gt;”. Try another word, or /lesson alone for any lesson."


def test_where_no_post_holds_any_lesson_no_topic_is_blamed() -> None:
    assert view.no_lesson("", "/lesson").text == "These posts hold no lesson."


@pytest.mark.parametrize("value", ["", "not JSON", "[]", "{}", '{"p": "a"}', '{"p": 1, "t": "2"}'])
def test_any_other_value_of_a_share_button_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        view.read_share(value)

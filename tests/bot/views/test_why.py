"""Why an answer was found: the words of each paragraph, and what came next."""

from dataclasses import replace

from bot.views.why import why
from tests.bot.judged import words_of
from tests.bot.views import made
from tests.bot.views.made import ENGLISH
from tests.slack_types.judge import check_view


def test_each_paragraph_has_its_words_and_what_came_next_stands_below() -> None:
    first = replace(made.hit(), matched=("roll", "back"), missing=("monday",))
    view = why("how do we roll back?", [first], [made.hit(places=[made.place("Another")])], ENGLISH)
    check_view(view)
    words = words_of(view)
    assert "Words of the question in it: roll, back" in words
    assert "Words of the question that are not in it: monday" in words
    assert words.index("Next in line") < words.index("Another")
    assert "Nothing else came close." not in words
    assert "It fits what the question asks of the post." in words


def test_of_posts_that_have_changed_it_says_so() -> None:
    words = words_of(why("how do we roll back?", [], [], ENGLISH))
    assert "The posts have changed since that answer" in words
    assert "Nothing else came close." in words

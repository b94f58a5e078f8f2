"""The window with what is stored about a person."""

from bot.views.own_data import exported
from tests.bot.judged import words_of
from tests.bot.views.made import ENGLISH
from tests.slack_types.judge import check_view


def test_what_a_window_cannot_hold_is_counted() -> None:
    rows = {"answers": [{"text": "x" * 1000}] * 200}
    view = exported(rows, ENGLISH)
    check_view(view)
    assert "more characters do not fit into this window" in words_of(view)


def test_what_it_can_hold_is_shown_whole() -> None:
    words = words_of(exported({"answers": [{"text": "Press the button."}]}, ENGLISH))
    assert "Press the button." in words
    assert "do not fit" not in words

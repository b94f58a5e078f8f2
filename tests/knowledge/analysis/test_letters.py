"""How much a run of letters looks like a word."""

import pytest

from knowledge.analysis.letters import Letters

LETTERS = Letters(("find", "fine", "wine", "mind", "kind", "line"))


def test_what_looks_like_a_word_is_likelier_than_what_does_not() -> None:
    assert LETTERS.chance("fine") > LETTERS.chance("wind") > LETTERS.chance("fnie") > LETTERS.chance("xqzj") > 0


def test_the_chances_of_a_next_letter_add_up_to_one() -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyz "
    assert sum(LETTERS._chance(f"in{letter}") for letter in alphabet) == pytest.approx(1)


def test_of_many_words_some_are_enough() -> None:
    many = Letters([f"word{number}" for number in range(20_000)])
    assert 4_000 <= many._threes["wor"] <= 5_000


def test_without_words_all_letters_are_alike() -> None:
    assert Letters(()).chance("a") == Letters(()).chance("z") == pytest.approx(1 / 27**2)

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.stop_words import STOP_WORDS

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deploying", "deploys"),
        ("caching", "cached"),
        ("the bouncer’s", "bouncers"),
        ("don’t deploy", "deploy"),
        ("naïve", "naive"),
        ("ÉCOLE", "ecole"),
        ("STRASSE", "straße"),
        ("ＡＰＩ", "api"),
    ],
)
def test_words_that_mean_the_same_give_the_same_terms(one: str, other: str) -> None:
    assert ANALYZER.terms(one) == ANALYZER.terms(other)


@pytest.mark.parametrize(("one", "other"), [("c", "c++"), ("c", "c#"), ("net", ".net"), ("5", "500")])
def test_technical_terms_that_differ_by_a_mark_stay_apart(one: str, other: str) -> None:
    assert ANALYZER.terms(one) != ANALYZER.terms(other)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("CI/CD", "cicd"),
        ("post-mortem", "postmortem"),
        ("post-mortem", "mortem"),
        ("Node.js", "nodejs"),
        ("max_connections", "connections"),
        ("OpenTelemetry", "telemetry"),
        ("HTTPServer", "server"),
    ],
)
def test_a_term_of_several_parts_is_found_whole_and_by_its_parts(written: str, asked: str) -> None:
    assert set(ANALYZER.terms(asked)) <= set(ANALYZER.terms(written))


@pytest.mark.parametrize(
    "text", ["", "  ", "the of and", "What is it, and why?", "dont cant", "!!! … — 🎉", "\0", "_ -- //"]
)
def test_words_that_say_nothing_give_no_terms(text: str) -> None:
    assert ANALYZER.terms(text) == []


def test_words_typed_without_an_apostrophe_are_stop_words_unless_they_are_words() -> None:
    assert "dont" in STOP_WORDS
    assert "well" not in STOP_WORDS


def test_a_word_too_long_to_be_one_is_left_out() -> None:
    assert ANALYZER.terms("x" * 64) != []
    assert ANALYZER.terms("x" * 65) == []


def test_another_language_has_its_own_endings() -> None:
    assert Analyzer("german").terms("Häuser") == Analyzer("german").terms("Hauses")
    assert ANALYZER.terms("Häuser") != ANALYZER.terms("Hauses")


def test_stop_words_can_be_chosen() -> None:
    assert Analyzer(stop_words=frozenset(["deploy"])).terms("the deploy") == ["the"]


def test_a_question_of_100_kilobytes_takes_no_time() -> None:
    start = time.perf_counter()
    assert len(Analyzer().terms("deploy " * 15_000)) == 15_000
    for one_word in ("a" * 100_000, "a." * 50_000, "a_" * 50_000, "aB" * 50_000, "'" * 100_000):
        Analyzer().terms(one_word)
    assert time.perf_counter() - start < 5


@given(st.text())
def test_a_words_offsets_are_those_of_its_text(text: str) -> None:
    end = 0
    for word in ANALYZER.words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end
        assert any(character.isalnum() for character in text[word.start : word.end])


@given(st.text())
def test_words_and_terms_are_the_same_terms(text: str) -> None:
    assert [term for word in ANALYZER.words(text) for term in word.terms] == ANALYZER.terms(text)


@given(st.text())
def test_no_term_is_empty(text: str) -> None:
    assert all(ANALYZER.terms(text))

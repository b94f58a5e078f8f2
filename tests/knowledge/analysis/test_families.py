"""Families of words: what endings tell, and where they are believed."""

import pytest

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.families import Families


def _families(text: str, language: str = "english") -> Families:
    analyzer = Analyzer(language)
    held = frozenset(analyzer.terms(text))
    words = {word: analyzer.plain_term(word) for word in analyzer.analysed(text).plain if word}
    return Families.of(words, analyzer, held)


def _kin(word: str, text: str) -> set[str]:
    (term,) = Analyzer().terms(word)
    return {each for each, _ in _families(text).kin(word, term)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fail", "failure"),
        ("decide", "decision"),
        ("respond", "response"),
        ("analyse", "analysis"),
        ("test", "testable"),
        ("scale", "scalability"),
        ("owner", "ownership"),
        ("describe", "description"),
        ("resolve", "resolution"),
        ("lucky", "luckily"),
        ("behavior", "behaviour"),
        ("choose", "choice"),
        ("know", "knowledge"),
    ],
)
def test_words_of_one_family_find_each_other(one: str, other: str) -> None:
    assert _kin(one, f"{one} and {other}") == {other}
    assert _kin(other, f"{one} and {other}") == {one}


def test_a_word_that_no_text_holds_has_the_family_that_texts_hold() -> None:
    assert _kin("decide", "our decision") == {"decision"}
    assert _kin("Decisions", "we decide") == {"decide"}


def test_an_ending_is_not_believed_where_no_text_holds_what_it_would_come_of() -> None:
    assert _kin("nature", "nature and nat") == set()
    assert _kin("moral", "morale, more") == set()


def test_a_base_that_is_no_word_leads_nowhere_though_a_word_has_its_stem() -> None:
    assert "posit" in {Analyzer().stem(base) for base in ("posite", "positive")}
    assert _kin("positive", "posited positively") == set()


def test_names_with_marks_and_figures_have_no_family() -> None:
    assert _families("node and nodes").kin("node.js", "nodej") == []


def test_other_languages_have_no_families() -> None:
    families = _families("fail and failure", "german")
    assert families.known == {}
    assert families.kin("failure", "failur") == []

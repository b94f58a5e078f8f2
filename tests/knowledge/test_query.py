"""A question's words, what is added to them, and what each of them weighs."""

from collections.abc import Mapping, Sequence

import pytest

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.families import Families
from knowledge.analysis.glossary import Entries, Glossary
from knowledge.analysis.spelling import Spelling
from knowledge.confidence import Yardstick
from knowledge.query import (
    ADDED_WEIGHT,
    BIGRAM_WEIGHT,
    CORRECTED_WEIGHT,
    ECHO_WEIGHT,
    EVERYDAY_SHARE,
    GUESSED_SHARE,
    HELPED_WEIGHT,
    KIN_WEIGHT,
    Addition,
    Query,
    QueryReader,
    echo_of,
)
from knowledge.vocabulary import Vocabulary

TEXTS = ("the kubernetes cluster", "a database cluster", "the ci/cd pipeline of deployments", "container platform")
ENTRIES: Entries = (
    ("k8s", ("kubernetes", "kube")),
    ("database", ("cluster",)),
    ("db", ("database", "cluster")),
    ("kubernetes", ("container platform",)),
)


def _reader(texts: Sequence[str] = TEXTS) -> QueryReader:
    analyzer = Analyzer()
    vocabulary = Vocabulary([analyzer.terms(text) for text in texts])
    words = {word: analyzer.plain_term(word) for text in texts for word in analyzer.analysed(text).plain if word}
    spelling = Spelling(words, vocabulary.frequency)
    families = Families.of(words, analyzer, vocabulary.frequencies)
    return QueryReader(analyzer, vocabulary, Glossary(ENTRIES, analyzer), spelling, families)


def _weights(question: str) -> Mapping[str, float]:
    """All weights but those of echoes, which follow them."""
    weights = _reader().read(question).weights
    return {term: weight for term, weight in weights.items() if not term.startswith(echo_of(""))}


def _words(**words: str) -> Query:
    return Query({word: frozenset(terms.split()) for word, terms in words.items()})


def _coverage(query: Query, held: frozenset[str]) -> float:
    return Yardstick(query, _reader().vocabulary).coverage(query.shares(held))


@pytest.mark.parametrize(
    ("question", "weights"),
    [
        ("pipeline", {"pipelin": 1.0}),
        ("the pipeline cluster", {"pipelin cluster": BIGRAM_WEIGHT, "pipelin": 1.0, "cluster": 1.0}),
        ("k8s", {"kubernet": ADDED_WEIGHT, "k8s": 1.0}),  # no text holds k8s
        ("database", {"cluster": HELPED_WEIGHT, "databas": 1.0}),  # texts hold database
        ("kubernetes", {"contain": HELPED_WEIGHT, "platform": HELPED_WEIGHT, "kubernet": 1.0}),
    ],
)
def test_a_word_typed_weighs_most_and_an_addition_more_where_no_text_holds_the_word(
    question: str, weights: Mapping[str, float]
) -> None:
    assert _weights(question) == weights


@pytest.mark.no_cover
def test_an_everyday_word_counts_about_half_in_a_few_texts_and_all_but_whole_in_many() -> None:
    few, many = (
        _reader().read("soon the cluster"),
        _reader([*TEXTS, *(["pipeline"] * 100_000)]).read("soon the cluster"),
    )
    assert few.weights["cluster"] == many.weights["cluster"] == 1.0
    assert few.weights["soon"] == pytest.approx(EVERYDAY_SHARE, abs=0.01)
    assert many.weights["soon"] == pytest.approx(1.0, abs=0.01)


@pytest.mark.no_cover
def test_a_by_word_counts_half_however_many_texts_there_are() -> None:
    many = _reader([*TEXTS, *(["pipeline"] * 100_000)]).read("the best way to use a cluster")
    assert [many.weights[word] for word in ("best", "way", "use", "cluster")] == [0.5, 0.5, 0.5, 1.0]


def test_a_word_is_also_looked_for_as_the_others_of_its_family() -> None:
    query = _reader(["what a failure", "to fail is human", "resolutions"]).read("failure to resolve")
    assert [(each.typed, each.added, each.weight) for each in query.additions] == [
        ("failure", "fail", KIN_WEIGHT),
        ("resolve", "resolutions", ADDED_WEIGHT),  # no text holds “resolve”
    ]
    assert query.missing(frozenset({"fail", "resolut"})) == ()


def test_a_word_of_a_compound_is_not_looked_for_in_its_family_alone() -> None:
    assert _reader(["a failure", "the fail-over"]).read("failure-over").additions == ()


def test_whatever_is_looked_for_and_held_counts_a_little_more_where_it_echoes() -> None:
    weights = _reader().read("k8s cluster").weights
    echoes = {term: weight for term, weight in weights.items() if term.startswith(echo_of(""))}
    assert echoes == {echo_of("cluster"): ECHO_WEIGHT, echo_of("kubernet"): ECHO_WEIGHT * ADDED_WEIGHT}


def test_an_everyday_word_that_a_text_lacks_costs_less_of_its_coverage() -> None:
    reader = _reader()
    held = frozenset({"cluster"})
    everyday, technical = (reader.read(question) for question in ("keep the cluster", "kafka cluster"))
    worths = everyday.worths(reader.vocabulary), technical.worths(reader.vocabulary)
    assert _coverage(everyday, held) > _coverage(technical, held)
    assert worths[0]["keep"] < worths[1]["kafka"]


def test_everyday_words_of_english_are_whole_words_of_other_languages() -> None:
    assert not Analyzer("german").everyday


def test_a_word_that_no_text_holds_weighs_as_what_it_was_likely_meant_to_be() -> None:
    assert _weights("deploymnets")["deploy"] == pytest.approx(CORRECTED_WEIGHT, rel=0.01)
    assert ADDED_WEIGHT < CORRECTED_WEIGHT < 1.0


def test_additions_weigh_less_than_what_is_typed_and_help_weighs_least() -> None:
    assert 1.0 > ADDED_WEIGHT > HELPED_WEIGHT > 0
    assert (ADDED_WEIGHT, BIGRAM_WEIGHT) == (0.8, 0.2)


def test_a_term_that_is_typed_and_added_weighs_as_typed() -> None:
    assert _weights("k8s kubernetes")["kubernet"] == 1.0


def test_a_term_that_is_added_twice_weighs_as_the_better_addition() -> None:
    assert _weights("database db")["cluster"] == 0.8
    assert _weights("db database")["cluster"] == 0.8


def test_an_addition_that_no_text_holds_is_left_out() -> None:
    assert [each.added for each in _reader().read("k8s").additions] == ["kubernetes"]


def test_neighbours_are_those_of_the_parts_of_technical_terms() -> None:
    assert _reader().read("our CI/CD pipeline").bigrams == ("ci cd", "cd pipelin")
    assert _reader().read("pipeline").bigrams == ()


def test_the_weights_come_in_a_fixed_order() -> None:
    question = "CI/CD of k8s and the db"
    assert list(_weights(question)) == list(_weights(question))
    assert [term for term in _weights(question) if " " not in term][-5:] == ["cd", "ci", "cicd", "k8s", "db"]


def test_a_word_counts_once_whatever_its_case_or_ending() -> None:
    assert list(_reader().read("Cluster clusters CLUSTERED pipeline").words) == ["Cluster", "pipeline"]


def test_a_question_without_words_is_an_empty_query() -> None:
    query = _reader().read("what is it?")
    assert (dict(query.words), dict(query.weights), query.additions) == ({}, {}, ())
    assert query.worths(_reader().vocabulary) == {}
    assert _coverage(query, frozenset({"cluster"})) == 0.0


def test_only_words_that_no_text_holds_are_corrected() -> None:
    assert [each.added for each in _reader().read("pipelien clusters").additions] == ["pipeline"]


def test_rare_words_are_worth_more_and_unheard_ones_most() -> None:
    query = _words(cluster="cluster", database="databas", unheard="unheard")
    worths = query.worths(_reader().vocabulary)
    assert worths["cluster"] < worths["database"] < worths["unheard"]


def test_coverage_is_the_share_of_the_worth_that_a_text_holds() -> None:
    query = _words(cluster="cluster", database="databas")
    assert _coverage(query, frozenset()) == 0.0
    assert _coverage(query, frozenset({"cluster", "databas", "other"})) == 1.0
    common, rare = (_coverage(query, frozenset({term})) for term in ("cluster", "databas"))
    assert 0 < common < 0.5 < rare < 1
    assert common + rare == pytest.approx(1)


def test_a_technical_term_is_covered_by_any_of_its_parts() -> None:
    query = _words(ci_cd="cicd ci cd")
    assert _coverage(query, frozenset({"ci"})) == 1.0


def test_a_word_by_another_name_covers_less() -> None:
    addition = Addition("k8s", "container platform", ("contain", "platform"))
    query = Query({"k8s": frozenset({"k8s"})}, (addition,))
    assert _coverage(query, frozenset({"contain", "platform"})) == 0.8
    assert _coverage(query, frozenset({"contain"})) == 0.0
    assert query.missing(frozenset({"contain", "platform"})) == ()
    assert query.missing(frozenset({"contain"})) == ("k8s",)
    assert query.matched(frozenset({"contain", "platform"})) == ()
    assert query.expanded(frozenset({"contain", "platform"})) == ("container platform",)


def test_a_phrase_by_another_name_covers_each_of_its_words() -> None:
    addition = Addition("site reliability", "sre", ("sre",))
    words = {word: frozenset({word}) for word in ("site", "reliability", "team")}
    query = Query(words, (addition,))
    assert query.missing(frozenset({"sre"})) == ("team",)


class _Typed(str):
    """A word that counts how often words of a question are looked for in it."""

    __slots__ = ()
    looked = 0

    def split(self, *_: object, **__: object) -> list[str]:
        _Typed.looked += 1
        return [str(self)]


def test_the_work_for_a_long_question_grows_with_its_length_and_not_with_its_square() -> None:
    words = [f"word{number}" for number in range(1_000)]
    query = Query(
        {word: frozenset({word}) for word in words}, tuple(Addition(_Typed(word), "x", ("x",)) for word in words)
    )
    assert query.missing(frozenset({"x"})) == ()
    assert query.missing(frozenset()) == tuple(words)
    assert _Typed.looked == len(words)


def test_a_word_by_a_guess_at_its_spelling_covers_least() -> None:
    query = _reader().read("pipelien")
    held = frozenset({"pipelin"})
    assert 0 < _coverage(query, held) < ADDED_WEIGHT
    assert query.shares(held) == [GUESSED_SHARE]
    assert _reader().read("pipelien of deployments").shares(held | {"deploy"}) == [GUESSED_SHARE, 1.0]
    assert _reader().read("k8s").shares(frozenset({"kubernet"})) == [ADDED_WEIGHT]

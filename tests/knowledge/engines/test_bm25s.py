"""That bm25s ranks as rank_bm25 does, on many passages and on hard cases."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.config import Ranking
from knowledge.engines import MANY, Engine, build_engine, chosen_engine
from tests.benchmarks.made_up_posts import corpus_of, questions

TERMS = st.sampled_from(["cache", "deploy", "team", "rollback", "roll back"])
WEIGHTS = st.sampled_from([0.0, 0.2, 0.8, 1.0])


@pytest.fixture(scope="module")
def texts() -> list[list[str]]:
    return [_with_bigrams(passage.text.split()) for passage in corpus_of(10_000).passages]


@pytest.fixture(scope="module")
def engines(texts: list[list[str]]) -> tuple[Engine, Engine]:
    return build_engine("rank_bm25", texts, Ranking()), build_engine("bm25s", texts, Ranking())


def _with_bigrams(terms: Sequence[str]) -> list[str]:
    return [*terms, *(f"{one} {other}" for one, other in pairwise(terms))]


def _query(question: str) -> dict[str, float]:
    return {term: 0.2 if " " in term else 1.0 for term in _with_bigrams(question.split())}


@pytest.mark.no_cover
def test_both_engines_find_the_same_ten_of_ten_thousand_passages(engines: tuple[Engine, Engine]) -> None:
    same = asked = 0
    for question in questions(200):
        one, other = (dict(engine.rank(_query(question), 10)) for engine in engines)
        same += len(one.keys() & other.keys())
        asked += len(one)
    assert same / asked >= 0.99


def test_both_engines_give_the_same_scores(engines: tuple[Engine, Engine]) -> None:
    for question in questions(200):
        one, other = ([score for _, score in engine.rank(_query(question), 10)] for engine in engines)
        assert other == pytest.approx(one, abs=1e-5)


def test_words_of_one_passage_find_it_by_both_engines(engines: tuple[Engine, Engine], texts: list[list[str]]) -> None:
    random = Random(1)
    for number in random.sample(range(len(texts)), 50):
        query = dict.fromkeys(random.sample(texts[number], 6), 1.0)
        assert [engine.rank(query, 1)[0][0] for engine in engines] == [number, number]


@example(  # what is left to add must not come out below zero
    texts=[[], ["cache"], ["cache"], ["deploy", "team", "rollback"]],
    query={"cache": 0.0, "deploy": 0.0, "team": 0.2, "rollback": 0.8},
    limit=2,
)
@given(
    texts=st.lists(st.lists(TERMS, max_size=6), max_size=12),
    query=st.dictionaries(TERMS, WEIGHTS),
    limit=st.integers(0, 13),
)
def test_both_engines_rank_the_same_texts_in_the_same_order(
    texts: list[list[str]], query: dict[str, float], limit: int
) -> None:
    one, other = (build_engine(name, texts, Ranking()).rank(query, limit) for name in ("rank_bm25", "bm25s"))
    assert [number for number, _ in one] == [number for number, _ in other]
    assert [score for _, score in other] == pytest.approx([score for _, score in one], abs=1e-5)


def test_auto_is_rank_bm25_for_few_texts_and_bm25s_for_many() -> None:
    assert [chosen_engine("auto", texts) for texts in (0, MANY - 1, MANY)] == ["rank_bm25", "rank_bm25", "bm25s"]


def test_an_engine_that_is_named_is_taken_whatever_the_number_of_texts() -> None:
    assert chosen_engine("bm25s", 1) == "bm25s"
    assert chosen_engine("rank_bm25", MANY) == "rank_bm25"

"""What every engine promises; and that the default ranks by the formula it says."""

import math
from collections.abc import Callable, Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from knowledge.config import Ranking
from knowledge.engines import ENGINES, Engine, build_engine

TEXTS = [text.split() for text in ("cache cache deploy", "deploy rollback", "cache team", "team team team", "")]
Build = Callable[[Sequence[Sequence[str]]], Engine]


@pytest.fixture(params=sorted(ENGINES))
def build(request: pytest.FixtureRequest) -> Build:
    return lambda texts: build_engine(request.param, texts, Ranking())


def _numbers(engine: Engine, query: Mapping[str, float], limit: int = 10) -> list[int]:
    return [number for number, _ in engine.rank(query, limit)]


def test_the_text_that_holds_most_of_the_query_is_first(build: Build) -> None:
    assert _numbers(build(TEXTS), {"cache": 1.0, "deploy": 1.0})[0] == 0
    assert _numbers(build(TEXTS), {"rollback": 1.0, "team": 1.0})[0] == 1


def test_only_texts_with_a_term_are_ranked(build: Build) -> None:
    assert sorted(_numbers(build(TEXTS), {"cache": 1.0})) == [0, 2]


def test_scores_are_positive_and_fall(build: Build) -> None:
    scores = [score for _, score in build(TEXTS).rank({"cache": 1.0, "team": 1.0}, 10)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_a_term_that_every_text_holds_still_counts(build: Build) -> None:
    assert build([["cache"], ["cache"]]).rank({"cache": 1.0}, 10)[0][1] > 0


def test_a_weight_makes_a_term_count_more(build: Build) -> None:
    engine = build(TEXTS)
    assert _numbers(engine, {"rollback": 1.0, "team": 0.1})[0] == 1
    assert _numbers(engine, {"rollback": 0.1, "team": 1.0})[0] == 3


def test_equal_scores_stand_in_the_order_of_the_texts(build: Build) -> None:
    engine = build([["deploy"], ["cache"], ["cache"], ["cache"]])
    assert _numbers(engine, {"cache": 1.0}) == [1, 2, 3]
    assert _numbers(engine, {"cache": 1.0}, 2) == [1, 2]


def test_the_limit_is_a_limit_and_no_demand(build: Build) -> None:
    engine = build(TEXTS)
    assert len(engine.rank({"cache": 1.0, "team": 1.0}, 2)) == 2
    assert len(engine.rank({"cache": 1.0}, 1_000_000)) == 2
    assert list(engine.rank({"cache": 1.0}, 0)) == []


@pytest.mark.parametrize("query", [{}, {"unknown": 1.0}])
def test_a_query_that_no_text_answers_ranks_nothing(build: Build, query: Mapping[str, float]) -> None:
    assert list(build(TEXTS).rank(query, 10)) == []


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_texts_without_terms_rank_nothing(build: Build, texts: Sequence[Sequence[str]]) -> None:
    assert list(build(texts).rank({"cache": 1.0}, 10)) == []


def test_the_same_query_gives_the_same_ranks_again(build: Build) -> None:
    engine = build(TEXTS)
    query = {"cache": 1.0, "deploy": 0.5, "unknown": 1.0}
    assert list(engine.rank(query, 10)) == list(engine.rank(query, 10))


TERMS = st.sampled_from(["cache", "deploy", "team", "rollback"])
MANY_TEXTS = st.lists(st.lists(TERMS, max_size=8), min_size=1, max_size=8).filter(any)


@pytest.mark.parametrize("name", sorted(ENGINES))
@given(texts=MANY_TEXTS, query=st.dictionaries(TERMS, st.floats(0.1, 2), min_size=1))
def test_a_score_is_that_of_bm25_with_lucenes_idf(name: str, texts: list[list[str]], query: dict[str, float]) -> None:
    ranking = Ranking(k1=1.2, b=0.6)
    mean = sum(map(len, texts)) / len(texts)
    expected = {}
    for number, text in enumerate(texts):
        score = 0.0
        for term, weight in query.items():
            df = sum(term in each for each in texts)
            idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
            times = text.count(term)
            norm = ranking.k1 * (1 - ranking.b + ranking.b * len(text) / mean)
            score += weight * idf * times * (ranking.k1 + 1) / (times + norm)
        if score > 0:
            expected[number] = score
    found = dict(build_engine(name, texts, ranking).rank(query, len(texts)))
    assert found == pytest.approx(expected, rel=1e-5)


class _Okapi(BM25Okapi):  # type: ignore[misc]  # the package has no types
    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: math.log(1 + (self.corpus_size - df + 0.5) / (df + 0.5)) for term, df in nd.items()}


@given(texts=MANY_TEXTS, query=st.lists(TERMS, min_size=1, max_size=4, unique=True))
def test_the_default_engine_scores_as_its_package_does(texts: list[list[str]], query: list[str]) -> None:
    scores = _Okapi(texts, k1=1.5, b=0.75).get_scores(query)
    expected = {number: float(score) for number, score in enumerate(scores) if score > 0}
    found = dict(build_engine("rank_bm25", texts, Ranking()).rank(dict.fromkeys(query, 1.0), len(texts)))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("name", sorted(ENGINES))
@given(seed=st.integers(), limit=st.integers(1, 5))
def test_a_few_of_many_texts_are_the_first_of_all(name: str, seed: int, limit: int) -> None:
    random = Random(seed)
    words = [f"w{number}" for number in range(30)]
    weights = [1 / (1 + number) for number in range(30)]  # a few in most texts, most in a few
    engine = build_engine(name, [random.choices(words, weights, k=12) for _ in range(60)], Ranking())
    query = {word: random.choice((0.1, 0.6, 1.0)) for word in random.choices(words, k=8)}
    wanted = engine.rank(query, 60)[:limit]
    found = engine.rank(query, limit)
    assert [number for number, _ in found] == [number for number, _ in wanted]
    assert [score for _, score in found] == pytest.approx([score for _, score in wanted])

"""That an engine which was updated ranks, to the last bit, like one that was built of the same texts."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.config import Ranking
from knowledge.engines import ENGINES, Engine, SavableEngine, build_engine, index, load_engine

TERMS = ("cache", "deploy", "team", "rollback", "roll back")
TEXT = st.lists(st.sampled_from(TERMS), max_size=6)
QUERIES = ({"cache": 1.0, "deploy": 0.2}, {"team": 1.0, "rollback": 0.8, "roll back": 0.2}, dict.fromkeys(TERMS, 1.0))
RANKING = Ranking(k1=1.3, b=0.6)
MANY_UPDATES = 40

Step = list[tuple[str, list[str], int]]
# What becomes of a text, a text that may take its place, and where in the order it goes.
STEP = st.lists(st.tuples(st.sampled_from(["kept", "gone", "changed", "added"]), TEXT, st.integers(0, 9)), max_size=12)


def _stepped(texts: Sequence[list[str]], step: Step) -> tuple[list[int | list[str]], list[list[str]]]:
    """The texts after a step: as an update names them, and as they are."""
    named: list[tuple[int, int | list[str], list[str]]] = []
    for number, text in enumerate(texts):
        fate, other, place = step[number] if number < len(step) else ("kept", [], 5)
        if fate in ("kept", "added"):
            named.append((place, number, text))
        if fate in ("changed", "added"):
            named.append((place, other, other))
    named += [(place, other, other) for _, other, place in step[len(texts) :]]
    named.sort(key=lambda each: each[0])
    return [each for _, each, _ in named], [each for _, _, each in named]


def _assert_same(one: Engine, other: Engine, limit: int) -> None:
    for query in QUERIES:
        assert list(one.rank(query, limit)) == list(other.rank(query, limit))


@pytest.mark.no_cover
@pytest.mark.parametrize("most_outside", [0.25, 2])
@pytest.mark.parametrize("name", sorted(ENGINES))
@given(first=st.lists(TEXT, max_size=10), steps=st.lists(STEP, max_size=6), limit=st.integers(0, 12))
def test_an_updated_engine_ranks_exactly_like_a_new_one(
    name: str, most_outside: float, first: list[list[str]], steps: list[Step], limit: int
) -> None:
    texts = first
    engine = build_engine(name, texts, RANKING)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index, "_MOST_OUTSIDE", most_outside)
        for step in steps:
            update, texts = _stepped(texts, step)
            engine = engine.updated(update)
            _assert_same(engine, build_engine(name, texts, RANKING), limit)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_many_small_updates_are_merged_and_rank_the_same(name: str) -> None:
    texts = [[TERMS[number % 5], TERMS[number % 3], f"word{number}"] for number in range(200)]
    engine = build_engine(name, texts, RANKING)
    for number in range(MANY_UPDATES):
        changed = [f"new{number}", TERMS[number % 4]]
        engine = engine.updated([changed if each == 2 * number else each for each in range(200)])
        texts = [changed if each == 2 * number else text for each, text in enumerate(texts)]
    _assert_same(engine, build_engine(name, texts, RANKING), 50)
    assert list(engine.rank({"word0": 1.0}, 9)) == []
    assert [number for number, _ in engine.rank({"new0": 1.0}, 9)] == [0]
    assert isinstance(engine, SavableEngine)
    assert len({each.partition(".")[0] for each in engine.arrays}) < MANY_UPDATES / 2


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_update_leaves_the_engine_of_before_as_it_is(name: str) -> None:
    texts = [["cache", "deploy"], ["team"], ["cache"]]
    engine = build_engine(name, texts, RANKING)
    engine.updated([["cache"], 1, ["deploy"]])
    _assert_same(engine, build_engine(name, texts, RANKING), 9)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_updated_engine_is_the_same_when_it_is_loaded_and_updated_again(name: str) -> None:
    engine = build_engine(name, [["cache", "deploy"], ["team"], ["cache"]], RANKING).updated([2, ["deploy"], 1])
    assert isinstance(engine, SavableEngine)
    loaded = load_engine(name, {each: memoryview(bytes(values)) for each, values in engine.arrays.items()})
    _assert_same(loaded, engine, 9)
    _assert_same(loaded.updated([1, ["team", "team"]]), build_engine(name, [["deploy"], ["team", "team"]], RANKING), 9)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_engine_without_texts_takes_some_and_loses_them_again(name: str) -> None:
    engine = build_engine(name, [], RANKING).updated([["cache"], []])
    assert [number for number, _ in engine.rank({"cache": 1.0}, 9)] == [0]
    assert list(engine.updated([1]).rank({"cache": 1.0}, 9)) == []
    assert list(engine.updated([]).rank({"cache": 1.0}, 9)) == []

"""That every engine which can be saved is the same when it is loaded."""

from collections.abc import Sequence

import pytest

from knowledge.config import Ranking
from knowledge.engines import ENGINES, SavableEngine, build_engine, load_engine
from knowledge.packed import Arrays

TEXTS = [text.split() for text in ("cache cache deploy", "deploy rollback", "", "team team team", "cache team")]


def _copied(arrays: Arrays) -> Arrays:
    return {name: memoryview(bytes(values)) for name, values in arrays.items()}


@pytest.mark.parametrize("name", sorted(ENGINES))
@pytest.mark.parametrize("texts", [TEXTS, [], [[]]])
def test_an_engine_ranks_the_same_when_it_is_loaded(name: str, texts: Sequence[Sequence[str]]) -> None:
    engine = build_engine(name, texts, Ranking())
    assert isinstance(engine, SavableEngine)
    loaded = load_engine(engine.name, _copied(engine.arrays))
    query = {"cache": 1.0, "team": 0.2, "unknown": 1.0}
    assert list(loaded.rank(query, 10)) == list(engine.rank(query, 10))


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_engine_knows_its_own_name(name: str) -> None:
    engine = build_engine(name, TEXTS, Ranking())
    assert isinstance(engine, SavableEngine)
    assert engine.name == name


def test_all_engines_save_their_index_in_one_form() -> None:
    engines = [build_engine(name, TEXTS, Ranking()) for name in ENGINES]
    arrays = [engine.arrays for engine in engines if isinstance(engine, SavableEngine)]
    assert all(each.keys() == arrays[0].keys() for each in arrays)

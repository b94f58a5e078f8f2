from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from knowledge.config import Config
from knowledge.corpus import read_corpus
from knowledge.indexing import build_snapshot
from knowledge.saved.snapshot import pack_snapshot, unpack_snapshot
from knowledge.searching import search
from knowledge.snapshot import Snapshot

QUESTIONS = (
    "how do we keep one service from breaking another?",
    "k8s rollback",
    "obsevability pipelines",
    "feature flags tag:testing",
    "what is the capital of France?",
    "",
)


@pytest.fixture(scope="module", params=["rank_bm25", "bm25s"])
def built(request: pytest.FixtureRequest) -> Snapshot:
    config = Config(engine=request.param)
    return build_snapshot(read_corpus(config.sources), config)


@pytest.fixture(scope="module")
def saved(built: Snapshot) -> Snapshot:
    packed = pack_snapshot(built, "english")
    assert packed is not None
    return unpack_snapshot(*packed)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_saved_snapshot_gives_the_same_results(built: Snapshot, saved: Snapshot, question: str) -> None:
    assert repr(search(saved, question, 10)) == repr(search(built, question, 10))


def test_a_saved_snapshot_has_the_same_counts_and_figures(built: Snapshot, saved: Snapshot) -> None:
    assert saved.stats == built.stats
    assert saved.figures == built.figures
    assert saved.corpus.fingerprint == built.corpus.fingerprint


def test_a_saved_snapshot_has_the_same_lessons(built: Snapshot, saved: Snapshot) -> None:
    assert list(saved.lessons.items()) == list(built.lessons.items())


def test_a_saved_glossary_has_the_same_entries(built: Snapshot, saved: Snapshot) -> None:
    assert dict(saved.reader.glossary.added) == dict(built.reader.glossary.added)
    assert len(saved.reader.glossary.added) == len(built.reader.glossary.added)


def test_a_saved_vocabulary_has_the_same_terms(built: Snapshot, saved: Snapshot) -> None:
    assert dict(saved.vocabulary.frequencies) == dict(built.vocabulary.frequencies)
    assert saved.vocabulary.idf("unheard") == built.vocabulary.idf("unheard")


def test_a_snapshot_whose_engine_cannot_be_saved_is_not_saved(built: Snapshot) -> None:
    class Remote:
        def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
            return [(number, 1.0) for number, _ in enumerate(query)][:limit]

        def updated(self, _texts: Sequence[int | Sequence[str]]) -> "Remote":
            return self

    assert pack_snapshot(replace(built, engine=Remote()), "english") is None

"""That posts which are read again answer exactly as if they had been read for the first time."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import confidence, indexing
from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.glossary import read_glossary
from knowledge.config import Config, SourceConfig
from knowledge.engines import index
from knowledge.indexing import build_snapshot, updated_snapshot
from knowledge.memory import Memory
from knowledge.model import Reading
from knowledge.readings import AllReadings, SourceReadings
from knowledge.searching import search
from knowledge.snapshot import Snapshot
from tests.knowledge.writing import read_markdown

EXAMPLES = 500 if "COMMONPLACE_FUZZ" in os.environ else 25
SENTENCES = (
    "We give every request to the payment service a timeout of 500 ms, and do not try again when it runs out.",
    "We give every request to the payment service a timeout of 200 ms, and do not try again when it runs out.",
    "So we give every request to the payment service a timeout of 500 ms, and do not try again when it runs out.",
    "We give every request to the billing service a timeout of 500 ms, and do not try again when it runs out.",
    "Subscribe to our newsletter for more updates, and tell your friends about this blog and its many writers.",
    "Contract tests flag a breaking change in one of the microservices before it is deployed to production at all.",
    "A rollback must be one command, and everybody on call has typed it at least once in the last three months.",
    "Feature flags are removed within two sprints, or nobody knows any more which branch of the code is alive.",
    "Kubernetes restarts what fails its probe, so a probe that asks the database restarts everything at once.",
    "Payment is what Payment says it is, and the payment team keeps the ledger in one place and one only.",
)
HEADINGS = ("", "## Data", "## Deploying APIs", "### Rollbacks")
TITLES = ("One", "On deployments", "Postmortem 2024", "Caching")
QUESTIONS = (
    "how long is the timeout of the payment service?",
    "rollback comand",
    "k8s probes",
    "subscribe",
    "“feature flags” alive",
    "deploying apis title one",
    "what is the capital of France?",
)
FOREIGN = confidence.foreign_questions()[::10]
DATES = ("", "2021-02-03", "2024-05-06")

PARAGRAPH = st.tuples(st.sampled_from(HEADINGS), st.sampled_from(SENTENCES), st.integers(0, 12))
DOCUMENT = st.tuples(
    st.sampled_from(TITLES), st.sampled_from(DATES), st.lists(PARAGRAPH, min_size=1, max_size=6), st.booleans()
)
DOCUMENTS = st.dictionaries(st.integers(0, 14), DOCUMENT, min_size=1, max_size=12)
# The documents that change in a step; None is one that goes.
STEPS = st.lists(st.dictionaries(st.integers(0, 14), st.none() | DOCUMENT, max_size=4), min_size=1, max_size=5)
Document = tuple[str, str, list[tuple[str, str, int]], bool]


def written(document: Document) -> str:
    title, date, paragraphs, is_draft = document
    front = f"title: {title}\n" + (f"date: {date}\n" if date else "") + ("draft: true\n" if is_draft else "")
    # One in three paragraphs has a word that hardly any other has.
    texts = (
        f"{heading}\n\n{text}" + (f" Word{chr(97 + own)}x helped." if own > 8 else "")
        for heading, text, own in paragraphs
    )
    return f"---\n{front}---\n\n" + "\n\n".join(texts)


@dataclass
class Reread:
    """Documents that are read again and again: one that stays is the same reading."""

    config: Config
    memory: Memory

    def __post_init__(self) -> None:
        self.readings: dict[int, Reading] = {}
        self.documents: dict[int, Document] = {}
        self.snapshot: Snapshot | None = None

    def change(self, changed: Mapping[int, Document | None]) -> None:
        for name, document in changed.items():
            if document is None:
                self.readings.pop(name, None)
            elif self.documents.get(name) != document or name not in self.readings:
                self.readings[name] = read_markdown(written(document), f"{name:02}.md")
                self.documents[name] = document
        corpus = self.memory.corpus(self._all(), "https://bot.example")
        if not corpus.passages:
            return
        if self.snapshot is None:
            self.snapshot = build_snapshot(corpus, self.config)
        else:
            self.snapshot = updated_snapshot(self.snapshot, corpus, self.config)

    def anew(self) -> Snapshot:
        return build_snapshot(Memory().corpus(self._all(), "https://bot.example"), self.config)

    def _all(self) -> AllReadings:
        readings = tuple(self.readings[name] for name in sorted(self.readings))
        return AllReadings((SourceReadings(self.config.sources[0], readings),))


def assert_the_same(one: Snapshot, other: Snapshot) -> None:
    assert (*one.corpus.passages,) == (*other.corpus.passages,)
    assert (*one.corpus.posts,) == (*other.corpus.posts,)
    assert (one.corpus.copies, one.corpus.boilerplate) == (other.corpus.copies, other.corpus.boilerplate)
    assert (one.stats, *one.corpus.problems) == (other.stats, *other.corpus.problems)
    assert list(one.lessons.items()) == list(other.lessons.items())
    assert dict(one.vocabulary.frequencies) == dict(other.vocabulary.frequencies)
    assert dict(one.vocabulary.written) == dict(other.vocabulary.written)
    assert dict(one.reader.spelling.words) == dict(other.reader.spelling.words)
    assert one.figures == other.figures
    assert one.corpus.fingerprint == other.corpus.fingerprint
    for question in QUESTIONS:
        assert search(one, question, 10) == search(other, question, 10)


@contextmanager
def always_updated() -> Iterator[pytest.MonkeyPatch]:
    """As with many posts: what stays is not indexed again, and segments are not merged at once, however much changes.

    The cut is made of every tenth question, and the glossary, which hangs on no post, is read once: most of the time went there.
    """
    glossary = read_glossary(Analyzer())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(indexing, "_MOST_NEW", 2)
        patched.setattr(index, "_MOST_OUTSIDE", 2)
        patched.setattr(indexing, "read_glossary", lambda *_: glossary)
        patched.setattr(confidence, "foreign_questions", lambda: FOREIGN)
        yield patched


@pytest.fixture(scope="module", autouse=True)
def _always_updated() -> Iterator[None]:
    with always_updated():
        yield


@pytest.mark.no_cover
@pytest.mark.usefixtures("_always_updated")
@pytest.mark.parametrize("engine", ["rank_bm25", "bm25s"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=DOCUMENTS, steps=STEPS)
def test_after_any_changes_posts_answer_as_if_read_anew(
    engine: str, first: dict[int, Document], steps: list[dict[int, Document | None]]
) -> None:
    config = Config.model_validate({"engine": engine, "sources": [{"folder": "posts"}]})
    reread = Reread(config, Memory())
    reread.change(first)
    for step in steps:
        reread.change(step)
    if reread.snapshot is not None and reread.memory.corpus(reread._all(), "https://bot.example").passages:
        assert_the_same(reread.snapshot, reread.anew())


def test_what_is_boilerplate_no_more_is_a_lesson_again() -> None:
    """More posts may make of a passage that stays what it was not."""
    config = Config(sources=(SourceConfig(folder=Path("posts")),))
    reread = Reread(config, Memory())
    reread.change({0: ("One", "", [("", SENTENCES[5], 0), ("", SENTENCES[6], 0)], False)})
    assert reread.snapshot is not None
    corpus = reread.snapshot.corpus
    without = updated_snapshot(reread.snapshot, replace(corpus, boilerplate=frozenset({0})), config)
    assert [*without.lessons.values()] == [1]
    assert updated_snapshot(without, corpus, config).lessons == reread.snapshot.lessons


def test_most_posts_changed_at_once_are_indexed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_MOST_NEW", 0.5)
    monkeypatch.setattr(indexing, "Analyzer", Analyzer)  # none that others share
    reread = Reread(Config(sources=(SourceConfig(folder=Path("posts")),)), Memory())
    reread.change({0: ("One", "", [("", SENTENCES[5], 0)], False)})
    before = reread.snapshot
    reread.change({0: ("One", "", [("", SENTENCES[6], 0)], False)})
    assert before is not None
    assert reread.snapshot is not None
    assert reread.snapshot.analyzer is not before.analyzer
    assert_the_same(reread.snapshot, reread.anew())


def test_a_large_corpus_keeps_its_cut_until_enough_of_it_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_LARGE", 1)
    monkeypatch.setattr(indexing, "_MOST_CHANGED", 1.0)
    reread = Reread(Config(sources=(SourceConfig(folder=Path("posts")),)), Memory())
    reread.change({0: ("One", "", [("", SENTENCES[5], 0)], False), 1: ("Two", "", [("", SENTENCES[6], 0)], False)})
    assert reread.snapshot is not None
    reread.snapshot = before = replace(reread.snapshot, figures={"answer_cut": 7.0, "false_answers": 0.0})
    for number, changed in enumerate((1, 2, 0)):
        reread.change({0: ("One", "", [("", SENTENCES[number], 0)], False)})
        assert reread.snapshot.changed == changed
        assert (reread.snapshot.figures == before.figures) == (changed > 0)
    assert_the_same(reread.snapshot, reread.anew())

"""Corpus → Snapshot. What a corpus has in common with the one before is not indexed again.

A snapshot that was updated answers exactly like one that was made anew: what the passages that are gone had been counted for
is taken back, and what the new ones say is added. What is calibrated is calibrated each time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from knowledge.analysis.analyzer import Analysed, Analyzer
from knowledge.analysis.glossary import read_glossary
from knowledge.confidence import calibrate
from knowledge.engines import Engine, build_engine, chosen_engine
from knowledge.excerpts import Excerpts
from knowledge.lessons import is_lesson
from knowledge.model import Corpus, Passage, text_of
from knowledge.progress import INDEXING, Progress, told, unseen
from knowledge.query import QueryReader, reader_of
from knowledge.snapshot import PassageTerms, Snapshot, sureness_of
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from knowledge.config import Config

_HEADING_WEIGHT = 2  # measured: a heading counts twice, as BM25F would by repetition
_MOST_NEW = 0.5  # of the passages; beyond, it is quicker to begin anew
_SHORT_TEXTS = 1_000  # titles and headings whose terms are kept: those of a post come together


@dataclass(frozen=True, slots=True)
class _Indexed:
    """What is indexed of a passage, and what it is counted for in the vocabulary: its terms and words at all of its places."""

    terms: Sequence[str]
    held: set[str]
    written: set[str]


class _Passages:
    """Reads passages for the index."""

    def __init__(self, analyzer: Analyzer, config: "Config") -> None:
        self._analysed = analyzer.analysed
        self._short = lru_cache(_SHORT_TEXTS)(analyzer.analysed)
        self._titles = {source.label: source.title_weight for source in config.sources}

    def indexed(self, passage: Passage) -> _Indexed:
        """The passage by its parts, its headings (twice) and its title, at its best place; the other places are counted only."""
        place = passage.places[0]
        fields = [self._analysed(part.text) for part in passage.parts]
        fields += [self._short(" ".join(place.headings))] * _HEADING_WEIGHT
        fields += [self._short(place.post.title)] * self._titles.get(place.post.source, 1)
        terms = list(chain.from_iterable(field.terms for field in fields))
        counted = (*fields, *self._elsewhere(passage))
        return _Indexed(
            [*terms, *chain.from_iterable(field.bigrams for field in fields)],
            set(terms).union(*(field.terms for field in counted[len(fields) :])),
            set().union(*(field.plain for field in counted)) - {""},
        )

    def _elsewhere(self, passage: Passage) -> Iterator[Analysed]:
        """What stands at a passage's other places (headings, titles, other words): not indexed, but some post holds it."""
        for place in passage.places[1:]:
            yield self._analysed("\n".join((*place.headings, place.post.title, text_of(place.wording))))


def build_snapshot(corpus: Corpus, config: "Config", progress: Progress = unseen) -> Snapshot:
    """Index a corpus as the configuration says."""
    analyzer = Analyzer(config.language)
    passages = _Passages(analyzer, config)
    held, written = Counter[str](), Counter[str]()

    def texts() -> Iterator[Sequence[str]]:  # one by one, since all of them take more room than the index
        for passage in told(corpus.passages, INDEXING, progress):
            indexed = passages.indexed(passage)
            held.update(indexed.held)
            written.update(indexed.written)
            yield indexed.terms

    engine = build_engine(chosen_engine(config.engine, len(corpus.passages)), texts(), config.ranking)
    words = {word: analyzer.plain_term(word) for word in written}
    lessons = {
        passage.id: number
        for number, passage in enumerate(corpus.passages)
        if number not in corpus.boilerplate and is_lesson(passage)
    }
    vocabulary = Vocabulary.counted(len(corpus.passages), held, written)
    reader = reader_of(analyzer, vocabulary, read_glossary(analyzer, config.glossary), words)
    return _snapshot(corpus, engine, reader, lessons)


def updated_snapshot(before: Snapshot, corpus: Corpus, config: "Config", progress: Progress = unseen) -> Snapshot:
    """The snapshot of a corpus, made of the one before by the same configuration: a passage that is the same object stays.

    Nothing of the one before is changed.
    """
    numbers = {id(passage): number for number, passage in enumerate(before.corpus.passages)}
    kept = [numbers.get(id(passage)) for passage in corpus.passages]
    new = [number for number, place in enumerate(kept) if place is None]
    engine_is_same = chosen_engine(config.engine, len(kept)) == chosen_engine(config.engine, len(numbers))
    if not engine_is_same or len(new) > _MOST_NEW * len(kept):
        return build_snapshot(corpus, config, progress)
    staying = set(kept)
    passages = _Passages(before.analyzer, config)
    added = {number: passages.indexed(corpus.passages[number]) for number in told(new, INDEXING, progress)}
    gone = [passages.indexed(passage) for number, passage in enumerate(before.corpus.passages) if number not in staying]
    old = before.vocabulary
    held = _recounted(old.frequencies, (each.held for each in gone), (each.held for each in added.values()))
    written = _recounted(old.written, (each.written for each in gone), (each.written for each in added.values()))
    vocabulary = Vocabulary.counted(len(kept), held, written)
    engine = before.engine.updated(
        [added[number].terms if place is None else place for number, place in enumerate(kept)]
    )
    spelling = before.reader.spelling.following(_words(before, written), vocabulary.frequency, vocabulary.size)
    reader = replace(before.reader, vocabulary=vocabulary, spelling=spelling)
    return _snapshot(corpus, engine, reader, _lessons(before, corpus, kept))


def _snapshot(corpus: Corpus, engine: Engine, reader: QueryReader, lessons: Mapping[str, int]) -> Snapshot:
    """The snapshot of these parts, calibrated."""
    snapshot = Snapshot(
        corpus=corpus,
        analyzer=reader.analyzer,
        engine=engine,
        vocabulary=reader.vocabulary,
        reader=reader,
        excerpts=Excerpts(reader.analyzer, reader.vocabulary.idf),
        lessons=lessons,
        terms=PassageTerms(reader.analyzer),
    )
    return replace(snapshot, figures=calibrate(lambda question: _best_value(snapshot, question)))


def _recounted(
    counts: Mapping[str, int], gone: Iterable[Iterable[str]], new: Iterable[Iterable[str]]
) -> Mapping[str, int]:
    """The counts without what is gone, and with what is new."""
    changes = Counter(chain.from_iterable(new))
    changes.subtract(chain.from_iterable(gone))
    counted = dict(counts)
    for each, change in changes.items():
        counted[each] = counted.get(each, 0) + change
        if not counted[each]:
            del counted[each]
    return counted


def _words(before: Snapshot, written: Mapping[str, int]) -> Mapping[str, str]:
    """Every word that is written with its term; the very same mapping where no word came or went."""
    words = before.reader.spelling.words
    if words.keys() == written.keys():
        return words
    return {word: words.get(word) or before.analyzer.plain_term(word) for word in written}


def _lessons(before: Snapshot, corpus: Corpus, kept: Sequence[int | None]) -> Mapping[str, int]:
    """The lessons; a passage that stayed is one if it was, but for what became boilerplate or was it."""
    lessons: dict[str, int] = {}
    was = before.corpus.boilerplate
    for number, (place, passage) in enumerate(zip(kept, corpus.passages, strict=True)):
        known = place is not None and place not in was
        is_one = passage.id in before.lessons if known else is_lesson(passage)
        if is_one and number not in corpus.boilerplate:
            lessons[passage.id] = number
    return lessons


def _best_value(snapshot: Snapshot, question: str) -> float:
    """The confidence statistic of the best passage for a question; 0 where nothing is found."""
    query = snapshot.reader.read(question)
    best = snapshot.rank(query.weights, 1)
    return max((sureness_of(snapshot, query, number, score).value for number, score in best), default=0.0)

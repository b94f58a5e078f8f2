"""Corpus → Snapshot. What a corpus has in common with the one before is not indexed again.

A snapshot that was updated answers exactly like one that was made anew: what the passages that are gone had been counted for
is taken back, and what the new ones say is added. Only the cut of the confidence, which takes hundreds of questions, may be that
of before in a large corpus: until one in a hundred of its passages has changed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.families import Families
from knowledge.analysis.glossary import read_glossary
from knowledge.confidence import VOICES, calibrate
from knowledge.engines import Engine, build_engine, chosen_engine
from knowledge.excerpts import Excerpts
from knowledge.indexed import Indexer, indexed, neighbours
from knowledge.lessons import is_lesson
from knowledge.model import Corpus
from knowledge.progress import INDEXING, Progress, told, unseen
from knowledge.query import QueryReader, reader_of
from knowledge.snapshot import PassageTerms, Snapshot, sureness_by
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from knowledge.config import Config

_MOST_NEW = 0.5  # of the passages; beyond, it is quicker to begin anew
_LARGE = 5_000  # passages from which on calibrating takes a good part of a reload
_MOST_CHANGED = 0.01  # of a large corpus' passages before it is calibrated anew


def build_snapshot(corpus: Corpus, config: "Config", progress: Progress = unseen) -> Snapshot:
    """Index a corpus as the configuration says."""
    analyzer = Analyzer(config.language)
    held, written = Counter[str](), Counter[str]()

    def texts() -> Iterator[Sequence[str]]:
        for each in indexed(corpus.passages, analyzer, _titles(config), progress):
            held.update(each.held)
            written.update(each.written)
            yield each.all

    engine = build_engine(chosen_engine(config.engine, len(corpus.passages)), texts(), config.ranking)
    words = {word: analyzer.plain_term(word) for word in written}
    lessons = {
        passage.id: number
        for number, passage in enumerate(corpus.passages)
        if number not in corpus.boilerplate and is_lesson(passage)
    }
    vocabulary = Vocabulary.counted(len(corpus.passages), held, written)
    reader = reader_of(analyzer, vocabulary, read_glossary(analyzer, config.glossary), words)
    limits = {source.label: source.only_for.limits for source in config.sources if source.only_for}
    return _calibrated(replace(_snapshot(corpus, engine, reader, lessons), limits=limits))


def updated_snapshot(before: Snapshot, corpus: Corpus, config: "Config", progress: Progress = unseen) -> Snapshot:
    """The snapshot of a corpus, made of the one before by the same configuration: a passage that is the same object stays.

    Nothing of the one before is changed.
    """
    kept, around = _kept(before, corpus)
    new = [number for number, place in enumerate(kept) if place is None]
    sizes = len(before.corpus.passages), len(kept)
    if len({chosen_engine(config.engine, size) for size in sizes}) > 1 or len(new) > _MOST_NEW * len(kept):
        return build_snapshot(corpus, config, progress)
    indexer = Indexer(corpus.passages, before.analyzer, _titles(config))
    added = {number: indexer.of(number, around[number]) for number in told(new, INDEXING, progress)}
    old = Indexer(before.corpus.passages, before.analyzer, _titles(config))
    gone = [old.of(number) for number in sorted(set(range(sizes[0])).difference(kept))]
    counts = before.vocabulary
    held = _recounted(counts.frequencies, (each.held for each in gone), (each.held for each in added.values()))
    written = _recounted(counts.written, (each.written for each in gone), (each.written for each in added.values()))
    reader = _reader(before, Vocabulary.counted(len(kept), held, written))
    engine = before.engine.updated([added[number].all if place is None else place for number, place in enumerate(kept)])
    snapshot = _snapshot(corpus, engine, reader, _lessons(before, corpus, kept))
    changed = before.changed + max(len(gone), len(new))
    if len(kept) >= _LARGE and changed <= _MOST_CHANGED * len(kept):
        return replace(snapshot, limits=before.limits, figures=before.figures, changed=changed)
    return _calibrated(replace(snapshot, limits=before.limits))


def _titles(config: "Config") -> Mapping[str, int]:
    return {source.label: source.title_weight for source in config.sources}


def _kept(before: Snapshot, corpus: Corpus) -> tuple[list[int | None], Sequence[Sequence[int]]]:
    """The number that each passage had before; None of one that is new, or stands beside one that is, whose words echo.

    With them what stands around those that had none.
    """
    numbers = dict(zip(map(id, before.corpus.passages), count()))
    kept = [*map(numbers.get, map(id, corpus.passages))]
    new = frozenset(number for number, place in enumerate(kept) if place is None)
    around = neighbours(corpus.passages, new)
    for number, beside in enumerate(around):
        if not new.isdisjoint(beside):
            kept[number] = None
    return kept, around


def _snapshot(corpus: Corpus, engine: Engine, reader: QueryReader, lessons: Mapping[str, int]) -> Snapshot:
    return Snapshot(
        corpus=corpus,
        analyzer=reader.analyzer,
        engine=engine,
        vocabulary=reader.vocabulary,
        reader=reader,
        excerpts=Excerpts(reader.analyzer, reader.vocabulary.idf),
        lessons=lessons,
        terms=PassageTerms(reader.analyzer),
    )


def _calibrated(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, figures=calibrate(lambda question: _values(snapshot, question)))


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


def _reader(before: Snapshot, vocabulary: Vocabulary) -> QueryReader:
    """The reader for another vocabulary; where no word came or went, with what is known of words."""
    reader, analyzer = before.reader, before.analyzer
    words: Mapping[str, str] = reader.spelling.words
    if words.keys() != vocabulary.written.keys():
        words = {word: words.get(word) or analyzer.plain_term(word) for word in vocabulary.written}
    spelling = reader.spelling.following(words, vocabulary.frequency, vocabulary.size)
    held = vocabulary.frequencies
    is_known = words is reader.spelling.words and held.keys() == before.vocabulary.frequencies.keys()
    families = (
        Families(reader.families.known, analyzer, words, held) if is_known else Families.of(words, analyzer, held)
    )
    return replace(reader, vocabulary=vocabulary, spelling=spelling, families=families)


def _lessons(before: Snapshot, corpus: Corpus, kept: Sequence[int | None]) -> Mapping[str, int]:
    """The lessons; a passage that stayed is one if it was, but for what became boilerplate or was it."""
    was, lessons, boilerplate = before.corpus.boilerplate, frozenset(before.lessons.values()), corpus.boilerplate
    return {
        passage.id: number
        for number, (place, passage) in enumerate(zip(kept, corpus.passages, strict=True))
        if (is_lesson(passage) if place is None or place in was else place in lessons) and number not in boilerplate
    }


def _values(snapshot: Snapshot, question: str) -> Sequence[float]:
    """The confidence statistic of each of the first passages for a question."""
    query = snapshot.reader.read(question)
    first = snapshot.rank(query.weights, VOICES)
    sureness, passages = sureness_by(snapshot, query), snapshot.corpus.passages
    return [sureness(passages[number], score).value for number, score in first]

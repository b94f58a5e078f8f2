"""A corpus made searchable: everything a question needs, of one moment, never changed after it is built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.glossary import read_glossary
from knowledge.boilerplate import is_filler
from knowledge.confidence import Sureness, calibrate, sureness
from knowledge.engines import Engine, build_engine
from knowledge.excerpts import Excerpts
from knowledge.lessons import lessons_of
from knowledge.model import Corpus, Part, Passage, Stats, text_of
from knowledge.progress import INDEXING, Progress, told, unseen
from knowledge.query import Query, QueryReader, reader_of
from knowledge.remembered import Remembered
from knowledge.vocabulary import Vocabulary

if TYPE_CHECKING:
    from knowledge.config import Config

_LOWERED = 0.5  # of its score is what boilerplate keeps: it stands first only where nothing else comes near
_HEADING_WEIGHT = 2  # measured: a heading counts twice, as BM25F would by repetition
_MOST_KEPT = 1_000  # passages whose terms are kept: 3 MB


class PassageTerms:
    """The terms of passages, kept for those that were asked for last: a few passages answer most questions."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._kept: dict[str, tuple[tuple[Part, ...], tuple[frozenset[str], frozenset[str]]]] = {}

    def of(self, passage: Passage) -> tuple[frozenset[str], frozenset[str]]:
        """The terms of a passage with those of the headings at its best place, and those of its post's title."""
        kept = self._kept.get(passage.id)
        if kept is None or kept[0] is not passage.parts:  # in the words of another of its places
            place = passage.places[0]
            held = self._analyzer.terms("\n".join((passage.text, *place.headings)))
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            title = frozenset(self._analyzer.terms(place.post.title))
            kept = self._kept[passage.id] = passage.parts, (frozenset(held), title)
        return kept[1]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The corpus with the engine, vocabulary and lessons made from it.

    `figures` are numbers found when it was built, each by its name; they are saved with it as they are.
    """

    corpus: Corpus
    analyzer: Analyzer
    engine: Engine
    vocabulary: Vocabulary
    reader: QueryReader
    excerpts: Excerpts
    lessons: Mapping[str, int]
    terms: PassageTerms
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def stats(self) -> Stats:
        """Counts over the corpus."""
        corpus = self.corpus
        return Stats(
            posts=len(corpus.posts),
            paragraphs=corpus.paragraphs,
            passages=len(corpus.passages),
            lessons=len(self.lessons),
            problems=len(corpus.problems),
            drafts=corpus.drafts,
            sources=dict(corpus.posts_by_source()),
            confidence=self.figures,
        )

    def rank(self, weights: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        """The passages by score, best first, at most `limit`: as the engine ranks them, boilerplate lowered."""
        lowered = self.corpus.boilerplate
        ranked = self.engine.rank(weights, limit + len(lowered))
        if not lowered:
            return ranked
        scored = ((number, score * _LOWERED if number in lowered else score) for number, score in ranked)
        return sorted(scored, key=lambda each: -each[1])[:limit]


def build_snapshot(
    corpus: Corpus,
    config: "Config",
    fillers: Remembered[str, bool] | None = None,
    progress: Progress = unseen,
) -> Snapshot:
    """Index a corpus as the configuration says; `fillers` remember which texts fill a post."""
    fillers = Remembered(is_filler) if fillers is None else fillers
    analyzer = Analyzer(config.language)
    titles = {source.label: source.title_weight for source in config.sources}
    read = [_terms(passage, analyzer, titles) for passage in told(corpus.passages, INDEXING, progress)]
    elsewhere = (_elsewhere(passage, analyzer) for passage in corpus.passages)
    vocabulary = Vocabulary([[*terms, *others] for (terms, _), others in zip(read, elsewhere, strict=True)])
    words = analyzer.spellings()  # before the glossary is read
    glossary = read_glossary(analyzer, config.glossary)
    snapshot = Snapshot(
        corpus=corpus,
        analyzer=analyzer,
        engine=build_engine(config.engine, [terms + bigrams for terms, bigrams in read], config.ranking),
        vocabulary=vocabulary,
        reader=reader_of(analyzer, vocabulary, glossary, words),
        excerpts=Excerpts(analyzer, vocabulary.idf),
        lessons=lessons_of(corpus.passages, corpus.boilerplate, fillers.of),
        terms=PassageTerms(analyzer),
    )
    fillers.turn()
    return replace(snapshot, figures=calibrate(lambda question: _best_value(snapshot, question)))


def _best_value(snapshot: Snapshot, question: str) -> float:
    """The confidence statistic of the best passage for a question; 0 where nothing is found."""
    query = snapshot.reader.read(question)
    best = snapshot.rank(query.weights, 1)
    return max((sureness_of(snapshot, query, number, score).value for number, score in best), default=0.0)


def sureness_of(snapshot: Snapshot, query: Query, number: int, score: float) -> Sureness:
    """How sure one passage is to answer."""
    held, title = snapshot.terms.of(snapshot.corpus.passages[number])
    return sureness(query, held, title, score, snapshot.vocabulary)


def _elsewhere(passage: Passage, analyzer: Analyzer) -> list[str]:
    """The terms at a passage's other places (headings, titles, other words): they are not indexed, but some post holds them."""
    others = ((*place.headings, place.post.title, text_of(place.wording)) for place in passage.places[1:])
    return analyzer.terms("\n".join(chain.from_iterable(others)))


def _terms(passage: Passage, analyzer: Analyzer, titles: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The terms and the bigrams of the passage's parts, of its headings (twice) and of its title, at its best place."""
    place = passage.places[0]
    fields = [part.text for part in passage.parts]
    fields += [" ".join(place.headings)] * _HEADING_WEIGHT + [place.post.title] * titles.get(place.post.source, 1)
    read = [analyzer.terms_and_bigrams(field) for field in fields]
    return list(chain.from_iterable(terms for terms, _ in read)), list(chain.from_iterable(pairs for _, pairs in read))

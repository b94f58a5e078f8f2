"""A corpus made searchable: everything a question needs, of one moment, never changed after it is built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.analysis.analyzer import Analyzer
from knowledge.config import Config
from knowledge.corpus import Corpus
from knowledge.engines import Engine, build_engine
from knowledge.excerpts import Excerpts
from knowledge.lessons import lessons_of
from knowledge.model import Passage, Stats
from knowledge.vocabulary import Vocabulary

_HEADING_WEIGHT = 2  # measured: a heading counts twice, as BM25F would by repetition


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The corpus with the engine, vocabulary and lessons made from it."""

    corpus: Corpus
    analyzer: Analyzer
    engine: Engine
    vocabulary: Vocabulary
    excerpts: Excerpts
    lessons: Mapping[str, int]

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
        )


def build_snapshot(corpus: Corpus, config: Config) -> Snapshot:
    """Index a corpus as the configuration says."""
    analyzer = Analyzer(config.language)
    titles = {source.label: source.title_weight for source in config.sources}
    texts = [list(_terms(passage, analyzer, titles)) for passage in corpus.passages]
    vocabulary = Vocabulary(texts)
    return Snapshot(
        corpus=corpus,
        analyzer=analyzer,
        engine=build_engine(config.engine, texts, config.ranking),
        vocabulary=vocabulary,
        excerpts=Excerpts(analyzer, vocabulary.idf),
        lessons=lessons_of(corpus.passages),
    )


def _terms(passage: Passage, analyzer: Analyzer, titles: Mapping[str, int]) -> Iterator[str]:
    """The passage's terms with those of its headings and title.

    A passage of several posts has no one title that speaks for it: it is indexed by its text alone.
    """
    for part in passage.parts:
        yield from analyzer.terms(part.text)
    if len(passage.places) > 1:
        return
    place = passage.places[0]
    for _ in range(_HEADING_WEIGHT):
        yield from analyzer.terms(" ".join(place.headings))
    for _ in range(titles.get(place.post.source, 1)):
        yield from analyzer.terms(place.post.title)

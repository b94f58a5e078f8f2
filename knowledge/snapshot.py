"""A corpus made searchable: everything a question needs, of one moment, never changed after it is built."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from knowledge.access import Limits
from knowledge.analysis.analyzer import Analyzer
from knowledge.confidence import Sureness, Yardstick
from knowledge.engines import Engine
from knowledge.excerpts import Excerpts
from knowledge.model import Corpus, Part, Passage, Post, Stats
from knowledge.query import Query, QueryReader
from knowledge.vocabulary import Vocabulary

_LOWERED = 0.5  # of its score is what boilerplate keeps: it stands first only where nothing else comes near
_MOST_KEPT = 1_000  # passages whose terms are kept: 3 MB


class PassageTerms:
    """The terms of passages, kept for those that were asked for last: a few passages answer most questions."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._kept: dict[str, tuple[tuple[Part, ...], Post, tuple[frozenset[str], frozenset[str]]]] = {}

    def of(self, passage: Passage) -> tuple[frozenset[str], frozenset[str]]:
        """The terms of a passage with those of the headings at its best place, and those of its post's title."""
        kept, place = self._kept.get(passage.id), passage.places[0]
        # In the words of another of its places, or as others see it, who may not read its best one.
        if kept is None or kept[0] is not passage.parts or kept[1] is not place.post:
            held = self._analyzer.terms("\n".join((*(part.marker for part in passage.parts), *place.headings)))
            said = (span[2] for part in passage.parts for span in self._analyzer.spans(part.text))
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            title = frozenset(self._analyzer.terms(place.post.title))
            kept = self._kept[passage.id] = passage.parts, place.post, (frozenset(chain(held, *said)), title)
        return kept[2]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The corpus with the engine, vocabulary and lessons made from it.

    `limits` has the sources that are for some people only, by their labels. `figures` are numbers found when it was built,
    each by its name; they are saved with it as they are. `changed` counts the passages that came or went since.
    """

    corpus: Corpus
    analyzer: Analyzer
    engine: Engine
    vocabulary: Vocabulary
    reader: QueryReader
    excerpts: Excerpts
    lessons: Mapping[str, int]
    terms: PassageTerms
    limits: Mapping[str, Limits] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    changed: int = 0

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

    def posts_outside(self, sources: Collection[str]) -> int:
        """How many posts there are beside those of some sources."""
        counts = self.corpus.posts_by_source() if sources else {}
        return len(self.corpus.posts) - sum(counts.get(source, 0) for source in sources)

    def rank(self, weights: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        """The passages by score, best first, at most `limit`: as the engine ranks them, boilerplate lowered."""
        lowered = self.corpus.boilerplate
        ranked = self.engine.rank(weights, limit + len(lowered))
        if not lowered:
            return ranked
        scored = ((number, score * _LOWERED if number in lowered else score) for number, score in ranked)
        return sorted(scored, key=lambda each: -each[1])[:limit]


def sureness_by(snapshot: Snapshot, query: Query) -> Callable[[Passage, float], Sureness]:
    """What tells how sure a passage of this score is to answer a question."""
    sureness, terms = Yardstick(query, snapshot.vocabulary).sureness, snapshot.terms.of
    return lambda passage, score: sureness(*terms(passage), score)

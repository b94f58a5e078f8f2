"""A question → its results over one snapshot: read, ranked, filtered, judged."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.confidence import judge
from knowledge.model import Passage, Place, text_of
from knowledge.query import Query
from knowledge.query_language import Asked, read_question
from knowledge.results import Hit, Outcome, Results
from knowledge.snapshot import Snapshot, sureness_of

_OF_ONE_POST = 2  # passages before other posts have their turn
_SPARE = 20  # ranked beyond the limit, to have other posts to choose from

Ranked = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search may look at: posts of these sources (all where none is named), but not these passages, by id.

    `public` leaves only what everybody may be shown unasked.
    """

    sources: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    public: bool = False

    def accepts(self, place: Place) -> bool:
        """Whether a place is in a post that may be looked at."""
        return (not self.sources or place.post.source in self.sources) and (not self.public or place.post.public)


EVERYTHING = Scope()


def search(snapshot: Snapshot, question: str, limit: int, scope: Scope = EVERYTHING, subject: str = "") -> Results:
    """The passages that answer, best first; nothing where even the closest would be noise.

    A follow-up is searched with the `subject` that it takes for granted.
    """
    asked = read_question(question)
    query = snapshot.reader.read(asked.words)
    if subject:
        query = query.following(snapshot.reader.read(read_question(subject).words))
    search = _Search(snapshot, asked, query, query.terms, scope)
    ranked = search.ranked(limit)
    outcome = search.outcome(ranked)
    chosen = search.spread(ranked, limit) if outcome != "nothing" else ()
    return Results(
        question=question,
        outcome=outcome,
        hits=tuple(search.hit(number, score) for number, score in chosen),
        unknown=query.unknown(snapshot.vocabulary),
        posts=len(snapshot.corpus.posts),
        words=tuple(query.words),
        added=tuple(dict.fromkeys(addition.added for addition in query.additions)),
        read_as=asked.read_as,
        mistakes=asked.mistakes,
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """One question over one snapshot; `terms` are the query's, made once for all hits."""

    snapshot: Snapshot
    asked: Asked
    query: Query
    terms: frozenset[str]
    scope: Scope

    def ranked(self, limit: int) -> Ranked:
        """Passages by score; those that the operators of the question and the scope leave, where there are any."""
        passages = self.snapshot.corpus.passages
        if not (self.asked.is_filtered or self.asked.phrases or self.asked.excluded or self.scope != EVERYTHING):
            return self.snapshot.rank(self.query.weights, limit + _SPARE)
        if self.query.words:
            ranked = self.snapshot.rank(self.query.weights, len(passages))
        else:
            lessons = self.snapshot.lessons
            ranked = [(number, 0.0) for number, passage in enumerate(passages) if passage.id in lessons]
        left = (found for found in ranked if self._left(passages[found[0]]))
        return [found for found, _ in zip(left, range(limit + _SPARE), strict=False)]

    def outcome(self, ranked: Ranked) -> Outcome:
        """An exact phrase that is found, or a filter without words, is answered by whatever it leaves."""
        if not ranked:
            return "nothing"
        if self.asked.phrases or not self.query.words:
            return "answer"
        number, score = ranked[0]
        return judge(sureness_of(self.snapshot, self.query, number, score), self.snapshot.figures)

    def spread(self, ranked: Ranked, limit: int) -> Ranked:
        """The first of them, with no more than two passages of one post before those of others."""
        seen: Counter[tuple[str, str, str]] = Counter()
        first: list[tuple[int, float]] = []
        later: list[tuple[int, float]] = []
        for found in ranked:
            if len(first) == limit:
                break
            key = self.snapshot.corpus.passages[found[0]].places[0].post.key
            seen[key] += 1
            (first if seen[key] <= _OF_ONE_POST else later).append(found)
        return (first + later)[:limit]

    def hit(self, number: int, score: float) -> Hit:
        """A passage with its excerpt in the words of its best place, and why it was found."""
        passage = self.snapshot.corpus.passages[number]
        places = self._best_first(self._left(passage))
        if places[0].wording:
            passage = passage.worded_at(places[0])
            places = self._best_first(self._left(passage))
        held = frozenset().union(*self.snapshot.terms.of(passage))
        return Hit(
            passage=passage,
            excerpt=self.snapshot.excerpts.excerpt(passage, self.terms),
            places=places,
            score=score,
            matched=self.query.matched(held),
            missing=self.query.missing(held),
            expanded=self.query.expanded(held),
            newer=passage.newer if passage.newer and self.scope.accepts(passage.newer) else None,
        )

    def _left(self, passage: Passage) -> list[Place]:
        """The places that the scope and the operators of the question leave, each by its own words."""
        if passage.id in self.scope.without:
            return []
        accepted = [place for place in passage.places if self.asked.accepts(place) and self.scope.accepts(place)]
        terms = self.snapshot.analyzer.terms
        allowed = {
            words
            for words in {place.wording for place in accepted}
            if self.asked.allows(text_of(words or passage.parts), terms)
        }
        return [place for place in accepted if place.wording in allowed]

    def _best_first(self, places: Iterable[Place]) -> tuple[Place, ...]:
        """The places, newest first as they are; one whose post the question names by its title before all others."""
        found = tuple(places)
        if len(found) == 1:
            return found
        return tuple(sorted(found, key=lambda place: not self._names(place)))

    def _names(self, place: Place) -> bool:
        title = frozenset(self.snapshot.analyzer.terms(place.post.title))
        return bool(title) and title <= self.terms

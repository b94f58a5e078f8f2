"""A question → its results over one snapshot: read, ranked, filtered, judged."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from knowledge.confidence import VOICES, Sureness, is_near, judge
from knowledge.indexed import elsewhere
from knowledge.model import Passage, Place, text_of
from knowledge.query import Query
from knowledge.query_language import Asked, read_question
from knowledge.results import Hit, Outcome, Results
from knowledge.scope import EVERYTHING, Scope
from knowledge.snapshot import Snapshot, sureness_by

_OF_ONE_POST = 2  # passages before other posts have their turn
_SPARE = 20  # ranked beyond the limit, to have other posts to choose from …
_SPARE_AT_FIRST = 4  # … of which so few are enough for nearly all questions, and ranked in two thirds of the time
_WIDER = 8  # times as many, before all, for as many that are left
_FEW = 50  # passages with a word; where there are so many, all of them are looked through for one that may be read

Ranked = Sequence[tuple[int, float]]


def search(snapshot: Snapshot, question: str, limit: int, scope: Scope = EVERYTHING, subject: str = "") -> Results:
    """The passages that answer, best first; nothing where even the closest would be noise.

    A follow-up is searched with the `subject` that it takes for granted.
    """
    asked = read_question(question)
    query = snapshot.reader.read(asked.words)
    if subject:
        query = query.following(snapshot.reader.read(read_question(subject).words))
    search = _Search(snapshot, asked, query, query.terms, scope, sureness_by(snapshot, query))
    ranked = search.ranked(limit)
    outcome, shown = search.judged(ranked)
    chosen = search.spread(shown, limit)
    return Results(
        question=question,
        outcome=outcome,
        hits=tuple(search.hit(number, score) for number, score in chosen),
        unknown=search.unknown(),
        posts=snapshot.posts_outside(scope.hidden),
        words=tuple(query.words),
        added=tuple(dict.fromkeys(addition.added for addition in query.additions)),
        read_as=asked.read_as,
        mistakes=asked.mistakes,
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """One question over one snapshot; `terms` are the query's, and `sureness` its yardstick, made once for all hits."""

    snapshot: Snapshot
    asked: Asked
    query: Query
    terms: frozenset[str]
    scope: Scope
    sureness: Callable[[Passage, float], Sureness]

    def ranked(self, limit: int) -> Iterator[tuple[int, float]]:
        """Passages by score; those that the operators of the question and the scope leave, where there are any."""
        weights, most = self.query.weights, limit + _SPARE
        if not (self.asked.is_filtered or self.asked.phrases or self.asked.excluded or self.scope != EVERYTHING):
            few = self.snapshot.rank(weights, limit + _SPARE_AT_FIRST)
            yield from few
            if len(few) == limit + _SPARE_AT_FIRST:  # perhaps there are more
                yield from self.snapshot.rank(weights, most)[len(few) :]
        elif self.query.words:
            yield from self._first(weights, most, most * _WIDER)
        else:
            lessons, passages = self.snapshot.lessons, self.snapshot.corpus.passages
            all_of_them = ((number, 0.0) for number, passage in enumerate(passages) if passage.id in lessons)
            yield from islice(filter(self._is_left, all_of_them), most)

    def judged(self, ranked: Iterator[tuple[int, float]]) -> tuple[Outcome, Iterable[tuple[int, float]]]:
        """What was found, and the passages to show. Where the best is noise, others that are closer come in its place.

        An exact phrase that is found, or a filter without words, is answered by whatever it leaves.
        """
        first = [*islice(ranked, VOICES)]
        if not first:
            return "nothing", ()
        found = chain(first, ranked)
        if self.asked.phrases or not self.query.words:
            return "answer", found
        outcome = judge([self._sureness(*each) for each in first], self.snapshot.figures)
        if outcome != "nothing":
            return outcome, found
        near = [each for each in found if is_near(self._sureness(*each))]
        return ("closest", near) if near else ("nothing", ())

    def _sureness(self, number: int, score: float) -> Sureness:
        return self.sureness(self._seen(number), score)

    def unknown(self) -> tuple[str, ...]:
        """The question's words that no post holds, as far as whoever asks may know: others' posts are as if they were not."""
        if not self.scope.hidden:
            return self.query.unknown(self.snapshot.vocabulary)
        words = self.query.words.items()
        return tuple(word for word, terms in words if not any(map(self._is_said, sorted(terms))))

    def spread(self, ranked: Iterable[tuple[int, float]], limit: int) -> Ranked:
        """The first of them, with no more than two passages of one post before those of others."""
        seen: Counter[tuple[str, str, str]] = Counter()
        first: list[tuple[int, float]] = []
        later: list[tuple[int, float]] = []
        for found in ranked:
            if len(first) == limit:
                break
            key = self._seen(found[0]).places[0].post.key
            seen[key] += 1
            (first if seen[key] <= _OF_ONE_POST else later).append(found)
        return (first + later)[:limit]

    def hit(self, number: int, score: float) -> Hit:
        """A passage with its excerpt in the words of its best place, and why it was found."""
        passage = self._seen(number)
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
            newer=passage.newer,
        )

    def _first(self, weights: Mapping[str, float], wanted: int, fewest: int) -> Ranked:
        """The best that are left, so many where there are: among the first so many, else among all."""
        left: Ranked = ()
        for most in (fewest, len(self.snapshot.corpus.passages)):
            ranked = self.snapshot.rank(weights, most)
            left = list(islice(filter(self._is_left, ranked), wanted))
            if len(left) == wanted or len(ranked) < most:
                break
        return left

    def _is_left(self, found: tuple[int, float]) -> bool:
        """Whether a passage is left by operators and scope, and not found by words alone that stand where it may not be read."""
        passage = self.scope.seen(self.snapshot.corpus.passages[found[0]])
        if passage is None or not self._left(passage):
            return False
        return not self.scope.hidden or not self.query.weights or self._is_tied(passage)

    def _is_tied(self, passage: Passage) -> bool:
        return any(not held.isdisjoint(self.terms) for held in self.snapshot.terms.of(passage))

    def _is_said(self, term: str) -> bool:
        """Whether a term stands in a post that may be read."""
        return any(term in held for held in self._held_where_it_stands(term))

    def _held_where_it_stands(self, term: str) -> Iterator[frozenset[str]]:
        """The terms of passages with this one, as far as they may be read, at each of their places."""
        passages = self.snapshot.corpus.passages
        ranked = self.snapshot.rank({term: 1.0}, _FEW)
        if len(ranked) == _FEW:  # perhaps there are more
            ranked = self.snapshot.rank({term: 1.0}, len(passages))
        for passage in filter(None, (self.scope.seen(passages[number]) for number, _ in ranked)):
            yield frozenset().union(*self.snapshot.terms.of(passage))
            yield frozenset(chain.from_iterable(map(self.snapshot.analyzer.terms, elsewhere(passage))))

    def _seen(self, number: int) -> Passage:
        """A passage that the scope leaves, as it stands there."""
        passage = self.scope.seen(self.snapshot.corpus.passages[number])
        assert passage is not None  # noqa: S101 - `ranked` gives no others
        return passage

    def _left(self, passage: Passage) -> list[Place]:
        """The places of a passage in the scope that the operators of the question leave, each by its own words."""
        if passage.id in self.scope.without:
            return []
        if not (self.asked.is_filtered or self.asked.phrases or self.asked.excluded):
            return list(passage.places)
        accepted = [place for place in passage.places if self.asked.accepts(place)]
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

"""A question → its results over one snapshot: read, ranked, filtered, judged."""

from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.confidence import judge
from knowledge.model import Hit, Outcome, Passage, Place, Results
from knowledge.query import Query
from knowledge.query_language import Asked, read_question
from knowledge.snapshot import Snapshot, sureness_of

_OF_ONE_POST = 2  # passages before other posts have their turn
_SPARE = 20  # ranked beyond the limit, to have other posts to choose from

Ranked = Sequence[tuple[int, float]]


def search(snapshot: Snapshot, question: str, limit: int) -> Results:
    """The passages that answer, best first; nothing where even the closest would be noise."""
    asked = read_question(question)
    query = snapshot.reader.read(asked.words)
    ranked = _ranked(snapshot, asked, query, limit)
    outcome = _outcome(snapshot, asked, query, ranked)
    chosen = _spread(snapshot, ranked, limit) if outcome != "nothing" else ()
    terms = query.terms
    return Results(
        question=question,
        outcome=outcome,
        hits=tuple(_hit(snapshot, asked, query, terms, found) for found in chosen),
        unknown=query.unknown(snapshot.vocabulary),
        posts=len(snapshot.corpus.posts),
        words=tuple(query.words),
        added=tuple(dict.fromkeys(addition.added for addition in query.additions)),
        read_as=asked.read_as,
        mistakes=asked.mistakes,
    )


def _ranked(snapshot: Snapshot, asked: Asked, query: Query, limit: int) -> Ranked:
    """Passages by score; those that the operators of the question leave, where there are any."""
    passages = snapshot.corpus.passages
    if not (asked.is_filtered or asked.phrases or asked.excluded):
        return snapshot.engine.rank(query.weights, limit + _SPARE)
    if query.words:
        ranked = snapshot.engine.rank(query.weights, len(passages))
    else:
        ranked = [(number, 0.0) for number, passage in enumerate(passages) if passage.id in snapshot.lessons]
    left = (found for found in ranked if _is_left(snapshot, asked, passages[found[0]]))
    return [found for found, _ in zip(left, range(limit + _SPARE), strict=False)]


def _is_left(snapshot: Snapshot, asked: Asked, passage: Passage) -> bool:
    return any(map(asked.accepts, passage.places)) and asked.allows(passage.text, snapshot.analyzer.terms)


def _outcome(snapshot: Snapshot, asked: Asked, query: Query, ranked: Ranked) -> Outcome:
    """An exact phrase that is found, or a filter without words, is answered by whatever it leaves."""
    if not ranked:
        return "nothing"
    if asked.phrases or not query.words:
        return "answer"
    number, score = ranked[0]
    return judge(sureness_of(snapshot, query, number, score), snapshot.figures)


def _spread(snapshot: Snapshot, ranked: Ranked, limit: int) -> Ranked:
    """The first of them, with no more than two passages of one post before those of others."""
    seen: Counter[tuple[str, str, str]] = Counter()
    first: list[tuple[int, float]] = []
    later: list[tuple[int, float]] = []
    for found in ranked:
        if len(first) == limit:
            break
        key = snapshot.corpus.passages[found[0]].places[0].post.key
        seen[key] += 1
        (first if seen[key] <= _OF_ONE_POST else later).append(found)
    return (first + later)[:limit]


def _hit(snapshot: Snapshot, asked: Asked, query: Query, terms: frozenset[str], found: tuple[int, float]) -> Hit:
    """A passage found; `terms` are the query's, made once for all hits."""
    number, score = found
    passage = snapshot.corpus.passages[number]
    held = frozenset().union(*snapshot.terms.of(passage))
    return Hit(
        passage=passage,
        excerpt=snapshot.excerpts.excerpt(passage, terms),
        places=_best_first(snapshot, terms, filter(asked.accepts, passage.places)),
        score=score,
        matched=query.matched(held),
        missing=query.missing(held),
        expanded=query.expanded(held),
    )


def _best_first(snapshot: Snapshot, terms: frozenset[str], places: Iterable[Place]) -> tuple[Place, ...]:
    """The places, newest first as they are; one whose post the question names by its title before all others."""
    found = tuple(places)
    if len(found) == 1:
        return found
    return tuple(sorted(found, key=lambda place: not _names(snapshot, terms, place)))


def _names(snapshot: Snapshot, terms: frozenset[str], place: Place) -> bool:
    title = frozenset(snapshot.analyzer.terms(place.post.title))
    return bool(title) and title <= terms

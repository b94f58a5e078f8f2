"""Which posts a message or a thread is about, and what ties each of them to it."""

from knowledge.model import RelatedPost
from knowledge.query import Query
from knowledge.snapshot import Snapshot

_MOST_WORDS = 24  # of a long thread those that say most; more only blur what it is about
_FEWEST_TIES = 2  # one shared word is chance, unless the text has only one
_CANDIDATES = 20


def related_posts(snapshot: Snapshot, text: str, limit: int) -> tuple[RelatedPost, ...]:
    """At most `limit` posts, the best first, each once; none where too few words tie them."""
    query = _telling(snapshot.reader.read(text), snapshot)
    wanted = min(_FEWEST_TIES, len(query.words))
    found: dict[tuple[str, str, str], RelatedPost] = {}
    for number, _ in snapshot.engine.rank(query.weights, _CANDIDATES):
        passage = snapshot.corpus.passages[number]
        words = query.matched(frozenset(snapshot.analyzer.terms(passage.text)))
        place = passage.places[0]
        if len(words) >= wanted and place.post.key not in found:
            found[place.post.key] = RelatedPost(place, passage, words)
        if len(found) == limit:
            break
    return tuple(found.values())


def _telling(query: Query, snapshot: Snapshot) -> Query:
    """The query's words that some post holds; of many, those that say most, in their order."""
    known = {word: terms for word, terms in query.words.items() if any(term in snapshot.vocabulary for term in terms)}
    worth = {word: max(map(snapshot.vocabulary.idf, terms)) for word, terms in known.items()}
    kept = set(sorted(known, key=lambda word: -worth[word])[:_MOST_WORDS])
    return Query({word: terms for word, terms in known.items() if word in kept})

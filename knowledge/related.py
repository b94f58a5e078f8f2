"""Which posts a message or a thread is about, and what ties each of them to it."""

from collections.abc import Sequence

from knowledge.confidence import answers_alone
from knowledge.model import Passage, Place
from knowledge.query import Query
from knowledge.results import RelatedPost
from knowledge.scope import EVERYTHING, Scope
from knowledge.snapshot import Snapshot, sureness_by

_MOST_WORDS = 24  # of a long thread those that say most; more only blur what it is about
_FEWEST_TIES = 2  # one shared word is chance, unless the text has only one
_SURE_TIES = 3
_TELLING_TIES = 2  # of those; “next week's meeting” shares its words with some post in every collection
_RARE, _FEW = 0.01, 2  # the share of passages, or their number where there are few, that hold a telling word
_SURER = 1.4  # than an answer to a question, which somebody waits for
_CANDIDATES = 20
_LOOKED_THROUGH = 100  # passages, before all of them, for so many that stand in the scope

Found = tuple[float, Passage, Place]  # the score, the passage as it stands in the scope, its best place there


def related_posts(
    snapshot: Snapshot, text: str, limit: int, scope: Scope = EVERYTHING, *, surely: bool = False
) -> tuple[RelatedPost, ...]:
    """At most `limit` posts, the best first, each once; none where too few words tie them.

    `surely` keeps only those that would well be called an answer, were the text a question with every word in it that no post
    holds, and that more words tie to it, two of them rare. Of 306 questions that no post answers two at most are then given
    a post, in each of five collections.
    """
    asked = snapshot.reader.read(text)
    query = _telling(asked, snapshot)
    wanted = _SURE_TIES if surely else min(_FEWEST_TIES, len(query.words))
    found: dict[tuple[str, str, str], RelatedPost] = {}
    for score, passage, place in _ranked(snapshot, query, scope):
        held = frozenset(snapshot.analyzer.terms(passage.text))
        words = query.matched(held)
        if len(words) < wanted or place.post.key in found:
            continue
        if surely and not (_answers(snapshot, asked, passage, score) and _tells(snapshot, query, words, held)):
            continue
        found[place.post.key] = RelatedPost(place, passage, words)
        if len(found) == limit:
            break
    return tuple(found.values())


def _ranked(snapshot: Snapshot, query: Query, scope: Scope) -> Sequence[Found]:
    """The best passages that stand in the scope."""
    passages = snapshot.corpus.passages
    found: list[Found] = []
    for most in (_CANDIDATES if scope == EVERYTHING else _LOOKED_THROUGH, len(passages)):
        ranked = snapshot.rank(query.weights, most)
        seen = ((score, scope.seen(passages[number])) for number, score in ranked)
        found = [(score, passage, passage.places[0]) for score, passage in seen if passage is not None]
        if len(found) >= _CANDIDATES or len(ranked) < most:
            break
    return found[:_CANDIDATES]


def _answers(snapshot: Snapshot, asked: Query, passage: Passage, score: float) -> bool:
    return answers_alone(sureness_by(snapshot, asked)(passage, score), snapshot.figures, _SURER)


def _tells(snapshot: Snapshot, query: Query, words: tuple[str, ...], held: frozenset[str]) -> bool:
    """Whether enough of the words that tie a passage to the text are rare ones."""
    most = max(_FEW, snapshot.vocabulary.size * _RARE)
    rarest = (min(map(snapshot.vocabulary.frequency, query.words[word] & held)) for word in words)
    return sum(frequency <= most for frequency in rarest) >= _TELLING_TIES


def _telling(query: Query, snapshot: Snapshot) -> Query:
    """The query's words that some post holds; of many, those that say most, in their order."""
    known = {word: terms for word, terms in query.words.items() if any(term in snapshot.vocabulary for term in terms)}
    worth = {word: max(map(snapshot.vocabulary.idf, terms)) for word, terms in known.items()}
    kept = set(sorted(known, key=lambda word: -worth[word])[:_MOST_WORDS])
    return Query({word: terms for word, terms in known.items() if word in kept})

"""Which lessons of a snapshot there are for whoever asks: all of them, those on a topic, one of them."""

from collections.abc import Sequence

from knowledge.confidence import Yardstick
from knowledge.results import Lesson
from knowledge.scope import Scope
from knowledge.snapshot import Snapshot

_CANDIDATES = 30
_ON_TOPIC = 0.5  # the share of a topic's weight that a lesson on it must hold


def lesson_seen(snapshot: Snapshot, scope: Scope, passage_id: str, topic: str, remaining: int = 0) -> Lesson | None:
    """A lesson as it stands in the scope; None where it does not, or is none."""
    number = snapshot.lessons.get(passage_id)
    passage = None if number is None else scope.seen(snapshot.corpus.passages[number])
    return None if passage is None else Lesson(passage, passage.places, topic, remaining)


def lessons_in(snapshot: Snapshot, scope: Scope) -> Sequence[str]:
    """Every lesson that stands in the scope."""
    if not scope.hidden:
        return [*snapshot.lessons]
    passages = snapshot.corpus.passages
    return [each for each, number in snapshot.lessons.items() if any(map(scope.accepts, passages[number].places))]


def lessons_about(snapshot: Snapshot, topic: str, scope: Scope) -> Sequence[str]:
    """The lessons in the scope that hold most of a topic's words, best first."""
    query = snapshot.reader.read(topic)
    passages = snapshot.corpus.passages
    ranked = snapshot.rank(query.weights, len(passages) if scope.hidden else len(snapshot.lessons))
    seen = (scope.seen(passages[number]) for number, _ in ranked if passages[number].id in snapshot.lessons)
    terms = ((lesson.id, frozenset(snapshot.analyzer.terms(lesson.text))) for lesson in seen if lesson is not None)
    yardstick = Yardstick(query, snapshot.vocabulary)
    return [each for each, held in terms if yardstick.coverage(query.shares(held)) >= _ON_TOPIC][:_CANDIDATES]

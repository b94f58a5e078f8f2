"""KnowledgeBase: ask, lesson and link over one immutable snapshot of the posts."""

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random

from knowledge.confidence import judge
from knowledge.config import Config
from knowledge.corpus import Corpus, read_corpus
from knowledge.errors import EmptyCorpusError
from knowledge.lessons import ShuffleBag
from knowledge.model import Hit, Lesson, Passage, Place, Post, Problem, RelatedPost, Results, Stats
from knowledge.query import Query, read_query
from knowledge.related import related_posts
from knowledge.snapshot import Snapshot, build_snapshot

_CANDIDATES = 30


class KnowledgeBase:
    """Answers questions from posts. Safe to share: every call reads one snapshot, and a reload swaps it whole."""

    def __init__(self, config: Config, corpus: Corpus) -> None:
        self._config = config
        self._snapshot = _built(config, corpus)

    @classmethod
    def open(cls, config: Config | None = None, reader_url: str = "") -> "KnowledgeBase":
        """Read the configured posts (by default the starter collection) and index them.

        Raises SourceError where a source cannot be read and EmptyCorpusError where no post holds a paragraph.
        """
        config = config or Config()
        return cls(config, read_corpus(config.sources, reader_url))

    def reload(self, reader_url: str = "") -> None:
        """Read the posts again. If that fails, the error is raised and the posts of before go on answering."""
        self._snapshot = _built(self._config, read_corpus(self._config.sources, reader_url))

    @property
    def stats(self) -> Stats:
        """How many posts, paragraphs, passages, lessons and problems there are."""
        return self._snapshot.stats

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every document that was left out or mended, in the order they were read."""
        return self._snapshot.corpus.problems

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with the posts."""
        return self._snapshot.corpus.fingerprint

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every post, in the order they were read."""
        return self._snapshot.corpus.posts

    def post(self, slug: str) -> Post | None:
        """The post of this slug; of several the first that was read."""
        return next((post for post in self.posts if post.slug == slug), None)

    def search(self, question: str, limit: int = 3) -> Results:
        """The passages that answer a question, best first; at most `limit`, each with its excerpt and places.

        The same question over the same posts gives the same results.
        """
        snapshot = self._snapshot
        query = read_query(question, snapshot.analyzer)
        unknown = query.unknown(snapshot.vocabulary)
        ranked = snapshot.engine.rank(query.weights, limit)
        posts = len(snapshot.corpus.posts)
        if not ranked:
            return Results(question, "nothing", (), unknown, posts)
        hits = tuple(_hit(snapshot, query, number, score) for number, score in ranked)
        outcome = judge(query, _held(snapshot, hits[0].passage), snapshot.vocabulary)
        return Results(question, outcome, hits, unknown, posts)

    def lesson(self, bag: ShuffleBag, random: Random, topic: str = "") -> Lesson | None:
        """A lesson that this bag has not given yet, about a topic if one is named; None where no lesson is about it."""
        snapshot = self._snapshot
        ids = [*snapshot.lessons] if not topic.strip() else _about(snapshot, topic)
        if not ids:
            return None
        chosen, remaining = bag.draw(ids, random)
        passage = snapshot.corpus.passages[snapshot.lessons[chosen]]
        return Lesson(passage, _newest_first(passage.places), topic.strip(), remaining)

    def lesson_by_id(self, passage_id: str, topic: str = "") -> Lesson | None:
        """The same lesson again; None where no post holds it any more."""
        snapshot = self._snapshot
        number = snapshot.lessons.get(passage_id)
        if number is None:
            return None
        passage = snapshot.corpus.passages[number]
        return Lesson(passage, _newest_first(passage.places), topic)

    def related(self, text: str, limit: int = 3) -> tuple[RelatedPost, ...]:
        """The posts that a message or thread is about, at most `limit`, each with the passage and words that tie it."""
        return related_posts(self._snapshot, text, limit)


def _built(config: Config, corpus: Corpus) -> Snapshot:
    if not corpus.passages:
        folders = ", ".join(str(source.folder) for source in config.sources)
        problems = "".join(f"\n  - {problem}" for problem in corpus.problems)
        raise EmptyCorpusError(f"no post with a paragraph in {folders}{problems}")
    return build_snapshot(corpus, config)


def _hit(snapshot: Snapshot, query: Query, number: int, score: float) -> Hit:
    passage = snapshot.corpus.passages[number]
    held = _held(snapshot, passage)
    return Hit(
        passage=passage,
        excerpt=snapshot.excerpts.excerpt(passage, query.terms),
        places=_newest_first(passage.places),
        score=score,
        matched=query.matched(held),
        missing=query.missing(held),
    )


def _held(snapshot: Snapshot, passage: Passage) -> frozenset[str]:
    """The terms of a passage, with those of its best place's headings and title."""
    place = _newest_first(passage.places)[0]
    text = "\n".join((passage.text, *place.headings, place.post.title))
    return frozenset(snapshot.analyzer.terms(text))


def _newest_first(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places with the newest post first, undated ones last, else in the order they were read."""
    return tuple(sorted(places, key=lambda place: place.post.date or date.min, reverse=True))


def _about(snapshot: Snapshot, topic: str) -> Sequence[str]:
    """The lessons that hold most of a topic's words, best first."""
    query = read_query(topic, snapshot.analyzer)
    passages = snapshot.corpus.passages
    ranked = snapshot.engine.rank(query.weights, len(snapshot.lessons))
    lessons = (passages[number] for number, _ in ranked if passages[number].id in snapshot.lessons)
    terms = ((lesson.id, snapshot.analyzer.terms(lesson.text)) for lesson in lessons)
    return [each for each, held in terms if judge(query, held, snapshot.vocabulary) == "answer"][:_CANDIDATES]

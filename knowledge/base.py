"""KnowledgeBase: ask, lesson and link over one immutable snapshot of the posts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.lessons import ShuffleBag, daily
from knowledge.linked import Addresses, addresses
from knowledge.model import Corpus, Post, Problem, Stats
from knowledge.opening import Opener, built, opening_of, opening_of_file
from knowledge.progress import Progress, unseen
from knowledge.related import related_posts
from knowledge.results import Contents, Lesson, Linked, RelatedPost, Results
from knowledge.searching import Scope, search
from knowledge.snapshot import Snapshot
from knowledge.standing import standings

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from knowledge.config import Config
    from knowledge.readings import Clock

_CANDIDATES = 30
_ON_TOPIC = 0.5  # the share of a topic's weight that a lesson on it must hold


@dataclass(frozen=True, slots=True)
class _Daily:
    """What was found last, since everybody asks for the same until the day or the posts change."""

    snapshot: Snapshot
    last: "date"
    days: int
    lessons: tuple[tuple["date", Lesson], ...]


class KnowledgeBase:
    """Answers questions from posts. Safe to share: every call reads one snapshot, and a reload swaps it whole."""

    def __init__(self, config: "Config", corpus: Corpus, *, progress: Progress = unseen) -> None:
        self._opener = Opener(lambda: opening_of(config, None))
        self._snapshot = built(config, corpus, None, progress)
        self._addresses: Addresses | None = None
        self._daily: _Daily | None = None

    @classmethod
    def open(
        cls,
        config: "Config | None" = None,
        reader_url: str = "",
        cache: Path | None = None,
        *,
        progress: Progress = unseen,
        clock: "Clock | None" = None,
    ) -> "KnowledgeBase":
        """Read the configured posts (by default the starter collection) and index them.

        With a folder for `cache`, what was made of them is saved there, and read from there while nothing changes.
        `progress` is told how far reading and indexing are; `clock` gives the moment that problems of sources name.

        Raises SourceError where no source can be read and EmptyCorpusError where no post holds a paragraph.
        """
        from knowledge.config import Config as AnyConfig  # noqa: PLC0415 - it brings pydantic

        known = config or AnyConfig()
        return cls._opened(Opener(lambda: opening_of(known, cache), progress, clock), reader_url)

    @classmethod
    def open_file(
        cls,
        path: Path | None = None,
        reader_url: str = "",
        cache: Path | None = None,
        *,
        progress: Progress = unseen,
        clock: "Clock | None" = None,
    ) -> "KnowledgeBase":
        """The same for a configuration file (`load_config` says which), which every reload reads again too.

        Where what it describes is saved, it is not even parsed.

        Raises ConfigError beside the errors of `open`.
        """
        return cls._opened(Opener(lambda: opening_of_file(path, cache), progress, clock), reader_url)

    @classmethod
    def _opened(cls, opener: Opener, reader_url: str) -> "KnowledgeBase":
        knowledge_base = cls.__new__(cls)
        knowledge_base._opener = opener  # noqa: SLF001 - a second constructor
        knowledge_base._snapshot = opener.first(reader_url)  # noqa: SLF001 - as above
        knowledge_base._addresses = None  # noqa: SLF001 - as above
        knowledge_base._daily = None  # noqa: SLF001 - as above
        return knowledge_base

    def reload(self, reader_url: str = "") -> None:
        """Read again what has changed; meanwhile, and where that fails with an error, the posts of before answer.

        A source that cannot be read keeps its posts, and is a problem; what is gone from one goes after it was read whole.
        Where nothing has changed, the snapshot stays the very same.
        """
        self._opener.again(reader_url, self._show)

    def _show(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @property
    def stats(self) -> Stats:
        """How many posts, paragraphs, passages, lessons and problems there are."""
        return self._snapshot.stats

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every document that was left out or mended, in the order they were read."""
        return tuple(self._snapshot.corpus.problems)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with the posts."""
        return self._snapshot.corpus.fingerprint

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every post, in the order they were read."""
        return tuple(self._snapshot.corpus.posts)

    def post(self, slug: str) -> Post | None:
        """The post of this slug; of several the first that was read."""
        return next((post for post in self._snapshot.corpus.posts if post.slug == slug), None)

    def search(
        self,
        question: str,
        limit: int = 3,
        *,
        sources: Collection[str] = (),
        without: Collection[str] = (),
        subject: str = "",
    ) -> Results:
        """The passages that answer a question, best first; at most `limit`, each with its excerpt and places.

        The same question over the same posts gives the same results. `sources` are the only ones looked at, if any are
        named; `without` are ids of passages to pass over; `subject` is what was asked before, for a follow-up to it.
        """
        return search(self._snapshot, question, limit, Scope(frozenset(sources), frozenset(without)), subject)

    def lesson(self, bag: ShuffleBag, random: "Random", topic: str = "") -> Lesson | None:
        """A lesson that this bag has not given yet, about a topic if one is named; None where no lesson is about it."""
        snapshot = self._snapshot
        ids = [*snapshot.lessons] if not topic.strip() else _about(snapshot, topic)
        if not ids:
            return None
        chosen, remaining = bag.draw(ids, random)
        passage = snapshot.corpus.passages[snapshot.lessons[chosen]]
        return Lesson(passage, passage.places, topic.strip(), remaining)

    def lesson_by_id(self, passage_id: str, topic: str = "") -> Lesson | None:
        """The same lesson again; None where no post holds it any more."""
        snapshot = self._snapshot
        number = snapshot.lessons.get(passage_id)
        if number is None:
            return None
        passage = snapshot.corpus.passages[number]
        return Lesson(passage, passage.places, topic)

    def daily_lessons(self, last: "date", days: int) -> tuple[tuple["date", Lesson], ...]:
        """A lesson for each of so many days up to the last, the same whoever asks; nothing where no post holds one."""
        snapshot, known = self._snapshot, self._daily
        if known is None or known.snapshot is not snapshot or (known.last, known.days) != (last, days):
            passages, lessons = snapshot.corpus.passages, snapshot.lessons
            found = ((day, passages[lessons[each]]) for day, each in daily(lessons, last, days))
            known = _Daily(snapshot, last, days, tuple((day, Lesson(each, each.places)) for day, each in found))
            self._daily = known
        return known.lessons

    def related(
        self, text: str, limit: int = 3, *, sources: Collection[str] = (), public: bool = False, surely: bool = False
    ) -> tuple[RelatedPost, ...]:
        """The posts that a message or thread is about, at most `limit`, each with the passage and words that tie it.

        For people who have not asked: `public` leaves posts of public sources, `surely` those that leave little doubt.
        """
        return related_posts(self._snapshot, text, limit, Scope(frozenset(sources), public=public), surely=surely)

    def linked(self, url: str, newer: int = 2, *, sources: Collection[str] = (), public: bool = False) -> Linked | None:
        """The post and paragraph that a URL leads to, and so many newer posts on the same; None for any other URL.

        Posts of other than these `sources`, if any are named, are not known; nor with `public` those that are not.
        """
        return self._known().linked(url, newer, Scope(frozenset(sources), public=public))

    def contents(self, slug: str, *, sources: Collection[str] = (), public: bool = False) -> Contents | None:
        """The post of this slug with its passages in order, where else each stands, and posts on the same.

        None where there is no such post; posts of other than these `sources`, if any are named, are not known, nor with
        `public` those that are not.
        """
        return self._known().standings.contents(slug, Scope(frozenset(sources), public=public))

    def moved(self, slug: str) -> Post | None:
        """The post that had this slug before, as far as it says, or is meant by it all the same; None where none is."""
        return self._known().standings.moved(slug)

    def _known(self) -> Addresses:
        """The addresses and contents of this snapshot's posts, found out when they are first asked for."""
        snapshot, known = self._snapshot, self._addresses
        if known is None or known.snapshot is not snapshot:
            known = self._addresses = addresses(standings(snapshot))
        return known


def _about(snapshot: Snapshot, topic: str) -> Sequence[str]:
    """The lessons that hold most of a topic's words, best first."""
    query = snapshot.reader.read(topic)
    passages = snapshot.corpus.passages
    ranked = snapshot.rank(query.weights, len(snapshot.lessons))
    lessons = (passages[number] for number, _ in ranked if passages[number].id in snapshot.lessons)
    terms = ((lesson.id, frozenset(snapshot.analyzer.terms(lesson.text))) for lesson in lessons)
    return [each for each, held in terms if query.coverage(held, snapshot.vocabulary) >= _ON_TOPIC][:_CANDIDATES]

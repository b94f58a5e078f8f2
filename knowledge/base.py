"""KnowledgeBase: ask, lesson and link over one immutable snapshot of the posts.

Whatever shows posts takes the audience that is to read them; without one it shows what is limited to nobody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.access import ANYBODY, Audience, Limits, hidden_from
from knowledge.lessons import ShuffleBag, daily
from knowledge.linked import Addresses, addresses
from knowledge.model import Corpus, Post, Problem, Stats
from knowledge.opening import FETCHED_WITHIN, Opener, built, opening_of, opening_of_file
from knowledge.progress import Progress, unseen
from knowledge.related import related_posts
from knowledge.results import Contents, Lesson, Linked, RelatedPost, Results
from knowledge.scope import Scope
from knowledge.searching import search
from knowledge.snapshot import Snapshot
from knowledge.standing import standings
from knowledge.teaching import lesson_seen, lessons_about, lessons_in

if TYPE_CHECKING:
    from datetime import date, datetime
    from random import Random

    from knowledge.config import Config
    from knowledge.readings import Clock


@dataclass(frozen=True, slots=True)
class _Daily:
    """What was found last, since everybody asks for the same until the day or the posts change."""

    snapshot: Snapshot
    asked: tuple["date", int, Scope]
    lessons: tuple[tuple["date", Lesson], ...]


class KnowledgeBase:
    """Answers questions from posts. Safe to share: every call reads one snapshot, and a reload swaps it whole."""

    def __init__(self, config: "Config", corpus: Corpus, *, progress: Progress = unseen) -> None:
        self._opener = Opener(lambda: opening_of(config, None))
        self._snapshot = built(config, corpus, None, progress)
        self._addresses: Addresses | None = None
        self._daily: _Daily | None = None

    @classmethod
    def open(  # noqa: PLR0913 - what opening may be told, by name
        cls,
        config: "Config | None" = None,
        reader_url: str = "",
        cache: Path | None = None,
        *,
        progress: Progress = unseen,
        clock: "Clock | None" = None,
        fetched_within: float | None = FETCHED_WITHIN,
    ) -> "KnowledgeBase":
        """Read the configured posts (by default the starter collection) and index them.

        With a folder for `cache`, what was made of them is saved there, and read from there while nothing changes.
        What has to be fetched is not fetched for that where it was within so many seconds (None: whenever it was), but at the
        next reload. `progress` is told how far reading and indexing are; `clock` gives the moment that problems of sources name.

        Raises SourceError where no source can be read and EmptyCorpusError where no post holds a paragraph.
        """
        from knowledge.config import Config as AnyConfig  # noqa: PLC0415 - it brings pydantic

        known = config or AnyConfig()
        return cls._opened(Opener(lambda: opening_of(known, cache), progress, clock, fetched_within), reader_url)

    @classmethod
    def open_file(  # noqa: PLR0913 - as above
        cls,
        path: Path | None = None,
        reader_url: str = "",
        cache: Path | None = None,
        *,
        progress: Progress = unseen,
        clock: "Clock | None" = None,
        fetched_within: float | None = FETCHED_WITHIN,
    ) -> "KnowledgeBase":
        """The same for a configuration file (`load_config` says which), which every reload reads again too.

        Where what it describes is saved, it is not even parsed.

        Raises ConfigError beside the errors of `open`.
        """
        return cls._opened(Opener(lambda: opening_of_file(path, cache), progress, clock, fetched_within), reader_url)

    @classmethod
    def _opened(cls, opener: Opener, reader_url: str) -> "KnowledgeBase":
        knowledge_base = cls.__new__(cls)
        knowledge_base._opener = opener  # noqa: SLF001 - a second constructor
        knowledge_base._snapshot = opener.first(reader_url)  # noqa: SLF001 - as above
        knowledge_base._addresses = None  # noqa: SLF001 - as above
        knowledge_base._daily = None  # noqa: SLF001 - as above
        return knowledge_base

    def reload(self, reader_url: str = "") -> bool:
        """Read again what has changed, and say whether anything has; until then, and where it fails, the posts of before answer.

        A source that cannot be read keeps its posts, and is a problem; what is gone from one goes after it was read whole.
        Where nothing has changed, the snapshot stays the very same.
        """
        before = self._snapshot
        self._opener.again(reader_url, self._show)
        return self._snapshot is not before

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
    def fetched(self) -> "datetime | None":
        """When, in UTC, the posts were fetched where that was before this process; None where the sources were looked at since."""
        from datetime import UTC, datetime  # noqa: PLC0415 - few ask for it

        seconds = self._opener.fetched
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with the posts."""
        return self._snapshot.corpus.fingerprint

    @property
    def limits(self) -> Mapping[str, Limits]:
        """The sources that are for some people only, by their labels."""
        return self._snapshot.limits

    def may_read(self, sources: Collection[str], audience: Audience) -> bool:
        """Whether an audience may read all of these sources; of one that is not known, as soon as any source is limited, not."""
        snapshot = self._snapshot
        if not snapshot.limits or audience.is_owner:
            return True
        known = snapshot.corpus.posts_by_source().keys() | snapshot.limits.keys()
        return known >= set(sources) and hidden_from(audience, snapshot.limits).isdisjoint(sources)

    def sources(self, audience: Audience = ANYBODY) -> Mapping[str, int]:
        """The sources that an audience may read, by their labels, each with the number of its posts."""
        snapshot = self._snapshot
        hidden = hidden_from(audience, snapshot.limits)
        return {source: count for source, count in snapshot.corpus.posts_by_source().items() if source not in hidden}

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every post that anybody may read, in the order they were read."""
        return self.posts_for(ANYBODY)

    def posts_for(self, audience: Audience) -> tuple[Post, ...]:
        """Every post that an audience may read, in the order they were read."""
        snapshot = self._snapshot
        hidden = hidden_from(audience, snapshot.limits)
        return tuple(post for post in snapshot.corpus.posts if post.source not in hidden)

    def post(self, slug: str, *, audience: Audience = ANYBODY) -> Post | None:
        """The post of this slug, where the audience may read it; of several the first that was read."""
        snapshot = self._snapshot
        hidden = hidden_from(audience, snapshot.limits)
        found = next((post for post in snapshot.corpus.posts if post.slug == slug), None)
        return None if found is None or found.source in hidden else found

    def search(  # noqa: PLR0913 - what a search may be told, by name
        self,
        question: str,
        limit: int = 3,
        *,
        audience: Audience = ANYBODY,
        sources: Collection[str] = (),
        without: Collection[str] = (),
        subject: str = "",
    ) -> Results:
        """The passages that answer a question, best first; at most `limit`, each with its excerpt and places.

        The same question over the same posts gives the same results. `sources` are the only ones looked at, if any are
        named; `without` are ids of passages to pass over; `subject` is what was asked before, for a follow-up to it.
        """
        snapshot = self._snapshot
        return search(snapshot, question, limit, _scope(snapshot, audience, sources, without), subject)

    def lesson(
        self, bag: ShuffleBag, random: "Random", topic: str = "", *, audience: Audience = ANYBODY
    ) -> Lesson | None:
        """A lesson that this bag has not given yet, about a topic if one is named; None where no lesson is about it."""
        snapshot = self._snapshot
        scope = _scope(snapshot, audience)
        ids = lessons_about(snapshot, topic, scope) if topic.strip() else lessons_in(snapshot, scope)
        if not ids:
            return None
        chosen, remaining = bag.draw(ids, random)
        return lesson_seen(snapshot, scope, chosen, topic.strip(), remaining)

    def lesson_by_id(self, passage_id: str, topic: str = "", *, audience: Audience = ANYBODY) -> Lesson | None:
        """The same lesson again; None where no post that the audience may read holds it any more."""
        snapshot = self._snapshot
        return lesson_seen(snapshot, _scope(snapshot, audience), passage_id, topic)

    def daily_lessons(
        self, last: "date", days: int, *, audience: Audience = ANYBODY
    ) -> tuple[tuple["date", Lesson], ...]:
        """A lesson for each of so many days up to the last, the same for all of an audience; nothing where there is none."""
        snapshot, known = self._snapshot, self._daily
        scope = _scope(snapshot, audience)
        if known is None or known.snapshot is not snapshot or known.asked != (last, days, scope):
            drawn = daily(lessons_in(snapshot, scope), last, days)
            found = ((day, lesson_seen(snapshot, scope, each, "")) for day, each in drawn)
            lessons = tuple((day, lesson) for day, lesson in found if lesson)
            known = self._daily = _Daily(snapshot, (last, days, scope), lessons)
        return known.lessons

    def related(  # noqa: PLR0913 - as above
        self,
        text: str,
        limit: int = 3,
        *,
        audience: Audience = ANYBODY,
        sources: Collection[str] = (),
        public: bool = False,
        surely: bool = False,
    ) -> tuple[RelatedPost, ...]:
        """The posts that a message or thread is about, at most `limit`, each with the passage and words that tie it.

        For people who have not asked: `public` leaves posts of public sources, `surely` those that leave little doubt.
        """
        snapshot = self._snapshot
        scope = _scope(snapshot, audience, sources, public=public)
        return related_posts(snapshot, text, limit, scope, surely=surely)

    def linked(
        self,
        url: str,
        newer: int = 2,
        *,
        audience: Audience = ANYBODY,
        sources: Collection[str] = (),
        public: bool = False,
    ) -> Linked | None:
        """The post and paragraph that a URL leads to, and so many newer posts on the same; None for any other URL.

        Posts of other than these `sources`, if any are named, are not known; nor with `public` those that are not.
        """
        known = self._known()
        return known.linked(url, newer, _scope(known.snapshot, audience, sources, public=public))

    def contents(
        self, slug: str, *, audience: Audience = ANYBODY, sources: Collection[str] = (), public: bool = False
    ) -> Contents | None:
        """The post of this slug with its passages in order, where else each stands, and posts on the same.

        None where there is no such post; posts of other than these `sources`, if any are named, are not known, nor with
        `public` those that are not.
        """
        known = self._known()
        return known.standings.contents(slug, _scope(known.snapshot, audience, sources, public=public))

    def moved(self, slug: str, *, audience: Audience = ANYBODY) -> Post | None:
        """The post that had this slug before, as far as it says, or is meant by it all the same; None where none is."""
        known = self._known()
        found = known.standings.moved(slug)
        return None if found is None or found.source in hidden_from(audience, known.snapshot.limits) else found

    def _known(self) -> Addresses:
        """The addresses and contents of this snapshot's posts, found out when they are first asked for."""
        snapshot, known = self._snapshot, self._addresses
        if known is None or known.snapshot is not snapshot:
            known = self._addresses = addresses(standings(snapshot))
        return known


def _scope(
    snapshot: Snapshot,
    audience: Audience,
    sources: Collection[str] = (),
    without: Collection[str] = (),
    *,
    public: bool = False,
) -> Scope:
    """What an audience may look at."""
    return Scope(frozenset(sources), frozenset(without), public, hidden_from(audience, snapshot.limits))

"""What was read of every source, kept from one read to the next: only what changed is read again, and nothing good is lost.

A source that fails keeps its posts of before. What is gone from a source goes only after it was read whole, and never all
at once; from a feed, which shows only its newest entries, it does not go. A start confirms that something is gone, but for
what has to be fetched: there the posts of before stay as they would without the start.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from knowledge.errors import SourceError
from knowledge.formats import format_of
from knowledge.kept import DocumentKey, Kept, SourceMemory
from knowledge.model import Document, Problem, Reading, Stamp
from knowledge.progress import READING, Progress, unseen
from knowledge.source_config import SourceConfig
from knowledge.sources import FileSource, Source, WatchedSource, open_source

_MOST_FALLEN = 1_000  # entries that a feed shows no more
_SETTLED = (
    2_000_000_000  # nanoseconds; a file changed twice within the grain of its clock has one stamp for two contents
)
_AGAIN = "It is tried again at every reload."

Clock: TypeAlias = Callable[[], datetime]
LookAt: TypeAlias = Callable[[Document], None]


@dataclass(frozen=True, slots=True)
class SourceReadings:
    """What all documents of one source are, in their order."""

    config: SourceConfig
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class AllReadings:
    """What all sources are; `whole` says that nothing in it is of before, but for what has to be fetched."""

    sources: tuple[SourceReadings, ...]
    whole: bool = True


def utc_now() -> datetime:
    """The moment by UTC."""
    return datetime.now(UTC)


class Readings:
    """Reads sources again and again. Not for two threads at once."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self.memories: Mapping[SourceConfig, SourceMemory] = {}

    def read(
        self,
        sources: Iterable[SourceConfig],
        cache: Path | None = None,
        look_at: LookAt | None = None,
        progress: Progress = unseen,
        *,
        is_start: bool = False,
    ) -> AllReadings:
        """What the sources are now.

        At a start nothing is kept that is not there, but for what has to be fetched: what is remembered only spares reading
        again what has not changed. Raises SourceError where none of the
        sources can be read and nothing of them is kept.
        """
        configs = tuple(sources)
        self.memories = {config: self.memories.get(config, SourceMemory()) for config in configs}
        counted = _Counted(look_at, progress)
        read: list[SourceReadings] = []
        whole = True
        errors: list[SourceError] = []
        for config in configs:
            memory = self.memories[config]
            source_read = _SourceRead(config, memory, self._clock, is_start=is_start)
            try:
                source_read.read(open_source(config, cache), counted)
            except SourceError as error:
                source_read.fail(error)
                errors += () if memory.documents else (error,)
            read.append(SourceReadings(config, source_read.readings()))
            whole = whole and (source_read.whole or not source_read.is_watched)
        if errors and len(errors) == len(configs):
            raise errors[0]
        return AllReadings(tuple(read), whole)


class _Counted:
    """Sees every document that is read."""

    def __init__(self, look_at: LookAt | None, progress: Progress) -> None:
        self._look_at = look_at
        self._progress = progress
        self._count = 0

    def see(self, item: Document | Problem | Reading) -> None:
        self._count += 1
        self._progress(READING, self._count, None)
        if self._look_at is not None and isinstance(item, Document):
            self._look_at(item)


class _SourceRead:
    """One read of one source."""

    def __init__(self, config: SourceConfig, memory: SourceMemory, clock: Clock, *, is_start: bool) -> None:
        self.whole = True
        self.is_watched = True
        self._is_start = is_start
        self._config = config
        self._memory = memory
        self._clock = clock
        self._started = int(clock().timestamp() * 1_000_000_000)
        self._times: Counter[str] = Counter()
        self._found: dict[DocumentKey, Kept] = {}
        self._order: list[DocumentKey | Reading] = []  # with what belongs to no document, where it was said
        self._hidden: list[str] = []

    def read(self, source: Source, counted: _Counted) -> None:
        """Read all of it. Raises SourceError where it fails, and then nothing of before is lost."""
        self.is_watched = isinstance(source, WatchedSource)
        if isinstance(source, FileSource):
            source = source.knowing(self._known)
        for item in source.documents():
            counted.see(item)
            if isinstance(item, Document):
                self._take(item)
            elif isinstance(item, Problem):
                self._order.append(Reading(problems=(item,)))
            elif item.hidden:
                self._hidden += item.hidden
            elif not self._is_known(item):
                self._order.append(item)
        self._settle()

    def fail(self, error: SourceError) -> None:
        """Take everything as it was before."""
        before = self._documents_before()
        since = self._failing_since()
        state = f"since {since}; its posts are kept as they were" if before else f"since {since}"
        problem = Problem(self._config.where, 1, f"{error}, {state}", _AGAIN, kept=bool(before))
        self._memory.documents, self._memory.is_unseen = before, False
        self._order = [Reading(problems=(problem,)), *before]

    def readings(self) -> tuple[Reading, ...]:
        """All readings in their order."""
        documents = self._memory.documents
        return tuple(each if isinstance(each, Reading) else documents[each].reading for each in self._order)

    def _known(self, path: str, stamp: Stamp) -> Reading | None:
        key = path, self._times[path]
        kept = self._memory.documents.get(key)
        if kept is None or kept.stamp != stamp:
            return None
        self._find(key, kept)
        return kept.reading

    def _is_known(self, reading: Reading) -> bool:
        """Whether this is what `_known` gave last."""
        last = self._order[-1] if self._order else None
        return isinstance(last, tuple) and self._found[last].reading is reading

    def _find(self, key: DocumentKey, kept: Kept) -> None:
        self._times[key[0]] += 1
        self._found[key] = kept
        self._order.append(key)

    def _take(self, document: Document) -> None:
        key = document.path, self._times[document.path]
        digest = blake2b(document.content, digest_size=16).digest()
        before = self._memory.documents.get(key)
        same = before is not None and before.digest == digest
        reading = before.reading if before is not None and same else read_document(document)
        self._find(key, Kept(reading, digest, self._settled(document.stamp)))

    def _settled(self, stamp: Stamp | None) -> Stamp | None:
        return stamp if stamp is not None and max(stamp[1:3]) < self._started - _SETTLED else None

    def _settle(self) -> None:
        """Take what was found, and what of before must not go yet."""
        before = self._documents_before()
        missing = [key for key in before if key not in self._found]
        order: Iterable[DocumentKey] = before
        if before and not self._found:
            missing = [] if self._memory.is_unseen and not self.is_watched else self._keep_all(before)
        elif self._config.kind == "feed":
            missing = missing[:_MOST_FALLEN]
            order = (*self._found, *missing)  # the newest first
        else:
            missing = [key for key in missing if self._is_hidden(key)]
            self._tell_kept(len(missing))
        if self.whole:
            self._memory.failing = None
        self.whole = self.whole and not missing
        if missing:
            self._order = list(_in_order(self._order, order, frozenset(missing)))
        self._memory.is_unseen = False
        self._memory.documents = self._found | {key: before[key] for key in missing}

    def _keep_all(self, before: Mapping[DocumentKey, Kept]) -> list[DocumentKey]:
        if not any(kept.reading.posts for kept in before.values()):
            return []
        what = (
            f"source {self._config.label!r}: nothing is left of its {_count(len(before), 'document')}, "
            f"since {self._failing_since()}; its posts are kept as they were"
        )
        mend = "If they are meant to be gone, restart, or take the source out of the configuration."
        self._order.append(Reading(problems=(Problem(self._config.where, 1, what, mend),)))
        return list(before)

    def _tell_kept(self, kept: int) -> None:
        if not kept:
            return
        what = f"source {self._config.label!r}: cannot be read whole since {self._failing_since()}"
        mend = f"{_count(kept, 'document')} that may be there still {'is' if kept == 1 else 'are'} kept. {_AGAIN}"
        self._order.append(Reading(problems=(Problem(self._config.where, 1, what, mend),)))

    def _is_hidden(self, key: DocumentKey) -> bool:
        return any(not path or key[0] == path or key[0].startswith(f"{path}/") for path in self._hidden)

    def _failing_since(self) -> str:
        """Since when the source cannot be read whole, in UTC; from now on nothing of this read is whole."""
        self.whole = False
        self._memory.failing = self._memory.failing or self._clock()
        return f"{self._memory.failing:%Y-%m-%d %H:%M}"

    def _documents_before(self) -> dict[DocumentKey, Kept]:
        """What was read last, and may have to stay: at a start, only what has to be fetched."""
        return {} if self._is_start and self.is_watched else self._memory.documents


def read_document(document: Document) -> Reading:
    """What a document is, by the format of its name."""
    read = format_of(document.path)
    if read is None:
        what = "no format reads documents of this name"
        return Reading(problems=(Problem(document.path, 1, what, "Name it .md or .txt.", kept=False),))
    return read(document)


def _in_order(
    order: Iterable[DocumentKey | Reading], before: Iterable[DocumentKey], missing: frozenset[DocumentKey]
) -> Iterator[DocumentKey | Reading]:
    """What was found, and each that is missing after the one that it stood after; those that stood first, first."""
    found = list(order)
    present = {each for each in found if not isinstance(each, Reading)}
    following: defaultdict[DocumentKey | None, list[DocumentKey]] = defaultdict(list)
    last: DocumentKey | None = None
    for key in before:
        if key in present:
            last = key
        elif key in missing:
            following[last].append(key)
    yield from following[None]
    for each in found:
        yield each
        if not isinstance(each, Reading):
            yield from following[each]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

"""A corpus as records of JSON, each read when it is asked for."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, overload

from knowledge.model import Block, Corpus, Part, Passage, Place, Post, Problem
from knowledge.packed import Arrays, Records, named, within
from knowledge.saved.file import Facts

T = TypeVar("T")


class Lazy(Sequence[T]):
    """Values made of their records when they are asked for, once each."""

    def __init__(self, records: Records, make: Callable[[Any], T]) -> None:
        self._records = records
        self._make = make
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, number: int) -> T: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...

    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return tuple(self[each] for each in range(*number.indices(len(self))))
        number = range(len(self))[number]
        if number not in self._made:
            self._made[number] = self._make(json.loads(self._records[number]))
        return self._made[number]


@dataclass(frozen=True)
class SavedCorpus(Corpus):
    """A corpus that knows its counts without its passages."""

    facts: Facts = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        return str(self.facts["fingerprint"])

    @property
    def paragraphs(self) -> int:
        return int(self.facts["paragraphs"])

    def posts_by_source(self) -> Counter[str]:
        return Counter(self.facts["sources"])


def pack_corpus(corpus: Corpus) -> tuple[Facts, Arrays]:
    """The corpus as facts and arrays."""
    numbers = {id(post): number for number, post in enumerate(corpus.posts)}
    facts = {
        "drafts": corpus.drafts,
        "fingerprint": corpus.fingerprint,
        "paragraphs": corpus.paragraphs,
        "sources": corpus.posts_by_source(),
        "copies": list(corpus.copies.items()),
        "boilerplate": sorted(corpus.boilerplate),
    }
    arrays = {
        **named("posts", _records(map(_row, corpus.posts))),
        **named("passages", _records(_passage_row(passage, numbers) for passage in corpus.passages)),
        **named("problems", _records(map(_row, corpus.problems))),
    }
    return facts, arrays


def unpack_corpus(facts: Facts, arrays: Arrays) -> SavedCorpus:
    """The corpus that these facts and arrays were made of."""
    posts = Lazy(Records(within(arrays, "posts")), _post)
    passages = Lazy(Records(within(arrays, "passages")), lambda row: _passage(row, posts))
    problems = Lazy(Records(within(arrays, "problems")), lambda row: Problem(*row))
    copies = {tuple(copy): tuple(original) for copy, original in facts["copies"]}
    boilerplate = frozenset(facts["boilerplate"])
    return SavedCorpus(posts, passages, problems, int(facts["drafts"]), copies, boilerplate, facts)


def _records(rows: Iterable[Sequence[object]]) -> Arrays:
    return Records.of(map(_encoded, rows)).arrays


def _encoded(row: Sequence[object]) -> bytes:
    text = json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass")


def _plain(value: object) -> object:
    """What JSON knows for a value that it does not know."""
    if isinstance(value, date):
        return value.isoformat()
    return _row(value)


def _row(value: object) -> Sequence[object]:
    """The fields of one of the model's values in their order."""
    assert is_dataclass(value)  # noqa: S101 - the model has no others
    return [getattr(value, each.name) for each in fields(value)]


def _passage_row(passage: Passage, posts: Mapping[int, int]) -> Sequence[object]:
    """The passage with each place's post as its number."""
    places = (*passage.places, *((passage.newer,) if passage.newer else ()))
    rows = [[posts[id(place.post)], *_row(place)[1:]] for place in places]
    return [passage.id, passage.parts, rows, passage.newer is not None]


def _passage(row: Sequence[Any], posts: Sequence[Post]) -> Passage:
    name, parts, rows, has_newer = row
    places = [_place(each, posts) for each in rows]
    newer = places.pop() if has_newer else None
    return Passage(name, tuple(Part(*part) for part in parts), tuple(places), newer)


def _place(row: Sequence[Any], posts: Sequence[Post]) -> Place:
    post, headings, position, last, url, wording, copy_of, anchor = row
    words = tuple(Part(*part) for part in wording)
    return Place(posts[post], tuple(headings), position, last, url, words, copy_of and tuple(copy_of), anchor)


def _post(row: Sequence[Any]) -> Post:
    values = dict(zip((each.name for each in fields(Post)), row, strict=True))
    values["blocks"] = tuple(Block(*block) for block in values["blocks"])
    for name in ("date", "updated"):
        values[name] = values[name] and date.fromisoformat(values[name])
    for name in ("authors", "tags", "aliases"):
        values[name] = tuple(values[name])
    return Post(**values)

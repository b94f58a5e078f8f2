"""A corpus as records of JSON, each read when it is asked for."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from operator import attrgetter
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
            return tuple(map(self._at, range(*number.indices(len(self)))))
        return self._at(range(len(self))[number])

    def __iter__(self) -> Iterator[T]:
        return map(self._at, range(len(self)))

    def _at(self, number: int) -> T:
        made = self._made.get(number)
        if made is None:  # of two threads that make it at once, both get what the first one made
            written = self._records[number].decode(errors="surrogatepass")
            made = self._made.setdefault(number, self._make(json.loads(written)))
        return made


@dataclass(frozen=True)
class SavedCorpus(Corpus):
    """A corpus that knows its counts without its passages."""

    facts: Facts = field(default_factory=dict)

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
        "paragraphs": corpus.paragraphs,
        "sources": corpus.posts_by_source(),
        "copies": list(corpus.copies.items()),
        "boilerplate": sorted(corpus.boilerplate),
    }
    arrays = {
        **named("posts", _records(map(row_of, corpus.posts))),
        **named("passages", _records(_passage_row(passage, numbers) for passage in corpus.passages)),
        **named("problems", _records(map(row_of, corpus.problems))),
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
    return Records.of(map(encoded, rows)).arrays


def encoded(row: object) -> bytes:
    """A value as JSON."""
    text = json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass")


def _plain(value: object) -> object:
    """What JSON knows for a value that it does not know."""
    if isinstance(value, date):
        return value.isoformat()
    return row_of(value)


def row_of(value: object) -> Sequence[object]:
    """The fields of one of the model's values in their order."""
    return _fields_of(type(value))(value)  # type: ignore[arg-type]  # mypy takes a class for not hashable


@cache
def _fields_of(kind: type) -> Callable[[object], tuple[object, ...]]:
    """What gives all fields of the model's values of a kind: none has fewer than two."""
    return attrgetter(*(each.name for each in fields(kind)))


def _passage_row(passage: Passage, posts: Mapping[int, int]) -> Sequence[object]:
    """The passage with each place's post as its number."""
    places = (*passage.places, *((passage.newer,) if passage.newer else ()))
    rows = [[posts[id(place.post)], *row_of(place)[1:]] for place in places]
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

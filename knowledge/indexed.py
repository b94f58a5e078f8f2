"""What is indexed of each passage: its words with their neighbours, its headings and title, and what echoes around it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from knowledge.analysis.analyzer import Analyzer
from knowledge.model import Passage, text_of
from knowledge.progress import INDEXING, Progress, told, unseen
from knowledge.query import echo_of

_HEADING_WEIGHT = 2  # measured: a heading counts twice, as BM25F would by repetition
_NEAR = 1_000  # passages, titles and headings whose terms are kept: those of a post come together


@dataclass(frozen=True, slots=True)
class Indexed:
    """The terms of a passage, and those of the engine alone: its bigrams and its echoes.

    `held` and `written` are what it is counted for in the vocabulary: the terms and the plain words at all of its places.
    """

    terms: list[str]
    beside: list[str]
    held: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    @property
    def all(self) -> list[str]:
        """What the engine gets."""
        return self.terms + self.beside


class Indexer:
    """Reads passages as they stand at their best places; `titles` are how often a title counts, by source."""

    def __init__(self, passages: Sequence[Passage], analyzer: Analyzer, titles: Mapping[str, int]) -> None:
        self._passages = passages
        self._titles = titles
        self._analysed = analyzer.analysed
        self._short = lru_cache(_NEAR)(analyzer.analysed)
        self._parts = lru_cache(_NEAR)(lambda number: [analyzer.analysed(part.text) for part in passages[number].parts])
        self._own = lru_cache(_NEAR)(lambda number: {*chain.from_iterable(each.terms for each in self._parts(number))})

    def of(self, number: int, around: Sequence[int] = ()) -> Indexed:
        """A passage beside these, which are around it."""
        passage = self._passages[number]
        place = passage.places[0]
        fields = [*self._parts(number), *[self._short(" ".join(place.headings))] * _HEADING_WEIGHT]
        fields += [self._short(place.post.title)] * self._titles.get(place.post.source, 1)
        terms = [*chain.from_iterable(each.terms for each in fields)]
        echoes = (map(echo_of, sorted(self._own(number) & self._own(other))) for other in around)
        counted = (*fields, *map(self._analysed, elsewhere(passage)))
        return Indexed(
            terms,
            [*chain.from_iterable(each.bigrams for each in fields), *chain.from_iterable(echoes)],
            set(terms).union(*(each.terms for each in counted[len(fields) :])),
            set().union(*(each.plain for each in counted)),
        )


def elsewhere(passage: Passage) -> Iterator[str]:
    """What stands at each of a passage's other places (headings, title, other words): not indexed, but some post holds it."""
    for place in passage.places[1:]:
        yield "\n".join((*place.headings, place.post.title, text_of(place.wording)))


def indexed(
    passages: Sequence[Passage], analyzer: Analyzer, titles: Mapping[str, int], progress: Progress = unseen
) -> Iterator[Indexed]:
    """Every passage, one by one: all of them take more room than the index."""
    indexer = Indexer(passages, analyzer, titles)
    for number, around in enumerate(told(neighbours(passages), INDEXING, progress)):
        yield indexer.of(number, around)


def neighbours(passages: Sequence[Passage], of: frozenset[int] | None = None) -> list[tuple[int, ...]]:
    """For each passage the numbers of those before and after it, at its best place.

    With `of`, only in posts where one of these passages stands; none elsewhere.
    """
    posts = None if of is None else {id(place.post) for number in of for place in passages[number].places}
    numbers = {
        (id(place.post), place.position): number
        for number, passage in enumerate(passages)
        for place in passage.places
        if posts is None or id(place.post) in posts
    }
    found: list[tuple[int, ...]] = []
    for passage in passages:
        place = passage.places[0]
        if posts is not None and id(place.post) not in posts:
            found.append(())
            continue
        around = (numbers.get((id(place.post), place.position + step)) for step in (-1, 1))
        found.append(tuple(number for number in around if number is not None))
    return found

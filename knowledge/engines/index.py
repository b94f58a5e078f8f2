"""What an engine has counted, text by text, and which number each text has now: so that a change costs what it changes.

Texts are counted in segments, which never change. A text that is gone stays in its segment without a number, and new ones
get a segment of their own; the small ones are merged when there are many, and all when a quarter is gone or new. What a term
is worth is made of the counts only when it is asked for, with the present number of texts, of those that hold the term, and
their present mean length: so it does not matter how the texts came together.
"""

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING, TypeAlias

from knowledge.engines.postings import Postings
from knowledge.packed import Arrays, named, packed, within

if TYPE_CHECKING:
    from knowledge.config import Ranking

GONE = 0xFFFF_FFFF  # the number of a text that is no more
_MOST_SEGMENTS = 8
_MOST_OUTSIDE = 0.25  # of all texts that are gone, or stand outside the first segment

Text: TypeAlias = Sequence[str]  # its terms
Count: TypeAlias = Callable[[Iterable[Text]], Postings]
# Segments, each with the numbers of its texts → one with those of them that are not gone, in their order.
Merge: TypeAlias = Callable[[Sequence[tuple[Postings, Sequence[int]]]], Postings]


@dataclass(frozen=True, slots=True)
class Formula:
    """BM25 with Lucene's idf over so many texts: what each of `times` mentions of a term in texts of `lengths` is worth."""

    k1: float
    b: float
    texts: int
    mean: float

    def idf(self, held: int) -> float:
        """How much a term says that so many texts hold; no term comes below zero."""
        return math.log(1 + (self.texts - held + 0.5) / (held + 0.5))

    @property
    def norm(self) -> tuple[float, float]:
        """What a text is divided by beside the times: the first, and the second for each of its terms."""
        return self.k1 * (1 - self.b), self.k1 * self.b / (self.mean or 1.0)


class Index:
    """The segments, and for each of their texts in turn its number."""

    def __init__(self, segments: Sequence[Postings], order: "array[int] | memoryview", k1: float, b: float) -> None:
        self.segments = segments
        self.order = order
        self.k1, self.b = k1, b

    @classmethod
    def of(cls, texts: Iterable[Text], ranking: "Ranking", count: Count) -> "Index":
        counted = count(texts)
        return cls([counted], array("I", range(len(counted.lengths))), ranking.k1, ranking.b)

    @classmethod
    def unpacked(cls, arrays: Arrays) -> "Index":
        """The index that had these arrays."""
        k1, b, segments = arrays["formula"].cast("d")
        return cls(
            [Postings(within(arrays, str(number))) for number in range(int(segments))], arrays["order"].cast("I"), k1, b
        )

    @property
    def arrays(self) -> Arrays:
        """The index in flat arrays."""
        parts = [named(str(number), segment.arrays) for number, segment in enumerate(self.segments)]
        formula = packed(array("d", (self.k1, self.b, len(self.segments))))
        joined = {name: each for part in parts for name, each in part.items()}
        return {**joined, "order": memoryview(self.order).cast("B"), "formula": formula}

    @cached_property
    def ordered(self) -> Sequence[tuple[Postings, int, Sequence[int]]]:
        """Each segment with the place in `order` where its texts start, and their numbers."""
        starts = accumulate((len(segment.lengths) for segment in self.segments), initial=0)
        return [
            (segment, start, self.order[start : start + len(segment.lengths)])
            for segment, start in zip(self.segments, starts, strict=False)
        ]

    @cached_property
    def formula(self) -> Formula:
        lengths = chain.from_iterable(segment.lengths for segment in self.segments)
        present = [length for length, number in zip(lengths, self.order, strict=True) if number != GONE]
        return Formula(self.k1, self.b, len(present), sum(present) / (len(present) or 1))

    @cached_property
    def norms(self) -> Sequence[float]:
        """What each text is divided by beside the times, segment by segment."""
        always, each = self.formula.norm
        lengths = chain.from_iterable(segment.lengths for segment in self.segments)
        return array("d", [always + each * length for length in lengths])

    def updated(self, texts: Sequence[int | Text], count: Count, merge: Merge) -> "Index":
        """The index over these texts; a number stands for the text that has it here, each at most once."""
        places = array("I", bytes(4 * self.formula.texts))
        for place, number in enumerate(self.order):
            if number != GONE:
                places[number] = place
        order = array("I", (GONE,)) * len(self.order)
        new: list[Text] = []
        numbers: list[int] = []
        for number, text in enumerate(texts):
            if isinstance(text, int):
                order[places[text]] = number
            else:
                new.append(text)
                numbers.append(number)
        segments = [*self.segments, count(new)] if new else list(self.segments)
        order.extend(numbers)
        return _merged(Index(segments, order, self.k1, self.b), merge)

    def columns(self, term: str) -> Iterator[tuple[Postings, slice, int]]:
        """The term's column in each segment that holds it, and where in `order` the segment's texts start."""
        for segment, start, _ in self.ordered:
            column = segment.column(term)
            if column.start < column.stop:
                yield segment, column, start


def _merged(index: Index, merge: Merge) -> Index:
    """The same with fewer segments, where there are many, or much is outside the first."""
    size, first = len(index.order), len(index.segments[0].lengths)
    outside = (size - first) + (size - index.formula.texts)
    if outside > _MOST_OUTSIDE * size:
        return _with_merged(index, 0, merge)
    return _with_merged(index, 1, merge) if len(index.segments) > _MOST_SEGMENTS else index


def _with_merged(index: Index, start: int, merge: Merge) -> Index:
    """The same with the segments from this one on merged into one."""
    parts = index.ordered[start:]
    place = parts[0][1]
    order = array("I", index.order[:place])
    order.extend(number for number in index.order[place:] if number != GONE)
    one = merge([(segment, numbers) for segment, _, numbers in parts])
    return Index([*index.segments[:start], one], order, index.k1, index.b)

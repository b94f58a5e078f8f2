"""Texts counted in flat arrays: for every term the texts that hold it and how often, and the length of each text."""

from array import array
from collections.abc import Iterable, Iterator

from knowledge.packed import Arrays, Terms, named, packed, within

MOST_TIMES = 65_535  # that a term is counted in a text, which is more than tells any two texts apart


class Postings:
    """Columns of numbers of texts, rising, and of the times that the term stands there; never changed once they are made."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.numbers = arrays["numbers"].cast("I")
        self.times = arrays["times"].cast("H")
        self.lengths = arrays["lengths"].cast("I")
        self.terms = Terms(within(arrays, "terms"))
        self.starts = arrays["starts"].cast("I")

    def column(self, term: str) -> slice:
        """Where the term's part of `numbers` and `times` is; empty where no text holds it."""
        number = self.terms.number(term)
        return slice(0, 0) if number is None else slice(self.starts[number], self.starts[number + 1])

    def columns(self) -> Iterator[tuple[str, slice]]:
        """Every term with its column."""
        for number, term in enumerate(self.terms):
            yield term, slice(self.starts[number], self.starts[number + 1])


def pack_postings(
    terms: Iterable[str],
    starts: "array[int]",
    numbers: "array[int] | memoryview",
    times: "array[int] | memoryview",
    lengths: "array[int] | memoryview",
) -> Postings:
    """Postings of these columns: `starts` holds where each term's column starts, and at last where all end."""
    return Postings({
        **named("terms", Terms.of(terms).arrays),
        "starts": packed(starts),
        "numbers": memoryview(numbers).cast("B"),
        "times": memoryview(times).cast("B"),
        "lengths": memoryview(lengths).cast("B"),
    })  # fmt: skip

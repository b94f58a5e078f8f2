"""The index of an engine in flat arrays: for every term the texts that hold it, and what it is worth in each."""

from array import array
from collections.abc import Iterable

from knowledge.packed import Arrays, Terms, named, packed, within


class Postings:
    """Columns of numbers of texts, rising, and of the worth of one mention of the term in a query there.

    A worth has 24 bits, which is more than any two texts' order ever hung on, and half the size.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.numbers = arrays["numbers"].cast("I")
        self.worths = arrays["worths"].cast("f")
        self._terms = Terms(within(arrays, "terms"))
        self._starts = arrays["starts"].cast("I")

    def column(self, term: str) -> slice:
        """Where the term's part of `numbers` and `worths` is; empty where no text holds it."""
        number = self._terms.number(term)
        return slice(0, 0) if number is None else slice(self._starts[number], self._starts[number + 1])


def pack_postings(
    terms: Iterable[str], starts: "array[int]", numbers: "array[int] | memoryview", worths: "array[float] | memoryview"
) -> Arrays:
    """The arrays that `Postings` opens: `starts` holds where each term's column starts, and at last where all end."""
    return {
        **named("terms", Terms.of(terms).arrays),
        "starts": packed(starts),
        "numbers": memoryview(numbers).cast("B"),
        "worths": memoryview(worths).cast("B"),
    }

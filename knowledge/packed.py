"""Texts and numbers packed into flat arrays: opened at once, however many there are, and decoded one by one."""

from array import array
from binascii import crc32
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import TypeAlias

Arrays: TypeAlias = Mapping[str, memoryview]  # of bytes, each under its name

_SPREAD = 2  # slots for each term: half of the table stays empty, so that a search ends after a step or two


def packed(values: "array[int] | array[float] | bytes") -> memoryview:
    """The bytes of an array."""
    return memoryview(values).cast("B")


def within(arrays: Arrays, name: str) -> Arrays:
    """The arrays whose names start with this one and a dot, without it."""
    start = f"{name}."
    return {each.removeprefix(start): values for each, values in arrays.items() if each.startswith(start)}


def named(name: str, arrays: Arrays) -> Arrays:
    """The arrays with this name and a dot before each of theirs: the reverse of `within`."""
    return {f"{name}.{each}": values for each, values in arrays.items()}


class Records(Sequence[bytes]):
    """Pieces of bytes, found by their number."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._bytes = arrays["bytes"]
        self._starts = arrays["starts"].cast("I")

    @classmethod
    def of(cls, records: Iterable[bytes]) -> "Records":
        kept = list(records)
        starts = array("I", accumulate(chain((0,), map(len, kept))))
        return cls({"bytes": packed(b"".join(kept)), "starts": packed(starts)})

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # one at a time, which is all that is asked
        return bytes(self._bytes[self._starts[number] : self._starts[number + 1]])


class Terms:
    """Distinct terms, numbered from 0 in the order given, and found again by hashing."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._texts = Records(arrays)
        self._slots = arrays["slots"].cast("I")

    @classmethod
    def of(cls, terms: Iterable[str]) -> "Terms":
        encoded = list(map(_encoded, terms))
        size = _SPREAD * len(encoded) + 1
        slots = array("I", bytes(4 * size))
        for number, hashed in enumerate(map(crc32, encoded), 1):  # 0 is an empty slot
            slot = hashed % size
            while slots[slot]:
                slot = (slot + 1) % size
            slots[slot] = number
        texts = Records.of(encoded)
        return cls({**texts.arrays, "slots": packed(slots)})

    def __len__(self) -> int:
        return len(self._texts)

    def __iter__(self) -> Iterator[str]:
        return (text.decode(errors="surrogatepass") for text in self._texts)

    def number(self, term: str) -> int | None:
        """The term's number; None where it is not among them."""
        text = _encoded(term)
        slot = crc32(text) % len(self._slots)
        while found := self._slots[slot]:
            if self._texts[found - 1] == text:
                return found - 1
            slot = (slot + 1) % len(self._slots)
        return None


class PackedCounts(Mapping[str, int]):
    """A number for each of many terms."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._terms = Terms(arrays)
        self._counts = arrays["counts"].cast("I")

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "PackedCounts":
        return cls({**Terms.of(counts).arrays, "counts": packed(array("I", counts.values()))})

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __getitem__(self, term: str) -> int:
        number = self._terms.number(term)
        if number is None:
            raise KeyError(term)
        return int(self._counts[number])


def _encoded(term: str) -> bytes:
    return term.encode(errors="surrogatepass")  # a question may hold half a character

"""Which terms a corpus holds, and how much each of them says."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType


class Vocabulary:
    """In how many of a corpus' texts each term stands, and each word as it is written, as far as that is counted."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        self.size = len(texts)
        self.frequencies: Mapping[str, int] = Counter(term for text in texts for term in set(text))
        self.written: Mapping[str, int] = {}

    @classmethod
    def counted(
        cls, size: int, frequencies: Mapping[str, int], written: Mapping[str, int] = MappingProxyType({})
    ) -> "Vocabulary":
        """The vocabulary of so many texts whose terms and words are counted already."""
        vocabulary = cls(())
        vocabulary.size, vocabulary.frequencies, vocabulary.written = size, frequencies, written
        return vocabulary

    def __contains__(self, term: str) -> bool:
        return term in self.frequencies

    def frequency(self, term: str) -> int:
        """In how many texts the term stands."""
        return self.frequencies.get(term, 0)

    def idf(self, term: str) -> float:
        """How much a term says: Lucene's idf, which a word that no text holds has too, the highest."""
        frequency = self.frequencies.get(term, 0)
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))

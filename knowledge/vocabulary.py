"""Which terms a corpus holds, and how much each of them says."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence


class Vocabulary:
    """In how many of a corpus' texts each term stands."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        self._size = len(texts)
        self._frequencies = Counter(term for text in texts for term in set(text))

    def __contains__(self, term: str) -> bool:
        return term in self._frequencies

    def idf(self, term: str) -> float:
        """How much a term says: Lucene's idf, which a word that no text holds has too, the highest."""
        frequency = self._frequencies.get(term, 0)
        return math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))

"""How much a run of letters looks like a word of a corpus: the chance of each letter after the two before it."""

from collections import Counter
from collections.abc import Collection, Iterator
from math import prod
from zlib import crc32

_ENOUGH = 5_000  # words to know a language's letters by
_PRIOR = 5  # how many letters seen after one letter, or any, count as much as those seen after two
_LETTERS = 27  # with the end of a word


class Letters:
    """Counts runs of three letters in words; of many words those of a half, a third … of them, whatever their order."""

    def __init__(self, words: Collection[str]) -> None:
        share = len(words) // _ENOUGH + 1
        sample = (word for word in words if share == 1 or crc32(word.encode(errors="surrogatepass")) % share == 0)
        self._threes = Counter(three for word in sample for three in _threes(word))
        self._after_two, self._twos, self._after_one = Counter[str](), Counter[str](), Counter[str]()
        for three, times in self._threes.items():
            self._after_two[three[:2]] += times
            self._twos[three[1:]] += times
            self._after_one[three[1]] += times

    def chance(self, word: str) -> float:
        """The chance that a word that is made up letter by letter is this one."""
        return prod(map(self._chance, _threes(word)))

    def _chance(self, three: str) -> float:
        """The chance of the last letter after the two before it, smoothed by that after one (Dirichlet)."""
        after_one = (self._twos[three[1:]] + _PRIOR / _LETTERS) / (self._after_one[three[1]] + _PRIOR)
        return (self._threes[three] + _PRIOR * after_one) / (self._after_two[three[:2]] + _PRIOR)


def _threes(word: str) -> Iterator[str]:
    """Every letter with the two before it; spaces stand around the word."""
    framed = f"  {word} "
    return (framed[place : place + 3] for place in range(len(framed) - 2))

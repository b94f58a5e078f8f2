"""Words filed so that those one slip apart are found at once, by the method of SymSpell (Wolf Garbe).

Every word is filed under each way of leaving out one letter, so that two words one slip apart (a letter wrong, missing, added,
or two swapped) meet in the same drawer.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

_MOST_CHANGED = 0.1  # of the words; with more it is quicker to file them all


class Drawers:
    """The drawers for words of a length are filled when they are first opened."""

    def __init__(self, words: frozenset[str], before: "Drawers | None" = None) -> None:
        self.words = words
        self._before = before  # which holds nearly the same words
        self._added = Drawers(words - before.words) if before else None
        self._filled: dict[int, Mapping[str, Sequence[str]]] = {}

    def following(self, words: frozenset[str]) -> "Drawers":
        """The drawers for other words; where they are nearly the same, only the others are filed."""
        base = self._before or self
        if words == self.words:
            return self
        is_near = len(words ^ base.words) <= _MOST_CHANGED * len(words)
        return Drawers(words, base if is_near else None)

    def near(self, word: str) -> Iterator[str]:
        """The words that share a drawer with this one, each as often as they do."""
        if self._before is not None and self._added is not None:
            yield from filter(self.words.__contains__, self._before.near(word))
            yield from self._added.near(word)
            return
        drawers = tuple(_left_out(word))
        for length in range(len(word) - 1, len(word) + 2):
            filled = self._of(length)
            for drawer in drawers:
                yield from filled.get(drawer, ())

    def _of(self, length: int) -> Mapping[str, Sequence[str]]:
        if length not in self._filled:
            drawers: defaultdict[str, list[str]] = defaultdict(list)
            for word in self._by_length.get(length, ()):
                for drawer in _left_out(word):
                    drawers[drawer].append(word)
            self._filled[length] = drawers
        return self._filled[length]

    @cached_property
    def _by_length(self) -> Mapping[int, Sequence[str]]:
        lengths: defaultdict[int, list[str]] = defaultdict(list)
        for word in self.words:
            lengths[len(word)].append(word)
        return lengths


def _left_out(word: str) -> Iterator[str]:
    """The word itself, and the word without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]

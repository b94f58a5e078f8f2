"""The words that some text writes without a capital: a word that always has one may be a name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType

from knowledge.wordings import plain_words


class PlainWords:
    """Counts them when one is first asked for, and that is seldom."""

    def __init__(self, asked: Mapping[str, bool] = MappingProxyType({})) -> None:
        self.asked = dict(asked)
        self._written: Counter[str] | None = None
        self._plain: frozenset[str] | None = None
        self._moved: set[str] = set()

    def holds(self, word: str, texts: Iterable[str]) -> bool:
        """Whether a word is among them, of all these texts."""
        if self._written is None:
            self._written = Counter(chain.from_iterable(map(_written, texts)))
        if self._plain is None:
            self._plain = plain_words(self._written)
        self.asked[word] = word in self._plain
        return self.asked[word]

    def change(self, gone: Iterable[str], new: Iterable[str]) -> None:
        """Count what is gone and new."""
        if self._written is None:
            # Which of them came or went is not known; that is found out where one of them was asked for.
            self._moved.update(*(map(_written, chain(gone, new)) if self.asked else ()))
            return
        for word in chain.from_iterable(map(_written, gone)):
            self._written[word] -= 1
            self._moved |= set() if self._written[word] else {word}
        for word in chain.from_iterable(map(_written, new)):
            self._moved |= set() if self._written[word] else {word}
            self._written[word] += 1

    def has_changed(self, texts: Iterable[str]) -> bool:
        """Whether the answer for a word that was asked for is another since the last change."""
        moved, self._moved = self._moved, set()
        if moved:
            self._written = +self._written if self._written is not None else None
            self._plain = None
        concerned = plain_words(moved) & self.asked.keys()
        before = {word: self.asked[word] for word in concerned}
        return any(self.holds(word, texts) != answer for word, answer in before.items())


def _written(text: str) -> set[str]:
    return set(text.split())

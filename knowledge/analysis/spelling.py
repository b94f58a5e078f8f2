"""What a word that no post contains may have been meant to be: the corpus' own words one slip away.

The method is SymSpell's (Wolf Garbe): every word is filed under each way of leaving out one letter, so that two words one
slip apart (a letter wrong, missing, added, or two swapped) meet in the same drawer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

_SHORTEST = 4  # letters; shorter words have too many neighbours
_SAFE = 5  # letters; in a shorter word another letter makes another word (find, fine) more often than a slip
_MOST = 3


class Spelling:
    """Corrects words against those of the corpus; the drawers for words of a length are filled when they are first opened.

    `words` maps a word in lower case to its term, `frequency` a term to the number of texts that hold it.
    """

    def __init__(self, words: Mapping[str, str], frequency: Callable[[str], int]) -> None:
        self.words = words
        self._frequency = frequency
        self._drawers: dict[int, Mapping[str, Sequence[str]]] = {}

    def corrections(self, *forms: str) -> Sequence[str]:
        """At most three words one slip away, each of another term, the most frequent first.

        `forms` are the word as it was typed and its term: “deploymnet” is a slip of a word, “microservce” of the term of one.
        """
        near = {self._term(each) for form in forms if _is_correctable(form) for each in self._near(form)}
        ordered = sorted(near, key=lambda term: (-self._frequency(term), term))
        return [self._shown[term] for term in ordered[:_MOST] if term in self._shown]

    def _near(self, form: str) -> Iterator[str]:
        return (each for each in self._in_same_drawers(form) if _one_slip(form, each))

    def _term(self, form: str) -> str:
        return self.words.get(form, form)

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        """A word for every term: the shortest that has it."""
        return {self.words[word]: word for word in sorted(self.words, key=lambda word: (-len(word), word))}

    def _in_same_drawers(self, word: str) -> Iterator[str]:
        drawers = tuple(_left_out(word))
        for length in range(len(word) - 1, len(word) + 2):
            filled = self._filled(length)
            for drawer in drawers:
                yield from filled.get(drawer, ())

    def _filled(self, length: int) -> Mapping[str, Sequence[str]]:
        """The drawers with the words of this length."""
        if length not in self._drawers:
            drawers: defaultdict[str, list[str]] = defaultdict(list)
            for form in (*self.words, *self._shown):
                if len(form) == length and _is_correctable(form):
                    for drawer in _left_out(form):
                        drawers[drawer].append(form)
            self._drawers[length] = drawers
        return self._drawers[length]


def _is_correctable(term: str) -> bool:
    return len(term) >= _SHORTEST and term.isalpha()


def _left_out(word: str) -> Iterator[str]:
    """The word itself, and the word without each of its letters."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _one_slip(one: str, other: str) -> bool:
    """Whether the words are one slip apart; leaving out a letter in both allows a little more."""
    if len(one) != len(other):
        return abs(len(one) - len(other)) == 1
    wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) != 2:  # noqa: PLR2004 - two places differ where letters were swapped
        return len(wrong) == 1 and len(one) >= _SAFE
    first, second = wrong
    return second == first + 1 and one[first] == other[second] and one[second] == other[first]

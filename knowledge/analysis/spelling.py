"""What a word that no post contains may have been meant to be: one slip away, and likelier than that it is new.

It is Shannon's noisy channel. A word that may have been meant counts as often as it is used, times the chance of the slip;
against all of them stands the chance that what was typed is right and was only never used, which depends on how much its
letters look like a word. So “fidn” is corrected and “fine” is not, and a small corpus, which lacks many words, corrects less.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from knowledge.analysis.drawers import Drawers
from knowledge.analysis.letters import Letters

_SHORTEST = 4  # letters; what is shorter is an abbreviation more often than a slip
_MOST = 3
_SLIPS = 0.1  # of the words that people type in haste
_NEW = (
    0.5  # words that a corpus lacks for each that it holds: as many as it holds just once, which is half (Good–Turing)
)
_UNUSED = 0.5  # how often a word of the glossary counts as used that no text holds
_KINDS = 4  # of slips, each as frequent as the other
_LETTERS = 26  # that may be typed in a letter's place, or beside it


@dataclass(frozen=True, slots=True)
class Correction:
    """What a word may have been meant to be: a word, its terms (none of a stop word), and how likely it is (to 1)."""

    word: str
    terms: tuple[str, ...]
    share: float

    @property
    def key(self) -> str:
        """The word's key in a glossary."""
        return self.terms[0] if self.terms else self.word


class Spelling:
    """Corrects words.

    `words` maps a word of the corpus in lower case to its term, `frequency` a term to the number of texts that hold it.
    `stop_words` are used in every one of the `texts`; words of the glossary (`others`) are known, if not used.
    """

    def __init__(
        self,
        words: Mapping[str, str],
        frequency: Callable[[str], int],
        stop_words: Collection[str] = frozenset(),
        others: Callable[[], Collection[str]] = frozenset,
        texts: int = 1,
    ) -> None:
        self.words = words
        self._frequency = frequency
        self._stop_words = stop_words
        self._read_others = others
        self._texts = texts
        self._before: Drawers | None = None

    def following(self, words: Mapping[str, str], frequency: Callable[[str], int], texts: int) -> "Spelling":
        """The spelling of a corpus that has followed this one; what it has in common with it is not filed again."""
        spelling = Spelling(words, frequency, self._stop_words, self._read_others, texts)
        # Those that nobody has looked into were not even made.
        spelling._before = self.__dict__.get("_drawers", self._before)
        return spelling

    def corrections(self, *forms: str) -> Sequence[Correction]:
        """At most three words one slip away, each of another term, the likeliest first; none for a word of the glossary.

        `forms` are the word as it was typed and its term: “deploymnet” is a slip of a word, “microservce” of the term of one.
        """
        typed = [form for form in dict.fromkeys(forms) if len(form) >= _SHORTEST and form.isalpha()]
        if not self._others.isdisjoint(typed):
            return ()
        odds: dict[str, float] = {}
        for form in typed:
            new = _NEW * len(self.words) * self._letters.chance(form)
            for near in self._drawers.near(form):
                term = self.words.get(near, near)
                odds[term] = max(odds.get(term, 0.0), _SLIPS * _chance(form, near) * self._uses(term) / new)
        total = 1 + fsum(odds.values())  # exact, so the same in whatever order a set gave them
        likeliest = sorted((term for term in odds if odds[term]), key=lambda term: (-odds[term], term))[:_MOST]
        return [self._correction(term, odds[term] / total) for term in likeliest]

    def _correction(self, term: str, share: float) -> Correction:
        return Correction(self._shown.get(term, term), () if term in self._stop_words else (term,), share)

    def _uses(self, term: str) -> float:
        return self._texts if term in self._stop_words else self._frequency(term) or _UNUSED

    @cached_property
    def _letters(self) -> Letters:
        return Letters((*self.words, *self._others, *self._stop_words))

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(filter(str.isalpha, self._read_others()))

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        """A word for every term: the shortest that has it."""
        return {self.words[word]: word for word in sorted(self.words, key=lambda word: (-len(word), word))}

    @cached_property
    def _drawers(self) -> Drawers:
        known = frozenset((*self.words, *self.words.values(), *self._others, *self._stop_words))
        words = frozenset(filter(str.isalpha, known))
        return self._before.following(words) if self._before else Drawers(words)


def _chance(typed: str, meant: str) -> float:
    """How likely one slip in a word makes just this: there are far more ways to type a wrong letter than to leave one out.

    0 where they are not one slip apart: leaving out a letter in both allows a little more.
    """
    if len(typed) < len(meant):
        ways = len(meant)
    elif len(typed) > len(meant):
        ways = len(typed) * _LETTERS
    else:
        wrong = [place for place, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(wrong) == 1:
            ways = len(meant) * _LETTERS
        elif _is_swap(typed, meant, wrong):
            ways = len(meant) - 1
        else:
            return 0.0
    return 1 / (_KINDS * ways)


def _is_swap(typed: str, meant: str, wrong: Sequence[int]) -> bool:
    if len(wrong) != 2:  # noqa: PLR2004 - two places differ where letters were swapped
        return False
    first, second = wrong
    return second == first + 1 and typed[first] == meant[second] and typed[second] == meant[first]

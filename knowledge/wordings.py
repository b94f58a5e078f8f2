"""How texts are worded: their runs of three words, their figures, and the words that one has for another's.

Two texts are alike when many runs of words are common to both (Jaccard). Their figures are compared apart, since they turn
what is said: numbers, units, versions, negations. And where a word of weight stands for another (`staging` for `production`),
the two are about different things, however much they have in common.
"""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias
from zlib import crc32

from knowledge.analysis.stop_words import STOP_WORDS
from knowledge.typography import as_typed

FEWEST_WORDS = 8  # of fewer, one more or less is another text
_SKETCH = 4
_BITS = 0xFFFF_FFFF

_WORD = re.compile(r"[$€£]?\w+(?:[.,:'+]\w+)*[%+#]*")
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# Dates, and names that have numbers: they tell one thing from another, and not how much or which way.
_DATE_OR_NAME = re.compile(
    rf"\b(?:{_MONTH}\.?\ {_DAY}|{_DAY}\ {_MONTH}|q[1-4])\b(?:,?\ \d{{4}}\b)? | \b(?:[a-z]+-)?\d{{4}}-\d+(?:-\d+)?\b | \#\d+",
    re.VERBOSE,
)
_NO_AMOUNT = re.compile(rf"\w*_\w* | (?:19|20)\d\d | {_MONTH} | [a-z]+day", re.VERBOSE)
_DIGITS = "0123456789"
_NOT_LETTERS = re.compile(r"\W+")
_FIGURE = crc32(b"#")  # the hash of every figure: no word is written so
_MOST_RUNS, _LONGEST_RUN = (
    200_000,
    32,
)  # runs without white space that are kept as they were read, and characters of the longest
_MARKS = ".,;:!?()[]{}\"'“”‘’"
_SENTENCE_END = ".!?:\n"
_NEGATIONS = frozenset("not never no none nor neither nothing nobody nowhere hardly without unless except only".split())
_TURNING = frozenset(
    """zero two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy
    eighty ninety hundred hundreds thousand thousands million millions billion billions dozen half twice double triple
    second seconds minute minutes hour hours day days week weeks month months quarter quarters year years percent
    ns us ms s sec min h kb mb gb tb kib mib gib px
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december
    always often sometimes rarely must should may might optional optionally required mandatory recommended discouraged
    before after more less fewer most least""".split()
)
# Words that may stand in place of one another; those that say where to or which way may not.
_LIGHT = STOP_WORDS - frozenset("above against all below down during few in into off on out over under up with".split())


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is found: the hashes of its runs of words, rising, and its figures."""

    runs: Sequence[int]
    figures: tuple[str, ...]

    @property
    def sketch(self) -> Sequence[int]:
        """The smallest of the hashes (a MinHash sketch)."""
        return self.runs[:_SKETCH]

    @property
    def amounts(self) -> list[str]:
        """The figures that are neither dates nor names."""
        return [figure for figure in self.figures if not _NO_AMOUNT.fullmatch(figure)]

    def share(self) -> Callable[["Wording"], float]:
        """Tells how many of the runs of this one and another are common to both."""
        runs = frozenset(self.runs)

        def of(other: Wording) -> float:
            common = len(runs.intersection(other.runs))
            return common / (len(runs) + len(other.runs) - common)

        return of


def is_another(one: str, other: str, is_plain: Callable[[str], bool]) -> bool:
    """Whether two texts are about different things: one has a word of weight for one of the other, or names more.

    `is_plain` tells of a word in lower case whether some text writes it so.
    """
    mine, theirs = (Counter(_words(each)) for each in (one, other))
    own, others = _weighty(mine - theirs), _weighty(theirs - mine)
    if own and others:
        return True
    return any(_names(text, words, is_plain) for text, words in ((one, own), (other, others)) if words)


def _names(text: str, words: frozenset[str], is_plain: Callable[[str], bool]) -> bool:
    return any(
        _is_name(text, found, is_plain) for found in _WORD.finditer(text) if as_typed(found.group()).casefold() in words
    )


def _is_name(text: str, found: re.Match[str], is_plain: Callable[[str], bool]) -> bool:
    """Whether a word names something: by capitals that no sentence asks for, or as code does."""
    word = found.group()
    if "_" in word or "." in word or any(map(str.isupper, word[1:])):
        return True
    before = text[: found.start()].rstrip(" \"'([“‘*")
    starts = not before or before[-1] in _SENTENCE_END
    return word[0].isupper() and (not starts or not is_plain(word.casefold()))


def plain_words(written: Iterable[str]) -> frozenset[str]:
    """The words that are written without a capital, as they are written and without marks around them."""
    return frozenset(word.strip(_MARKS) for word in written if word.islower())


_Run: TypeAlias = tuple[tuple[int, ...], tuple[str, ...]]


class Words(dict[str, _Run]):
    """Runs without white space as they are compared: the hashes of their words, the same in every process, and their figures.

    All figures have one hash, and a negation has none, since it may come without a word for it.
    """

    def __missing__(self, run: str) -> _Run:
        words = _WORD.findall(run)
        hashes = (_FIGURE if _is_figure(word) else crc32(word.encode()) for word in words if word not in _NEGATIONS)
        found = tuple(hashes), tuple(filter(_is_figure, words))
        if len(run) <= _LONGEST_RUN:
            if len(self) >= _MOST_RUNS:
                self.clear()
            self[run] = found
        return found


def wording_of(known: Words, text: str) -> Wording:
    """The wording of a text; one of few words has no runs."""
    read = [*map(known.__getitem__, _normal(text).split())]
    hashes = [*chain.from_iterable(each for each, _ in read)]
    figures = tuple(chain.from_iterable(each for _, each in read))
    words = len(hashes) + sum(map(_NEGATIONS.__contains__, figures))
    return Wording(array("I", sorted(_runs(hashes)) if words >= FEWEST_WORDS else ()), figures)


def _is_figure(word: str) -> bool:
    return word in _TURNING or word in _NEGATIONS or any(map(str.isdigit, word))


def _weighty(words: Iterable[str]) -> frozenset[str]:
    """The words that name a thing or tell what is done, not how much of it."""
    return frozenset(word for word in words if word not in _LIGHT and not _is_figure(word))


def _runs(hashes: Sequence[int]) -> set[int]:
    """The hashes of all runs of three words: of their words' hashes, which is ten times as fast as to join the words."""
    return {run & _BITS for run in map(hash, zip(hashes, hashes[1:], hashes[2:], strict=False))}


def _words(text: str) -> list[str]:
    """The words in lower case, as people type them; each negation, date and numbered name is a word of its own."""
    return _WORD.findall(_normal(text))


def _normal(text: str) -> str:
    """The text of which those words are made; none of them reaches over white space."""
    typed = as_typed(text).casefold().replace("n't", " not").replace("cannot", "can not")
    if any(map(typed.__contains__, _DIGITS)):
        typed = _DATE_OR_NAME.sub(lambda found: f"_{_NOT_LETTERS.sub('_', found.group())}", typed)
    return typed

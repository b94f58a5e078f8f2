"""Which texts say nearly the same words, and which say the same words with other figures.

Two texts are alike when four fifths of all runs of three words are common to both (Jaccard). Their figures are compared
apart, since they turn what is said: numbers, units, versions, negations. And where a word of weight stands for another
(`staging` for `production`), the two are about different things, however much they have in common.

Candidates are found by their four smallest hashes (a MinHash sketch), so the time grows with the texts and not their pairs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from zlib import crc32

from knowledge.analysis.stop_words import STOP_WORDS
from knowledge.progress import COMPARING, Progress, told, unseen
from knowledge.remembered import Remembered
from knowledge.typography import TYPED

FEWEST_WORDS = 8  # of fewer, one more or less is another text
_ALIKE = 0.8
_SKETCH = 4
_LOOKED_AT = 20  # texts of one bucket, newest first: a run of words that thousands share ties none of them

_WORD = re.compile(r"[$€£]?\w+(?:[.,:'+]\w+)*[%+#]*")
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# Dates, and names that have numbers: they tell one thing from another, and not how much or which way.
_DATE_OR_NAME = re.compile(
    rf"\b(?:{_MONTH}\.?\ {_DAY}|{_DAY}\ {_MONTH}|q[1-4])\b(?:,?\ \d{{4}}\b)? | \b(?:[a-z]+-)?\d{{4}}-\d+(?:-\d+)?\b | \#\d+",
    re.VERBOSE,
)
_NO_AMOUNT = re.compile(rf"\w*_\w* | (?:19|20)\d\d | {_MONTH} | [a-z]+day", re.VERBOSE)
_DIGIT = re.compile(r"\d")
_NOT_LETTERS = re.compile(r"\W+")
_FIGURE = "#"  # no word
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
class Text:
    """A text with the posts that hold it."""

    text: str
    posts: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text as it is found: how many runs of words it has, the smallest of their hashes, and its figures."""

    runs: int
    sketch: tuple[int, ...]
    figures: tuple[str, ...]

    @property
    def amounts(self) -> list[str]:
        """The figures that are neither dates nor names."""
        return [figure for figure in self.figures if not _NO_AMOUNT.fullmatch(figure)]


@dataclass(slots=True)
class Likeness:
    """What stands for each text: itself, or one before it that says nearly the same; both by number.

    `differing` has for texts that stand for themselves the first one before that says the same with other figures.
    """

    stands_for: list[int] = field(default_factory=list)
    differing: dict[int, int] = field(default_factory=dict)


class LikenessMemory:
    """How texts are worded, and how alike they are: remembered while the texts are compared again."""

    def __init__(self) -> None:
        words = _Words()
        self.wordings: Remembered[str, _Wording] = Remembered(lambda text: _wording(words, text))
        runs = lru_cache(maxsize=1000)(
            lambda text: _runs(words, _words(text))
        )  # all would take more room than the corpus
        self.shares: Remembered[tuple[str, str], float] = Remembered(lambda pair: _share(*map(runs, pair)))

    def turn(self) -> None:
        """Forget what was not compared since the last turn."""
        self.wordings.turn()
        self.shares.turn()


def likeness(texts: Sequence[Text], memory: LikenessMemory | None = None, progress: Progress = unseen) -> Likeness:
    """Compare each text with those before it (so put first what should stand for others).

    Texts of one post are never taken for each other: who writes two alike means two things.
    """
    compared = _Compared(texts, memory or LikenessMemory(), progress)
    found = Likeness()
    for number in range(len(texts)):
        head = compared.alike(number)
        found.stands_for.append(number if head is None else head)
        if head is None:
            other = compared.differing(number)
            found.differing |= {} if other is None else {number: other}
            compared.keep(number)
    return found


class _Compared:
    """The texts that stand for themselves so far, to be found by what they have in common with the next."""

    def __init__(self, texts: Sequence[Text], memory: LikenessMemory, progress: Progress) -> None:
        self._texts = texts
        self._shares = memory.shares
        self._wordings = [memory.wordings.of(each.text) for each in told(texts, COMPARING, progress)]
        self._posts: dict[int, set[Hashable]] = {}
        self._buckets: defaultdict[Hashable, list[int]] = defaultdict(list)

    def keep(self, number: int) -> None:
        """Let this text stand for itself."""
        self._posts[number] = set(self._texts[number].posts)
        wording = self._wordings[number]
        for key in wording.sketch:
            for bucket in (self._buckets[key], self._buckets[key, wording.figures]):
                if len(bucket) < _LOOKED_AT:
                    bucket.append(number)

    def alike(self, number: int) -> int | None:
        """The text kept that this one is most alike, with the same figures; from now on it holds this one's posts too."""
        wording = self._wordings[number]
        found = self._alike(number, [(key, wording.figures) for key in wording.sketch])
        for _, other in sorted(found, reverse=True):
            if not self._is_another(number, -other):
                self._posts[-other] |= self._texts[number].posts
                return -other
        return None

    def differing(self, number: int) -> int | None:
        """The first text kept that this one is alike, but for what it counts or denies."""
        amounts = self._wordings[number].amounts
        found = self._alike(number, self._wordings[number].sketch)
        differing = sorted(-other for _, other in found if self._wordings[-other].amounts != amounts)
        return next((other for other in differing if not self._is_another(number, other)), None)

    def _alike(self, number: int, keys: Sequence[Hashable]) -> Iterator[tuple[float, int]]:
        """How alike each text kept is, if it is, and its number below zero: the first of equals is the greatest."""
        runs = self._wordings[number].runs
        for other in {other for key in keys for other in self._buckets.get(key, ())}:
            fewer, more = sorted((runs, self._wordings[other].runs))
            if fewer < _ALIKE * more or not self._posts[other].isdisjoint(self._texts[number].posts):
                continue
            share = self._shares.of((self._texts[number].text, self._texts[other].text))
            if share >= _ALIKE:
                yield share, -other

    def _is_another(self, number: int, other: int) -> bool:
        """Whether two texts are about different things: one has a word of weight for one of the other, or names more."""
        one, two = (Counter(_words(self._texts[each].text)) for each in (number, other))
        mine, theirs = _weighty(one - two), _weighty(two - one)
        if mine and theirs:
            return True
        return any(self._names(self._texts[a].text, words) for a, words in ((number, mine), (other, theirs)) if words)

    @cached_property
    def _lower(self) -> frozenset[str]:
        """The words that some text writes without a capital: asked for only where texts are nearly the same."""
        written = set(chain.from_iterable(each.text.split() for each in self._texts))
        return frozenset(word.strip(_MARKS) for word in written if word.islower())

    def _names(self, text: str, words: frozenset[str]) -> bool:
        return any(
            self._is_name(text, found)
            for found in _WORD.finditer(text)
            if found.group().translate(TYPED).casefold() in words
        )

    def _is_name(self, text: str, found: re.Match[str]) -> bool:
        """Whether a word names something: by capitals that no sentence asks for, or as code does."""
        word = found.group()
        if "_" in word or "." in word or any(map(str.isupper, word[1:])):
            return True
        before = text[: found.start()].rstrip(" \"'([“‘*")
        starts = not before or before[-1] in _SENTENCE_END
        return word[0].isupper() and (not starts or word.casefold() not in self._lower)


class _Words(dict[str, str]):
    """Words as they are compared: all figures are one, a negation is nothing, since it may come without a word for it."""

    def __missing__(self, word: str) -> str:
        self[word] = "" if word in _NEGATIONS else _FIGURE if _is_figure(word) else word
        return self[word]


def _wording(known: _Words, text: str) -> _Wording:
    words = _words(text)
    figures = tuple(word for word in words if known[word] != word)
    runs = _runs(known, words) if len(words) >= FEWEST_WORDS else frozenset()
    return _Wording(len(runs), tuple(sorted(runs)[:_SKETCH]), figures)


def _is_figure(word: str) -> bool:
    return word in _TURNING or word in _NEGATIONS or any(map(str.isdigit, word))


def _weighty(words: Iterable[str]) -> frozenset[str]:
    """The words that name a thing or tell what is done, not how much of it."""
    return frozenset(word for word in words if word not in _LIGHT and not _is_figure(word))


def _runs(known: _Words, words: Iterable[str]) -> frozenset[int]:
    """The hashes of all runs of three words."""
    plain = [known[word] for word in words if known[word]]
    return frozenset(crc32(" ".join(run).encode()) for run in zip(plain, plain[1:], plain[2:], strict=False))


def _words(text: str) -> list[str]:
    """The words in lower case, as people type them; each negation, date and numbered name is a word of its own."""
    typed = text.translate(TYPED).casefold().replace("n't", " not").replace("cannot", "can not")
    if _DIGIT.search(typed):
        typed = _DATE_OR_NAME.sub(lambda found: f"_{_NOT_LETTERS.sub('_', found.group())}", typed)
    return _WORD.findall(typed)


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    """How many of the runs of both are common to both."""
    common = len(one & other)
    return common / (len(one) + len(other) - common)

"""Text → terms: folded, cut into words and technical terms, without stop words, stemmed. One analyzer for every engine."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TypeAlias

import Stemmer

from knowledge.analysis.everyday_words import BY_WORDS, EVERYDAY_WORDS
from knowledge.analysis.stop_words import STOP_WORDS
from knowledge.typography import as_typed

# A run of letters and digits, with inner marks that hold technical terms together (node.js, ci/cd, foo_bar, on-call,
# o'reilly) and the plus or sharp signs of c++ and c#.
_TOKEN = re.compile(r"\.?[^\W_]+(?:['._/&-]?[^\W_]+|_+[^\W_]+)*(?:\+\+|#(?!\w))?")
_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"(?:[A-Z][A-Z0-9]+)s")  # APIs, PRs, RCAs
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACCENTS = re.compile("[\u0300-\u036f]")  # those of Latin, Greek and Cyrillic; other scripts' marks change the letter
_ENGLISH = ("english", "porter", "lovins")
_LATIN = frozenset(("e.g", "i.e"))
_SHORTEST_RUN = 3
_LONGEST = 64
_MOST_KNOWN = 1_000_000
_MOST_RUNS, _LONGEST_RUN = 200_000, 32  # runs without white space that are kept as read, and characters of the longest
_MOST_CUT, _LONGEST_CUT = 500, 2_000  # texts that are kept as they were cut, and characters of the longest: 3 MB

Span: TypeAlias = tuple[int, int, tuple[str, ...]]  # a word of a text: its start, its end, its terms
_Run: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]  # terms, those with neighbours, plain words


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands (offsets into that text), its key in a glossary and its terms.

    A stop word has a key and no terms. The key is the whole word stemmed, without its hyphens (`on-call` → oncal).
    """

    start: int
    end: int
    key: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysed:
    """The terms of a text in order, its neighbours as terms of their own, and its plain words in lower case.

    Of a technical term the parts are neighbours, not the whole. A plain word has letters alone, and one term.
    """

    terms: list[str]
    bigrams: list[str]
    plain: set[str]


class Analyzer:
    """Turns text into terms for a language of Snowball's list (English by default).

    Other languages go without stop words: of English's some are words of theirs, and what is common has little weight anyway.
    `everyday` are the terms of everyday words, which name no subject, `by_words` those that questions are made of.
    """

    def __init__(self, language: str = "english") -> None:
        self.stem: Callable[[str], str] = Stemmer.Stemmer(language).stemWord
        self.is_english = language in _ENGLISH
        self.stop_words = STOP_WORDS if self.is_english else frozenset[str]()
        self._known: dict[str, tuple[str, tuple[str, ...], str]] = {}
        self._known_runs: dict[str, _Run] = {}
        self._cut: dict[str, Sequence[Span]] = {}
        self.everyday = frozenset(map(self.stem, EVERYDAY_WORDS)) if self.is_english else frozenset[str]()
        self.by_words = frozenset(map(self.stem, BY_WORDS)) if self.is_english else frozenset[str]()

    def terms(self, text: str) -> list[str]:
        """The terms of a text in order; a technical term gives the whole joined and its parts (`ci/cd` → cicd, ci, cd)."""
        return [*chain.from_iterable(terms for terms, _, _ in self._runs(text))]

    def analysed(self, text: str) -> Analysed:
        """All that is indexed of a text."""
        runs = self._runs(text)
        terms, parts, plain = zip(*runs, strict=True) if runs else ((), (), ())
        bigrams = [f"{one} {other}" for one, other in pairwise(chain.from_iterable(parts))]
        return Analysed([*chain.from_iterable(terms)], bigrams, set(chain.from_iterable(plain)))

    def _runs(self, text: str) -> list[_Run]:
        """The text's runs without white space, which no token reaches over: most of them were read before, and that is quicker."""
        known = self._known_runs.get
        return [known(run) or self._read_run(run) for run in as_typed(text).split()]

    def _read_run(self, run: str) -> _Run:
        read = [each for each in map(self._read, _TOKEN.findall(run)) if each[1]]
        terms = tuple(term for _, own, _ in read for term in own)
        parts = tuple(part for _, own, _ in read for part in (own[1:] or own))
        found: _Run = terms, parts, tuple(plain for _, _, plain in read if plain)
        if len(run) <= _LONGEST_RUN:
            if len(self._known_runs) >= _MOST_RUNS:
                self._known_runs.clear()
            self._known_runs[run] = found
        return found

    def words(self, text: str) -> Iterator[Word]:
        """All words of a text, with their offsets."""
        for found in _TOKEN.finditer(as_typed(text)):
            key, terms, _ = self._read(found.group())
            yield Word(found.start(), found.end(), key, terms)

    def matches(self, text: str, terms: frozenset[str]) -> list[tuple[int, int]]:
        """Where words of a text stand that carry one of these terms."""
        return [(start, end) for start, end, own in self.spans(text) if not terms.isdisjoint(own)]

    def spans(self, text: str) -> Sequence[Span]:
        """The words of a text that have terms, kept for the texts asked for last: an answer is read for its terms, then marked."""
        spans = self._cut.get(text)
        if spans is None:
            spans = [*self._spans(as_typed(text))]
            if len(text) <= _LONGEST_CUT:
                if len(self._cut) >= _MOST_CUT:
                    self._cut.clear()
                self._cut[text] = spans
        return spans

    def _spans(self, typed: str) -> Iterator[Span]:
        known = self._known.get
        end = 0
        for token in _TOKEN.findall(typed):  # and then looked for: half the time of matches that know where they stand
            start = typed.find(token, end)  # between two tokens there is no letter, so none is found too early
            end = start + len(token)
            if terms := (known(token) or self._read(token))[1]:
                yield start, end, terms

    def keys(self, text: str) -> list[str]:
        """The keys of all words of a text."""
        return [self._read(token)[0] for token in _TOKEN.findall(as_typed(text))]

    def plain_term(self, plain: str) -> str:
        """The term of a plain word."""
        return self._read(plain)[1][0]

    def _read(self, token: str) -> tuple[str, tuple[str, ...], str]:
        """The key and the terms of a token, and the token as a plain word, if it is one."""
        known = self._known.get(token)
        if known is None:
            bare = token.removesuffix("'s").removesuffix("'S")
            bare = bare[:-1] if _PLURAL.fullmatch(bare) else bare
            terms = tuple(self._make_terms(bare))
            if len(self._known) >= _MOST_KNOWN:  # junk that people type must not fill the memory
                self._known.clear()
            known = terms[0] if terms else _fold(bare), terms, self._plain(token, terms)
            self._known[token] = known
        return known

    def _plain(self, token: str, terms: Sequence[str]) -> str:
        folded = _fold(token)
        is_plain = len(terms) == 1 and folded.isalpha() and len(list(self._make_terms(folded))) == 1
        return folded if is_plain else ""

    def _make_terms(self, token: str) -> Iterator[str]:
        folded = _fold(token)
        if folded in self.stop_words or folded in _LATIN or len(folded) > _LONGEST:
            return
        if not folded[-1].isalnum() or folded[0] == ".":  # c++, c#, .net
            yield folded
            return
        parts = [_fold(part) for word in _WORD.findall(token) for part in _camel_parts(word)]
        yield self.stem("".join(parts))
        if len(parts) > 1:
            yield from (self.stem(part) for part in parts if part not in self.stop_words)


def _camel_parts(word: str) -> list[str]:
    """The words of camelCase; a word with a shorter run in it (siRNA, GraphQL, OAuth) is one name and stays whole."""
    parts = _CAMEL.split(word)
    return parts if min(map(len, parts)) >= _SHORTEST_RUN else [word]


def _fold(token: str) -> str:
    """Lower case, without accents."""
    lowered = token.casefold()
    if lowered.isascii():
        return lowered
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", lowered))
    return unicodedata.normalize("NFC", bare)

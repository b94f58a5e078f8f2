"""Text → terms: folded, cut into words and technical terms, without stop words, stemmed. One analyzer for every engine."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import Stemmer

from knowledge.analysis.stop_words import STOP_WORDS
from knowledge.typography import TYPED

# A run of letters and digits, with inner marks that hold technical terms together (node.js, ci/cd, foo_bar, on-call,
# o'reilly) and the plus or sharp signs of c++ and c#.
_TOKEN = re.compile(r"\.?[^\W_]+(?:['._/&-]?[^\W_]+|_+[^\W_]+)*(?:\+\+|#(?!\w))?")
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACCENTS = re.compile("[\u0300-\u036f]")  # those of Latin, Greek and Cyrillic; other scripts' marks change the letter
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands (offsets into that text) and the terms it stands for."""

    start: int
    end: int
    terms: tuple[str, ...]


class Analyzer:
    """Turns text into terms for a language of Snowball's list (English by default)."""

    def __init__(self, language: str = "english", stop_words: frozenset[str] = STOP_WORDS) -> None:
        self._stem = Stemmer.Stemmer(language).stemWord
        self._stop_words = stop_words
        self._known: dict[str, tuple[str, ...]] = {}

    def terms(self, text: str) -> list[str]:
        """The terms of a text in order; a technical term gives its parts and the whole joined (`ci/cd` → ci, cd, cicd)."""
        return [term for token in _TOKEN.findall(text.translate(TYPED)) for term in self._terms_of(token)]

    def words(self, text: str) -> Iterator[Word]:
        """The words of a text that carry terms, with their offsets."""
        for found in _TOKEN.finditer(text.translate(TYPED)):
            terms = self._terms_of(found.group())
            if terms:
                yield Word(found.start(), found.end(), terms)

    def _terms_of(self, token: str) -> tuple[str, ...]:
        known = self._known.get(token)
        if known is None:
            known = self._known[token] = tuple(self._make_terms(token))
        return known

    def _make_terms(self, token: str) -> Iterator[str]:
        token = token.removesuffix("'s").removesuffix("'S")
        folded = _fold(token)
        if folded in self._stop_words or len(folded) > _LONGEST:
            return
        if not folded[-1].isalnum() or folded[0] == ".":  # c++, c#, .net
            yield folded
            return
        parts = [_fold(part) for word in _WORD.findall(token) for part in _CAMEL.split(word)]
        yield self._stem("".join(parts))
        if len(parts) > 1:
            yield from (self._stem(part) for part in parts if len(part) > 1 and part not in self._stop_words)


def _fold(token: str) -> str:
    """Lower case, without accents."""
    lowered = token.casefold()
    if lowered.isascii():
        return lowered
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", lowered))
    return unicodedata.normalize("NFC", bare)

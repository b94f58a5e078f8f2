"""Passage + terms → Excerpt: the sentences that answer, word for word, with the matched words flagged; no markup."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.analysis.analyzer import Analyzer
from knowledge.model import Part, Passage
from knowledge.results import Excerpt, ExcerptLine, Fragment

WHOLE_WORDS = 60  # a passage up to this long is quoted whole: half of all paragraphs have 40 words or fewer
_LEFT_OUT = "…"

_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-ÖØ-ÞΑ-ΩА-ЯЁ])|(?<=[。！？])[」』）]*\s*(?=[^\s。！？」』）])"
)
_UNSPACED = re.compile(
    "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
)  # Thai, kana, Han: no spaces part words
_LONGEST_ABBREVIATION = 8
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|Inc|Ltd)|\b[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence of a prose part, or a whole item, row or code block: it is quoted or left out, never cut."""

    part: int
    start: int
    end: int
    words: int
    terms: frozenset[str]


class Excerpts:
    """Cuts excerpts; `weight` tells how much a term says (its idf)."""

    def __init__(self, analyzer: Analyzer, weight: Callable[[str], float]) -> None:
        self._analyzer = analyzer
        self._weight = weight

    def excerpt(self, passage: Passage, terms: frozenset[str]) -> Excerpt:
        """The passage whole where it is short, else the run of sentences that says most of the terms."""
        if sum(_length(part.text) for part in passage.parts) <= WHOLE_WORDS:
            return Excerpt(tuple(ExcerptLine(part.kind, self._whole(part, terms)) for part in passage.parts))
        units = self._best(list(self._units(passage.parts, terms)), passage.parts)
        return Excerpt(tuple(self._lines(passage.parts, units, terms)))

    def _whole(self, part: Part, terms: frozenset[str]) -> tuple[Fragment, ...]:
        marker = (Fragment(f"{part.marker} "),) if part.marker else ()
        return (*marker, *self._fragments(part.text, terms))

    def _units(self, parts: Sequence[Part], terms: frozenset[str]) -> Iterator[_Unit]:
        for number, part in enumerate(parts):
            for start, end in (
                sentences(part.text) if part.kind in ("paragraph", "quote", "item") else ((0, len(part.text)),)
            ):
                text = part.text[start:end]
                yield _Unit(number, start, end, _length(text), frozenset(self._held(text, terms)))

    def _held(self, text: str, terms: frozenset[str]) -> Iterator[str]:
        return (term for _, _, own in self._analyzer.spans(text) for term in own if term in terms)

    def _best(self, units: Sequence[_Unit], parts: Sequence[Part]) -> list[_Unit]:
        """The best run of units within `WHOLE_WORDS`; the lead-in of a list or code block comes with it."""
        _, length, back = max(self._runs(units))
        start = -back
        best = list(units[start : start + length])
        first = best[0].part
        if first > 0 and parts[0].text.endswith(":"):
            return [unit for unit in units[:start] if unit.part == 0] + best
        return best

    def _runs(self, units: Sequence[_Unit]) -> Iterator[tuple[float, int, int]]:
        """What each run of units is worth, its length, and its start below zero: of equals the longest, then the first."""
        worths: dict[frozenset[str], float] = {}
        for start in range(len(units)):
            terms = frozenset[str]()
            for end in _ends(units, start):
                terms |= units[end - 1].terms
                if terms not in worths:
                    worths[terms] = sum(map(self._weight, sorted(terms)))
                yield worths[terms], end - start, -start

    def _lines(self, parts: Sequence[Part], units: Sequence[_Unit], terms: frozenset[str]) -> Iterator[ExcerptLine]:
        """The chosen units as lines; `…` marks where words of the passage are left out."""
        expected = 0
        for number in dict.fromkeys(unit.part for unit in units):
            if number > expected:
                yield ExcerptLine("paragraph", (Fragment(_LEFT_OUT),))
            expected = number + 1
            part = parts[number]
            chosen = [unit for unit in units if unit.part == number]
            start, end = chosen[0].start, chosen[-1].end
            fragments = [Fragment(f"{part.marker} ")] if part.marker else []
            fragments += [Fragment(f"{_LEFT_OUT} ")] if start > 0 else []
            fragments += self._fragments(part.text[start:end].rstrip(), terms)
            fragments += [Fragment(f" {_LEFT_OUT}")] if end < len(part.text) else []
            yield ExcerptLine(part.kind, tuple(fragments))
        if expected < len(parts):
            yield ExcerptLine("paragraph", (Fragment(_LEFT_OUT),))

    def _fragments(self, text: str, terms: frozenset[str]) -> Iterator[Fragment]:
        """The text cut at every word that matches one of the terms."""
        done = 0
        for start, end in self._analyzer.matches(text, terms):
            if start > done:
                yield Fragment(text[done:start])
            yield Fragment(text[start:end], matched=True)
            done = end
        if done < len(text):
            yield Fragment(text[done:])


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text starts and ends; white space between two belongs to the first."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        before = text[max(start, found.start() - _LONGEST_ABBREVIATION) : found.start()]
        if _ABBREVIATION.search(before.rstrip("\"'”’)]")):
            continue
        yield start, found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def _length(text: str) -> int:
    """How many words long a text reads."""
    return len(text.split()) + (0 if text.isascii() else len(_UNSPACED.findall(text)) // 2)


def _ends(units: Sequence[_Unit], start: int) -> Iterator[int]:
    """Where a run from `start` may end: after its first unit however long, then while it stays within the limit."""
    words = units[start].words
    yield start + 1
    for end in range(start + 1, len(units)):
        words += units[end].words
        if words > WHOLE_WORDS:
            return
        yield end + 1

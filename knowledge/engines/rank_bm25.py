"""The rank-bm25 package as an engine: its counts and formula, with Lucene's idf, looked up term by term."""

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from knowledge.engines.index import GONE, Index, Text
from knowledge.engines.postings import MOST_TIMES, Postings, pack_postings
from knowledge.packed import Arrays

if TYPE_CHECKING:
    from rank_bm25 import BM25Okapi

    from knowledge.config import Ranking

_KEPT = 4_096  # terms whose worths are kept: as many as half of all questions ask for
_MANY = 8  # one text in so many: a term that more hold is also kept by text
_SLACK = 1 - 1e-9  # sums in another order may differ in their last digits


class RankBm25Engine:
    """Scores every text that holds a query term; `get_scores` would visit the others too, at fifty times the cost."""

    name = "rank_bm25"

    def __init__(self, index: Index) -> None:
        self._index = index
        # Of the index alone: with the engine in it, it would keep itself alive.
        self._column = lru_cache(_KEPT)(lambda term: _column(index, term))

    @property
    def arrays(self) -> Arrays:
        return self._index.arrays

    def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        columns = [
            (weight * column.most, weight, column) for term, weight in query.items() if (column := self._column(term))
        ]
        columns.sort(key=lambda each: -each[0])  # what can say most first, so that soon the rest decides nothing
        return _best(_scores(columns, max(limit, 1)), limit)

    def updated(self, texts: Sequence[int | Text]) -> "RankBm25Engine":
        return RankBm25Engine(self._index.updated(texts, _counted, _merged))


class _Column(NamedTuple):
    """The texts that hold a term, by number, what one mention of it in a query is worth in each, and at most.

    Of a term that many texts hold, `of_all` is what it is worth in every text there is.
    """

    numbers: "array[int]"
    worths: "array[float]"
    most: float
    of_all: "array[float] | None"


def _column(index: Index, term: str) -> _Column | None:
    """The column of a term by BM25Okapi's formula; None where no text holds it."""
    numbers, worths = array("I"), array("d")
    formula, order, norms = index.formula, index.order, index.norms
    more = formula.k1 + 1
    for postings, column, start in index.columns(term):
        texts, counts = postings.numbers[column], postings.times[column]
        numbers.extend([order[start + text] for text in texts])
        worths.extend([times * more / (times + norms[start + text]) for text, times in zip(texts, counts, strict=True)])
    if len(order) > formula.texts:
        worths = array("d", [worth for number, worth in zip(numbers, worths, strict=True) if number != GONE])
        numbers = array("I", [number for number in numbers if number != GONE])
    if not numbers:
        return None
    idf = formula.idf(len(numbers))
    found = array("f", [idf * worth for worth in worths])
    of_all = None
    if len(numbers) * _MANY > formula.texts:
        of_all = array("f", bytes(4 * formula.texts))
        for number, worth in zip(numbers, found, strict=True):
            of_all[number] = worth
    return _Column(numbers, found, max(found), of_all)


def _scores(columns: Sequence[tuple[float, float, _Column]], limit: int) -> Mapping[int, float]:
    """The score of every text that may be among the best.

    Columns come by the most that they may add. Once all that are left together add less than the worst of the best has, a text
    that is new can be none of those (Turtle and Flood's MaxScore): the long columns of common words are only looked through.
    """
    scores: dict[int, float] = {}
    score = scores.get
    mosts = (most for most, _, _ in reversed(columns))
    rests = [*accumulate(mosts, initial=0.0)][:0:-1]  # added up from the least: to take off again could end below zero
    tried = math.inf
    for place, (rest, (_, weight, column)) in enumerate(zip(rests, columns, strict=True)):
        if not place:
            scores.update({number: weight * worth for number, worth in zip(column.numbers, column.worths, strict=True)})
            continue
        if rest < tried * _SLACK and len(scores) > limit:
            tried = nlargest(limit, scores.values())[-1]
            if rest < tried * _SLACK:
                return _completed(scores, columns[place:], rest, tried * _SLACK)
        for number, worth in zip(column.numbers, column.worths, strict=True):
            scores[number] = score(number, 0.0) + weight * worth
    return scores


def _completed(
    scores: Mapping[int, float], columns: Sequence[tuple[float, float, _Column]], rest: float, least: float
) -> Mapping[int, float]:
    """The scores of these texts with what the columns add, less those that with all the `rest` of it stay below the `least`."""
    found = {number: score for number, score in scores.items() if score + rest >= least}
    for most, weight, column in columns:
        rest -= most
        if column.of_all:
            of_all, wanted = column.of_all, least - rest
            found = {
                number: new for number, score in found.items() if (new := score + weight * of_all[number]) >= wanted
            }
        else:
            for number, worth in zip(column.numbers, column.worths, strict=True):
                if number in found:
                    found[number] += weight * worth
    return found


def _best(scores: Mapping[int, float], limit: int) -> Sequence[tuple[int, float]]:
    """The best of the scores, sorted only among those that can be among them."""
    least = nlargest(limit, scores.values())[-1:]
    found = [(number, score) for number, score in scores.items() if least and score >= least[0]]
    found.sort(key=lambda each: (-each[1], each[0]))
    return found[:limit]


def build(texts: Iterable[Text], ranking: "Ranking") -> RankBm25Engine:
    """The engine over these texts (lists of terms)."""
    return RankBm25Engine(Index.of(texts, ranking, _counted))


def load(arrays: Arrays) -> RankBm25Engine:
    """The engine that had these arrays."""
    return RankBm25Engine(Index.unpacked(arrays))


def _okapi(texts: Sequence[Text]) -> "BM25Okapi":
    from rank_bm25 import BM25Okapi  # noqa: PLC0415 - it brings numpy, which a loaded engine does without

    class CountingOkapi(BM25Okapi):  # type: ignore[misc]  # the package has no types
        """BM25Okapi without its idf, which would be that of the texts that came together, and below zero in small corpora."""

        def _calc_idf(self, nd: Mapping[str, int]) -> None:
            self.idf = nd

    return CountingOkapi(texts)


def _counted(texts: Iterable[Text]) -> Postings:
    """Every term's texts and how often it stands in each."""
    known = list(texts)
    if not known:  # the package divides by zero
        return pack_postings((), array("I", (0,)), array("I"), array("H"), array("I"))
    okapi = _okapi(known)
    ids = {term: number for number, term in enumerate(okapi.idf)}
    starts = array("I", accumulate(chain((0,), okapi.idf.values())))
    numbers, counted = array("I", bytes(4 * starts[-1])), array("H", bytes(2 * starts[-1]))
    free = starts[:-1]
    for text, frequencies in enumerate(okapi.doc_freqs):
        for term, times in frequencies.items():
            number = ids[term]
            place = free[number]
            free[number] = place + 1
            numbers[place] = text
            counted[place] = min(times, MOST_TIMES)
    return pack_postings(ids, starts, numbers, counted, array("I", okapi.doc_len))


def _merged(parts: Sequence[tuple[Postings, Sequence[int]]]) -> Postings:
    """One segment of the texts that are not gone."""
    columns: dict[str, tuple[array[int], array[int]]] = {}
    lengths = array("I")
    for postings, order in parts:
        places = array("I", accumulate((number != GONE for number in order), initial=len(lengths)))
        lengths.extend(length for length, number in zip(postings.lengths, order, strict=True) if number != GONE)
        for term, column in postings.columns():
            numbers, counted = columns.setdefault(term, (array("I"), array("H")))
            for text, times in zip(postings.numbers[column], postings.times[column], strict=True):
                if order[text] != GONE:
                    numbers.append(places[text])
                    counted.append(times)
    held = {term: column for term, column in columns.items() if column[0]}
    starts = array("I", accumulate((len(numbers) for numbers, _ in held.values()), initial=0))
    all_numbers, all_times = array("I"), array("H")
    for numbers, counted in held.values():
        all_numbers += numbers
        all_times += counted
    return pack_postings(held, starts, all_numbers, all_times, lengths)

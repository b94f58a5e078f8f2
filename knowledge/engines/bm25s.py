"""The bm25s package as an engine, for large corpora: its sparse matrix, summed up with numpy."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from knowledge.engines.index import GONE, Index, Text
from knowledge.engines.postings import MOST_TIMES, Postings, pack_postings
from knowledge.packed import Arrays

if TYPE_CHECKING:
    from bm25s import BM25

    from knowledge.config import Ranking

_HALF = 32  # bits: a cell of the matrix is its term and its text in one number, so that sorting them counts
_KEPT = 4_096  # terms whose worths are kept; together never more than the index itself

Numbers = npt.NDArray[np.int32] | npt.NDArray[np.intp]
Column = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]


class Bm25sEngine:
    """Sums up the columns of the query's terms."""

    name = "bm25s"

    def __init__(self, index: Index) -> None:
        self._index = index
        self._texts = index.formula.texts
        columns = _Columns(index)  # of the index alone: with the engine in it, it would keep itself alive
        self._column = lru_cache(_KEPT)(columns.of)

    @property
    def arrays(self) -> Arrays:
        return self._index.arrays

    def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        found_columns = ((self._column(term), weight) for term, weight in query.items())
        columns = [each for each in found_columns if len(each[0][0])]
        scores = np.zeros(self._texts)
        for (numbers, worths), weight in columns:  # a column holds no text twice, so a plain sum loses nothing
            np.add.at(scores, numbers, np.multiply(worths, weight, dtype=np.float64))  # half the time of `+=`
        found = self._candidates(scores, [numbers for (numbers, _), _ in columns], max(limit, 1))
        best = found[np.lexsort((found, -scores[found]))[:limit]]
        return list(zip(best.tolist(), scores[best].tolist(), strict=True))

    def updated(self, texts: Sequence[int | Text]) -> "Bm25sEngine":
        return Bm25sEngine(self._index.updated(texts, _counted, _merged))

    def _candidates(
        self, scores: npt.NDArray[np.float64], columns: Sequence[npt.NDArray[np.int32]], limit: int
    ) -> Numbers:
        """The texts that may be among the best: those that are no worse than the best of the rarest term with enough texts."""
        enough = [column for column in columns if len(column) >= limit]
        if enough:
            some = scores[min(enough, key=len)]
            least = np.partition(some, len(some) - limit)[len(some) - limit]
            if least > 0:
                return np.flatnonzero(scores >= least)
        return np.unique(np.concatenate([np.empty(0, np.int32), *columns]))


class _Columns:
    """What the terms are worth now."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._order = np.asarray(index.order, np.uint32)
        self._is_plain = len(index.segments) == 1 and bool((self._order == np.arange(len(self._order))).all())
        always, each = index.formula.norm
        self._norms = always + each * np.concatenate([np.asarray(segment.lengths) for segment in index.segments])

    def of(self, term: str) -> Column:
        """The texts that hold a term, by number, and what one mention of it in a query is worth in each."""
        found = [self._counted(*each) for each in self._index.columns(term)]
        if not found:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        numbers, times, norms = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
        formula = self._index.formula
        worths = times * (formula.k1 + 1) / (times + norms)
        return numbers.view(np.int32), (formula.idf(len(numbers)) * worths).astype(np.float32)

    def _counted(
        self, postings: Postings, column: slice, start: int
    ) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """The texts by number, how often the term stands in each, and what each is divided by beside that."""
        texts = np.asarray(postings.numbers[column])
        times = np.asarray(postings.times[column]).astype(np.float64)
        norms = self._norms[start:][texts]
        if self._is_plain:
            return texts, times, norms
        numbers = self._order[start:][texts]
        present = numbers != GONE
        return numbers[present], times[present], norms[present]


def build(texts: Iterable[Text], ranking: "Ranking") -> Bm25sEngine:
    """The engine over these texts (lists of terms)."""
    return Bm25sEngine(Index.of(texts, ranking, _counted))


def load(arrays: Arrays) -> Bm25sEngine:
    """The engine that had these arrays."""
    return Bm25sEngine(Index.unpacked(arrays))


def _counted(texts: Iterable[Text]) -> Postings:
    """Every term's texts and how often it stands in each."""
    ids = defaultdict[str, int](count().__next__)
    numbered = [array("I", map(ids.__getitem__, text)) for text in texts]
    ids.default_factory = None  # none is to be added; another dictionary would take a tenth of the memory
    lengths = array("I", map(len, numbered))
    if not ids:  # the package divides by zero
        return pack_postings((), array("I", (0,)), array("I"), array("H"), lengths)
    index = _counting()
    index.index((numbered, ids), create_empty_token=False, show_progress=False)
    starts, numbers, times = (index.scores[name] for name in ("indptr", "indices", "data"))
    return pack_postings(ids, array("I", starts.tobytes()), numbers.data, times.data, lengths)


def _counting() -> "BM25":
    from bm25s import BM25  # noqa: PLC0415 - only building needs it

    class CountingBM25(BM25):  # type: ignore[misc]  # the package has no types
        """The package's sparse matrix, of counts in place of worths: those would hang on texts that are yet to come.

        All texts are counted at once; the package goes from text to text, and takes five times as long.
        """

        def build_index_from_ids(
            self, unique_token_ids: Sequence[int], corpus_token_ids: Sequence["array[int]"], **_: bool
        ) -> Mapping[str, object]:
            lengths = np.fromiter(map(len, corpus_token_ids), np.intp, len(corpus_token_ids))
            cells = np.frombuffer(b"".join(corpus_token_ids), np.uint32).astype(np.uint64) << np.uint64(_HALF)
            cells |= np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
            cells.sort()
            firsts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
            held = np.bincount(cells[firsts] >> np.uint64(_HALF), minlength=len(unique_token_ids))
            return {
                "data": np.minimum(np.diff(firsts, append=len(cells)), MOST_TIMES).astype(np.uint16),
                "indices": cells[firsts].astype(np.uint32),
                "indptr": np.concatenate(([0], np.cumsum(held))).astype(np.uint32),
                "num_docs": len(lengths),
            }

    return CountingBM25()


def _merged(parts: Sequence[tuple[Postings, Sequence[int]]]) -> Postings:
    """One segment of the texts that are not gone."""
    ids: dict[str, int] = {}
    terms, numbers, times, lengths = ([np.empty(0, kind)] for kind in (np.uint32, np.uint32, np.uint16, np.uint32))
    first = 0
    for postings, order in parts:
        own = np.fromiter((ids.setdefault(term, len(ids)) for term in postings.terms), np.uint32)
        present = np.asarray(order) != GONE
        places = (np.cumsum(present) - 1 + first).astype(np.uint32)
        texts = np.asarray(postings.numbers)
        kept = present[texts]
        terms.append(np.repeat(own, np.diff(np.asarray(postings.starts)))[kept])
        numbers.append(places[texts[kept]])
        times.append(np.asarray(postings.times)[kept])
        lengths.append(np.asarray(postings.lengths)[present])
        first += int(present.sum())
    columns = np.concatenate(terms)
    sorting = np.argsort(columns, kind="stable")
    starts = array("I", [0, *np.cumsum(np.bincount(columns, minlength=len(ids))).tolist()])
    all_numbers, all_times = np.concatenate(numbers)[sorting], np.concatenate(times)[sorting]
    return pack_postings(ids, starts, all_numbers.data, all_times.data, np.concatenate(lengths).data)

"""The bm25s package as an engine, for large corpora: its sparse matrix of scores, summed up with numpy."""

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from knowledge.engines.postings import Postings, pack_postings
from knowledge.packed import Arrays

if TYPE_CHECKING:
    from knowledge.config import Ranking

Numbers = npt.NDArray[np.int32] | npt.NDArray[np.intp]


class Bm25sEngine:
    """Sums up the columns of the query's terms; the matrix holds every score ready made."""

    name = "bm25s"

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._postings = Postings(arrays)
        self._numbers = np.asarray(self._postings.numbers).view(np.int32)
        self._worths = np.asarray(self._postings.worths)
        self._texts = int(self._numbers.max(initial=-1)) + 1

    def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        columns = [(self._postings.column(term), weight) for term, weight in query.items()]
        scores = np.zeros(self._texts)
        for column, weight in columns:  # a column holds no text twice, so a plain sum loses nothing
            scores[self._numbers[column]] += np.multiply(self._worths[column], weight, dtype=np.float64)
        found = self._candidates(scores, [column for column, _ in columns], max(limit, 1))
        best = found[np.lexsort((found, -scores[found]))[:limit]]
        return list(zip(best.tolist(), scores[best].tolist(), strict=True))

    def _candidates(self, scores: npt.NDArray[np.float64], columns: Sequence[slice], limit: int) -> Numbers:
        """The texts that may be among the best: those that are no worse than the best of the rarest term with enough texts."""
        enough = [column for column in columns if column.stop - column.start >= limit]
        if enough:
            some = scores[self._numbers[min(enough, key=lambda each: each.stop - each.start)]]
            least = np.partition(some, len(some) - limit)[len(some) - limit]
            if least > 0:
                return np.flatnonzero(scores >= least)
        return np.unique(np.concatenate([np.empty(0, np.int32), *(self._numbers[column] for column in columns)]))


def build(texts: Sequence[Sequence[str]], ranking: "Ranking") -> Bm25sEngine:
    """The engine over these texts (lists of terms)."""
    ids: dict[str, int] = {}
    numbered = [[ids.setdefault(term, len(ids)) for term in text] for text in texts]
    if not ids:  # the package divides by zero
        return Bm25sEngine(pack_postings((), array("I", (0,)), array("I"), array("f")))
    from bm25s import BM25  # noqa: PLC0415 - only building needs it

    bm25 = BM25(k1=ranking.k1, b=ranking.b, method="lucene", dtype="float64")
    bm25.index((numbered, ids), create_empty_token=False, show_progress=False)
    worths = bm25.scores["data"] * (ranking.k1 + 1)  # Lucene leaves the factor out, which changes no order
    starts = array("I", bm25.scores["indptr"].tolist())
    numbers = bm25.scores["indices"].astype(np.uint32)
    return Bm25sEngine(pack_postings(ids, starts, numbers.data, worths.astype(np.float32).data))


def load(arrays: Arrays) -> Bm25sEngine:
    """The engine that had these arrays."""
    return Bm25sEngine(arrays)

"""The rank-bm25 package as an engine: its statistics and formula, with Lucene's idf, looked up term by term."""

import math
from array import array
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from knowledge.engines.postings import Postings, pack_postings
from knowledge.packed import Arrays

if TYPE_CHECKING:
    from rank_bm25 import BM25Okapi

    from knowledge.config import Ranking


class RankBm25Engine:
    """Scores every text that holds a query term; `get_scores` would visit the others too, at fifty times the cost."""

    name = "rank_bm25"

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._postings = Postings(arrays)

    def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        postings = self._postings
        scores: dict[int, float] = {}
        score = scores.get
        for term, weight in query.items():
            column = postings.column(term)
            for number, worth in zip(postings.numbers[column], postings.worths[column], strict=True):
                scores[number] = score(number, 0.0) + weight * worth
        return _best(scores, limit)


def _best(scores: Mapping[int, float], limit: int) -> Sequence[tuple[int, float]]:
    """The best of the scores, sorted only among those that can be among them."""
    least = nlargest(limit, scores.values())[-1:]
    found = [(number, score) for number, score in scores.items() if least and score >= least[0]]
    found.sort(key=lambda each: (-each[1], each[0]))
    return found[:limit]


def build(texts: Sequence[Sequence[str]], ranking: "Ranking") -> RankBm25Engine:
    """The engine over these texts (lists of terms)."""
    if not any(texts):  # the package divides by zero
        return RankBm25Engine(pack_postings((), array("I", (0,)), array("I"), array("f")))
    return RankBm25Engine(_indexed(_okapi(texts, ranking)))


def load(arrays: Arrays) -> RankBm25Engine:
    """The engine that had these arrays."""
    return RankBm25Engine(arrays)


def _okapi(texts: Sequence[Sequence[str]], ranking: "Ranking") -> "BM25Okapi":
    from rank_bm25 import BM25Okapi  # noqa: PLC0415 - it brings numpy, which a loaded engine does without

    class LuceneOkapi(BM25Okapi):  # type: ignore[misc]  # the package has no types
        """BM25Okapi with the idf of Lucene, which no term can bring below zero: its own does, in small corpora."""

        def _calc_idf(self, nd: Mapping[str, int]) -> None:
            for term, held in nd.items():
                self.idf[term] = math.log(1 + (self.corpus_size - held + 0.5) / (held + 0.5))

    return LuceneOkapi(texts, k1=ranking.k1, b=ranking.b)


def _indexed(bm25: "BM25Okapi") -> Arrays:
    """Every term's texts and what one mention of it in a query is worth there (BM25Okapi's formula)."""
    ids = {term: number for number, term in enumerate(bm25.idf)}
    sizes = [0] * len(ids)
    for term in chain.from_iterable(bm25.doc_freqs):
        sizes[ids[term]] += 1
    starts = array("I", accumulate(chain((0,), sizes)))
    numbers, worths = array("I", bytes(4 * starts[-1])), array("f", bytes(4 * starts[-1]))
    free = starts[:-1]
    for text, frequencies in enumerate(bm25.doc_freqs):
        norm = bm25.k1 * (1 - bm25.b + bm25.b * bm25.doc_len[text] / bm25.avgdl)
        for term, times in frequencies.items():
            number = ids[term]
            place = free[number]
            free[number] = place + 1
            numbers[place] = text
            worths[place] = bm25.idf[term] * times * (bm25.k1 + 1) / (times + norm)
    return pack_postings(ids, starts, numbers, worths)

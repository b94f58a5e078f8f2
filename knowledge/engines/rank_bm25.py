"""The rank-bm25 package as an engine: its statistics and formula, with Lucene's idf, looked up term by term."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nsmallest

from rank_bm25 import BM25Okapi

from knowledge.config import Ranking


class _LuceneOkapi(BM25Okapi):  # type: ignore[misc]  # the package has no types
    """BM25Okapi with the idf of Lucene, which no term can bring below zero: its own does, in small corpora."""

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        for term, texts in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - texts + 0.5) / (texts + 0.5))


class RankBm25Engine:
    """Scores every text that holds a query term; `get_scores` would visit the others too, at fifty times the cost."""

    def __init__(self, texts: Sequence[Sequence[str]], ranking: Ranking) -> None:
        self._impacts: dict[str, list[tuple[int, float]]] = {}
        self._frequencies: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._bm25: BM25Okapi | None = None
        if not any(texts):  # the package divides by zero
            return
        self._bm25 = _LuceneOkapi(texts, k1=ranking.k1, b=ranking.b)
        for number, frequencies in enumerate(self._bm25.doc_freqs):
            for term, frequency in frequencies.items():
                self._frequencies[term].append((number, frequency))

    def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        scores: dict[int, float] = {}
        for term, weight in query.items():
            for number, impact in self._impacts_of(term):
                scores[number] = scores.get(number, 0.0) + weight * impact
        return nsmallest(limit, scores.items(), key=lambda found: (-found[1], found[0]))

    def _impacts_of(self, term: str) -> Sequence[tuple[int, float]]:
        """Every text with the term and what one mention of it in a query is worth there (BM25Okapi's formula)."""
        known = self._impacts.get(term)
        if known is None:
            known = [(number, self._impact(term, number, times)) for number, times in self._frequencies.get(term, ())]
            if known:  # words that no text holds would fill the memory
                self._impacts[term] = known
        return known

    def _impact(self, term: str, number: int, frequency: int) -> float:
        bm25 = self._bm25
        assert bm25 is not None  # noqa: S101 - there are frequencies, so there are texts
        norm = bm25.k1 * (1 - bm25.b + bm25.b * bm25.doc_len[number] / bm25.avgdl)
        return float(bm25.idf[term] * frequency * (bm25.k1 + 1) / (frequency + norm))


def build(texts: Sequence[Sequence[str]], ranking: Ranking) -> RankBm25Engine:
    """The engine over these texts (lists of terms)."""
    return RankBm25Engine(texts, ranking)

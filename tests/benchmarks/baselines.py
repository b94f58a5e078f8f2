"""The two BM25 packages as their own documentation shows them, answering like a KnowledgeBase: passages in, hits out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import bm25s
from bm25s.tokenization import Tokenized
from rank_bm25 import BM25Okapi

from knowledge.model import Corpus, Passage
from knowledge.results import Excerpt, Hit, Results

_NO_EXCERPT = Excerpt(())


class Ranks(Protocol):
    """Numbers of texts with their scores, best first."""

    def __call__(self, question: str, limit: int) -> Iterable[tuple[int, float]]: ...


class Baseline:
    """Every place is a text of its own: title and headings once, then the paragraph. It answers whatever is asked."""

    def __init__(self, corpus: Corpus, package: type["RankBm25"] | type["Bm25s"]) -> None:
        self._passages = list(_one_for_each_place(corpus.passages))
        self._ranks: Ranks = package([_text(passage) for passage in self._passages])

    def search(self, question: str, limit: int = 3) -> Results:
        found = self._ranks(question, min(limit, len(self._passages)))
        hits = [(self._passages[number], score) for number, score in found]
        return Results(
            question, "answer", tuple(Hit(passage, _NO_EXCERPT, passage.places, score) for passage, score in hits)
        )


class RankBm25:
    """rank_bm25's README: `split(" ")`, BM25Okapi, get_scores."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._bm25 = BM25Okapi([text.split(" ") for text in texts])

    def __call__(self, question: str, limit: int) -> Iterator[tuple[int, float]]:
        scores = self._bm25.get_scores(question.split(" "))
        for number in (-scores).argsort(kind="stable")[:limit]:
            yield int(number), float(scores[number])


class Bm25s:
    """bm25s' README without its optional stemmer: its own tokenizer with English stop words, its default method."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._bm25 = bm25s.BM25()
        self._bm25.index(_tokens(texts), show_progress=False)

    def __call__(self, question: str, limit: int) -> Iterator[tuple[int, float]]:
        tokens = _tokens([question])
        if not tokens.ids[0]:
            return
        numbers, scores = self._bm25.retrieve(tokens, k=limit, show_progress=False)
        yield from zip(map(int, numbers[0]), map(float, scores[0]), strict=True)


def _tokens(texts: Sequence[str]) -> Tokenized:
    return bm25s.tokenize(list(texts), stopwords="en", show_progress=False)


def _one_for_each_place(passages: Iterable[Passage]) -> Iterator[Passage]:
    for passage in passages:
        for place in passage.places:
            yield Passage(passage.id, passage.parts, (place,))


def _text(passage: Passage) -> str:
    place = passage.places[0]
    return " ".join((*dict.fromkeys((place.post.title, *place.headings)), passage.text))

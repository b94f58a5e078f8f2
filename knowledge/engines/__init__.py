"""What ranks passages. A new engine is one file here and one line in `ENGINES`."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol

from knowledge.config import Ranking

ENGINES: Mapping[str, str] = {"rank_bm25": "knowledge.engines.rank_bm25"}


class Engine(Protocol):
    """Ranks texts, which it knows as lists of terms; knows neither posts nor Slack."""

    def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        """At most `limit` pairs of a text's number and its score, best first, of the texts that hold a term.

        `query` maps a term to its weight. Equal scores stand in the order of the texts.
        """
        ...


def build_engine(name: str, texts: Sequence[Sequence[str]], ranking: Ranking) -> Engine:
    """The engine of this name over these texts; it is imported only here, since an engine may be heavy."""
    engine: Engine = import_module(ENGINES[name]).build(texts, ranking)
    return engine

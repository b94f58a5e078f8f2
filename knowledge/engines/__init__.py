"""What ranks passages. A new engine is one file here and one line in `ENGINES`."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from knowledge.packed import Arrays

if TYPE_CHECKING:
    from knowledge.config import Ranking

ENGINES: Mapping[str, str] = {
    "rank_bm25": "knowledge.engines.rank_bm25",
    "bm25s": "knowledge.engines.bm25s",
}
AUTO = "auto"
# Texts from which on `auto` is bm25s: with more, half of all questions take rank_bm25 a millisecond or longer. bm25s is faster with
# a thousand texts already, but its numpy costs every start a tenth of a second, and 12 MB.
MANY = 5_000


class Engine(Protocol):
    """Ranks texts, which it knows as lists of terms; knows neither posts nor Slack."""

    def rank(self, query: Mapping[str, float], limit: int) -> Sequence[tuple[int, float]]:
        """At most `limit` pairs of a text's number and its score, best first, of the texts that hold a term.

        `query` maps a term to its weight. Equal scores stand in the order of the texts.
        """
        ...

    def updated(self, texts: Sequence[int | Sequence[str]]) -> "Engine":
        """The engine over these texts, as if it were built of them; this one stays as it is.

        A number stands for the text that has it here, each at most once: those are not counted again.
        """
        ...


@runtime_checkable
class SavableEngine(Engine, Protocol):
    """An engine that `load_engine` makes again from its arrays, faster than from the texts."""

    name: str
    arrays: Arrays


def chosen_engine(name: str, texts: int) -> str:
    """The engine of this name; for `auto` the one that is better for so many texts."""
    if name != AUTO:
        return name
    return "rank_bm25" if texts < MANY else "bm25s"


def build_engine(name: str, texts: Iterable[Sequence[str]], ranking: "Ranking") -> Engine:
    """The engine of this name over these texts; it is imported only here, since an engine may be heavy."""
    engine: Engine = import_module(ENGINES[name]).build(texts, ranking)
    return engine


def load_engine(name: str, arrays: Arrays) -> Engine:
    """The engine that had these arrays; without the package that built it where that is not needed to rank."""
    engine: Engine = import_module(ENGINES[name]).load(arrays)
    return engine

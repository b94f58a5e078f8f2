"""What the person typed → what the engine gets: weighted terms, and which word of the question each stands for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.analysis.analyzer import Analyzer
from knowledge.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Query:
    """The words of a question as they were typed, and the terms each stands for. Words without terms are left out."""

    words: Mapping[str, frozenset[str]]

    @property
    def terms(self) -> frozenset[str]:
        """Every term of the question."""
        return frozenset[str]().union(*self.words.values())

    @property
    def weights(self) -> Mapping[str, float]:
        """What the engine ranks by, in a fixed order."""
        return dict.fromkeys((term for terms in self.words.values() for term in sorted(terms)), 1.0)

    def matched(self, terms: Iterable[str]) -> tuple[str, ...]:
        """The question's words that a text of these terms holds."""
        held = frozenset(terms)
        return tuple(word for word, own in self.words.items() if not own.isdisjoint(held))

    def missing(self, terms: Iterable[str]) -> tuple[str, ...]:
        """The question's words that a text of these terms lacks."""
        held = frozenset(terms)
        return tuple(word for word, own in self.words.items() if own.isdisjoint(held))

    def unknown(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The question's words that no text at all holds."""
        return tuple(word for word, own in self.words.items() if not any(term in vocabulary for term in own))

    def coverage(self, terms: Iterable[str], vocabulary: Vocabulary) -> float:
        """How much of what the question says a text of these terms holds, from 0 to 1, by idf."""
        held = frozenset(terms)
        worth = {word: max(map(vocabulary.idf, own)) for word, own in self.words.items()}
        said = sum(worth[word] for word, own in self.words.items() if not own.isdisjoint(held))
        return said / (sum(worth.values()) or 1.0)


def read_query(question: str, analyzer: Analyzer) -> Query:
    """The query of a question: each word once, whatever its case or ending."""
    words: dict[str, frozenset[str]] = {}
    seen: set[frozenset[str]] = set()
    for word in analyzer.words(question):
        terms = frozenset(word.terms)
        if terms not in seen:
            seen.add(terms)
            words.setdefault(question[word.start : word.end], terms)
    return Query(words)

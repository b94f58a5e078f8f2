"""What the person typed → what the engine gets: weighted terms, and which word of the question each stands for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.analysis.analyzer import Analyzer, Word
from knowledge.analysis.glossary import Glossary
from knowledge.analysis.spelling import Spelling
from knowledge.vocabulary import Vocabulary

ADDED_WEIGHT = 0.8  # of what the glossary or the spelling adds to a word that no post holds; a word typed counts 1
GUESSED_SHARE = 0.4  # of a word that a text holds only as what it may have been meant to be; a name for it counts 0.8
HELPED_WEIGHT = 0.2  # of what the glossary adds to words that posts use themselves, and which need less help
BIGRAM_WEIGHT = 0.2  # of two words that stand together
SUBJECT_WEIGHT = 0.4  # of a word of what was asked before, which a follow-up takes for granted


@dataclass(frozen=True, slots=True)
class Addition:
    """What was searched beside a word of the question: how it was typed, what was added, its terms."""

    typed: str
    added: str
    terms: tuple[str, ...]
    weight: float = ADDED_WEIGHT
    share: float = ADDED_WEIGHT


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the engine gets it.

    `words` maps each word as it was typed to its terms (stop words are left out); `additions` are what the glossary and the
    spelling added; `bigrams` are the terms of neighbours; `subject` those of what was asked before.
    """

    words: Mapping[str, frozenset[str]]
    additions: tuple[Addition, ...] = ()
    bigrams: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """Every term to look for, typed or added."""
        typed = frozenset[str]().union(*self.words.values())
        return typed.union(*(addition.terms for addition in self.additions))

    @property
    def weights(self) -> Mapping[str, float]:
        """What the engine ranks by, in a fixed order."""
        weights = dict.fromkeys(self.bigrams, BIGRAM_WEIGHT) | dict.fromkeys(self.subject, SUBJECT_WEIGHT)
        for addition in self.additions:
            weights |= {term: max(addition.weight, weights.get(term, 0.0)) for term in addition.terms}
        return weights | dict.fromkeys((term for terms in self.words.values() for term in sorted(terms)), 1.0)

    def following(self, before: "Query") -> "Query":
        """The same as a follow-up to another: what that one was about counts, too, though less."""
        return replace(self, subject=tuple(sorted(frozenset().union(*before.words.values()) - self.terms)))

    def matched(self, held: frozenset[str]) -> tuple[str, ...]:
        """The question's words that a text of these terms holds, as they were typed."""
        return tuple(word for word, terms in self.words.items() if not terms.isdisjoint(held))

    def missing(self, held: frozenset[str]) -> tuple[str, ...]:
        """The question's words that a text of these terms lacks, by any name."""
        return tuple(word for word in self.words if not self._holds(word, held))

    def expanded(self, held: frozenset[str]) -> tuple[str, ...]:
        """What was added to the question and stands in a text of these terms."""
        return tuple(dict.fromkeys(each.added for each in self.additions if held.issuperset(each.terms)))

    def unknown(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The question's words that no text at all holds."""
        return tuple(word for word, terms in self.words.items() if not any(term in vocabulary for term in terms))

    def worth(self, vocabulary: Vocabulary) -> float:
        """How much the question says: the idf of its words, a word that no text holds being worth most."""
        return sum(max(map(vocabulary.idf, terms)) for terms in self.words.values())

    def coverage(self, held: frozenset[str], vocabulary: Vocabulary) -> float:
        """How much of what the question says a text of these terms holds, from 0 to 1, by idf."""
        worth = {word: max(map(vocabulary.idf, terms)) for word, terms in self.words.items()}
        said = sum(worth[word] * self._share(word, held) for word in self.words)
        return said / (sum(worth.values()) or 1.0)

    def is_guess(self, held: frozenset[str]) -> bool:
        """Whether a text holds the question's words only as guesses at their spelling."""
        return not any(self._share(word, held) > GUESSED_SHARE for word in self.words)

    def _holds(self, word: str, held: frozenset[str]) -> bool:
        return self._share(word, held) > 0

    def _share(self, word: str, held: frozenset[str]) -> float:
        """How well a text holds a word: 1 as it was typed, less by another name, least by a guess at its spelling."""
        if not self.words[word].isdisjoint(held):
            return 1.0
        others = (each for each in self.additions if word in each.typed.split() or word == each.typed)
        return max((each.share for each in others if held.issuperset(each.terms)), default=0.0)


@dataclass(frozen=True, slots=True)
class QueryReader:
    """Reads questions for one corpus."""

    analyzer: Analyzer
    vocabulary: Vocabulary
    glossary: Glossary
    spelling: Spelling

    def read(self, question: str) -> Query:
        """The query of a question: each word once, whatever its case or ending."""
        found = list(self.analyzer.words(question))
        words: dict[str, frozenset[str]] = {}
        seen: set[tuple[str, ...]] = set()
        for word in found:
            if word.terms and word.terms not in seen:
                seen.add(word.terms)
                words.setdefault(question[word.start : word.end], frozenset(word.terms))
        additions = (*self._synonyms(question, found), *self._corrections(words))
        _, bigrams = self.analyzer.terms_and_bigrams(question)
        return Query(words, additions, tuple(bigrams))

    def _synonyms(self, question: str, found: Sequence[Word]) -> Iterable[Addition]:
        """What the glossary adds, as far as some post holds it."""
        for each in self.glossary.expand(question, found):
            if any(term in self.vocabulary for term in each.terms):
                typed = self.analyzer.terms(each.typed)
                is_used = bool(typed) and all(term in self.vocabulary for term in typed)
                yield Addition(each.typed, each.added, each.terms, HELPED_WEIGHT if is_used else ADDED_WEIGHT)

    def _corrections(self, words: Mapping[str, frozenset[str]]) -> Iterable[Addition]:
        """Words of the corpus that a word which no text holds may have been meant to be."""
        for word, terms in words.items():
            if not any(term in self.vocabulary for term in terms):
                for correction in self.spelling.corrections(word.lower(), *terms):
                    yield Addition(word, correction, tuple(self.analyzer.terms(correction)), share=GUESSED_SHARE)

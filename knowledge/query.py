"""What the person typed → what the engine gets: weighted terms, and which word of the question each stands for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, pairwise

from knowledge.analysis.analyzer import Analyzer, Word
from knowledge.analysis.families import Families
from knowledge.analysis.glossary import Glossary
from knowledge.analysis.spelling import Correction, Spelling
from knowledge.vocabulary import Vocabulary

ADDED_WEIGHT = 0.8  # of what the glossary adds to a word that no post holds; a word typed counts 1
CORRECTED_WEIGHT = 0.9  # of what such a word was surely meant to be; what is less sure counts less, in proportion
GUESSED_SHARE = 0.4  # of a word that a text holds only as what it may have been meant to be; a name for it counts 0.8
HELPED_WEIGHT = 0.2  # of what the glossary adds to words that posts use themselves, and which need less help
KIN_WEIGHT = 0.6  # of a word of the same family as one that posts use themselves
BIGRAM_WEIGHT = 0.2  # of two words that stand together
ECHO_WEIGHT = 0.1  # of a word's own weight, where the paragraph before or after says it, too
EVERYDAY_SHARE = 0.5  # of an everyday word's weight, where there is next to no text to tell how common it is
_BY_SHARE = 0.5  # of a by-word's weight
_TELLING = 500  # texts that tell as much of that as is known of English
SUBJECT_WEIGHT = 0.4  # of a word of what was asked before, which a follow-up takes for granted
_LIKELY = 0.5  # from here on a correction is likelier than anything else
_LEAST_LIKELY = 0.1  # of a correction that is tried


@dataclass(frozen=True, slots=True)
class Addition:
    """What was searched beside a word of the question: how it was typed, what was added, its terms."""

    typed: str
    added: str
    terms: tuple[str, ...]
    weight: float = ADDED_WEIGHT
    share: float = ADDED_WEIGHT


@dataclass(frozen=True)  # without slots, for what is made once of a question and asked for with every passage
class Query:
    """A question as the engine gets it.

    `words` maps each word as it was typed to its terms (stop words are left out); `additions` are what the glossary, families of
    words and the spelling added; `bigrams` are the terms of neighbours; `subject` those of what was asked before; `everyday` is what each
    everyday term among them counts; `echoes` are the terms that count more where they echo.
    """

    words: Mapping[str, frozenset[str]]
    additions: tuple[Addition, ...] = ()
    bigrams: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    everyday: Mapping[str, float] = field(default_factory=dict)
    echoes: tuple[str, ...] = ()

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term to look for, typed or added."""
        return _terms(self.words, self.additions)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """What the engine ranks by, in a fixed order."""
        weights = dict.fromkeys(self.bigrams, BIGRAM_WEIGHT) | dict.fromkeys(self.subject, SUBJECT_WEIGHT)
        for addition in self.additions:
            for term in addition.terms:
                weights[term] = max(addition.weight, weights.get(term, 0.0))
        typed = (term for terms in self.words.values() for term in sorted(terms))
        weights |= {term: self.everyday.get(term, 1.0) for term in typed}
        return weights | {echo_of(term): ECHO_WEIGHT * weights[term] for term in self.echoes}

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

    def worths(self, vocabulary: Vocabulary) -> Mapping[str, float]:
        """How much each word of the question says: its idf, a word that no text holds being worth most."""
        idf, everyday = vocabulary.idf, self.everyday
        return {
            word: max([idf(term) * everyday.get(term, 1.0) for term in terms]) for word, terms in self.words.items()
        }

    def shares(self, held: frozenset[str]) -> Sequence[float]:
        """How well a text of these terms holds each word of the question, from 0 to 1."""
        share = self._share
        return [share(word, held) for word in self.words]

    def _holds(self, word: str, held: frozenset[str]) -> bool:
        return self._share(word, held) > 0

    def _share(self, word: str, held: frozenset[str]) -> float:
        """How well a text holds a word: 1 as it was typed, less by another name, least by a guess at its spelling."""
        if not self.words[word].isdisjoint(held):
            return 1.0
        best = 0.0
        for each in self._added.get(word, ()):
            if each.share > best and held.issuperset(each.terms):
                best = each.share
        return best

    @cached_property
    def _added(self) -> Mapping[str, Sequence[Addition]]:
        """What was added for each word, alone or in a phrase: with all of it looked through, long questions would take minutes."""
        added: dict[str, list[Addition]] = {}
        for each in self.additions:
            for word in {each.typed, *each.typed.split()}:
                added.setdefault(word, []).append(each)
        return added


@dataclass(frozen=True, slots=True)
class _Meant:
    """A word of a question: as it was typed, its terms, the word it most likely was meant to be, and what spelling adds."""

    typed: str
    terms: tuple[str, ...]
    word: Word
    additions: Sequence[Addition] = ()


@dataclass(frozen=True, slots=True)
class QueryReader:
    """Reads questions for one corpus."""

    analyzer: Analyzer
    vocabulary: Vocabulary
    glossary: Glossary
    spelling: Spelling
    families: Families

    def read(self, question: str) -> Query:
        """The query of a question: each word once, whatever its case or ending.

        A word that no text holds has the neighbours and synonyms of what it most likely was meant to be, and is left out
        where that is a stop word.
        """
        found = [self._meant(question[word.start : word.end], word) for word in self.analyzer.words(question)]
        words: dict[str, frozenset[str]] = {}
        others: list[Addition] = []
        seen: set[tuple[str, ...]] = set()
        for each in found:
            if each.word.terms and each.terms not in seen:
                seen.add(each.terms)
                words.setdefault(each.typed, frozenset(each.terms))
                others += (*each.additions, *self._kin(each.typed, each.terms))
        read = [each.word for each in found]
        added = (*self._synonyms(question, read), *others)
        echoes = sorted(term for term in _terms(words, added) if term in self.vocabulary)
        return Query(words, added, tuple(_bigrams(read)), everyday=self._everyday(words.values()), echoes=tuple(echoes))

    def _everyday(self, words: Iterable[frozenset[str]]) -> Mapping[str, float]:
        """What everyday words count: in a corpus of a few texts about half, since there they are rare by chance; by-words always."""
        size = self.vocabulary.size
        share = (size + EVERYDAY_SHARE * _TELLING) / (size + _TELLING)
        terms = frozenset[str]().union(*words)
        return dict.fromkeys(terms & self.analyzer.everyday, share) | dict.fromkeys(
            terms & self.analyzer.by_words, min(share, _BY_SHARE)
        )

    def _kin(self, typed: str, terms: Sequence[str]) -> Iterator[Addition]:
        """The words of a word's family; those of a compound's parts would be found without the others."""
        if len(terms) == 1:
            weight = KIN_WEIGHT if terms[0] in self.vocabulary else ADDED_WEIGHT
            for word, term in self.families.kin(typed, terms[0]):
                yield Addition(typed, word, (term,), weight, KIN_WEIGHT)

    def _meant(self, typed: str, word: Word) -> _Meant:
        corrections = self._corrections(typed, word)
        if not corrections:
            return _Meant(typed, word.terms, word)
        likely = {term: each[0] for term, each in corrections.items() if each[0].share >= _LIKELY}
        terms = tuple(chain.from_iterable(likely[term].terms if term in likely else (term,) for term in word.terms))
        key = likely[word.key].key if word.key in likely else word.key
        additions = [
            Addition(typed, each.word, each.terms, CORRECTED_WEIGHT * each.share, GUESSED_SHARE)
            for each in chain.from_iterable(corrections.values())
            if each.share >= _LEAST_LIKELY and any(term in self.vocabulary for term in each.terms)
        ]
        return _Meant(typed, word.terms, Word(word.start, word.end, key, terms), additions)

    def _corrections(self, typed: str, word: Word) -> Mapping[str, Sequence[Correction]]:
        """What each term that no text holds may be; a word with capitals inside it is a name or an abbreviation."""
        if not word.terms or word.terms[0] in self.vocabulary or typed[1:] != typed[1:].lower():
            return {}
        also = () if word.terms[1:] else (typed.lower(),)
        unknown = (term for term in word.terms[1:] or word.terms if term not in self.vocabulary)
        return {term: found for term in unknown if (found := self.spelling.corrections(*also, term))}

    def _synonyms(self, question: str, words: Sequence[Word]) -> Iterable[Addition]:
        """What the glossary adds, as far as some post holds it."""
        for each in self.glossary.expand(question, words):
            if any(term in self.vocabulary for term in each.terms):
                is_used = bool(each.of) and all(term in self.vocabulary for term in each.of)
                yield Addition(each.typed, each.added, each.terms, HELPED_WEIGHT if is_used else ADDED_WEIGHT)


def _terms(words: Mapping[str, frozenset[str]], additions: Iterable[Addition]) -> frozenset[str]:
    return frozenset[str]().union(*words.values(), *(addition.terms for addition in additions))


def _bigrams(words: Iterable[Word]) -> Iterator[str]:
    """Neighbours as terms of their own: of a technical term its parts, not the whole."""
    parts = chain.from_iterable(word.terms[1:] or word.terms for word in words)
    return (f"{one} {other}" for one, other in pairwise(parts))


def echo_of(term: str) -> str:
    """The term of its own for a term that the paragraph before or after holds, too; no text is cut into such a one."""
    return f"~{term}"


def reader_of(
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    glossary: Glossary,
    words: Mapping[str, str],
    families: Mapping[str, Sequence[str]] | None = None,
) -> QueryReader:
    """The reader for a corpus of these words (each with its term); `families` are those of its words, where they are known."""
    spelling = Spelling(words, vocabulary.frequency, analyzer.stop_words, glossary.words, vocabulary.size)
    held = vocabulary.frequencies
    kin = Families.of(words, analyzer, held) if families is None else Families(families, analyzer, words, held)
    return QueryReader(analyzer, vocabulary, glossary, spelling, kin)

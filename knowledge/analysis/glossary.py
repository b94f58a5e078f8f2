"""Abbreviations, spelling variants and synonyms: what else a question's words are called."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from knowledge.analysis.analyzer import Analyzer, Word
from knowledge.errors import GlossaryError

BUILT_IN = Path(__file__).parent / "glossary.yaml"

Entries = tuple[tuple[str, tuple[str, ...]], ...]  # a word or phrase, and what it adds


@dataclass(frozen=True, slots=True)
class Expansion:
    """What the glossary adds for words of a question: the words as typed, the phrase added, its terms and those of the words."""

    typed: str
    added: str
    terms: tuple[str, ...]
    of: tuple[str, ...] = ()


class Glossary:
    """Looks up words and phrases. A word that it does not know costs one look-up in a dictionary."""

    def __init__(self, entries: Entries, analyzer: Analyzer) -> None:
        added: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}
        for phrase, others in entries:
            keys = tuple(analyzer.keys(phrase))
            for other in others:
                terms = tuple(dict.fromkeys(analyzer.terms(other)))
                if keys and terms and tuple(analyzer.keys(other)) != keys:
                    added.setdefault(keys, []).append((other, terms))
        self.added: Mapping[tuple[str, ...], Sequence[tuple[str, tuple[str, ...]]]] = added

    def words(self) -> frozenset[str]:
        """The keys of all words that it looks up, alone or in phrases."""
        return frozenset(chain.from_iterable(self.added))

    def expand(self, question: str, words: Sequence[Word]) -> Iterator[Expansion]:
        """What the glossary adds to a question; `words` are all of its words, stop words too, each with its key.

        The longest phrase wins: inside “site reliability engineering” no shorter one is looked up.
        """
        start = 0
        while start < len(words):
            size = self._size(words, start)
            found = words[start : start + size]
            typed = question[found[0].start : found[-1].end] if found else ""
            for added, terms in self.added[_keys(found)] if found else ():
                yield Expansion(typed, added, terms, tuple(term for word in found for term in word.terms))
            start += size or 1

    def _size(self, words: Sequence[Word], start: int) -> int:
        """How many words the longest phrase has that starts here; 0 where none does."""
        longest = min(self._longest.get(words[start].key, 0), len(words) - start)
        return next((size for size in range(longest, 0, -1) if _keys(words[start : start + size]) in self.added), 0)

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """How many words the longest phrase has that starts with a word."""
        longest: dict[str, int] = {}
        for keys in self.added:
            longest[keys[0]] = max(len(keys), longest.get(keys[0], 0))
        return longest


def read_glossary(analyzer: Analyzer, own: Path | None = None) -> Glossary:
    """The built-in glossary, with the team's own on top of it. Raises GlossaryError where that cannot be read."""
    entries = _entries(BUILT_IN)
    return Glossary((*entries, *(_entries(own) if own else ())), analyzer)


def _entries(path: Path) -> Entries:
    """Every word or phrase with what it adds: the others of its groups, and its own one-way additions."""
    import yaml  # noqa: PLC0415 - a saved glossary does without

    from knowledge import plain_yaml  # noqa: PLC0415 - as above

    try:
        written = plain_yaml.load(path.read_text(encoding="utf-8"), unique=True) or {}
    except OSError as error:
        raise GlossaryError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:  # not UTF-8
        raise GlossaryError(path, f"is not UTF-8: {error}") from error
    except yaml.YAMLError as error:
        raise GlossaryError(path, f"is not YAML: {' '.join(str(error).split())}") from error
    groups, one_way = _parts(path, written)
    both = tuple((phrase, tuple(other for other in group if other != phrase)) for group in groups for phrase in group)
    return both + tuple((phrase, tuple(added)) for phrase, added in one_way.items())


def _parts(path: Path, written: object) -> tuple[list[list[str]], dict[str, list[str]]]:
    """The groups and the one-way entries, known to be lists of texts."""
    if not isinstance(written, dict) or not set(written) <= {"two_way", "one_way"}:
        raise GlossaryError(path, "must have the keys `two_way` and `one_way`, and no other")
    groups, one_way = written.get("two_way") or [], written.get("one_way") or {}
    if not isinstance(groups, list) or not all(map(_is_texts, groups)):
        raise GlossaryError(path, "two_way: must be a list of groups, each written like [k8s, kubernetes]")
    if not isinstance(one_way, dict) or not all(map(_is_texts, one_way.values())):
        raise GlossaryError(path, "one_way: must be lines written like terraform: [infrastructure as code]")
    return groups, one_way


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _keys(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.key for word in words)

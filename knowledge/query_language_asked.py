"""Asked: a question with its operators, as values. It tells which posts and passages the operators let through."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.model import Place, Post
from knowledge.results import Remark
from knowledge.typography import TYPED

_LONGEST_SHOWN = 60  # characters
_BETWEEN = re.compile(r"[\s_-]+")
_NAME = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"\w+|[^\w\s]")
_ONE_WORD = re.compile(r"\.?\w+(?:[-.'/&]\w+)*+(?:\+\+|#)?")  # what the analyzer reads as one word
_TAKEN_APART = re.compile(r"\w[\u0300-\u036f]{1,4}")  # a letter and its accents; of long runs the sorting is quadratic
_UNMARKED = str.maketrans("øłđħŧı", "oldhti")  # letters with a stroke, which Unicode does not take apart


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: `words` to rank by, and what its operators demand.

    `words` holds the words of exact phrases too. `after` is the first day that fits, `before` the first that does not.
    `mistakes` are sentences about operators that could not be read; all the others count.
    """

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    mistakes: tuple[Remark, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether `accepts` can turn a place down."""
        return bool(self.tags or self.authors or self.sources or self.after or self.before)

    @property
    def read_as(self) -> tuple[Remark, ...]:
        """How the operators were understood, a short phrase each; empty for a plain question."""
        return tuple(self._understood())

    def accepts(self, place: Place) -> bool:
        """Whether the post fits the filters: one of the tags, one of the authors, one of the sources, and the dates.

        Tags and sources compare without case, hyphens, spaces and underscores; authors by whole words of the name,
        without case and accents. A post without a date fits no date filter.
        """
        post = place.post
        return (
            (not self.tags or not _labels(self.tags).isdisjoint(_labels(post.tags)))
            and (not self.sources or _label(post.source) in _labels(self.sources))
            and (not self.authors or any(_names(asked, name) for asked in self.authors for name in post.authors))
            and self._dates_accept(post)
        )

    def allows(self, text: str, terms: Callable[[str], Sequence[str]]) -> bool:
        """Whether a text holds every exact phrase and nothing excluded.

        Phrases compare on word borders, without case, white space and typography. An excluded single word compares
        by `terms`, which is `Analyzer.terms`, so in all its forms; one without terms (a stop word) as a phrase does.
        """
        if not self.phrases and not self.excluded:
            return True
        plain = _plain(text)
        if not all(_stands_in(phrase, plain) for phrase in self.phrases):
            return False
        held = frozenset(terms(text)) if self.excluded else frozenset[str]()
        return not any(_holds(held, plain, excluded, terms) for excluded in self.excluded)

    def _dates_accept(self, post: Post) -> bool:
        if post.date is None:
            return not (self.after or self.before)
        return (self.after or date.min) <= post.date and (self.before is None or post.date < self.before)

    def _understood(self) -> Iterator[Remark]:
        yield from (Remark("exactly", "exactly “{}”", shown(phrase)) for phrase in self.phrases)
        yield from (Remark("without", "without “{}”", shown(excluded)) for excluded in self.excluded)
        for kind, values in (("tagged", self.tags), ("by", self.authors), ("in", self.sources)):
            if values:
                yield Remark(kind, kind + " " + " or ".join(["“{}”"] * len(values)), *map(shown, values))
        if self.after:
            yield Remark("after", "from {} on", str(self.after))
        if self.before:
            yield Remark("before", "before {}", str(self.before))


def shown(typed: str) -> str:
    """What was typed on one line, cut where it is long."""
    line = " ".join(typed.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"


def _holds(held: frozenset[str], plain: str, excluded: str, terms: Callable[[str], Sequence[str]]) -> bool:
    """Whether a text of these terms holds an excluded word or phrase."""
    own = terms(excluded) if _ONE_WORD.fullmatch(excluded.translate(TYPED)) else ()
    return own[0] in held if own else _stands_in(excluded, plain)  # the first term is the whole word, others its parts


def _stands_in(phrase: str, plain: str) -> bool:
    wanted = _wanted(phrase)
    longest = max(wanted.split(), key=len, default="")  # spares nearly all texts being cut up
    return longest in plain and wanted in _pieces(plain)


@lru_cache(maxsize=64)  # looked for in one text after the other
def _wanted(phrase: str) -> str:
    return _pieces(_plain(phrase))


def _pieces(plain: str) -> str:
    """Words and marks, each between spaces: one text in another is then found on word borders, in linear time."""
    return f" {' '.join(_PIECE.findall(plain))} "


def _plain(text: str) -> str:
    """As people type it, in lower case, with accents in one piece with their letters."""
    plain = text.translate(TYPED)
    if plain.isascii():
        return plain.lower()
    return _TAKEN_APART.sub(lambda found: unicodedata.normalize("NFC", found.group()), plain).casefold()


def _labels(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_label, texts))


@lru_cache(maxsize=4096)  # the tags of all posts, compared again with every question
def _label(text: str) -> str:
    """A tag or a source's name without what people write differently; `#` is how some mark tags."""
    return _BETWEEN.sub("", _plain(text).lstrip("#"))


def _names(asked: str, name: str) -> bool:
    """Whether all words of what was asked are among the words of a name."""
    words = _name_words(asked)
    return bool(words) and words <= _name_words(name)


@lru_cache(maxsize=4096)  # as many authors
def _name_words(name: str) -> frozenset[str]:
    taken_apart = (sign for letter in name for sign in unicodedata.normalize("NFKD", letter))
    bare = "".join(sign for sign in taken_apart if not unicodedata.combining(sign)).casefold()
    return frozenset(_NAME.findall(bare.translate(_UNMARKED)))

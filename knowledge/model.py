"""The things Commonplace speaks of, as immutable values: documents, posts, passages, places, hits, results."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Self

FILE_NAME = "commonplace.yaml"  # the configuration that is read where none is named

BlockKind = Literal["heading", "paragraph", "item", "quote", "row", "code"]
Outcome = Literal["answer", "closest", "nothing"]

_CLOSE = 0.6  # of the best score; below it, paragraphs that share a few words with the question are noise
BOLD_HEADING = 7  # the level of a paragraph in bold that stands for a heading; no page has an anchor for it


@dataclass(frozen=True, slots=True)
class Document:
    """A raw item from a source; `path` names it to people (relative to the source, with forward slashes)."""

    source: str
    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document was left out, or what was mended to keep it (`kept`)."""

    path: str
    line: int
    what: str
    mend: str
    kept: bool = True

    def __str__(self) -> str:
        state = "kept" if self.kept else "left out"
        return f"{self.path}:{self.line}: {self.what} ({state}). {self.mend}"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a post, as plain text without markup. Blocks of one list share a `group` above zero."""

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    anchor: str = ""
    marker: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A parsed document. `url` is where people read it, or None where nothing serves it.

    `public` is whether everybody may be shown it unasked, as its source's setting says.
    """

    source: str
    path: str
    title: str
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    url: str | None = None
    slug: str | None = None
    date: dt.date | None = None
    updated: dt.date | None = None
    public: bool = True
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells the post from every other: two sources may hold one of the same path, and one document several."""
        return self.source, self.path, self.title


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format made of one document: its posts, what was wrong, and how many drafts it left out."""

    posts: tuple[Post, ...] = ()
    problems: tuple[Problem, ...] = ()
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: the post, the trail of headings above it, its position (0 is the first), its link."""

    post: Post
    headings: tuple[str, ...]
    position: int
    last: bool
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph, list item, quote, table row or code block of a passage."""

    kind: BlockKind
    text: str
    marker: str = ""

    @property
    def line(self) -> str:
        """The part as one line of plain text, with its list marker."""
        return f"{self.marker} {self.text}" if self.marker else self.text


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed, quoted and linked: one text with every place where it stands."""

    id: str
    parts: tuple[Part, ...]
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The whole passage as plain text, one part a line."""
        return "\n".join(part.line for part in self.parts)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of an excerpt, and whether it matched the question."""

    text: str
    matched: bool = False


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One part of an excerpt, cut into fragments."""

    kind: BlockKind
    fragments: tuple[Fragment, ...]

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a passage that answers, word for word; `…` stands where text was left out."""

    lines: tuple[ExcerptLine, ...]

    @property
    def text(self) -> str:
        """The excerpt as plain text, one part a line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, its score, the best place first.

    Why it was found: the question's words that it has and lacks, and what the glossary or spelling added that it has.
    """

    passage: Passage
    excerpt: Excerpt
    places: tuple[Place, ...]
    score: float
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    expanded: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The trail of headings at the best place."""
        return self.places[0].headings


class Remark(str):
    """A remark on how an operator of the question was read, in English; `kind` and `values` say it in any language."""

    __slots__ = ("kind", "values")
    kind: str
    values: tuple[str, ...]

    def __new__(cls, kind: str, english: str, *values: str) -> Self:
        """The remark of this kind; each `{}` of the English text is one of the values."""
        remark = super().__new__(cls, english.format(*values))
        remark.kind, remark.values = kind, values
        return remark


@dataclass(frozen=True, slots=True)
class Results:
    """A question with its hits; `words` are those that were searched for, `unknown` those of them that no post contains.

    `added` is what was searched beside them, `read_as` how the operators in the question were understood, `mistakes` what
    could not be.
    """

    question: str
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    unknown: tuple[str, ...] = ()
    posts: int = 0
    words: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    read_as: tuple[Remark, ...] = ()
    mistakes: tuple[Remark, ...] = ()

    @property
    def leading(self) -> tuple[Hit, ...]:
        """The hits worth showing unasked: beside an answer those that come close to it, else all."""
        if self.outcome != "answer":
            return self.hits
        return tuple(hit for hit in self.hits if hit.score >= _CLOSE * self.hits[0].score)

    @property
    def helped(self) -> tuple[str, ...]:
        """What was added to the question and stands in a hit that leads."""
        held = {added for hit in self.leading for added in hit.expanded}
        return tuple(added for added in self.added if added in held)

    @property
    def reading(self) -> str:
        """How the question was understood, where that is more than its words; empty where it is not."""
        parts = (
            ("Searched", "; ".join(self.read_as)),
            ("Also searched", ", ".join(self.helped)),
            ("Not understood", " ".join(self.mistakes)),
        )
        return " · ".join(f"{name}: {what}" for name, what in parts if what)

    @property
    def statement(self) -> str:
        """One plain sentence about what was and was not found; empty for an answer."""
        if self.outcome == "answer":
            return ""
        words = ", ".join(f"“{word}”" for word in self.unknown)
        lacking = f" No post contains {words}." if words else ""
        if self.outcome == "closest":
            return f"No paragraph answers this outright; the closest come first.{lacking}"
        return f"Nothing found in {self.posts} {'post' if self.posts == 1 else 'posts'}.{lacking}"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A passage fit to be shown on its own, with its places (newest first) and how many others there are."""

    passage: Passage
    places: tuple[Place, ...]
    topic: str = ""
    remaining: int = 0


@dataclass(frozen=True, slots=True)
class RelatedPost:
    """A post that a text is about, with the passage and the words that tie it to the text."""

    place: Place
    passage: Passage
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What a URL leads to: the place, its passage (None where it is the post as a whole), and newer posts on the same."""

    place: Place
    passage: Passage | None
    newer: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over a corpus; `paragraphs` counts every place, `passages` each text once.

    `confidence` holds the calibrated cuts, and the share of foreign questions that they let through.
    """

    posts: int
    paragraphs: int
    passages: int
    lessons: int
    problems: int
    drafts: int = 0
    sources: Mapping[str, int] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Corpus:
    """All posts and passages at one moment, and what was wrong with the documents they came from."""

    posts: Sequence[Post]
    passages: Sequence[Passage]
    problems: Sequence[Problem] = ()
    drafts: int = 0

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with any text, place or link."""
        from hashlib import blake2b  # noqa: PLC0415 - it brings OpenSSL, and a saved corpus has its fingerprint

        digest = blake2b(digest_size=8)
        for passage in self.passages:
            digest.update(passage.text.encode())
            for place in passage.places:
                digest.update(repr((place.post.title, place.post.date, place.url, place.headings)).encode())
        return digest.hexdigest()

    @property
    def paragraphs(self) -> int:
        """How many places all passages stand in."""
        return sum(len(passage.places) for passage in self.passages)

    def posts_by_source(self) -> Counter[str]:
        """How many posts each source gave."""
        return Counter(post.source for post in self.posts)

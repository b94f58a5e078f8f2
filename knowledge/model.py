"""The things Commonplace speaks of, as immutable values: documents, posts, passages, places, hits, results."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "quote", "row", "code"]
Outcome = Literal["answer", "closest", "nothing"]

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
    """A parsed document. `url` is where people read it, or None where nothing serves it."""

    source: str
    path: str
    title: str
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    url: str | None = None
    slug: str | None = None
    date: dt.date | None = None
    updated: dt.date | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


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
    """A passage found, its score, the best place first, and why: the question's words it has and lacks."""

    passage: Passage
    excerpt: Excerpt
    places: tuple[Place, ...]
    score: float
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The trail of headings at the best place."""
        return self.places[0].headings


@dataclass(frozen=True, slots=True)
class Results:
    """A question with its hits; `unknown` are the question's words that no post contains."""

    question: str
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    unknown: tuple[str, ...] = ()
    posts: int = 0

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
class Stats:
    """Counts over a corpus; `paragraphs` counts every place, `passages` each text once."""

    posts: int
    paragraphs: int
    passages: int
    lessons: int
    problems: int
    drafts: int = 0
    sources: Mapping[str, int] = field(default_factory=dict)

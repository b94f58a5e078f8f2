"""What a question finds in the posts: excerpts, hits and results; lessons, related and linked posts."""

from dataclasses import dataclass
from typing import Literal, Self

from knowledge.model import BlockKind, Passage, Place, Post

Outcome = Literal["answer", "closest", "nothing"]

_CLOSE = 0.6  # of the best score; below it, paragraphs that share a few words with the question are noise


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
    `newer` is where a newer post says it with other figures; `stale`, that the best place's post is older than the caller
    wants an answer to be.
    """

    passage: Passage
    excerpt: Excerpt
    places: tuple[Place, ...]
    score: float
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    expanded: tuple[str, ...] = ()
    newer: Place | None = None
    stale: bool = False

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
    def shown_from(self) -> frozenset[str]:
        """The sources of everything that the hits worth showing name: whoever is shown them must be allowed to read all."""
        places = (place for hit in self.leading for place in (*hit.places, *((hit.newer,) if hit.newer else ())))
        return frozenset(place.post.source for place in places)

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
class Standing:
    """A passage where it stands in a post, in that post's words: `post.blocks[start:end]`, less the line that leads into it.

    `places` are where it stands, this one first; `newer` and `older` say it with other figures.
    """

    passage: Passage
    place: Place
    start: int
    end: int
    places: tuple[Place, ...]
    newer: tuple[Place, ...] = ()
    older: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A post with its passages in their order, and the posts on the same, the closest first."""

    post: Post
    passages: tuple[Standing, ...]
    about: tuple[Post, ...] = ()

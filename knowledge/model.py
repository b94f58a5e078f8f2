"""What posts are made of, as immutable values: documents, posts, passages and their places, the corpus."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

FILE_NAME = "commonplace.yaml"  # the configuration that is read where none is named

BlockKind = Literal["heading", "paragraph", "item", "quote", "row", "code"]
Key: TypeAlias = tuple[str, str, str]  # of a post: its source, path and title
Stamp: TypeAlias = tuple[int, int, int, int]  # of a file: size, when it and its state changed (ns), inode

BOLD_HEADING = 7  # the level of a paragraph in bold that stands for a heading; no page has an anchor for it


@dataclass(frozen=True, slots=True)
class Document:
    """A raw item from a source; `path` names it to people (relative to the source, with forward slashes).

    `stamp` is that of its file, where it is one: while that stays, so does the content.
    """

    source: str
    path: str
    content: bytes
    stamp: Stamp | None = field(default=None, compare=False, repr=False)


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
    """A parsed document. `url` is where people read it, or None where nothing serves it; `aliases` is where it was before.

    `public` is whether everybody may be shown it unasked, and `limited` whether it is for some people only, as its source's
    settings say.
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
    limited: bool = False
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What tells the post from every other: two sources may hold one of the same path, and one document several."""
        return self.source, self.path, self.title


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format made of one document: its posts, what was wrong, and how many drafts it left out.

    From a source, `hidden` has the paths of documents and folders that may be there, though they could not be read this
    time; an empty one stands for any of the source.
    """

    posts: tuple[Post, ...] = ()
    problems: tuple[Problem, ...] = ()
    drafts: int = 0
    hidden: tuple[str, ...] = ()


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


def text_of(parts: Sequence[Part]) -> str:
    """Parts as plain text, one a line."""
    return "\n".join(part.line for part in parts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: the post, the trail of headings above it, its position (0 is the first), its link.

    `wording` is the text as it stands there where its words differ a little from the passage's, else empty; the link lands
    on it. `copy_of` names the post that this one is a copy of, where the passage stands in both. `anchor` is the passage's
    own, on the page that the bot has of the post.
    """

    post: Post
    headings: tuple[str, ...]
    position: int
    last: bool
    url: str | None = None
    wording: tuple[Part, ...] = ()
    copy_of: Key | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed, quoted and linked: one text, as its first place words it, with every place where it stands.

    `newer` is where a newer post says it with other figures.
    """

    id: str
    parts: tuple[Part, ...]
    places: tuple[Place, ...]
    newer: Place | None = None

    @property
    def text(self) -> str:
        """The whole passage as plain text, one part a line."""
        return text_of(self.parts)

    def worded_at(self, place: Place) -> "Passage":
        """The passage in the words of one of its places."""
        if not place.wording:
            return self
        others = ((each, each.wording or self.parts) for each in self.places)
        places = (replace(each, wording=() if words == place.wording else words) for each, words in others)
        return replace(self, parts=place.wording, places=tuple(places))


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
    """All posts and passages at one moment, and what was wrong with the documents they came from.

    `copies` has the original of every post that is a copy of another; `boilerplate` the passages, by number, that repeat
    without teaching anything.
    """

    posts: Sequence[Post]
    passages: Sequence[Passage]
    problems: Sequence[Problem] = ()
    drafts: int = 0
    copies: Mapping[Key, Key] = field(default_factory=dict)
    boilerplate: frozenset[int] = frozenset()

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with any text, place or link."""
        from hashlib import blake2b  # noqa: PLC0415 - it brings OpenSSL, and few ask for it: it goes over everything

        digest = blake2b(digest_size=8)
        for passage in self.passages:
            digest.update(passage.text.encode())
            for place in passage.places:
                digest.update(repr((place.post.title, place.post.date, place.url, place.headings)).encode())
                digest.update(text_of(place.wording).encode())
        return digest.hexdigest()

    @property
    def paragraphs(self) -> int:
        """How many places all passages stand in."""
        return sum(len(passage.places) for passage in self.passages)

    def posts_by_source(self) -> Counter[str]:
        """How many posts each source gave."""
        return Counter(post.source for post in self.posts)

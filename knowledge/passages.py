"""Post → passages: paragraphs with their heading trail; a list or code block belongs to the “…:” line before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Block, Part, Post

MOST_WORDS = 200  # of a list in one passage; lists of handbooks hold a quarter to a half of their words
_SHORT = 5  # words; a paragraph shorter than this ("For example") leads into what follows it


@dataclass(frozen=True, slots=True)
class Span:
    """A run of blocks of a post that is one passage: `blocks[start:end]` less the lead-in, which may stand before."""

    parts: tuple[Part, ...]
    headings: tuple[str, ...]
    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    anchor: str


def spans(post: Post, anchors: Sequence[str]) -> Iterator[Span]:
    """The passages of a post in order; `anchors` holds the anchor of each block that is a heading."""
    trail: list[_Heading] = []
    place = 0
    while place < len(post.blocks):
        block = post.blocks[place]
        if block.kind == "heading":
            trail = [heading for heading in trail if heading.level < block.level]
            trail.append(_Heading(block.level, block.text, anchors[place]))
            place += 1
            continue
        end = _end(post.blocks, place)
        names = tuple(heading.text for heading in trail)
        anchor = next((heading.anchor for heading in reversed(trail) if heading.anchor), "")
        for start, stop in _cut(post.blocks, place, end):
            lead_in = post.blocks[place : place + 1] if start > place and _leads(block) else ()
            parts = tuple(_part(each) for each in (*lead_in, *post.blocks[start:stop]))
            yield Span(parts, names, anchor, start, stop)
        place = end


def _part(block: Block) -> Part:
    return Part(block.kind, block.text, block.marker)


def _end(blocks: Sequence[Block], start: int) -> int:
    """Where the passage that starts here ends: after its list, table, quote or the block that it leads into."""
    first = blocks[start]
    end = start + 1
    if first.kind == "paragraph" and _leads(first) and end < len(blocks) and blocks[end].kind != "heading":
        return end if blocks[end].kind == "paragraph" else _run(blocks, end)
    return _run(blocks, start)


def _run(blocks: Sequence[Block], start: int) -> int:
    """The end of the run of blocks that belong together: one list, one table, one quote; else the block alone."""
    first = blocks[start]
    end = start + 1
    while end < len(blocks) and _together(first, blocks[end]):
        end += 1
    return end


def _together(first: Block, other: Block) -> bool:
    if first.group or other.group:
        return first.group == other.group
    return first.kind == other.kind and first.kind in ("quote", "row")


def _leads(block: Block) -> bool:
    return block.text.endswith(":") or (block.kind == "paragraph" and len(block.text.split(maxsplit=_SHORT)) < _SHORT)


def _cut(blocks: Sequence[Block], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run in pieces of at most `MOST_WORDS` words each; a single longer block stays whole."""
    if end - start == 1:  # as most are
        yield start, end
        return
    words = 0
    piece = start
    for place in range(start, end):
        length = len(blocks[place].text.split())
        if place > piece and words + length > MOST_WORDS:
            yield piece, place
            piece, words = place, 0
        words += length
    yield piece, end

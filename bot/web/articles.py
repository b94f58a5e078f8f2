"""A post's blocks → what its page draws: headings, and passages of paragraphs, lists, tables, quotes and code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from knowledge.deep_links import anchors
from knowledge.model import Block
from knowledge.results import Contents, Standing

RunKind = Literal["paragraph", "bullets", "numbers", "table", "quote", "code"]
_DEEPEST = 6  # HTML has no more levels


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at its depth in the page (the title's is 1); no depth is left out on the way down."""

    depth: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its blocks, of which all but the first belong to it without a mark of their own."""

    blocks: tuple[Block, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks that are drawn as one: a paragraph, a list, a table (its head may be empty), a quote, a piece of code."""

    kind: RunKind
    blocks: tuple[Block, ...] = ()
    items: tuple[Item, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A passage as it is drawn."""

    standing: Standing
    runs: tuple[Run, ...]


def pieces(contents: Contents) -> tuple[Heading | Drawn, ...]:
    """The headings and passages of a post in their order."""
    blocks = contents.post.blocks
    names = anchors(blocks)
    starts = {standing.start: standing for standing in contents.passages}
    found: list[Heading | Drawn] = []
    trail: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            trail = [*(level for level in trail if level < block.level), block.level]
            found.append(Heading(min(len(trail) + 1, _DEEPEST), block.text, names[number]))
        elif standing := starts.get(number):
            found.append(Drawn(standing, tuple(runs(blocks[standing.start : standing.end]))))
    return tuple(found)


def runs(blocks: Sequence[Block]) -> Iterator[Run]:
    """The blocks of one passage, those that belong together as one."""
    for (group, is_row), together in groupby(blocks, key=lambda block: (block.group, block.kind == "row")):
        run = tuple(together)
        if is_row:
            yield _table(run)
        elif group:
            yield from _lists(run)
        else:
            yield from _loose(run)


def _loose(blocks: Sequence[Block]) -> Iterator[Run]:
    for kind, together in groupby(blocks, key=lambda block: block.kind):
        run = tuple(together)
        if kind == "quote":
            yield Run("quote", run)
        else:
            yield from (Run("code" if kind == "code" else "paragraph", (block,)) for block in run)


def _lists(blocks: Sequence[Block]) -> Iterator[Run]:
    """Lists, a new one where the kind of marks changes: of a list within a list no more is known."""
    items: list[list[Block]] = []
    for block in blocks:
        if block.marker or not items:
            items.append([])
        items[-1].append(block)
    made = (Item(tuple(item), _number(item[0])) for item in items)
    for is_numbered, together in groupby(made, key=lambda item: bool(item.number)):
        yield Run("numbers" if is_numbered else "bullets", items=tuple(together))


def _number(block: Block) -> str:
    number = block.marker.rstrip(".")
    return number if number.isascii() and number.isdecimal() and len(number) < 9 else ""  # noqa: PLR2004 - 32 bits in browsers


def _table(blocks: Sequence[Block]) -> Run:
    """A table; its first row heads the columns where it has a word for each and rows follow."""
    rows = [tuple(block.text.split(" | ")) for block in blocks]
    widest = max(map(len, rows))
    heads = len(rows) > 1 and len(rows[0]) == widest and all(cell.strip() for cell in rows[0])
    return Run("table", head=rows[0] if heads else (), rows=tuple(rows[1:] if heads else rows))

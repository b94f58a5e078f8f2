"""Passage → URL that lands on the quoted text: the heading's anchor and a text fragment, found first at the passage.

The bot's own pages need no such guess: they have an anchor for every passage.

Source of the syntax: the WICG draft “URL Fragment Text Directives” (`#:~:text=[prefix-,]start[,end][,-suffix]`).
"""

import re
from collections.abc import Sequence
from itertools import chain, islice, takewhile
from urllib.parse import quote, urldefrag

from knowledge.model import BOLD_HEADING, Block

_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_WORD = re.compile(r"[^\s、。，！？；]+[、。，！？；]*|[、。，！？；]+")  # where no spaces are written, a clause
_BLANKS = re.compile(r"\s{2,}|\n")
_START_WORDS = 5  # enough to be told apart nearly always; more only make the URL longer
_END_WORDS = 3
_CONTEXT_WORDS = 3
_OF_THE_ID = 10  # digits; two passages of one post share them once in a trillion posts
_LONGEST = 300  # characters of a start; a page is better opened at its heading than by a longer one


def anchors(blocks: Sequence[Block]) -> list[str]:
    """The anchor of every block that is a heading, as GitHub, Jekyll and Docusaurus make them; empty for the others."""
    taken: dict[str, int] = {}
    return [_anchor(block, taken) for block in blocks]


def passage_anchors(ids: Sequence[str]) -> list[str]:
    """The anchors that the bot's own page has for a post's passages, by their ids: what is said twice has two."""
    taken: dict[str, int] = {}
    return [_numbered(f"p-{each[:_OF_THE_ID]}", taken) for each in ids]


def deep_link(url: str, anchor: str, directive: str) -> str:
    """The post's URL with the anchor, in place of a fragment of its own, and with the text directive (either may be empty)."""
    page, own = urldefrag(url)
    fragment = quote(anchor, safe="") or own.partition(":~:")[0]
    landing = f"{fragment}:~:{directive}" if directive else fragment
    return f"{page}#{landing}" if landing else page


class TextFragments:
    """Makes text directives for passages of one post, each found first at its passage.

    A directive's start and end lie each within one line of the page: a paragraph, a table cell, a piece of code.
    """

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        self._lines = [_lines(block) for block in blocks]
        self._starts: list[list[int]] = []
        pieces = [_fold(title)]
        length = len(pieces[0]) + 1
        for lines in self._lines:
            self._starts.append([])
            for line in lines:
                self._starts[-1].append(length)
                pieces.append(_fold(line))
                length += len(pieces[-1]) + 1
        self._page = "\n".join(pieces)

    def directive(self, start: int, end: int) -> str:
        """`text=…` for the passage that is `blocks[start:end]` of the post; empty where no words tell it from one before."""
        at = self._starts[start][0]
        opening = self._opening(self._lines[start][0], at)
        prefix = "" if self._first(_fold(opening)) == at else self._before(at, opening)
        if not opening or prefix is None:
            return ""
        closing = self._closing(end - 1, at + len(_fold(opening)))
        pieces = [f"{_encode(prefix)}-," if prefix else "", _encode(opening), f",{_encode(closing)}" if closing else ""]
        return "text=" + "".join(pieces)

    def _opening(self, line: str, at: int) -> str:
        """As few first words of the line as nothing before it repeats; where even all do, the usual number of them."""
        ends = takewhile(lambda end: end <= _LONGEST, (word.end() for word in _WORD.finditer(line)))
        usual = [line[:end] for end in islice(ends, _START_WORDS)][-1:]
        longer = (line[:end] for end in ends)
        telling = (each for each in chain(usual, longer) if self._first(_fold(each)) == at)
        return next(telling, "".join(usual))

    def _before(self, at: int, opening: str) -> str | None:
        """The last words of the line before that tell the passage from its like; None where they are the same too."""
        words = self._page[: at - 1].rpartition("\n")[2].split()
        fewest = min(_CONTEXT_WORDS, len(words))
        prefixes = (" ".join(words[-count:]) for count in range(fewest, len(words) + 1))
        short = takewhile(lambda prefix: len(prefix) <= _LONGEST, prefixes)
        telling = (each for each in short if self._first(f"{each}\n{_fold(opening)}") == at - len(each) - 1)
        return next(telling, None)

    def _closing(self, block: int, after: int) -> str:
        """The passage's last words, if the first place after its start that holds them is the passage's end."""
        line = self._lines[block][-1]
        stop = self._starts[block][-1] + len(_fold(line))
        starts = [word.start() for word in _WORD.finditer(line)]
        short = (line[start:] for start in reversed(starts) if len(line) - start <= _LONGEST)
        apart = takewhile(lambda closing: stop - len(_fold(closing)) > after, short)
        usual = chain([*islice(apart, _END_WORDS)][-1:], apart)
        return next((each for each in usual if self._first(_fold(each), after) == stop - len(_fold(each))), "")

    def _first(self, text: str, start: int = 0) -> int:
        """Where a text stands first as whole words."""
        place = self._page.find(text, start)
        while place >= 0 and (_joined(self._page, place) or _joined(self._page, place + len(text))):
            place = self._page.find(text, place + 1)
        return place


def _anchor(block: Block, taken: dict[str, int]) -> str:
    """The heading's own anchor, else one of its text, numbered from 1 where a heading before has it."""
    if block.kind != "heading" or block.level == BOLD_HEADING:
        return ""
    if block.anchor:
        taken.setdefault(block.anchor, 0)
        return block.anchor
    return _numbered(_NOT_IN_ANCHOR.sub("", block.text.lower()).strip().replace(" ", "-"), taken)


def _numbered(first: str, taken: dict[str, int]) -> str:
    """An anchor that nothing has yet."""
    anchor = first
    while anchor in taken:
        taken[first] += 1
        anchor = f"{first}-{taken[first]}"
    taken.setdefault(anchor, 0)
    return anchor


def _lines(block: Block) -> list[str]:
    """The pieces of a block that a browser finds as one: a row's cells, and code without its runs of blanks."""
    pieces = block.text.split(" | ") if block.kind == "row" else _BLANKS.split(block.text)
    return [piece.strip() for piece in pieces if piece.strip()] if block.kind in ("row", "code") else [block.text]


def _fold(text: str) -> str:
    """As browsers compare: white space folded, without case."""
    return " ".join(text.lower().split())


def _joined(page: str, place: int) -> bool:
    return 0 < place < len(page) and page[place - 1].isalnum() and page[place].isalnum()


def _encode(text: str) -> str:
    """Percent-encoded for a text directive, in which comma, ampersand and hyphen have meanings of their own."""
    return quote(text, safe="").replace("-", "%2D")

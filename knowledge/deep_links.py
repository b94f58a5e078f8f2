"""Passage → URL that lands on the quoted text: the heading's anchor and a text fragment, unique in its post.

Source of the syntax: the WICG draft “URL Fragment Text Directives” (`#:~:text=[prefix-,]start[,end][,-suffix]`).
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urldefrag

from knowledge.model import Block

_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_START_WORDS = 5  # enough to be unique nearly always; more only make the URL longer
_END_WORDS = 3
_CONTEXT_WORDS = 3


def anchors(blocks: Sequence[Block]) -> list[str]:
    """The anchor of every block that is a heading, as GitHub, Jekyll and Docusaurus make them; empty for the others."""
    made: list[str] = []
    seen: dict[str, int] = {}
    for block in blocks:
        if block.kind != "heading":
            made.append("")
            continue
        anchor = block.anchor or _NOT_IN_ANCHOR.sub("", block.text.lower()).strip().replace(" ", "-")
        times = seen.get(anchor, 0)
        seen[anchor] = times + 1
        made.append(f"{anchor}-{times}" if times and not block.anchor else anchor)
    return made


def deep_link(url: str, anchor: str, directive: str) -> str:
    """The post's URL with the anchor and the text directive; a fragment of the URL's own gives way."""
    return f"{urldefrag(url).url}#{quote(anchor, safe='')}:~:{directive}"


class TextFragments:
    """Makes text directives for passages of one post, each found at its passage and nowhere before."""

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        self._blocks = [_fold(block.text) for block in blocks]
        self._starts: list[int] = []
        pieces = [_fold(title)]
        length = len(pieces[0]) + 1
        for text in self._blocks:
            self._starts.append(length)
            pieces.append(text)
            length += len(text) + 1
        self._page = "\n".join(pieces)
        self._words = [block.text.split() for block in blocks]

    def directive(self, start: int, end: int) -> str:
        """`text=…` for the passage that is `blocks[start:end]` of the post."""
        begin = self._unique_start(start)
        opening = " ".join(self._words[start][: begin or len(self._words[start])])
        prefix = "" if begin else self._before(start, opening)
        closing = self._closing(start, end, len(_fold(opening)))
        pieces = [f"{_encode(prefix)}-," if prefix else "", _encode(opening), f",{_encode(closing)}" if closing else ""]
        return "text=" + "".join(pieces)

    def _unique_start(self, block: int) -> int:
        """How many of the block's first words no earlier or later text repeats; 0 where even all of them do."""
        words = self._words[block]
        for count in range(min(_START_WORDS, len(words)), len(words) + 1):
            if _times(self._page, _fold(" ".join(words[:count]))) == 1:
                return count
        return 0

    def _before(self, block: int, opening: str) -> str:
        """The words before the block that tell it from its like; empty where nothing stands before it."""
        before = self._page[: self._starts[block]].split("\n")[:-1]
        words = before[-1].split() if before else []
        for count in range(_CONTEXT_WORDS, len(words) + 1):
            prefix = " ".join(words[-count:])
            if _times(self._page, f"{prefix}\n{_fold(opening)}") == 1:
                return prefix
        return " ".join(words[-_CONTEXT_WORDS:])

    def _closing(self, start: int, end: int, opening: int) -> str:
        """The passage's last words, if the first place after the opening that holds them is the passage's end."""
        words = self._words[end - 1]
        after = self._starts[start] + opening
        stop = self._starts[end - 1] + len(self._blocks[end - 1])
        for count in range(min(_END_WORDS, len(words)), len(words) + 1):
            closing = _fold(" ".join(words[-count:]))
            if stop - len(closing) <= after:
                return ""
            if next(_found(self._page, closing, after), None) == stop - len(closing):
                return " ".join(words[-count:])
        return ""


def _fold(text: str) -> str:
    """As browsers compare: white space folded, without case."""
    return " ".join(text.lower().split())


def _found(page: str, text: str, start: int = 0) -> Iterator[int]:
    """Where a text stands in the page as whole words."""
    place = page.find(text, start)
    while place >= 0:
        after = place + len(text)
        if not (_joined(page, place) or _joined(page, after)):
            yield place
        place = page.find(text, place + 1)


def _joined(page: str, place: int) -> bool:
    return 0 < place < len(page) and page[place - 1].isalnum() and page[place].isalnum()


def _times(page: str, text: str) -> int:
    return sum(1 for _ in _found(page, text))


def _encode(text: str) -> str:
    """Percent-encoded for a text directive, in which comma, ampersand and hyphen have meanings of their own."""
    return quote(text, safe="").replace("-", "%2D")

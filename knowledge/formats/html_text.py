"""The text of raw HTML inside Markdown."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_BREAKS = frozenset(
    """
    address article aside blockquote br dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section summary table td th tr ul
    """.split()
)
_TAG = re.compile("<[^>]*>")
_SILENT = frozenset(
    """
    button head iframe math noscript object script select style svg template textarea title video
    """.split()
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = [[]]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.blocks.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BREAKS:
            self.blocks.append([])

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BREAKS:
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.blocks[-1].append(data)


def text_blocks(html: str) -> Iterator[str]:
    """The paragraphs of visible text in a piece of HTML, white space folded; none for a comment."""
    for pieces in _parsed(html):
        text = " ".join("".join(pieces).split())
        if text:
            yield text


def _parsed(html: str) -> list[list[str]]:
    parser = _Text()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # how the standard library refuses a marked section that it does not know (`<![x[`)
        return [[_TAG.sub(" ", html)]]
    return parser.blocks

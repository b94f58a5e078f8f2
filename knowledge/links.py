"""The links that a document's text holds, each with its line; code is left alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.formats.decoding import decode
from knowledge.model import Document

_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_MENU = re.compile(r"<(/?)(?:nav|header|footer|aside|head|script|style)\b", re.IGNORECASE)
_LONGEST = 10_000  # characters of a line; in longer ones code is not looked for, which takes the square of the time
_SHORTCODE = re.compile(r"\{\{[<%]?.*?[>%]?\}\}|\{%.*?%\}")
_LINK = re.compile(
    r"""\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+["'(][^)]*)?\s*\)"""  # [x](target "title")
    r"""|^\s{0,3}\[[^\]^][^\]]*\]:\s*<?([^\s<>]+)>?"""  # [x]: target
    r"""|\bhref\s*=\s*["']([^"']+)["']"""
    r"""|<(https?://[^\s<>]+)>"""
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written, and where it stands."""

    source: str
    path: str
    line: int
    target: str


def links_of(document: Document) -> Iterator[Link]:
    """The links of a Markdown or HTML document, in their order; pictures are none."""
    text, _ = decode(document)
    if document.path.lower().endswith((".html", ".htm")):
        text = _without_menus(text)
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = _FENCE.match(line)
        if found and (not fence or found.group(1).startswith(fence)):
            fence = "" if fence else found.group(1)
        elif not fence:
            for target in _targets(line):
                yield Link(document.source, document.path, number, target)


def _without_menus(page: str) -> str:
    """The page with empty lines where its menus, head and programs stand."""
    pieces: list[str] = []
    depth = start = 0
    for found in _MENU.finditer(page):
        piece = page[start : found.start()]
        pieces.append("\n" * piece.count("\n") if depth else piece)
        depth = max(0, depth + (-1 if found.group(1) else 1))
        start = found.start()
    rest = page[start:]
    return "".join((*pieces, "\n" * rest.count("\n") if depth else rest))


def _targets(line: str) -> Iterator[str]:
    """The targets in one line; of a link around a picture, that of the link."""
    is_plain = len(line) > _LONGEST or ("`" not in line and "{" not in line)
    prose = line if is_plain else _SHORTCODE.sub("", _CODE.sub("", line))
    for found in _LINK.finditer(prose):
        target = next(filter(None, found.groups()), "")
        if target and not _is_picture(prose, found):
            yield target


def _is_picture(line: str, found: re.Match[str]) -> bool:
    """Whether `](…)` ends a picture: the bracket that it closes has a `!` before it."""
    if found.group(1) is None:
        return False
    depth = 0
    for place in range(found.start(), max(-1, found.start() - _LONGEST), -1):
        depth += {"]": 1, "[": -1}.get(line[place], 0)
        if depth == 0:
            return line[place - 1 : place] == "!"
    return False

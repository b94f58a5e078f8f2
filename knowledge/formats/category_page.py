"""The text dump of a blog's category page → its posts.

A first line `Category: …`; each post a line `  • Title`; everything of it indented by four spaces, one block a line, blank
lines between. A section heading is a short block without a mark at its end.
"""

import re
from collections.abc import Iterator

from knowledge.formats.decoding import decode
from knowledge.model import Block, Document, Post, Problem, Reading

_CATEGORY = re.compile(r"\ACategory:[ \t]*(.*)")
_TITLE = re.compile(r"^ {0,3}•[ \t]+(.*\S)[ \t]*$")
_HEADING_WORDS = 6
_END_MARKS = ".!?:;,…\"'”’)"


def read(document: Document) -> Reading:
    """Read a dump; text that is no dump, and posts without a paragraph, become problems."""
    text, problems = decode(document)
    if problems and not problems[0].kept:
        return Reading(problems=problems)
    lines = text.split("\n")
    starts = [place for place, line in enumerate(lines) if _TITLE.match(line)]
    if not starts:
        what = "is not the dump of a category page: no line starts with “  • ”"
        mend = "Write the post as Markdown (.md), or leave the file out with `exclude`."
        return Reading(problems=(*problems, Problem(document.path, 1, what, mend, kept=False)))
    category = _CATEGORY.match(text)
    tags = (category.group(1).strip(),) if category and category.group(1).strip() else ()
    posts, empty = [], []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        title = _title(lines[start])
        blocks = tuple(_blocks(lines, start + 1, end))
        if any(block.kind == "paragraph" for block in blocks):
            posts.append(Post(document.source, document.path, title, blocks, tags=tags))
        else:
            what = f"the post “{title}” holds no paragraph"
            empty.append(Problem(document.path, start + 1, what, "Indent its text by four spaces.", kept=False))
    return Reading(tuple(posts), (*problems, *empty))


def _title(line: str) -> str:
    found = _TITLE.match(line)
    return " ".join(found.group(1).split()) if found else ""


def _blocks(lines: list[str], start: int, end: int) -> Iterator[Block]:
    """The blocks between two titles; lines of one block may be wrapped."""
    block: list[str] = []
    for place in range(start, end + 1):
        line = lines[place].strip() if place < end else ""
        if line:
            block.append(line)
        elif block:
            text = " ".join(" ".join(block).split())
            yield _heading_or_paragraph(text, place - len(block) + 1)
            block = []


def _heading_or_paragraph(text: str, line: int) -> Block:
    if len(text.split()) <= _HEADING_WORDS and text[-1] not in _END_MARKS:
        return Block("heading", text, line, level=2)
    return Block("paragraph", text, line)

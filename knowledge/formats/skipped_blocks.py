"""Blocks of lines that are not Markdown although blank lines stand in them: comments, raw text, snippets, exported code."""

import re
from bisect import bisect_right

from knowledge.formats.templates import RAW_BRACE

_MARKS = (  # what tells that there is one at all, its first line, its last, and whether what stands between is text
    ("endcomment", re.compile(r"[ \t]*\{%-?\s*comment\s*-?%\}.*"), re.compile(r"\{%-?\s*endcomment\s*-?%\}"), False),
    ("endraw", re.compile(r"[ \t]*\{%-?\s*raw\s*-?%\}[ \t]*"), re.compile(r"\{%-?\s*endraw\s*-?%\}[ \t]*$"), True),
    ("*/}", re.compile(r"[ \t]*\{/\*(?!.*\*/\}).*"), re.compile(r"\*/\}[ \t]*$"), False),
    ("%%", re.compile(r"[ \t]*%%(?!.*%%).*"), re.compile(r"%%[ \t]*$"), False),
    ("8<", re.compile(r"[ \t]*-+8<-+[ \t]*"), re.compile(r"^[ \t]*-+8<-+[ \t]*$"), False),
)
_EXPORT = re.compile(r"export\s+(?:default\b|const\b|let\b|var\b|function\b|async\b|class\b|\{|\*)")
_OPEN, _CLOSE = re.compile(r"[\[({]"), re.compile(r"[\])}]")


class Blocks:
    """The blocks of a body that are not Markdown, each found by its first line."""

    def __init__(self, lines: list[str], *, mdx: bool) -> None:
        self._lines = lines
        self._mdx = mdx
        self._is_unclosed = False  # whether some exported code never closes its brackets
        body = "\n".join(lines)
        self._marks = [
            (start, [number for number, line in enumerate(lines) if end.search(line)], is_text)
            for sign, start, end, is_text in _MARKS
            if sign in body
        ]

    def at(self, number: int, *, starts_paragraph: bool) -> list[str] | None:
        """What is left of the block that begins on this line, line for line; None where none does."""
        line = self._lines[number]
        for start, ends, is_text in self._marks:
            place = bisect_right(ends, number)
            if place < len(ends) and start.fullmatch(line):
                inner = (
                    line.replace("{", RAW_BRACE) if is_text else "" for line in self._lines[number + 1 : ends[place]]
                )
                return ["", *inner, ""]
        if self._mdx and starts_paragraph and _EXPORT.match(line):
            return [""] * (self._end_of_export(number) - number)
        return None

    def _end_of_export(self, number: int) -> int:
        """The line after exported code: the first blank one outside of brackets, else the first blank one."""
        depth = 0
        first = 0
        for place in range(number, len(self._lines)):
            line = self._lines[place]
            depth += len(_OPEN.findall(line)) - len(_CLOSE.findall(line))
            if not line.strip():
                if depth <= 0 or self._is_unclosed:
                    return place
                first = first or place
        self._is_unclosed = True
        return first or len(self._lines)

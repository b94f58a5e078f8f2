"""What a Markdown body says to its site generator, taken out: template tags, attribute lists, container fences, footnote marks.

Code is left as it is written and every line where it was. The time it takes is linear in the length of the body.
"""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:(`{3,})[^`]*|(~{3,}).*)")
_HIGHLIGHT = re.compile(r"[ \t]*\{[%{][-<%]?\s*highlight\b[^}]*\}+[ \t]*")
_HIGHLIGHT_END = re.compile(r"[ \t]*\{[%{][-<%]?\s*(?:end|/\s*)highlight\b[^}]*\}+[ \t]*")
_CODE_MARKS = "`" * 8  # a fence that no code holds
_CONTAINER = re.compile(r"[ \t]*:{3,}")  # :::note … ::: of Docusaurus
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_OPENING = re.compile(r"`+|\{%|\{\{|\{:|\[\^")
_CLOSING = {"{%": "%}", "{{": "}}", "{:": "}", "[^": "]"}
_RAW, _RAW_END = re.compile(r"\{%-?\s*raw\s*-?%\}"), re.compile(r"\{%-?\s*endraw\s*-?%\}")


def without_templates(body: str) -> str:
    """The body less what is meant for a site generator (Jekyll, Hugo, Docusaurus, kramdown); footnotes become a list."""
    lines = body.split("\n")
    notes = frozenset(found.group(1) for found in map(_NOTE.match, lines) if found)
    return "\n".join(_Lines(notes).read(lines))


def without_tags(text: str, notes: frozenset[str] = frozenset()) -> str:
    """One paragraph less its template tags and the marks of these footnotes; code between backticks is left alone."""
    pieces: list[str] = []
    place = 0
    missing: set[str] = set()  # closing marks that the rest of the text lacks
    has_raw = _RAW_END.search(text) is not None
    while found := _OPENING.search(text, place):
        end = _end(text, found, missing)
        tag = text[found.start() : end]
        raw_end = _RAW_END.search(text, end) if has_raw and _RAW.fullmatch(tag) else None
        kept = text[end : raw_end.start()] if raw_end else tag if _is_text(tag, notes) else "\n" * tag.count("\n")
        pieces += (text[place : found.start()], kept)
        place = raw_end.end() if raw_end else end
    return "".join((*pieces, text[place:]))


class _Lines:
    """Goes through the lines once; those of one paragraph are read together, since a tag may run over their ends."""

    def __init__(self, notes: frozenset[str]) -> None:
        self._notes = notes
        self._paragraph: list[str] = []
        self._code_end: re.Pattern[str] | None = None

    def read(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            if self._code_end is None and line.strip() and not _is_code(line):
                self._paragraph.append(self._prose(line))
            else:
                yield from self._read_paragraph()
                yield self._code(line)
        yield from self._read_paragraph()

    def _prose(self, line: str) -> str:
        return "" if _CONTAINER.match(line) else _NOTE.sub("- ", line, count=1) if _NOTE.match(line) else line

    def _read_paragraph(self) -> Iterator[str]:
        if self._paragraph:
            yield from without_tags("\n".join(self._paragraph), self._notes).split("\n")
            self._paragraph = []

    def _code(self, line: str) -> str:
        if self._code_end is not None:
            ended = self._code_end.fullmatch(line)
            self._code_end = None if ended else self._code_end
            return _CODE_MARKS if ended and "highlight" in line else line
        if fence := _FENCE.fullmatch(line):
            marks = fence.group(1) or fence.group(2)
            self._code_end = re.compile(rf"[ \t>]*{marks}{marks[0]}*[ \t]*")
        elif _HIGHLIGHT.fullmatch(line):
            self._code_end = _HIGHLIGHT_END
            return _CODE_MARKS
        return line


def _is_code(line: str) -> bool:
    return bool(line.startswith(("    ", "\t")) or _FENCE.fullmatch(line) or _HIGHLIGHT.fullmatch(line))


def _end(text: str, opening: re.Match[str], missing: set[str]) -> int:
    """Where the code or tag that opens here ends; the end of its opening mark where nothing closes it."""
    mark = opening.group()
    closing = _CLOSING.get(mark, mark)
    if closing in missing:
        return opening.end()
    if mark[0] == "`":
        closed = re.compile(rf"(?<!`){mark}(?!`)").search(text, opening.end())
        end = closed.end() if closed else -1
    else:
        end = text.find(closing, opening.end()) + len(closing)
    if end < opening.end() + len(closing):
        missing.add(closing)
        return opening.end()
    return end


def _is_text(tag: str, notes: frozenset[str]) -> bool:
    """Whether this is no tag after all: code, a mark that nothing closes, an attribute list or note that is none."""
    if tag[0] == "`" or tag in _CLOSING:
        return True
    return (tag[:2] == "{:" and "\n" in tag) or (tag[:2] == "[^" and tag[2:-1] not in notes)

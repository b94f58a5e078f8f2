"""Markdown as site generators write it → Markdown that a parser of CommonMark reads, line for line.

Code is left as it is written and every line where it was. The time it takes is linear in the length of the body.
"""

import re
from collections.abc import Iterator

from knowledge.formats import obsidian
from knowledge.formats.skipped_blocks import Blocks
from knowledge.formats.templates import without_tags

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:(`{3,})[^`]*|(~{3,}).*)")
_HIGHLIGHT = re.compile(r"[ \t]*\{[%{][-<%]?\s*highlight\b[^}]*\}+[ \t]*")
_HIGHLIGHT_END = re.compile(r"[ \t]*\{[%{][-<%]?\s*(?:end|/\s*)highlight\b[^}]*\}+[ \t]*")
_CODE_MARKS = "`" * 8  # a fence that no code holds
_CONTAINER = re.compile(r"([ \t]*(?:>[ \t]*)*):{3,}[ \t]*(?:\{[^}]*\}|[\w-]*)[ \t]*(?:\[(.*)\]|\{[^}]*\})?[ \t]*(.*)")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_TAB = re.compile(r'^([ \t]*)===[!+]*[ \t]+"(.*)"[ \t]*$')
_ADMONITION = re.compile(r"^([ \t]*)(!!!|\?\?\?\+?)(?=\w)")
_SNIPPET = re.compile(r"""^[ \t]*;?-{1,}8<-{1,}(?:[ \t]+["'][^"']*["'])?[ \t]*$""")
_NO_TEXT = re.compile(r"^[ \t]*(?:\[TOC\]|\[\[_?toc_?\]\]|\*\[[^\]]+\]:.*)[ \t]*$", re.IGNORECASE)
_CONTENTS = re.compile(r"^[ \t]*\{:[ \t]*toc\b")
_IMPORT = re.compile(r"""^import\s+(?:[\w*{][^;'"]*?\s+from\s+)?(?:'[^'\n]+'|"[^"\n]+")[ \t]*;?[ \t]*$""", re.MULTILINE)
_EXPORT = re.compile(r"^export\s+(?:default|const|let|var|function|async|class|\{|\*)")
_INDENTED = ("    ", "\t")
_MOST_OF_TAG = 20  # lines
_SIGNS = frozenset(":=!?[*;->")  # that a line of one of these dialects begins with
_TITLE = "<?title "  # a processing instruction, which is a block of one line to CommonMark and nothing to HTML


def common_markdown(body: str, *, mdx: bool = False) -> str:
    """The body less what is meant for a site generator; footnotes become a list, tabs and titles of notes paragraphs."""
    lines = body.split("\n")
    notes = frozenset(found.group(1) for found in map(_NOTE.match, lines) if found)
    return "\n".join(_Lines(lines, notes, mdx=mdx).read())


def title_in(html: str) -> str | None:
    """The title of a note that `common_markdown` left as a block of HTML; None of other HTML."""
    return html.strip().removeprefix(_TITLE).removesuffix("?>") if html.lstrip().startswith(_TITLE) else None


class _Lines:
    """Goes through the lines once; those of one paragraph are read together, since a tag may run over their ends."""

    def __init__(self, lines: list[str], notes: frozenset[str], *, mdx: bool) -> None:
        self._lines = lines
        self._notes = notes
        self._mdx = mdx
        self._blocks = Blocks(lines, mdx=mdx)
        self._paragraph: list[str] = []
        self._code_end: re.Pattern[str] | None = None

    def read(self) -> Iterator[str]:
        number = 0
        while number < len(self._lines):
            line = self._lines[number]
            block = None if self._code_end else self._blocks.at(number, starts_paragraph=not self._paragraph)
            if block is not None:
                yield from self._read_paragraph()
                yield from block
                number += len(block)
                continue
            if self._code_end is None and line.strip() and not self._is_code(line):
                self._paragraph.append(line if self._mdx or not line.startswith(_INDENTED) else line.lstrip())
            else:
                yield from self._read_paragraph()
                yield self._code(line)
            number += 1
        yield from self._read_paragraph()

    def _is_code(self, line: str) -> bool:
        is_indented = not self._mdx and line.startswith(_INDENTED) and not self._is_in_tag()
        return bool(is_indented or _FENCE.fullmatch(line) or _HIGHLIGHT.fullmatch(line))

    def _is_in_tag(self) -> bool:
        """Whether the paragraph so far ends inside of a tag, or began with one: people indent what follows."""
        text = "\n".join(self._paragraph[-_MOST_OF_TAG:]).lstrip()
        return text.startswith(("{{<", "{{%")) or any(
            text.rfind(start) > text.rfind(end) for start, end in (("{{", "}}"), ("{%", "%}"), ("<", ">"))
        )

    def _read_paragraph(self) -> Iterator[str]:
        if self._paragraph:
            text = "\n".join(map(_prose, _without_contents(self._paragraph)))
            if "import" in text:
                text = _IMPORT.sub(lambda found: "\n" * found.group().count("\n"), text)
            yield from without_tags(text, self._notes, mdx=self._mdx).split("\n")
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
        return line if line.lstrip()[:1] not in _SIGNS else "" if _SNIPPET.match(line) else _marked(line)


def _without_contents(lines: list[str]) -> Iterator[str]:
    """The lines of a paragraph without the one that kramdown makes a table of contents of."""
    following = (*lines[1:], "")
    return (
        "" if "toc" in after and _CONTENTS.match(after) else line for line, after in zip(lines, following, strict=True)
    )


def _prose(line: str) -> str:
    """A line of a paragraph as CommonMark has it."""
    if line.lstrip()[:1] not in _SIGNS:
        return obsidian.without_id(line) if "^" in line else line
    if _NO_TEXT.match(line) or _SNIPPET.match(line):
        return ""
    if container := _CONTAINER.match(line):
        title = container.group(2) or container.group(3)
        return _titled(container.group(1), title)
    if (found := obsidian.callout(line)) is not None:
        return _titled(*found)
    return obsidian.without_id(_marked(_NOTE.sub("- ", line, count=1) if _NOTE.match(line) else line))


def _titled(before: str, title: str) -> str:
    return f"{before}{_TITLE}{title.replace('?>', '? >')}?>" if title else before.rstrip()


def _marked(line: str) -> str:
    """A line with the marks of tabs and notes as the parser knows them (`!!! tab "Linux"`)."""
    return _ADMONITION.sub(r"\1\2 ", _TAB.sub(r'\1!!! tab "\2"', line))

"""What a paragraph of Markdown says to its site generator, taken out: template tags, components, attribute lists, links of a wiki.

Code between backticks is left as it is written, and every line where it was. The time it takes is linear in the length.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from knowledge.formats import jsx
from knowledge.formats.obsidian import COMMENT, kept_of_link

RAW_BRACE = "\ue07b"  # stands for a brace that is text, until all tags are gone

_OPENING = re.compile(  # every branch begins with a letter of its own, so that the search is fast
    rf"``*|\{{[%{{:#]?|\[\^|\[\[(?=\S)|!\[\[(?=\S)|<%|{COMMENT}|==(?=[^=\s])|{jsx.OPENING}"
    r"|:(?=(?:material|octicons|fontawesome|simple)-)"
)
_CLOSING = {"{%": "%}", "{{": "}}", "{:": "}", "{#": "#}", "[^": "]", "<%": "%>", COMMENT: COMMENT}
_RAW, _RAW_END = re.compile(r"\{%-?\s*raw\s*-?%\}"), re.compile(r"\{%-?\s*endraw\s*-?%\}")
_ATTRIBUTES = re.compile(
    r"""\{:?[ ]{0,3}(?:[.#][\w:-]+|[\w-]+=(?:"[^"\n{}]*"|'[^'\n{}]*'|[^\s"'{}]+))"""
    r"""(?:[ ]+(?:[.#][\w:-]+|[\w-]+=(?:"[^"\n{}]*"|'[^'\n{}]*'|[^\s"'{}]+)))*[ ]*\}"""
)
_IN_HEADING = re.compile(r"[ \t]*\n[ \t]*(?:=+|-+)[ \t]*(?:\n|\Z)")
_MARKED = re.compile(r"==([^=\n]+)==(?!=)")
_ICON = re.compile(r":[\w-]+:")
_EXPRESSION = "expression"  # the name under which an unclosed brace is remembered


def without_tags(text: str, notes: frozenset[str] = frozenset(), *, mdx: bool = False) -> str:
    """One paragraph less its template tags and the marks of these footnotes; code between backticks is left alone."""
    return _Scan(text, notes, mdx=mdx).kept() if _OPENING.search(text) else text


@lru_cache(maxsize=64)
def _tick(mark: str) -> re.Pattern[str]:
    """The backticks that close a piece of code: as many as open it."""
    return re.compile(rf"(?<!`){mark}(?!`)")


class _Scan:
    """Goes through a paragraph once, from one opening mark to the next."""

    def __init__(self, text: str, notes: frozenset[str], *, mdx: bool) -> None:
        self._text = text
        self._notes = notes
        self._mdx = mdx
        self._missing: set[str] = set()  # closing marks that the rest of the text lacks
        self._has_raw = "endraw" in text and _RAW_END.search(text) is not None

    def kept(self) -> str:
        pieces: list[str] = []
        place = 0
        while found := _OPENING.search(self._text, place):
            kept, end = self._read(found)
            pieces += (self._text[place : found.start()], kept)
            place = end
        return "".join((*pieces, self._text[place:]))

    def _read(self, opening: re.Match[str]) -> tuple[str, int]:
        """What is kept of the tag that opens here, and where it ends; the mark itself where it is none."""
        mark = opening.group()
        for reader in _READERS.get(mark, _READERS.get(mark[0], ())):
            found = reader(self, opening)
            if found is not None:
                return found
        return mark, opening.end()

    def code(self, opening: re.Match[str]) -> tuple[str, int] | None:
        closed = _tick(opening.group()).search(self._text, opening.end())
        return (self._text[opening.start() : closed.end()], closed.end()) if closed else None

    def tag(self, opening: re.Match[str]) -> tuple[str, int] | None:
        """A template tag, which is taken out; of `raw` all up to its end is kept."""
        end = self._end(opening)
        if end < 0:
            return None
        tag = self._text[opening.start() : end]
        if self._has_raw and _RAW.fullmatch(tag) and (raw_end := _RAW_END.search(self._text, end)):
            return self._text[end : raw_end.start()].replace("{", RAW_BRACE), raw_end.end()
        return "\n" * tag.count("\n"), end

    def on_one_line(self, opening: re.Match[str]) -> tuple[str, int] | None:
        found = self.tag(opening)
        return None if found is None or found[0] else found

    def comment(self, opening: re.Match[str]) -> tuple[str, int] | None:
        """A comment of Obsidian, which begins where a word may begin: not in 100%%."""
        before = self._text[max(0, opening.start() - 1) : opening.start()]
        return self.on_one_line(opening) if not before or before in " \t\n(" else None

    def note(self, opening: re.Match[str]) -> tuple[str, int] | None:
        end = self._end(opening)
        return ("", end) if end > 0 and self._text[opening.end() : end - 1] in self._notes else None

    def attributes(self, opening: re.Match[str]) -> tuple[str, int] | None:
        """An attribute list; the one that names a heading stays, since it says where the heading is."""
        found = _ATTRIBUTES.match(self._text, opening.start())
        if found is None:
            return None
        line = self._text[self._text.rfind("\n", 0, found.start()) + 1 : found.start()].lstrip()
        is_heading = line.startswith("#") or _IN_HEADING.match(self._text, found.end()) is not None
        return (found.group() if is_heading and "#" in found.group() else ""), found.end()

    def expression(self, opening: re.Match[str]) -> tuple[str, int] | None:
        is_comment = self._text.startswith("/*", opening.start() + 1)
        if not (self._mdx or is_comment) or _EXPRESSION in self._missing:
            return None
        end = self._end_of_comment(opening) if is_comment else jsx.end_of_braces(self._text, opening.start())
        if end < 0:
            self._missing.add(_EXPRESSION)
            return None
        return jsx.kept_of_expression(self._text[opening.start() : end]), end

    def _end_of_comment(self, opening: re.Match[str]) -> int:
        end = self._text.find("*/}", opening.end())
        return end + 3 if end > 0 else -1

    def element(self, opening: re.Match[str]) -> tuple[str, int] | None:
        if _EXPRESSION in self._missing:
            return None
        end = jsx.end_of_tag(self._text, opening.start())
        if end == jsx.UNCLOSED:
            self._missing.add(_EXPRESSION)
        return (jsx.kept_of_tag(self._text[opening.start() : end]), end) if end > 0 else None

    def link(self, opening: re.Match[str]) -> tuple[str, int] | None:
        return kept_of_link(self._text, opening.start())

    def marked(self, opening: re.Match[str]) -> tuple[str, int] | None:
        found = _MARKED.match(self._text, opening.start())
        return (found.group(1), found.end()) if found else None

    def icon(self, opening: re.Match[str]) -> tuple[str, int] | None:
        found = _ICON.match(self._text, opening.start())
        return ("", found.end()) if found else None

    def _end(self, opening: re.Match[str]) -> int:
        """Where the tag that opens here ends; -1 where nothing closes it."""
        closing = _CLOSING[opening.group()]
        if closing in self._missing:
            return -1
        end = self._text.find(closing, opening.end())
        if end < 0:
            self._missing.add(closing)
            return -1
        return end + len(closing)


_Reader = Callable[[_Scan, re.Match[str]], tuple[str, int] | None]
_READERS: Mapping[str, tuple[_Reader, ...]] = {
    "`": (_Scan.code,),
    "{%": (_Scan.tag,),
    "{{": (_Scan.tag,),
    "{:": (_Scan.attributes, _Scan.on_one_line),
    "{#": (_Scan.attributes, _Scan.tag),
    "{": (_Scan.attributes, _Scan.expression),
    "[^": (_Scan.note,),
    "[": (_Scan.link,),
    "!": (_Scan.link,),
    "<%": (_Scan.tag,),
    "<": (_Scan.element,),
    COMMENT: (_Scan.comment,),
    "=": (_Scan.marked,),
    ":": (_Scan.icon,),
}

"""Where a browser lands that follows a text directive: a second, plainer reading of the WICG draft."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

_DIRECTIVE = re.compile(r"text=(?:([^,&-]+)-,)?([^,&-]+)(?:,([^,&-]+))?")


@dataclass(frozen=True)
class Landing:
    """The lines of the page (from 0) in which the text found begins and ends, and whether it ends a line there."""

    first: int
    last: int
    ends_its_line: bool


class Page:
    """A page of these lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n".join(map(_folded, lines))

    def land(self, directive: str) -> Landing | None:
        """The first text on the page that the directive means."""
        written = _DIRECTIVE.fullmatch(directive)
        assert written is not None, directive
        prefix, start, end = (_folded(unquote(part)) if part else "" for part in written.groups())
        begin = next(self._found(start, self._ends(prefix)), None)
        if begin is None:
            return None
        stop = begin + len(start)
        if end:
            stop = next((place + len(end) for place in self._found(end) if place >= stop), stop)
        first, last = (self._text.count("\n", 0, place) for place in (begin, stop))
        return Landing(first, last, self._text[stop : stop + 1] in ("", "\n"))

    def _found(self, wanted: str, after: frozenset[int] | None = None) -> Iterator[int]:
        """Where whole words stand, and only right after one of these places if any are given."""
        place = self._text.find(wanted)
        while place >= 0:
            whole = not _inside_a_word(self._text, place) and not _inside_a_word(self._text, place + len(wanted))
            if whole and (after is None or place - 1 in after):
                yield place
            place = self._text.find(wanted, place + 1)

    def _ends(self, prefix: str) -> frozenset[int] | None:
        return frozenset(place + len(prefix) for place in self._found(prefix)) if prefix else None


def land(directive: str, lines: Sequence[str]) -> Landing | None:
    """The first text on a page of these lines that the directive means."""
    return Page(lines).land(directive)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _inside_a_word(text: str, place: int) -> bool:
    return text[place - 1 : place].isalnum() and text[place : place + 1].isalnum()

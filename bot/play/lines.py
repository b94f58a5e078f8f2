"""Styled text in terminal lines: pieces, rows, wrapping by width, colour."""

import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_SGR = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "link": "4;36",
    "strike": "9",
    "code": "33",
    "name": "35",
    "error": "31",
}
NO_BREAK = "\N{NO-BREAK SPACE}"
"""Holds two words together when lines are wrapped; a space in the end."""
_MARKS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one style."""

    text: str
    styles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph: wrapped to the width, or cut into lines as it is when `fixed`."""

    pieces: tuple[Piece, ...]
    first: str = ""
    """What stands before its first line, such as a bullet."""
    rest: str = ""
    """What stands before its other lines."""
    fixed: bool = False


def around(pieces: Iterable[Piece], *styles: str, colour: bool) -> list[Piece]:
    """The pieces in these styles; without colour, with the marks a person would type around them."""
    found = list(pieces)
    if colour:
        return [Piece(piece.text, piece.styles | set(styles)) for piece in found]
    for mark in (_MARKS[name] for name in _MARKS if name in styles and found):
        found = [Piece(mark), *found, Piece(mark)]
    return found


def styled(text: str, *styles: str, colour: bool) -> Row:
    """One line of text in these styles."""
    return Row(tuple(around([Piece(text)] if text else [], *styles, colour=colour)))


def clean(text: str) -> str:
    """The text without anything that would steer a terminal."""
    kept = (one for one in text.expandtabs(4) if one == "\n" or (unicodedata.category(one) != "Cc"))
    return "".join(one for one in kept if one not in _DIRECTIONS)


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def lines(rows: Iterable[Row], width: int, *, colour: bool) -> Iterator[str]:
    """The rows as lines of text, none wider than `width`, save for one with a longer URL in it."""
    for one in rows:
        wrapped = [one.pieces] if one.fixed else _wrap(one.pieces, max(width - cells(one.first), 1))
        for number, pieces in enumerate(wrapped):
            start = one.rest if number else one.first
            yield (start + _painted(pieces, colour=colour)).rstrip()


def _painted(pieces: Iterable[Piece], *, colour: bool) -> str:
    runs = itertools.groupby(pieces, key=lambda piece: piece.styles)
    painted = "".join(_paint("".join(piece.text for piece in run), styles, colour=colour) for styles, run in runs)
    return painted.replace(NO_BREAK, " ")


def _paint(text: str, styles: frozenset[str], *, colour: bool) -> str:
    codes = ";".join(_SGR[name] for name in sorted(styles) if name in _SGR)
    return f"\x1b[{codes}m{text}\x1b[0m" if colour and codes and text else text


def _wrap(pieces: Sequence[Piece], width: int) -> list[tuple[Piece, ...]]:
    """Break between words; a word may run through several pieces."""
    wrapped: list[tuple[Piece, ...]] = []
    line: list[Piece] = []
    used = 0
    for before, word in _words(pieces):
        for number, part in enumerate(_parts(word, width)):
            space = [] if number else before
            size, gap = _size(part), _size(space)
            if line and used + gap + size > width:
                wrapped.append(tuple(line))
                line, used = [], 0
            if line or (space and not wrapped):
                line += space
                used += gap
            line += part
            used += size
    return [*wrapped, tuple(line)]


def _size(pieces: Iterable[Piece]) -> int:
    return sum(cells(piece.text) for piece in pieces)


def _words(pieces: Iterable[Piece]) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """Each word with the space before it."""
    runs = [
        (blank, Piece("".join(run), piece.styles))
        for piece in pieces
        for blank, run in itertools.groupby(piece.text, key=lambda character: character in " \n")
    ]
    space: list[Piece] = []
    for blank, group in itertools.groupby(runs, key=lambda run: run[0]):
        found = [piece for _, piece in group]
        if blank:
            space = found
        else:
            yield space, found
            space = []


def _parts(word: list[Piece], width: int) -> Iterator[list[Piece]]:
    """The word whole, or cut where it is wider than a line; a URL stays whole, to be clicked."""
    if _size(word) <= width or any("://" in piece.text for piece in word):
        yield word
        return
    part: list[Piece] = []
    for character, styles in ((character, piece.styles) for piece in word for character in piece.text):
        if part and _size(part) + cells(character) > width:
            yield part
            part = []
        part.append(Piece(character, styles))
    yield part

"""rich_text blocks, drawn as rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.play.lines import Piece, Row, around, clean, styled
from bot.play.text_drawing import TextDrawing

_BULLETS = "•◦▪"
_NAMES = {
    "broadcast": ("@", "range"),
    "channel": ("#", "channel_id"),
    "team": ("@", "team_id"),
    "user": ("@", "user_id"),
    "usergroup": ("@", "usergroup_id"),
}


def draw_rich_text(drawing: TextDrawing, block: Mapping[str, Any]) -> list[Row]:
    """The rows of a whole rich_text block."""
    return [row for element in block.get("elements", ()) for row in _element(drawing, element)]


def _element(drawing: TextDrawing, element: Mapping[str, Any]) -> Iterator[Row]:
    kind = element.get("type")
    inside = element.get("elements", ())
    if kind == "rich_text_section":
        yield from _section(drawing, inside)
    elif kind == "rich_text_quote":
        for row in _section(drawing, inside):
            yield Row(row.pieces, "│ ", "│ ")
    elif kind == "rich_text_preformatted":
        yield from drawing.code("".join(str(part.get("text") or part.get("url") or "") for part in inside))
    elif kind == "rich_text_list":
        yield from _list(drawing, element)
    else:
        yield styled(f'[cannot draw rich text type "{kind}"]', "error", colour=drawing.colour)


def _list(drawing: TextDrawing, element: Mapping[str, Any]) -> Iterator[Row]:
    indent = int(element.get("indent", 0))
    for number, item in enumerate(element.get("elements", ()), start=1 + int(element.get("offset", 0))):
        ordered = element.get("style") == "ordered"
        bullet = f"{number}." if ordered else _BULLETS[min(indent, len(_BULLETS) - 1)]
        start = "  " * indent + bullet + " "
        for count, row in enumerate(_section(drawing, item.get("elements", ()))):
            yield Row(row.pieces, " " * len(start) if count else start, " " * len(start))


def _section(drawing: TextDrawing, parts: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """One row for each line; a line break may stand inside any text."""
    line: list[Piece] = []
    for part in parts:
        if part.get("type") == "text":
            first, *others = (_styled(drawing, text, part) for text in clean(str(part.get("text", ""))).split("\n"))
            line += first
            for other in others:
                yield Row(tuple(line))
                line = other
        else:
            line += _pieces(drawing, part)
    yield Row(tuple(line))


def _styles(part: Mapping[str, Any]) -> list[str]:
    return [name for name, on in (part.get("style") or {}).items() if on]


def _styled(drawing: TextDrawing, text: str, part: Mapping[str, Any]) -> list[Piece]:
    return around([Piece(text)] if text else [], *_styles(part), colour=drawing.colour)


def _pieces(drawing: TextDrawing, part: Mapping[str, Any]) -> Sequence[Piece]:
    kind = str(part.get("type"))
    if kind == "link":
        return drawing.link(str(part.get("url", "")), str(part.get("text", "")), *_styles(part))
    if kind in _NAMES:
        sign, field = _NAMES[kind]
        return [drawing.name(sign, str(part.get(field, "")))]
    if kind == "emoji":
        return [Piece(f":{clean(str(part.get('name', '')))}:")]
    if kind in ("date", "color"):
        return [Piece(clean(str(part.get("fallback") or part.get("value") or part.get("timestamp"))))]
    return styled(f'[cannot draw rich text type "{kind}"]', "error", colour=drawing.colour).pieces

"""Each kind of Block Kit block, drawn as rows, with its buttons numbered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.play.elements import initial_value, options_of, state_of
from bot.play.lines import NO_BREAK, Piece, Row, cells, clean, styled
from bot.play.markup import unescape
from bot.play.rich_text_drawing import draw_rich_text
from bot.play.text_drawing import TextDrawing

_GAP = "  "
_MENUS = {"checkboxes", "multi_static_select", "overflow", "radio_buttons", "static_select"}


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: a button, half of a feedback pair, or an option of a menu."""

    number: int
    label: str
    action_id: str
    value: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class BlockDrawing:
    """Draws block after block; `buttons` grows in the order they are drawn."""

    names: Mapping[str, str]
    width: int
    colour: bool = field(kw_only=True)
    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What inputs hold, by action_id; the others hold their initial values."""
    buttons: list[Button] = field(default_factory=list)

    @property
    def text(self) -> TextDrawing:
        return TextDrawing(self.names, self.colour)

    def block(self, block: Mapping[str, Any]) -> list[Row]:
        """The rows of one block; an unknown one is named rather than dropped."""
        kind = str(block.get("type"))
        draw = _BLOCKS.get(kind)
        if draw is None:
            return [self._cannot(kind)]
        return draw(self, block)

    def object(self, text: object, *styles: str) -> list[Row]:
        """The rows of a text object."""
        if not isinstance(text, Mapping):
            return self.text.plain(str(text or ""), *styles) if text else []
        said = str(text.get("text", ""))
        return self.text.mrkdwn(said, *styles) if text.get("type") == "mrkdwn" else self.text.plain(said, *styles)

    def elements(self, elements: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Interactive elements, side by side as far as they fit."""
        pieces = [piece for element in elements for one in self._element(element) for piece in (Piece(_GAP), *one)]
        return [Row(tuple(pieces[1:]))] if pieces else []

    def _element(self, element: Mapping[str, Any]) -> list[tuple[Piece, ...]]:
        kind = str(element.get("type"))
        if kind == "feedback_buttons":
            pair = [element.get(name) or {} for name in ("positive_button", "negative_button")]
            return [self._button(half, element) for half in pair]
        if kind in ("button", "icon_button", "workflow_button"):
            return [self._button(element, element)]
        if kind == "image":
            return [self._dim(f"[image: {element.get('alt_text', '')}]")]
        if kind in _MENUS:
            held = self._held(element)
            chosen = [
                option["value"] for option in (held.get("selected_option"), *held.get("selected_options", ())) if option
            ]
            drawn = [self._button(one, element, chosen=one["value"] in chosen) for one in options_of(element)]
            return [*self._asks(element), *drawn]
        return self._holding(element) or self._asks(element) or [self._dim(f"<{kind.replace('_', ' ')}>")]

    def _held(self, element: Mapping[str, Any]) -> Mapping[str, Any]:
        """The element's entry in `state.values`."""
        return self.state.get(str(element.get("action_id"))) or state_of(element, initial_value(element))

    def _holding(self, element: Mapping[str, Any]) -> list[tuple[Piece, ...]]:
        """What an input without options holds: a text, a time, people, channels."""
        values = [value for name, value in self._held(element).items() if name != "type" and value]
        several = [one for value in values for one in (value if isinstance(value, list) else [value])]
        return [self._dim(f"<{self.names.get(str(one), one)}>") for one in several]

    def _asks(self, element: Mapping[str, Any]) -> list[tuple[Piece, ...]]:
        placeholder = element.get("placeholder")
        return [self._dim(f"<{_said(placeholder)}>")] if placeholder else []

    def _button(
        self, button: Mapping[str, Any], element: Mapping[str, Any], *, chosen: bool = False
    ) -> tuple[Piece, ...]:
        label = _said(button.get("text")) or str(button.get("accessibility_label") or element.get("action_id"))
        action_id, value, url = element.get("action_id", ""), button.get("value"), button.get("url")
        self.buttons.append(Button(len(self.buttons) + 1, label, action_id, value, url))
        shown = f"[{len(self.buttons)}] {label}" + (f" ({url})" if url else "") + (" ✓" if chosen else "")
        return styled(shown.replace(" ", NO_BREAK, 1), "name", colour=self.colour).pieces

    def _dim(self, text: str) -> tuple[Piece, ...]:
        return styled(clean(unescape(text)), "dim", colour=self.colour).pieces

    def _cannot(self, kind: str) -> Row:
        return styled(f'[cannot draw block type "{kind}"]', "error", colour=self.colour)


def _said(text: object) -> str:
    return clean(unescape(str(text.get("text", "") if isinstance(text, Mapping) else text or "")))


def _header(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    return drawing.object(block.get("text"), "bold")


def _section(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    rows = drawing.object(block.get("text"))
    for one in block.get("fields", ()):
        rows += drawing.object(one)
    return rows + (drawing.elements([block["accessory"]]) if block.get("accessory") else [])


def _context(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    """Everything on one line, small print."""
    rows: list[Row] = []
    line: list[Piece] = []
    for element in block.get("elements", ()):
        drawn = drawing.elements([element]) if element.get("type") == "image" else drawing.object(element, "dim")
        line += [Piece(_GAP)] * bool(line) + [piece for row in drawn[:1] for piece in (Piece(row.first), *row.pieces)]
        rows += drawn[1:]
    return [Row(tuple(line)), *rows]


def _divider(drawing: BlockDrawing, _block: Mapping[str, Any]) -> list[Row]:
    return [styled("─" * drawing.width, "dim", colour=drawing.colour)]


def _actions(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    return drawing.elements(block.get("elements", ()))


def _rich_text(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    return draw_rich_text(drawing.text, block)


def _markdown(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    return drawing.text.markdown(str(block.get("text", "")))


def _image(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    return drawing.object(block.get("title"), "bold") + drawing.elements([{**block, "type": "image"}])


def _video(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    link = block.get("title_url") or block.get("video_url") or ""
    title = Row(tuple(drawing.text.link(str(link), _said(block.get("title")), "bold")))
    shown = styled(clean(f"[video: {block.get('alt_text', '')}]"), "dim", colour=drawing.colour)
    return [title, *drawing.object(block.get("description")), shown]


def _input(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    rows = drawing.object(block.get("label"), "bold")
    rows += drawing.elements([block.get("element") or {"type": "input"}])
    return rows + drawing.object(block.get("hint"), "dim")


def _table(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    """Columns under each other where they fit, cells one after the other where they do not."""
    table = [[_cell(drawing, cell) for cell in line] for line in block.get("rows", ())]
    count = max((len(line) for line in table), default=0)
    sizes = [max(cells(line[column]) if column < len(line) else 0 for line in table) for column in range(count)]
    fits = sum(sizes) + len(_GAP) * (count - 1) <= drawing.width
    rows = drawing.object(block.get("caption"), "bold")
    for line in table:
        padded = [cell + " " * (size - cells(cell)) for cell, size in zip(line, sizes, strict=False)]
        rows.append(Row((Piece(_GAP.join(padded) if fits else " | ".join(line)),), fixed=fits))
    return rows


def _cell(drawing: BlockDrawing, cell: Mapping[str, Any]) -> str:
    if cell.get("type") == "rich_text":
        rows = draw_rich_text(TextDrawing(drawing.names, colour=False), cell)
        return " ".join("".join(piece.text for piece in row.pieces) for row in rows)
    return "".join(
        piece.text for row in drawing.text.plain(str(cell.get("text", cell.get("value", "")))) for piece in row.pieces
    )


def _card(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    rows = drawing.object(block.get("title"), "bold") + drawing.object(block.get("subtitle"), "dim")
    return rows + drawing.object(block.get("body")) + drawing.elements(block.get("actions", ()))


def _children(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    rows = drawing.object(block.get("title"), "bold") + drawing.object(block.get("subtitle"), "dim")
    for name in ("child_blocks", "blocks", "elements"):
        for child in block.get(name, ()):
            rows += drawing.block(child)
    return rows


def _alert(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    return [Row(row.pieces, "! ", "  ") for row in drawing.object(block.get("text"))]


def _file(drawing: BlockDrawing, block: Mapping[str, Any]) -> list[Row]:
    return drawing.text.plain(f"[file: {block.get('external_id', '')}]", "dim")


_BLOCKS: Mapping[str, Callable[[BlockDrawing, Mapping[str, Any]], list[Row]]] = {
    "actions": _actions,
    "alert": _alert,
    "card": _card,
    "carousel": _children,
    "container": _children,
    "context": _context,
    "context_actions": _actions,
    "data_table": _table,
    "divider": _divider,
    "file": _file,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
    "video": _video,
}

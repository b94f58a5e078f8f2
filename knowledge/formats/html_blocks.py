"""HTML → blocks of plain text: one walk for pages, raw HTML inside Markdown, Word documents and exports."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.formats.decoding import without_controls
from knowledge.formats.html_limits import tamed
from knowledge.formats.html_tags import BREAKS, HEADINGS, LISTS, is_furniture, is_mark, is_silent
from knowledge.model import BOLD_HEADING, Block, BlockKind

_DIGITS = 6  # of an item's number
_MOST_BOLD_WORDS = 12  # of a heading; a longer paragraph in bold is emphasis
_IN_LAYOUT = "pre, h1, h2, h3, h4, h5, h6, article, section"  # no cell of figures holds one of these
_CELLS = ("td", "th")
_INSIDE_TABLE = ("<td", "<th", "<tr", "<tb")


def read_html(html: str, line: int = 1, group: int = 0) -> Iterator[Block]:
    """The blocks of a piece of HTML in order; its lists are numbered from the group after this one."""
    yield from blocks_of(parsed(html).root, line, group)


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page or of a piece of one; a piece may begin in the middle of a table."""
    start = html.lstrip()[:3].lower()
    return LexborHTMLParser(tamed(f"<table>{html}" if start in _INSIDE_TABLE else html))


def blocks_of(root: LexborNode | None, line: int = 1, group: int = 0, *, page: bool = False) -> Iterator[Block]:
    """The blocks below an element in order; of a page without its menus, share bars and what else is no post."""
    walk = _Walk(line, group, page=page)
    stack: list[tuple[LexborNode, bool]] = [(root, False)] if root is not None else []
    while stack:
        node, is_read = stack.pop()
        if is_read:
            walk.leave(node)
        elif node.is_text_node:
            walk.text(node.text_content or "")
        elif node.is_element_node and walk.enter(node):
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
        yield from walk.take()
    walk.flush()
    yield from walk.take()


def text_of(node: LexborNode | None) -> str:
    """The text of an element as a reader sees it, on one line."""
    return " ".join(block.text.replace("\n", " ") for block in blocks_of(node))


@dataclass(slots=True)
class _Table:
    """The row that is being read; None outside of rows. In a table for layout cells are only boxes."""

    is_layout: bool
    cells: list[str] = field(default_factory=list)
    in_cell: bool = False


class _Walk:
    """Knows which list, quote, table and heading it is in, and what text has come since the last block."""

    def __init__(self, line: int, group: int, *, page: bool) -> None:
        self._line, self._group, self._page = line, group, page
        self._done: list[Block] = []
        self._text: list[str] = []
        self._lists: list[tuple[bool, int]] = []
        self._tables: list[_Table] = []
        self._quotes = self._pres = self._bold = 0
        self._plain = False  # whether any of the text is not bold
        self._marker = ""
        self._heading: tuple[int, str] | None = None

    def take(self) -> list[Block]:
        done, self._done = self._done, []
        return done

    def enter(self, node: LexborNode) -> bool:
        """Go into an element; False where its content is none of the text."""
        tag, attributes = node.tag or "", node.attributes
        if is_silent(tag, attributes) or (self._page and not self._pres and is_furniture(tag, attributes)):
            return False
        if tag == "a" and is_mark(tag, attributes, node.text(), raised=_is_raised(node)):
            return False
        if tag == "br":
            self._text.append("\n" if self._pres else " ")
        elif tag in BREAKS and not (self._pres and tag != "pre"):
            self._break()
        self._open(tag, node)
        return True

    def _open(self, tag: str, node: LexborNode) -> None:
        if tag in HEADINGS:
            self._heading = (HEADINGS[tag], _anchor(node))
        elif tag in LISTS:
            self._group += not self._lists
            self._lists.append((tag == "ol", _number(node.attributes.get("start"), 1) - 1))
        elif tag in ("li", "dt") and self._lists:
            self._enter_item(_number(node.attributes.get("value"), 0) if tag == "li" else 0)
        elif tag == "table":
            self._tables.append(_Table(_is_layout(node)))
        elif tag in _CELLS and self._tables and not self._tables[-1].is_layout:
            self._tables[-1].in_cell = True
        self._count(tag, 1)

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BREAKS and not (self._pres and tag != "pre"):
            self._break()
        elif self._pres and tag == "div" and self._text and not self._text[-1].endswith("\n"):
            self._text.append("\n")
        self._count(tag, -1)
        if tag in HEADINGS:
            self._heading = None
        elif tag in LISTS:
            self._lists.pop()
        elif tag in ("li", "dt"):
            self._marker = ""
        elif tag == "table":
            self._tables.pop()
        elif self._tables and not self._tables[-1].is_layout:
            self._leave_cell(tag)

    def _count(self, tag: str, step: int) -> None:
        self._quotes += step * (tag == "blockquote")
        self._pres += step * (tag in ("pre", "listing", "xmp"))
        self._bold += step * (tag in ("b", "strong"))

    def _leave_cell(self, tag: str) -> None:
        table = self._tables[-1]
        if tag in _CELLS:
            table.cells.append(self._folded())
            table.in_cell = False
        elif tag == "tr":
            if any(table.cells):
                self._done.append(self._block("row", " | ".join(table.cells)))
            table.cells = []

    def _enter_item(self, value: int) -> None:
        ordered, number = self._lists.pop()
        self._lists.append((ordered, value or number + 1))
        self._marker = f"{value or number + 1}." if ordered else "•"

    def text(self, text: str) -> None:
        self._text.append(text)
        self._plain = self._plain or (not self._bold and not text.isspace())

    def _break(self) -> None:
        """A block ends here; in a cell of a table that is only a space."""
        if self._tables and self._tables[-1].in_cell:
            self._text.append(" ")
        else:
            self.flush()

    def flush(self) -> None:
        """What text has come becomes a block of its kind."""
        if self._pres:
            text = "".join(self._text).strip("\n").rstrip()
            self._text.clear()
        else:
            is_bold, text = not self._plain, self._folded()
        if not text.strip():
            return
        if self._pres:
            self._done.append(self._block("code", without_controls(text)))
        elif self._heading is not None:
            level, anchor = self._heading
            self._done.append(Block("heading", text, self._line, level=level, anchor=anchor))
        elif is_bold and not self._lists and not self._quotes and len(text.split()) <= _MOST_BOLD_WORDS:
            self._done.append(Block("heading", text.rstrip(":"), self._line, level=BOLD_HEADING))
        else:
            self._done.append(self._block("item" if self._lists else "quote" if self._quotes else "paragraph", text))

    def _folded(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        self._plain = False
        return text if text.isprintable() else without_controls(text)

    def _block(self, kind: BlockKind, text: str) -> Block:
        marker = self._marker if kind == "item" else ""
        self._marker = "" if kind == "item" else self._marker
        return Block(kind, text, self._line, marker=marker, group=self._group if self._lists else 0)


def _is_layout(table: LexborNode) -> bool:
    """Whether a table only places things: it holds another, code or headings, or a single cell in every row."""
    if table.attributes.get("role") == "presentation" or table.css_first(_IN_LAYOUT) is not None:
        return True
    if len(table.css("table")) > 1:  # it finds itself
        return True
    return table.css_first("td + td, td + th, th + td, th + th") is None


def _is_raised(node: LexborNode) -> bool:
    return (node.parent is not None and node.parent.tag == "sup") or node.css_first("sup") is not None


def _anchor(heading: LexborNode) -> str:
    """The name that a link to this heading ends with: its own, its link's, or that of the section it begins."""
    named = heading.attributes.get("id")
    if not named and (inner := heading.css_first("a[id], a[name], span[id]")) is not None:
        named = inner.attributes.get("id") or inner.attributes.get("name")
    section = heading.parent
    if not named and section is not None and section.tag in ("section", "div") and not _is_preceded(heading):
        named = section.attributes.get("id")
    return named or ""


def _is_preceded(node: LexborNode) -> bool:
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before is not None


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.isdecimal() and len(written) <= _DIGITS else otherwise

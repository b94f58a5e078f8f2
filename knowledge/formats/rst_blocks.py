"""reStructuredText → blocks of plain text and the fields of its head."""

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.core import publish_doctree

from knowledge.formats.decoding import without_controls
from knowledge.model import Block, BlockKind

_SETTINGS = {
    "_disable_config": True,  # a docutils.conf in the working folder is none of ours
    "doctitle_xform": True,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "input_encoding": "unicode",
    "line_length_limit": 1_000_000,  # a paragraph of some editors is one line
    "raw_enabled": False,
    "report_level": 5,
    "smart_quotes": False,
    "strip_comments": True,
    "syntax_highlight": "none",
    "warning_stream": False,
}
_ROLE = re.compile(r":[\w.+:-]+:`([^`]*)`")  # :ref:`Title <target>`, which docutils does not know
_UNKNOWN = re.compile(r"\|[^|]+\|_{0,2}")  # a substitution that only Sphinx knows
_NOTE = "\0"  # where a footnote is referred to, after a blank that only reStructuredText needs
_BEFORE_NOTE = re.compile(r"\s*\0")
_TARGET = re.compile(r"\s*<[^<>]*>$")
_SKIPPED = (
    *(nodes.system_message, nodes.comment, nodes.substitution_definition, nodes.target, nodes.pending, nodes.raw),
    *(nodes.docinfo, nodes.image, nodes.meta, nodes.footnote_reference, nodes.label, nodes.generated, nodes.decoration),
)


def parsed(text: str) -> nodes.document:
    """The tree of a document; raises whatever docutils raises."""
    return publish_doctree(text, settings_overrides=_SETTINGS)


def read_tree(tree: nodes.document) -> tuple[dict[str, object], tuple[Block, ...]]:
    """The fields of a document's head and its blocks."""
    fields: dict[str, object] = dict(_fields(tree))
    title = tree.next_node(nodes.title, descend=True)
    if title is not None and title.parent is tree:
        fields.setdefault("title", _plain(title))
    return fields, tuple(_Walk().blocks(tree))


def _fields(tree: nodes.document) -> Iterator[tuple[str, object]]:
    """What a list of fields at the head says, by its names in lower case."""
    for info in tree.findall(nodes.docinfo):
        for node in info.children:
            if isinstance(node, nodes.field):
                yield _plain(node.children[0]).lower(), _plain(node.children[1])
            elif isinstance(node, nodes.authors):
                yield "authors", [_plain(author) for author in node.children]
            else:
                yield str(getattr(node, "tagname", "")), _plain(node)
    for topic in tree.findall(nodes.meta):
        yield str(topic.get("name", "")).lower(), str(topic.get("content", ""))


def _plain(node: nodes.Node) -> str:
    """The text of a node on one line; of a role that docutils does not know its label."""
    pieces = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, nodes.Text):
            pieces.append(str(each))
        elif isinstance(each, nodes.problematic):
            pieces.append(
                ""
                if _UNKNOWN.fullmatch(each.astext())
                else _ROLE.sub(lambda found: _TARGET.sub("", found.group(1)).lstrip("~!"), each.astext())
            )
        elif isinstance(each, nodes.footnote_reference):
            pieces.append(_NOTE)
        elif not isinstance(each, _SKIPPED) or isinstance(each, nodes.target):
            if not isinstance(each, nodes.Inline):
                pieces.append(" ")
            waiting.extend(reversed(each.children))
    return " ".join(_BEFORE_NOTE.sub("", "".join(pieces)).split())


class _Walk:
    """Goes through the tree once, knowing which list, quote and heading it is in."""

    def __init__(self) -> None:
        self._group = 0
        self._depth = 0  # of lists
        self._quotes = 0
        self._level = 1
        self._marker = ""

    def blocks(self, node: nodes.Node) -> Iterator[Block]:
        if isinstance(node, nodes.topic) and "contents" in node.get("classes", ()):
            return
        if isinstance(node, nodes.title | nodes.subtitle):
            if not isinstance(node.parent, nodes.document):
                yield from self._title(node)
        elif isinstance(node, nodes.literal_block | nodes.doctest_block | nodes.math_block):
            yield from self._filled("code", node.astext().rstrip(), node)
        elif isinstance(node, nodes.row):
            yield from self._filled("row", " | ".join(_plain(cell) for cell in node.children), node)
        elif isinstance(node, nodes.line_block | nodes.TextElement):
            yield from self._text(node)
        elif not isinstance(node, _SKIPPED):
            yield from self._inside(node)

    def _inside(self, node: nodes.Node) -> Iterator[Block]:
        step = self._enter(node)
        for number, child in enumerate(node.children):
            if isinstance(child, nodes.list_item | nodes.term | nodes.field_name | nodes.option_group):
                self._marker = f"{_start(node) + number}." if isinstance(node, nodes.enumerated_list) else "•"
            yield from self.blocks(child)
        self._depth -= step[0]
        self._quotes -= step[1]
        self._level -= step[2]

    def _enter(self, node: nodes.Node) -> tuple[int, int, int]:
        lists = nodes.bullet_list | nodes.enumerated_list | nodes.definition_list | nodes.field_list | nodes.option_list
        step = (isinstance(node, lists), isinstance(node, nodes.block_quote), isinstance(node, nodes.section))
        self._group += step[0] and not self._depth
        self._depth += step[0]
        self._quotes += step[1]
        self._level += step[2]
        return step

    def _title(self, node: nodes.TextElement) -> Iterator[Block]:
        """A section's heading; the title of a note or a table is a paragraph."""
        text = _plain(node)
        if isinstance(node.parent, nodes.section):
            names: list[str] = node.parent.get("ids", [])
            yield Block("heading", text, _line(node), level=min(self._level, 6), anchor=names[0] if names else "")
        else:
            yield from self._filled("paragraph", text, node)

    def _text(self, node: nodes.Element) -> Iterator[Block]:
        is_note = isinstance(node.parent, nodes.footnote | nodes.citation)
        kind: BlockKind = "item" if self._depth else "quote" if self._quotes and not is_note else "paragraph"
        yield from self._filled(kind, _plain(node), node)

    def _filled(self, kind: BlockKind, text: str, node: nodes.Node) -> Iterator[Block]:
        if text.strip(" |\n"):
            marker = self._marker if kind == "item" else ""
            self._marker = "" if kind == "item" else self._marker
            yield Block(
                kind, without_controls(text), _line(node), marker=marker, group=self._group if self._depth else 0
            )


def _start(node: nodes.Element) -> int:
    return int(node.get("start", 1))


def _line(node: nodes.Node) -> int:
    """The line on which a node starts, or the nearest above it that has one."""
    above: nodes.Node | None = node
    while above is not None and not above.line:
        above = above.parent
    return above.line or 1 if above is not None else 1

"""The body of a Markdown document → blocks of plain text."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.formats.html_text import text_blocks
from knowledge.model import Block, BlockKind

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# Template tags of static site generators and kramdown's attribute lists: instructions to a generator, not text.
_TEMPLATE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{:[^}\n]*\}", re.DOTALL)
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[`~]*[ \t]*$|(?:^(?: {4}|\t)[^\n]*\n)+|`[^`\n]+`",
    re.DOTALL | re.MULTILINE,
)
_ANCHOR = re.compile(r"\s*\{#([\w-]+)\}\s*$")
_LISTS = frozenset(("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"))
_QUOTES = frozenset(("blockquote_open", "blockquote_close"))
_BOLD_HEADING = 12  # words; a longer paragraph in bold is emphasis


def read_blocks(body: str, first_line: int = 1) -> Iterator[Block]:
    """The blocks of a Markdown body in order; `first_line` is the line of the document on which the body starts."""
    tokens = _PARSER.parse(_without_templates(body))
    yield from _Walk(tokens, first_line).blocks()


def _without_templates(body: str) -> str:
    """The body less its template tags, each line where it was; code is left as it is written."""
    pieces, end = [], 0
    for code in _CODE.finditer(body):
        pieces += [_TEMPLATE.sub(_lines_only, body[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*pieces, _TEMPLATE.sub(_lines_only, body[end:])])


def _lines_only(tag: re.Match[str]) -> str:
    return "\n" * tag.group().count("\n")


class _Walk:
    """Goes through the tokens once, knowing which list, quote and item it is in."""

    def __init__(self, tokens: Sequence[Token], first_line: int) -> None:
        self._tokens = tokens
        self._first_line = first_line
        self._line = first_line
        self._group = 0
        self._lists: list[tuple[bool, int]] = []
        self._quotes = 0
        self._marker = ""
        self._row: list[str] = []

    def blocks(self) -> Iterator[Block]:
        for place, token in enumerate(self._tokens):
            if token.map:
                self._line = self._first_line + token.map[0]
            if token.type in _LISTS or token.type in _QUOTES or token.type == "list_item_open":
                self._nest(token)
            elif token.type in ("fence", "code_block"):
                yield self._block("code", token.content.rstrip())
            elif token.type == "html_block":
                yield from (self._block("paragraph", text) for text in text_blocks(token.content))
            elif token.type == "tr_close":
                yield self._block("row", " | ".join(self._row))
                self._row = []
            elif token.type == "inline":
                yield from self._inline(token, self._tokens[place - 1])

    def _nest(self, token: Token) -> None:
        if token.type in _QUOTES:
            self._quotes += token.nesting
        elif token.type == "list_item_open":
            self._enter_item()
        elif token.nesting > 0:
            self._enter_list(token)
        else:
            self._lists.pop()

    def _enter_list(self, token: Token) -> None:
        if not self._lists:
            self._group += 1
        self._lists.append((token.type.startswith("ordered"), int(token.attrGet("start") or 1) - 1))

    def _enter_item(self) -> None:
        ordered, number = self._lists.pop()
        self._lists.append((ordered, number + 1))
        self._marker = f"{number + 1}." if ordered else "•"

    def _inline(self, token: Token, opener: Token) -> Iterator[Block]:
        text = " ".join(plain_text(token.children or ()).split())
        if opener.type in ("th_open", "td_open"):
            self._row.append(text)
        elif opener.type == "heading_open" and text:
            yield self._heading(text, int(opener.tag[1:]))
        elif text and not self._lists and not self._quotes and _is_bold(token) and len(text.split()) <= _BOLD_HEADING:
            yield self._heading(text.rstrip(":"), 7)
        elif text:
            yield self._block("item" if self._lists else "quote" if self._quotes else "paragraph", text)

    def _heading(self, text: str, level: int) -> Block:
        found = _ANCHOR.search(text)
        anchor = found.group(1) if found else ""
        return Block("heading", _ANCHOR.sub("", text), self._line, level=level, anchor=anchor)

    def _block(self, kind: BlockKind, text: str) -> Block:
        marker = self._marker if kind == "item" else ""
        self._marker = "" if kind == "item" else self._marker
        return Block(kind, text, self._line, marker=marker, group=self._group if self._lists else 0)


def plain_text(tokens: Sequence[Token]) -> str:
    """The words a reader sees of inline tokens: text, code and the labels of links; no images and no raw HTML."""
    pieces = []
    for token in tokens:
        if token.type == "text":  # a tag that was indented like code, but stands in a list
            pieces.append(_TEMPLATE.sub("", token.content) if "{" in token.content else token.content)
        elif token.type in ("code_inline", "text_special"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return "".join(pieces)


def _is_bold(token: Token) -> bool:
    """Whether all of a paragraph is bold, as people write who have no heading at hand."""
    children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    opened = [child.type for child in children]
    return (
        bool(opened)
        and opened[0] == "strong_open"
        and opened[-1] == "strong_close"
        and opened.count("strong_open") == 1
    )

"""The body of a Markdown document → blocks of plain text."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from knowledge.formats.html_text import text_blocks
from knowledge.formats.templates import without_tags, without_templates
from knowledge.model import BOLD_HEADING, Block, BlockKind

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(admon_plugin)

_ANCHOR = re.compile(r"\s*\{#([\w.:-]+)[^{}]*\}\s*$")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_LISTS = frozenset(("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"))
_QUOTES = frozenset(("blockquote_open", "blockquote_close"))
_MOST_BOLD_WORDS = 12  # of a heading; a longer paragraph in bold is emphasis


def read_blocks(body: str, first_line: int = 1) -> Iterator[Block]:
    """The blocks of a Markdown body in order; `first_line` is the line of the document on which the body starts."""
    tokens = _PARSER.parse(without_templates(body))
    yield from _Walk(tokens, first_line).blocks()


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
                yield from self._filled("code", token.content.rstrip())
            elif token.type == "html_block":
                yield from (self._block("paragraph", text) for text in text_blocks(token.content))
            elif token.type == "tr_close":
                yield from self._filled("row", " | ".join(self._row) if any(self._row) else "")
                self._row = []
            elif token.type == "inline":
                yield from self._inline(token, place)

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
        self._lists.append((token.type.startswith("ordered"), int(token.attrs.get("start", 1)) - 1))

    def _enter_item(self) -> None:
        ordered, number = self._lists.pop()
        self._lists.append((ordered, number + 1))
        self._marker = f"{number + 1}." if ordered else "•"

    def _inline(self, token: Token, place: int) -> Iterator[Block]:
        opener = self._tokens[place - 1]
        text = " ".join(plain_text(token.children or ()).split())
        if opener.type in ("th_open", "td_open"):
            self._row.append(text)
        elif opener.type == "heading_open" and text:
            yield self._heading(text, int(opener.tag[1:]))
        elif text and not self._lists and not self._quotes and _is_bold(token, text):
            yield self._heading(text.rstrip(":"), BOLD_HEADING)
        elif opener.type != "admonition_title_open" or not _is_invented(text, self._tokens[place - 2]):
            yield from self._filled("item" if self._lists else "quote" if self._quotes else "paragraph", text)

    def _heading(self, text: str, level: int) -> Block:
        found = _ANCHOR.search(text)
        anchor = found.group(1) if found else ""
        return Block("heading", _ANCHOR.sub("", text), self._line, level=level, anchor=anchor)

    def _filled(self, kind: BlockKind, text: str) -> Iterator[Block]:
        if text.strip():
            yield self._block(kind, text)

    def _block(self, kind: BlockKind, text: str) -> Block:
        marker = self._marker if kind == "item" else ""
        self._marker = "" if kind == "item" else self._marker
        return Block(kind, text, self._line, marker=marker, group=self._group if self._lists else 0)


def plain_text(tokens: Sequence[Token]) -> str:
    """The words a reader sees of inline tokens: text, code and the labels of links; no images and no raw HTML."""
    pieces = []
    for token in tokens:
        if token.type == "text":  # a tag that was indented like code, but stands in a list
            pieces.append(without_tags(token.content) if "{" in token.content else token.content)
        elif token.type in ("code_inline", "text_special"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (token.type == "html_inline" and _BREAK.match(token.content)):
            pieces.append(" ")
    return "".join(pieces)


def _is_invented(title: str, admonition: Token) -> bool:
    """Whether an admonition has no title of its own, so that the parser made one of its kind (`!!! note`)."""
    return title.casefold() == admonition.info.strip().casefold()


def _is_bold(token: Token, text: str) -> bool:
    """Whether all of a short paragraph is bold, as people write who have no heading at hand."""
    children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    opened = [child.type for child in children]
    return (
        len(text.split()) <= _MOST_BOLD_WORDS
        and opened[0] == "strong_open"
        and opened[-1] == "strong_close"
        and opened.count("strong_open") == 1
    )

"""The body of a Markdown document → blocks of plain text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin

from knowledge.formats.dialects import common_markdown, title_in
from knowledge.formats.templates import RAW_BRACE, without_tags
from knowledge.model import BOLD_HEADING, Block, BlockKind

_DEEPEST = 60  # levels, of which each list takes two; markdown-it leaves out what stands deeper
_OPTIONS = {"maxNesting": _DEEPEST}
_MARKED = re.compile(r"[\\`*_~\[<&{%]")  # what any mark within a line begins with, ours of templates among them


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", _OPTIONS).enable(["table", "strikethrough"])
    parser.core.ruler.at("inline", _parse_inline)
    return parser.use(admon_plugin).use(deflist_plugin)


def _parse_inline(state: StateCore) -> None:
    """As the rule of this name, which goes through words letter by letter; most blocks have nothing else."""
    for token in state.tokens:
        if token.type == "inline" and _MARKED.search(token.content):
            token.children = state.md.inline.parse(token.content, state.md, state.env, [])
        elif token.type == "inline":
            token.children = [Token("text", "", 0, content=token.content)]


_PARSER = _parser()
_MDX_PARSER = _parser().disable("code")  # in MDX, what is indented is no code

_ANCHOR = re.compile(r"\s*\{\s*#([\w.:-]+)[^{}]*\}\s*$")
_COMMENT = re.compile(r"\s*<!--.*?-->\s*", re.DOTALL)
_TAGGED = re.compile(r"[{<\[%]")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_LISTS = frozenset(f"{kind}_{side}" for kind in ("bullet_list", "ordered_list", "dl") for side in ("open", "close"))
_ITEMS = frozenset(("list_item_open", "dt_open"))
_QUOTES = frozenset(("blockquote_open", "blockquote_close"))
_MOST_BOLD_WORDS = 12  # of a heading; a longer paragraph in bold is emphasis


def read_blocks(body: str, first_line: int = 1, *, mdx: bool = False) -> Iterator[Block]:
    """The blocks of a Markdown body in order; `first_line` is the line of the document on which the body starts."""
    common = common_markdown(body, mdx=mdx)
    blocks = _Walk((_MDX_PARSER if mdx else _PARSER).parse(common), first_line).blocks()
    if RAW_BRACE in common:
        blocks = (replace(block, text=block.text.replace(RAW_BRACE, "{")) for block in blocks)
    yield from blocks


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
            if token.type in _LISTS or token.type in _QUOTES or token.type in _ITEMS:
                self._nest(token)
            elif token.type in ("fence", "code_block"):
                yield from self._filled("code", token.content.rstrip())
            elif token.type == "html_block":
                yield from self._html(token.content)
            elif token.type == "tr_close":
                yield from self._filled("row", " | ".join(self._row) if any(self._row) else "")
                self._row = []
            elif token.type == "inline":
                yield from self._inline(token, place)

    def _html(self, html: str) -> Iterator[Block]:
        """The blocks of raw HTML, or the title of a note, which stands where CommonMark has none."""
        if (title := title_in(html)) is not None:
            text = " ".join(plain_text(_PARSER.parseInline(title)[0].children or ()).split())
            yield from self._filled("item" if self._lists else "quote" if self._quotes else "paragraph", text)
        elif not _COMMENT.fullmatch(html):
            from knowledge.formats.html_blocks import read_html  # noqa: PLC0415 - most posts hold none

            last = self._group
            for block in read_html(html, self._line, self._group):
                last = max(last, block.group)
                yield replace(block, group=self._group) if self._lists and block.kind != "heading" else block
            self._group = self._group if self._lists else last

    def _nest(self, token: Token) -> None:
        if token.type in _QUOTES:
            self._quotes += token.nesting
        elif token.type in _ITEMS:
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
        children = token.children or ()
        text = " ".join(plain_text(children, is_heading=opener.type == "heading_open").split())
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


def plain_text(tokens: Sequence[Token], *, is_heading: bool = False) -> str:
    """The words a reader sees of inline tokens: text, code and the labels of links; no images and no raw HTML."""
    pieces = []
    for token in tokens:
        if token.type == "text":  # a tag that was indented like code, but stands in a list
            is_tagged = not is_heading and _TAGGED.search(token.content)
            pieces.append(without_tags(token.content) if is_tagged else token.content)
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
    if not token.content.lstrip().startswith(("**", "__")):
        return False
    children = [child for child in token.children or () if child.type != "text" or child.content.strip()]
    opened = [child.type for child in children]
    return (
        len(text.split()) <= _MOST_BOLD_WORDS
        and opened[0] == "strong_open"
        and opened[-1] == "strong_close"
        and opened.count("strong_open") == 1
    )

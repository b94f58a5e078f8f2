"""What the page draws, as a browser would read it."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from bot.play.page.drawing import Drawing
from bot.play.page.texts import Texts

NAMES = {"U0ANN": "Ann Hill", "C0ENG": "engineering"}
PEOPLE = {"U0ANN": "Ann Hill", "U0BEN": "Ben Wood"}


def drawing(state: Mapping[str, Mapping[str, Any]] | None = None) -> Drawing:
    return Drawing(Texts(NAMES), "m-1", state or {}, PEOPLE, {"C0ENG": "engineering"})


def tree(html: Markup) -> HTMLParser:
    return HTMLParser(str(html))


def drawn(block: Mapping[str, Any], state: Mapping[str, Mapping[str, Any]] | None = None) -> HTMLParser:
    """One block."""
    return tree(drawing(state).block({"block_id": "b1", **block}))


def one(found: HTMLParser, selector: str) -> Node:
    """The only element that the selector finds."""
    (node,) = found.css(selector)
    return node


def words(found: HTMLParser) -> str:
    """Its text, as it reads."""
    return " ".join(found.text(separator=" ").split())

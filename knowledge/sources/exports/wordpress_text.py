"""The text of a WordPress post → HTML: shortcodes go, and blank lines part paragraphs where it has no tags for them."""

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODES = "audio|caption|embed|gallery|playlist|video|wp_caption"
_SHORTCODE = re.compile(rf"\[/?(?:{_CODES})\b[^\]]*\]", re.IGNORECASE)
_KEPT = re.compile(
    r"(<pre\b.*?</pre>|<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>)", re.DOTALL | re.IGNORECASE
)
_BLOCKS = (
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h[1-6] header hr li main "
    "nav ol p pre section summary table tbody td tfoot th thead tr ul"
).split()
_BLOCK = re.compile(rf"(</?(?:{'|'.join(_BLOCKS)})\b[^>]*>)", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n\s*")


def as_html(text: str) -> str:
    """The post's text as HTML."""
    text = _SHORTCODE.sub("", _COMMENT.sub("\n\n", text.replace("\r\n", "\n")))
    return text if _PARAGRAPH.search(text) else "\n".join(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[str]:
    for place, piece in enumerate(_KEPT.split(text)):
        if place % 2:
            yield piece
            continue
        for part in _BLOCK.split(piece):
            yield from [part] if _BLOCK.fullmatch(part) else _wrapped(part)


def _wrapped(text: str) -> Iterator[str]:
    """Paragraphs between blank lines; a single line's end is a break. A text alone in its block may do without."""
    for part in _BLANK.split(text.strip()):
        if part:
            yield f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>"

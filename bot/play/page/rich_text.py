"""rich_text blocks → HTML; pure. In them nothing is parsed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.play.page.texts import Texts, dated, emoji_of, linked

Part = Mapping[str, Any]

_STYLES = {
    "bold": Markup("<b>{}</b>"),
    "italic": Markup("<i>{}</i>"),
    "strike": Markup("<s>{}</s>"),
    "underline": Markup("<u>{}</u>"),
    "code": Markup("<code>{}</code>"),
}
_NAMES = {
    "broadcast": ("@", "range"),
    "channel": ("#", "channel_id"),
    "team": ("@", "team_id"),
    "user": ("@", "user_id"),
    "usergroup": ("@", "usergroup_id"),
}
_BROKEN = Markup("<br>")
_DEEPEST = 8


def cannot(what: str) -> Markup:
    """What stands where something cannot be drawn: named, never dropped."""
    return Markup('<span class="cannot" role="note">cannot draw {}</span>').format(what)


def rich_text(texts: Texts, block: Part) -> Markup:
    """A whole rich_text block."""
    return Markup().join(_elements(texts, block.get("elements", ())))


def _elements(texts: Texts, elements: Sequence[Part]) -> Iterator[Markup]:
    for element in elements:
        kind, inside = element.get("type"), element.get("elements", ())
        if kind == "rich_text_section":
            yield Markup('<div class="line">{}</div>').format(_section(texts, inside))
        elif kind == "rich_text_quote":
            yield Markup("<blockquote>{}</blockquote>").format(_section(texts, inside))
        elif kind == "rich_text_preformatted":
            yield Markup("<pre>{}</pre>").format(
                "".join(str(part.get("text") or part.get("url") or "") for part in inside)
            )
        elif kind == "rich_text_list":
            yield _list(texts, element)
        else:
            yield cannot(f'rich text of type "{kind}"')


def _list(texts: Texts, element: Part) -> Markup:
    is_ordered = element.get("style") == "ordered"
    items = Markup().join(
        Markup("<li>{}</li>").format(_section(texts, item.get("elements", ()))) for item in element.get("elements", ())
    )
    indent = min(int(element.get("indent") or 0), _DEEPEST)
    if is_ordered:
        start = 1 + int(element.get("offset") or 0)
        return Markup('<ol class="indent-{}" start="{}">{}</ol>').format(indent, start, items)
    return Markup('<ul class="indent-{}">{}</ul>').format(indent, items)


def _section(texts: Texts, parts: Sequence[Part]) -> Markup:
    return Markup().join(_styled(_part(texts, part), part) for part in parts)


def _styled(inner: Markup, part: Part) -> Markup:
    for name, is_on in (part.get("style") or {}).items():
        if is_on and name in _STYLES:
            inner = _STYLES[name].format(inner)
    return inner


def _part(texts: Texts, part: Part) -> Markup:
    kind = str(part.get("type"))
    if kind == "text":
        return _BROKEN.join(escape(line) for line in str(part.get("text", "")).split("\n"))
    if kind == "link":
        url = str(part.get("url", ""))
        return linked(url, str(part.get("text") or url))
    if kind in _NAMES:
        sign, field = _NAMES[kind]
        return texts.name(sign, str(part.get(field, "")))
    drawn = _DRAWN.get(kind)
    return escape(drawn(part)) if drawn else cannot(f'rich text of type "{kind}"')


def _emoji(part: Part) -> str:
    return _unicode(str(part.get("unicode", ""))) or emoji_of(str(part.get("name", "")))


def _unicode(codes: str) -> str:
    """The character that `1f44d-1f3fb` stands for."""
    try:
        return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else ""
    except (ValueError, OverflowError):
        return ""


def _date(part: Part) -> str:
    try:
        return dated(int(part["timestamp"]), str(part.get("format") or "{date_long}"))
    except (KeyError, OSError, OverflowError, ValueError):
        return str(part.get("fallback", ""))


_DRAWN: Mapping[str, Callable[[Part], str]] = {
    "color": lambda part: str(part.get("value", "")),
    "date": _date,
    "emoji": _emoji,
}

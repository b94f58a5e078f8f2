"""Text as Slack shows it → HTML: plain text, mrkdwn, markdown blocks, emoji, links and names; pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from urllib.parse import urlsplit

import emoji
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.play.markup import FENCE, MRKDWN, QUOTE, unescape

_EMOJI = re.compile(r":(?P<name>[a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:")
_TAGS = {"bold": Markup("<b>{}</b>"), "italic": Markup("<i>{}</i>"), "strike": Markup("<s>{}</s>")}
_CODE = Markup("<code>{}</code>")
_BROKEN = Markup("<br>")
_DATE_PARTS = re.compile(r"\{(\w+)\}")
_DATES = {"date_num": "%Y-%m-%d", "time": "%H:%M", "time_secs": "%H:%M:%S"}
_SAFE = ("http", "https", "mailto", "tel")


@cache
def emoji_of(name: str) -> str:
    """The character of an emoji's name; the name between colons where there is none."""
    return emoji.emojize(f":{name}:", language="alias")


def with_emoji(text: str) -> Markup:
    """Plain text, escaped, with `:names:` of emoji as characters."""
    return escape(_EMOJI.sub(lambda match: emoji_of(match["name"]), text))


def safe_url(url: str) -> str:
    """The address, where following it runs nothing; empty for any other."""
    try:
        scheme = urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return ""
    return url.strip() if scheme in _SAFE else ""


def linked(url: str, label: Markup | str) -> Markup:
    """A link that opens beside the page; only its label where the address is not safe to follow."""
    if not (safe := safe_url(url)):
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(safe, label)


def dated(timestamp: int, form: str) -> str:
    """A moment in the form Slack describes with `{date_num} {time}`; what only a reader's clock knows is in UTC."""
    moment = datetime.fromtimestamp(timestamp, UTC)

    def part(match: re.Match[str]) -> str:
        form = _DATES.get(match[1])
        return moment.strftime(form) if form else f"{moment.day} {moment:%B %Y}"

    return _DATE_PARTS.sub(part, form)


@dataclass(frozen=True, slots=True)
class Texts:
    """Draws text; `names` says who or what an id stands for."""

    names: Mapping[str, str]

    def plain(self, text: str, *, emoji: bool = True) -> Markup:
        """Text without any markup; lines stay lines."""
        shown = unescape(text)
        lines = (with_emoji(line) if emoji else escape(line) for line in shown.split("\n"))
        return _BROKEN.join(lines)

    def shown(self, text: object) -> Markup:
        """A text object, mrkdwn or plain."""
        if not isinstance(text, Mapping):
            return self.plain(str(text)) if text else Markup()
        said = str(text.get("text", ""))
        return self.mrkdwn(said) if text.get("type") == "mrkdwn" else self.plain(said, emoji=text.get("emoji", True))

    def mrkdwn(self, text: str) -> Markup:
        """Slack's own markup: `*bold*`, `_italic_`, `~struck~`, code, quotes, links, names."""
        return Markup().join(self._parts(text))

    def markdown(self, text: str) -> Markup:
        """The Markdown of markdown blocks; HTML in it is shown as it is typed, and no image is fetched."""
        return Markup(_markdown().render(text))  # noqa: S704 - rendered with html off

    def name(self, sign: str, name: str) -> Markup:
        """A person or channel as @name or #name."""
        shown = self.names.get(name, name).removeprefix(sign)
        return Markup('<span class="mention">{}</span>').format(sign + shown)

    def _parts(self, text: str) -> Iterator[Markup]:
        at = 0
        for fence in FENCE.finditer(text):
            yield from self._quoted(text[at : fence.start()].removesuffix("\n"))
            yield Markup("<pre>{}</pre>").format(unescape(fence[1].strip("\n")))
            at = fence.end()
        yield from self._quoted(text[at:].removeprefix("\n") if at else text)

    def _quoted(self, text: str) -> Iterator[Markup]:
        """Lines, those after `>` as one quotation, and everything after `>>>`."""
        before, three, rest = text.partition("&gt;&gt;&gt;")
        if three and (not before or before.endswith("\n")):
            yield from self._quoted(before.removesuffix("\n")) if before else ()
            yield Markup("<blockquote>{}</blockquote>").format(self._lines(rest.strip().split("\n")))
            return
        for is_quote, lines in groupby(text.split("\n") if text else (), key=lambda line: bool(QUOTE.match(line))):
            if is_quote:
                inner = self._lines(line[QUOTE.match(line).end() :] for line in lines)  # type: ignore[union-attr]
                yield Markup("<blockquote>{}</blockquote>").format(inner)
            else:
                yield Markup("<div>{}</div>").format(self._lines(lines))

    def _lines(self, lines: Iterable[str]) -> Markup:
        return _BROKEN.join(Markup().join(self._inline(line)) for line in lines)

    def _inline(self, text: str) -> Iterator[Markup]:
        at = 0
        for match in MRKDWN.finditer(text):
            yield with_emoji(unescape(text[at : match.start()]))
            yield self._marked({name: found for name, found in match.groupdict().items() if found is not None})
            at = match.end()
        yield with_emoji(unescape(text[at:]))

    def _marked(self, found: Mapping[str, str]) -> Markup:
        if "angle" in found:
            return self._angle(found["angle"][1:-1])
        if "code" in found:
            return _CODE.format(unescape(found["code"][1:-1]))
        name, inner = next(iter(found.items()))
        return _TAGS[name].format(Markup().join(self._inline(inner)))

    def _angle(self, inside: str) -> Markup:
        """What stands between < and >: a person, a channel, a group, a date or a link."""
        target, _, label = inside.partition("|")
        if target[:1] in ("@", "#"):
            return self.name(target[0], unescape(label) or target[1:])
        if target.startswith("!date^"):
            return escape(_date(target, unescape(label)))
        if target.startswith("!"):
            return self.name("@", unescape(label) or target[1:].partition("^")[0])
        url = unescape(target)
        return linked(url, with_emoji(unescape(label)) if label else url.removeprefix("mailto:"))


def _date(target: str, otherwise: str) -> str:
    _, stamp, form, *_ = [*target.split("^"), "", ""]
    return dated(int(stamp), form) if stamp.isascii() and stamp.isdigit() and len(stamp) < 12 else otherwise  # noqa: PLR2004 - beyond any date


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    reader.disable("image")
    reader.add_render_rule("link_open", _opened)
    return reader


def _opened(_self: object, tokens: list, index: int, _options: object, _env: object) -> str:  # type: ignore[type-arg]
    opened = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">')
    return opened.format(safe_url(str(tokens[index].attrGet("href") or "")))

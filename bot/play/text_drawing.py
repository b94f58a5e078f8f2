"""Slack's mrkdwn, its markdown blocks and plain text, drawn as rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.play.lines import Piece, Row, around, clean, styled
from bot.play.markup import BULLET, FENCE, HEADING, MARKDOWN, MRKDWN, QUOTE, RULE, unescape

_STYLES = {"bold": "bold", "italic": "italic", "slanted": "italic", "strike": "strike"}


@dataclass(frozen=True, slots=True)
class TextDrawing:
    """Draws text; `names` shows who or what an id in a mention is."""

    names: Mapping[str, str]
    colour: bool

    def plain(self, text: str, *styles: str) -> list[Row]:
        """Text without any markup, a row for each of its lines."""
        shown = unescape(clean(text))
        return [styled(line, *styles, colour=self.colour) for line in shown.split("\n")]

    def mrkdwn(self, text: str, *styles: str) -> list[Row]:
        """Slack's own markup."""
        rows = self._rows(clean(text), MRKDWN)
        return [replace(row, pieces=tuple(around(row.pieces, *styles, colour=self.colour))) for row in rows]

    def markdown(self, text: str) -> list[Row]:
        """The markup of markdown blocks."""
        return list(self._rows(clean(text).strip("\n"), MARKDOWN))

    def code(self, text: str) -> list[Row]:
        """Preformatted text, its lines as they are."""
        shown = unescape(clean(text)).strip("\n").split("\n")
        return [Row((Piece(line, frozenset({"code"})),), "    ", fixed=True) for line in shown]

    def link(self, url: str, label: str, *styles: str) -> list[Piece]:
        """A link as `label (url)`, or the URL alone where the label says no more."""
        address = Piece(unescape(clean(url)), frozenset({"link"}) if self.colour else frozenset())
        said = unescape(clean(label))
        if said in ("", address.text, address.text.partition("://")[2]):
            return [address]
        return [*around([Piece(said)], *styles, colour=self.colour), Piece(" ("), address, Piece(")")]

    def name(self, sign: str, name: str) -> Piece:
        """A person or channel as @name or #name."""
        shown = self.names.get(name, name).removeprefix(sign)
        return Piece(sign + clean(shown), frozenset({"name"}) if self.colour else frozenset())

    def _rows(self, text: str, inline: re.Pattern[str]) -> Iterator[Row]:
        at = 0
        for fence in FENCE.finditer(text):
            yield from self._lines(text[at : fence.start()], inline)
            yield from self.code(fence[1])
            at = fence.end()
        yield from self._lines(text[at:], inline, whole=at == 0)

    def _lines(self, text: str, inline: re.Pattern[str], *, whole: bool = False) -> Iterator[Row]:
        if not whole:
            text = text.strip("\n")
        for line in text.split("\n") if text or whole else ():
            yield self._line(line, inline)

    def _line(self, line: str, inline: re.Pattern[str]) -> Row:
        if quote := QUOTE.match(line):
            return Row(tuple(self._inline(line[quote.end() :], inline)), "│ ", "│ ")
        if inline is MARKDOWN:
            if heading := HEADING.match(line):
                return styled(unescape(heading[1].replace("**", "")), "bold", colour=self.colour)
            if RULE.match(line):
                return Row((Piece("───"),))
        if bullet := BULLET.match(line):
            start = re.sub("[*+-]", "•", bullet.group()) if inline is MARKDOWN else bullet.group()
            return Row(tuple(self._inline(line[bullet.end() :], inline)), start, " " * len(start))
        return Row(tuple(self._inline(line, inline)))

    def _inline(self, text: str, inline: re.Pattern[str]) -> Iterator[Piece]:
        at = 0
        for match in inline.finditer(text):
            yield Piece(unescape(text[at : match.start()]))
            yield from self._marked(match, inline)
            at = match.end()
        yield Piece(unescape(text[at:]))

    def _marked(self, match: re.Match[str], inline: re.Pattern[str]) -> Iterator[Piece]:
        found = {name: text for name, text in match.groupdict().items() if text is not None}
        if "angle" in found:
            yield from self._angle(found["angle"][1:-1])
        elif "code" in found:
            yield from around([Piece(unescape(found["code"][1:-1]))], "code", colour=self.colour)
        elif "url" in found:
            yield from self.link(found["url"], found["label"])
        else:
            name, inner = next(iter(found.items()))
            yield from around(self._inline(inner, inline), _STYLES[name], colour=self.colour)

    def _angle(self, inside: str) -> Iterator[Piece]:
        """What stands between < and >: a person, a channel, a group, a date or a link."""
        target, _, label = inside.partition("|")
        if target.startswith("@"):
            yield self.name("@", label or target[1:])
        elif target.startswith("#"):
            yield self.name("#", label or target[1:])
        elif target.startswith("!date^"):
            yield Piece(unescape(label or target))
        elif target.startswith("!"):
            yield self.name("@", label.removeprefix("@") or target[1:].partition("^")[0])
        elif target.startswith("mailto:"):
            yield Piece(unescape(label or target.removeprefix("mailto:")))
        else:
            yield from self.link(target, label)

"""How a passage is shown: its post above, the quote with matched words in bold, and where else it stands."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot import mrkdwn
from bot.views import blocks
from bot.views.blocks import Block
from knowledge.model import Excerpt, ExcerptLine, Fragment, Place

_QUOTE = 1_100  # characters; three quotes and their posts fit the plain text of a message (4,000)
_TITLE = 200
_MOST_OTHERS = 5


def source_line(place: Place) -> Block:
    """The post's title as a link to the quoted paragraph, the headings above it, and its date."""
    details = "".join(f" · {detail}" for detail in _details(place))
    return blocks.rich_text(
        blocks.line(
            blocks.link(place.url, blocks.cut(place.post.title, _TITLE), bold=True), blocks.words(details or " ")
        )
    )


def quote(excerpt: Excerpt) -> Block:
    """The excerpt as a quotation; code keeps its lines and its own setting."""
    return blocks.rich_text(*_quoted(shortened(excerpt)))


def others(places: Sequence[Place]) -> list[Block]:
    """“Also said in 4 posts, 2019–2024”, with a link to each; nothing where there is one place only."""
    if len(places) < 2:  # noqa: PLR2004 - the first place stands above the quote
        return []
    named = [
        mrkdwn.link(place.url or "", blocks.cut(place.post.title, _TITLE)) for place in places[1 : _MOST_OTHERS + 1]
    ]
    more = f" and {len(places) - 1 - _MOST_OTHERS} more" if len(places) - 1 > _MOST_OTHERS else ""
    return [blocks.context(f"{also_said(places)}: {', '.join(_fitting(named))}{more}")]


def spoken(place: Place, excerpt: Excerpt, places: Sequence[Place]) -> str:
    """The same in plain words, escaped: title, headings and date, the quote, where else, the link."""
    source = ", ".join((blocks.cut(place.post.title, _TITLE), *_details(place)))
    quoted = " ".join(shortened(excerpt).text.split())
    titles = "; ".join(blocks.cut(other.post.title, _TITLE) for other in places[1 : _MOST_OTHERS + 1])
    also = f" {also_said(places)}: {titles}." if titles else ""
    return mrkdwn.escape(f"{source}: “{quoted}”{also} {mrkdwn.web_url(place.url or '')}".rstrip())


def also_said(places: Sequence[Place]) -> str:
    """In how many other posts the same stands, and of which years."""
    count = len(places) - 1
    dates = sorted(place.post.date for place in places[1:] if place.post.date)
    posts = "1 other post" if count == 1 else f"{count} other posts"
    return f"Also said in {posts}{_years(dates)}"


def shortened(excerpt: Excerpt) -> Excerpt:
    """The excerpt within what a message can hold, `…` at the end where it was cut."""
    left = _QUOTE
    lines: list[ExcerptLine] = []
    for line in excerpt.lines:
        if left <= 0:
            break
        fragments = tuple(_within(line.fragments, left))
        lines.append(ExcerptLine(line.kind, fragments))
        left -= sum(len(fragment.text) for fragment in fragments) + 1
    return Excerpt(tuple(lines))


def long_date(day: date) -> str:
    """A date that no country reads wrongly: 5 March 2024."""
    return f"{day.day} {day:%B %Y}"


def _details(place: Place) -> list[str]:
    headings = blocks.cut(" › ".join(place.headings), _TITLE)
    return [detail for detail in (headings, long_date(place.post.date) if place.post.date else "") if detail]


def _years(dates: Sequence[date]) -> str:
    if not dates:
        return ""
    first, last = dates[0].year, dates[-1].year
    return f", {first}" if first == last else f", {first}–{last}"


def _fitting(named: Iterable[str]) -> Iterator[str]:
    """As many links as small print holds, so that none is cut in the middle."""
    left = 2_500
    for each in named:
        left -= len(each) + 2
        if left < 0:
            return
        yield each


def _within(fragments: Iterable[Fragment], most: int) -> Iterator[Fragment]:
    for fragment in fragments:
        if len(fragment.text) > most:
            yield Fragment(blocks.cut(fragment.text, max(most, 1)), fragment.matched)
            return
        yield fragment
        most -= len(fragment.text)


def _quoted(excerpt: Excerpt) -> Iterator[Block]:
    """Runs of prose as quotes, each code block by itself."""
    prose: list[Block] = []
    for line in excerpt.lines:
        if line.kind == "code":
            if prose:
                yield blocks.quote(prose)
            yield blocks.code(line.text)
            prose = []
            continue
        pieces = [blocks.words(fragment.text, bold=fragment.matched) for fragment in line.fragments if fragment.text]
        prose += [blocks.words("\n"), *pieces] if prose else pieces
    if prose:
        yield blocks.quote(prose)

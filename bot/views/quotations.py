"""How a passage is shown: its post above, the quote with matched words in bold, and where else it stands."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate

from bot import mrkdwn
from bot.texts import Texts
from bot.views import blocks
from bot.views.blocks import Block
from knowledge.model import Place
from knowledge.results import Excerpt, ExcerptLine, Fragment, Hit
from knowledge.staleness import last_touched
from knowledge.syndication import voices

_QUOTE = 1_100  # characters; three quotes and their posts fit the plain text of a message (4,000)
_TITLE = 200
_MOST_OTHERS = 5
_OTHER_TITLE, _SHORT_TITLE = 100, 60
_MOST_AGAIN = 2
_AGAIN = 400  # of those characters, for where posts were published again
_ALSO = 1_450  # characters of the links to other posts; three hits stay within what all blocks of a message may hold


def source_line(place: Place, texts: Texts) -> Block:
    """The post's title as a link to the quoted paragraph, the headings above it, and its date."""
    details = "".join(f" · {detail}" for detail in _details(place, texts))
    return blocks.rich_text(
        blocks.line(blocks.link(place.url, title_of(place, texts), bold=True), blocks.words(details or " "))
    )


def quote(excerpt: Excerpt) -> Block:
    """The excerpt as a quotation; code keeps its lines and its own setting."""
    quoted = tuple(_quoted(shortened(excerpt)))
    return blocks.rich_text(*quoted) if quoted else blocks.rich_text(blocks.quote([blocks.words("…")]))


def others(places: Sequence[Place], texts: Texts) -> list[Block]:
    """“Also said in 4 other posts, 2019–2024”, with a link to each, and where a post of these was published again."""
    told, again = elsewhere(places)
    room = _ALSO - (_AGAIN if again else 0)
    said = [f"{also_said(told, texts)}: {_links(told, _MOST_OTHERS, room, texts)}"] if told else []
    said += [texts("published-again", links=_links(again, _MOST_AGAIN, _AGAIN, texts))] if again else []
    return [blocks.context(" · ".join(said))] if said else []


def remarks(hit: Hit, texts: Texts) -> list[Block]:
    """In small print, where what is quoted may be out of date: a newer post with other figures, and its age."""
    said = []
    if hit.newer:
        dated = f", {texts.day(hit.newer.post.date)}" if hit.newer.post.date else ""
        said.append(texts("said-differently", link=_named(hit.newer, _AGAIN, texts) + dated))
    if hit.stale and (touched := last_touched(hit.places[0].post)):
        said.append(texts("last-touched", day=texts.day(touched)))
    return [blocks.context(" · ".join(said))] if said else []


def spoken(place: Place, excerpt: Excerpt, places: Sequence[Place], texts: Texts) -> str:
    """The same in plain words, escaped: title, headings and date, the quote, where else, the post's address.

    The address is that of the post alone: read aloud, one that names the quoted words is a minute of percent signs.
    """
    source = ", ".join((title_of(place, texts), *_details(place, texts)))
    quoted = " ".join(shortened(excerpt).text.split())
    told, again = elsewhere(places)
    also = f" {also_said(told, texts)}: {_titles(told, _MOST_OTHERS, texts)}." if told else ""
    also += f" {texts('published-again', links=_titles(again, _MOST_AGAIN, texts))}." if again else ""
    return mrkdwn.escape(f"{source}: “{quoted}”{also} {mrkdwn.web_url(place.post.url or '')}".rstrip())


def spoken_remarks(hit: Hit, texts: Texts) -> str:
    """The same as `remarks`, in plain words, escaped; empty where there are none."""
    said = []
    if hit.newer:
        dated = f", {texts.day(hit.newer.post.date)}" if hit.newer.post.date else ""
        said.append(texts("said-differently", link=title_of(hit.newer, texts, _OTHER_TITLE) + dated))
    if hit.stale and (touched := last_touched(hit.places[0].post)):
        said.append(texts("last-touched", day=texts.day(touched)))
    return mrkdwn.escape(" · ".join(said))


def elsewhere(places: Sequence[Place]) -> tuple[Sequence[Place], Sequence[Place]]:
    """The other posts that say it by themselves, and those that are copies of one of them or of the first."""
    told = voices(places)[1:]
    return told, [place for place in places[1:] if place.copy_of and place not in told]


def also_said(told: Sequence[Place], texts: Texts) -> str:
    """In how many other posts the same stands, and of which years."""
    dates = sorted(place.post.date for place in told if place.post.date)
    return texts("also-said", count=len(told), years=_years(dates))


def shortened(excerpt: Excerpt) -> Excerpt:
    """The excerpt within what a message can hold, `…` at the end where it was cut."""
    left = _QUOTE
    lines: list[ExcerptLine] = []
    for line in excerpt.lines:
        if len(line.text) > left:
            lines.append(_shortened_line(line, left))
            break
        lines.append(line)
        left = max(left - len(line.text) - 1, 0)
    return Excerpt(tuple(lines))


def title_of(place: Place, texts: Texts, most: int = _TITLE) -> str:
    """The post's title on one line, cut where it is longer than any title should be."""
    return blocks.cut(" ".join(place.post.title.split()), most) or texts("untitled")


def _details(place: Place, texts: Texts) -> list[str]:
    headings = blocks.cut(" ".join(" › ".join(place.headings).split()), _TITLE)
    post = place.post
    dated = texts.day(post.date) if post.date else ""
    if post.updated and post.updated != post.date:
        dated = ", ".join(filter(None, (dated, texts("updated", day=texts.day(post.updated)))))
    return [detail for detail in (headings, dated) if detail]


def _links(places: Sequence[Place], most: int, room: int, texts: Texts) -> str:
    """Links to so many of the places, within so many characters, and how many are left out."""
    named = places[:most]
    links = ", ".join(_named(place, room // len(named), texts) for place in named)
    left = len(places) - len(named)
    return texts("also-said-more", links=links, count=left) if left else links


def _titles(places: Sequence[Place], most: int, texts: Texts) -> str:
    return "; ".join(title_of(place, texts, _OTHER_TITLE) for place in places[:most])


def _years(dates: Sequence[date]) -> str:
    if not dates:
        return ""
    first, last = dates[0].year, dates[-1].year
    return f", {first}" if first == last else f", {first}–{last}"


def _named(place: Place, room: int, texts: Texts) -> str:
    """The post as a link to the paragraph; to the post, or by its title alone, where that takes too much room."""
    title = title_of(place, texts, _OTHER_TITLE)
    links = (mrkdwn.link(url or "", title) for url in (place.url, place.post.url))
    return next((link for link in links if len(link) <= room), mrkdwn.escape(title_of(place, texts, _SHORT_TITLE)))


def _shortened_line(line: ExcerptLine, most: int) -> ExcerptLine:
    """A line that is longer than `most` characters, cut."""
    ends = accumulate(len(fragment.text) for fragment in line.fragments)
    number, end = next((number, end) for number, end in enumerate(ends) if end > most)
    cut = line.fragments[number]
    room = most - (end - len(cut.text))
    return ExcerptLine(line.kind, (*line.fragments[:number], Fragment(blocks.cut(cut.text, max(room, 1)), cut.matched)))


def _quoted(excerpt: Excerpt) -> Iterator[Block]:
    """Runs of prose as quotes, each code block by itself."""
    prose: list[Block] = []
    for line in excerpt.lines:
        if not line.text:
            continue
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

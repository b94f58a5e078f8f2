"""Results as text for a person at a terminal. Pure: values in, lines out."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.model import Place, Problem, Stats
from knowledge.results import Excerpt, Hit, Lesson, RelatedPost, Results

if TYPE_CHECKING:
    from knowledge.links_check import SourceLinks

_INDENT = "  "
_FEW_LINKS = 3
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


def results_text(results: Results, width: int, *, colour: bool) -> str:
    """An answer, the closest paragraphs said to be such, or the statement that nothing was found."""
    blocks = [results.statement] if results.statement else []
    blocks += ["\n".join(_hit(hit, width, colour=colour)) for hit in results.leading]
    blocks += [results.reading] if results.reading else []
    return "\n\n".join(blocks)


def lesson_text(lesson: Lesson, width: int) -> str:
    """A lesson with its post and link."""
    return "\n".join(
        (heading_line(lesson.places[0]), *_wrapped(lesson.passage.text, width), *_links(lesson.places, width))
    )


def related_text(found: Sequence[RelatedPost], width: int) -> str:
    """The related posts, each with its reason; a plain statement where there is none."""
    if not found:
        return "No post is about this."
    return "\n\n".join("\n".join(_related(each, width)) for each in found)


def problems_text(problems: Sequence[Problem]) -> str:
    """One line for each problem."""
    return "\n".join(map(str, problems)) or "No problems."


def links_text(checked: "Sequence[SourceLinks]") -> str:
    """How many of each source's own links lead to a post, the first that do not, and what that means."""
    return "\n".join(line for each in checked if each.total for line in _source_links(each))


def _source_links(links: "SourceLinks") -> Iterator[str]:
    yield f"{links.source}: {links.resolved} of {links.total} links to its own pages lead to a post ({links.rate:.0%})"
    if links.looks_wrong:
        yield f"{_INDENT}The permalink rule of {links.source} looks wrong. Compare what it makes with what its posts link to:"
    for link in links.unresolved if links.looks_wrong else links.unresolved[:_FEW_LINKS]:
        yield f"{_INDENT}{link.path}:{link.line}: {link.target}"


def stats_text(stats: Stats) -> str:
    """The counts, one a line."""
    sources = (f"{name}: {_count(number, 'post')}" for name, number in stats.sources.items())
    lessons = _count(stats.lessons, "lesson")
    counts = (
        f"{_count(stats.posts, 'post')} ({', '.join(sources)})",
        ", ".join((_count(stats.paragraphs, "paragraph"), _count(stats.passages, "distinct passage"), lessons)),
        f"{_count(stats.drafts, 'draft')} left out, {_count(stats.problems, 'problem')}",
    )
    return "\n".join((*counts, *_confidence(stats)))


def _confidence(stats: Stats) -> Iterator[str]:
    """Where the cut between an answer and the closest paragraphs lies for these posts, and how often it errs."""
    figures = stats.confidence
    if figures:
        wrong = f"{figures['false_answers']:.1%} of questions that engineering posts do not answer"
        yield f"called an answer above {figures['answer_cut']:.2f}, as {wrong} are"


def heading_line(place: Place) -> str:
    """Title, heading trail and date of a place."""
    dated = place.post.date.isoformat() if place.post.date else ""
    return " · ".join(filter(None, (place.post.title, *place.headings, dated)))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _hit(hit: Hit, width: int, *, colour: bool) -> Iterator[str]:
    yield heading_line(hit.places[0])
    yield from _wrapped(_marked(hit.excerpt) if colour else hit.excerpt.text, width)
    yield from _links(hit.places, width)


def _related(related: RelatedPost, width: int) -> Iterator[str]:
    yield heading_line(related.place)
    yield from _wrapped(f"both speak of: {', '.join(related.words)}", width)
    yield from _links((related.place,), width)


def _marked(excerpt: Excerpt) -> str:
    """The excerpt with its matched words in bold."""
    return "\n".join(
        "".join(f"{_BOLD}{each.text}{_PLAIN}" if each.matched else each.text for each in line.fragments)
        for line in excerpt.lines
    )


def _wrapped(text: str, width: int) -> Iterator[str]:
    for line in text.split("\n"):
        yield from textwrap.wrap(
            line,
            width,
            initial_indent=_INDENT,
            subsequent_indent=_INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]


def _links(places: Sequence[Place], width: int) -> Iterator[str]:
    if places[0].url:
        yield _INDENT + places[0].url
    others = [place.post.title for place in places[1:]]
    if others:
        yield from _wrapped(f"Also said in {_count(len(others), 'other post')}: {'; '.join(others)}", width)

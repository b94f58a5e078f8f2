"""Results as JSON values for programs; README documents the keys, and a test holds both together."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from knowledge.model import Place, Problem, Stats
from knowledge.results import Hit, Lesson, RelatedPost, Results

if TYPE_CHECKING:
    from knowledge.links_check import SourceLinks

Json = Mapping[str, object]


def results_json(results: Results) -> Json:
    """`question`, `outcome` (answer, closest or nothing) and `hits`, best first."""
    return {"question": results.question, "outcome": results.outcome, "hits": [_hit(hit) for hit in results.hits]}


def lesson_json(lesson: Lesson | None) -> Json:
    """`lesson`, which is null where no lesson is about the topic."""
    if lesson is None:
        return {"lesson": None}
    return {"lesson": {"passage": lesson.passage.text, "places": [_place(place) for place in lesson.places]}}


def related_json(found: Sequence[RelatedPost]) -> Json:
    """`posts`, best first, each with the words and the passage that tie it to the text."""
    return {
        "posts": [{**_place(each.place), "passage": each.passage.text, "words": list(each.words)} for each in found],
    }


def check_json(problems: Sequence[Problem], links: "Sequence[SourceLinks]") -> Json:
    """`problems`, each with its path, line, what, mend and whether the document was kept; `links` of each source."""
    return {"problems": [asdict(problem) for problem in problems], "links": [_links(each) for each in links]}


def stats_json(stats: Stats) -> Json:
    """The counts: posts, paragraphs, passages, lessons, problems, drafts, and the posts of each source."""
    return asdict(stats)


def _links(links: "SourceLinks") -> Json:
    unresolved = [{"path": link.path, "line": link.line, "target": link.target} for link in links.unresolved]
    counts = {"source": links.source, "resolved": links.resolved, "total": links.total}
    return {**counts, "looks_wrong": links.looks_wrong, "unresolved": unresolved}


def _hit(hit: Hit) -> Json:
    return {
        "passage": hit.passage.text,
        "excerpt": hit.excerpt.text,
        "headings": list(hit.headings),
        "places": [_place(place) for place in hit.places],
    }


def _place(place: Place) -> Json:
    dated = place.post.date
    return {"title": place.post.title, "url": place.url, "date": dated.isoformat() if dated else None}

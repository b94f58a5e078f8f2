"""Results as JSON values for programs; README documents the keys, and a test holds both together."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from knowledge.model import Hit, Lesson, Place, Problem, RelatedPost, Results, Stats

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


def problems_json(problems: Sequence[Problem]) -> Json:
    """`problems`, each with its path, line, what, mend and whether the document was kept."""
    return {"problems": [asdict(problem) for problem in problems]}


def stats_json(stats: Stats) -> Json:
    """The counts: posts, paragraphs, passages, lessons, problems, drafts, and the posts of each source."""
    return asdict(stats)


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

from datetime import date, timedelta

import pytest

from knowledge.model import Post
from knowledge.staleness import is_stale, last_touched, with_staleness
from tests.knowledge.writing import Posts

TODAY = date(2026, 1, 1)
YEAR = timedelta(days=365)


def _post(day: date | None, updated: date | None = None) -> Post:
    return Post("s", "a.md", "A", date=day, updated=updated)


def test_a_post_was_last_touched_when_it_was_written_or_updated() -> None:
    assert last_touched(_post(date(2020, 1, 1))) == date(2020, 1, 1)
    assert last_touched(_post(date(2020, 1, 1), date(2024, 1, 1))) == date(2024, 1, 1)
    assert last_touched(_post(None, date(2024, 1, 1))) == date(2024, 1, 1)
    assert last_touched(_post(None)) is None


@pytest.mark.parametrize(
    ("post", "stale"),
    [
        (_post(TODAY - YEAR), False),
        (_post(TODAY - YEAR - timedelta(days=1)), True),
        (_post(date(2019, 1, 1), date(2025, 12, 1)), False),
        (_post(date(2030, 1, 1)), False),
        (_post(None), False),
    ],
)
def test_a_post_is_stale_once_it_is_older_than_the_age(post: Post, *, stale: bool) -> None:
    assert is_stale(post, TODAY, YEAR) is stale


def test_without_an_age_nothing_is_stale() -> None:
    assert not is_stale(_post(date(1999, 1, 1)), TODAY, None)


def test_hits_are_marked_by_the_post_of_their_best_place(posts: Posts) -> None:
    base = posts.base({
        "a.md": "---\ntitle: A\ndate: 2019-01-01\n---\nOur caches forget every entry after an hour, and never before it.",
        "b.md": "---\ntitle: B\ndate: 2025-06-01\n---\nOur caches on the other side hold every entry for as long as they run.",
    })  # fmt: skip
    results = base.search("caches entry")
    assert {hit.stale for hit in results.hits} == {False}
    marked = with_staleness(results, TODAY, YEAR)
    assert {hit.places[0].post.title: hit.stale for hit in marked.hits} == {"A": True, "B": False}
    assert with_staleness(marked, TODAY) == results

"""Whether what a hit quotes may be out of date: by the age of its post, or because a newer post says it otherwise."""

from dataclasses import replace
from datetime import date, timedelta

from knowledge.model import Post
from knowledge.results import Results


def last_touched(post: Post) -> date | None:
    """The day a post was last worked on, as far as it says."""
    return max((day for day in (post.date, post.updated) if day), default=None)


def is_stale(post: Post, today: date, after: timedelta | None) -> bool:
    """Whether a post was last worked on longer ago than this; never without an age, and never without a date."""
    touched = last_touched(post)
    return after is not None and touched is not None and today - touched > after


def with_staleness(results: Results, today: date, after: timedelta | None = None) -> Results:
    """The results with each hit marked `stale` whose best place stands in a post older than this."""
    return replace(
        results,
        hits=tuple(replace(hit, stale=is_stale(hit.places[0].post, today, after)) for hit in results.hits),
    )

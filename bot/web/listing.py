"""The list of posts: the newest first, by tag, by source, a page at a time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.model import Post

PAGE = 50  # posts on one page
_MOST_TAGS = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """Which posts are wanted; empty is any."""

    tag: str = ""
    source: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the posts that were wanted, by year (0 for those without a date), and what else there is to choose from."""

    wish: Wish
    years: tuple[tuple[int, tuple[Post, ...]], ...]
    count: int
    pages: int
    tags: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]


def listing(posts: Sequence[Post], wish: Wish) -> Listing:
    """The page that is wished for; the nearest there is where its number is too high."""
    tag = wish.tag.casefold()
    wanted = [
        post
        for post in posts
        if (not wish.source or post.source == wish.source) and (not tag or tag in map(str.casefold, post.tags))
    ]
    pages = max(1, -(-len(wanted) // PAGE))
    number = min(wish.page, pages)
    shown = newest_first(wanted)[(number - 1) * PAGE : number * PAGE]
    years = groupby(shown, key=lambda post: post.date.year if post.date else 0)
    return Listing(
        wish=Wish(wish.tag, wish.source, number),
        years=tuple((year, tuple(posts)) for year, posts in years),
        count=len(wanted),
        pages=pages,
        tags=_tags(posts),
        sources=tuple(sorted(Counter(post.source for post in posts).items())),
    )


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """Posts by their day, those without one last; of one day by their titles."""
    return sorted(posts, key=lambda post: (post.date is None, -post.date.toordinal() if post.date else 0, post.title))


def _tags(posts: Iterable[Post]) -> tuple[tuple[str, int], ...]:
    """The tags of most posts, in the order of the alphabet; of those that differ by case the spelling used most."""
    spelled: dict[str, Counter[str]] = {}
    for post in posts:
        for tag in dict.fromkeys(post.tags):
            spelled.setdefault(tag.casefold(), Counter())[tag] += 1
    counted = [(spellings.most_common(1)[0][0], spellings.total()) for spellings in spelled.values()]
    most = sorted(counted, key=lambda each: (-each[1], each[0]))[:_MOST_TAGS]
    return tuple(sorted(most, key=lambda each: each[0].casefold()))

"""Which posts are copies of others: published again elsewhere, or kept in several versions."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from knowledge.model import Key, Place, Post

_SHARED = 0.8  # of the passages of the shorter post
_FEWEST_PASSAGES = 3  # shared, unless the titles are the same: two short posts may well have one paragraph in common
_NUMBER = re.compile(r"\d+")  # “Survey 2025” and “Survey 2026” are no copies, however much they have in common
_MOST_POSTS = 20  # a passage of more posts tells no two of them apart from the rest


def copies_of(said: Sequence[Sequence[Place]]) -> Mapping[Key, Key]:
    """The original of each post that is a copy; `said` has the places of each passage.

    The older of the two is the original; of two without dates, or of one day, the one that was read first. An original is
    no copy itself.
    """
    passages: Counter[Key] = Counter()
    shared: Counter[tuple[Key, Key]] = Counter()
    for places in said:
        if len(places) > 1:  # most passages stand in one place, and are no matter of two posts
            held = {place.post.key for place in places}
            if len(held) <= _MOST_POSTS:
                passages.update(held)
                shared.update(combinations(sorted(held), 2))
    posts = _first_read(said, {key for pair in shared for key in pair}) if shared else {}
    passages.update(key for places in said if shared and len(places) == 1 and (key := places[0].post.key) in posts)
    ages = {key: (post.date or date.max, number) for number, (key, post) in enumerate(posts.items())}
    copies: dict[Key, Key] = {}
    pairs = ((sorted(pair, key=ages.__getitem__), count) for pair, count in shared.items())
    for (original, copy), count in sorted(pairs, key=lambda pair: [ages[key] for key in reversed(pair[0])]):
        one, other = _titled(posts[original]), _titled(posts[copy])
        enough = one == other or (count >= _FEWEST_PASSAGES and _NUMBER.findall(one) == _NUMBER.findall(other))
        if enough and count >= _SHARED * min(passages[original], passages[copy]):
            copies.setdefault(copy, copies.get(original, original))
    return copies


def _first_read(said: Iterable[Sequence[Place]], keys: Container[Key]) -> dict[Key, Post]:
    """The posts of these keys, in the order in which they were read."""
    posts: dict[Key, Post] = {}
    for places in said:
        for place in places:
            if (key := place.post.key) in keys:
                posts.setdefault(key, place.post)
    return posts


def voices(places: Iterable[Place]) -> tuple[Place, ...]:
    """One place for each post that speaks for itself, in their order: a post with its copies counts once."""
    found: dict[Key, Place] = {}
    for place in places:
        found.setdefault(place.copy_of or place.post.key, place)
    return tuple(found.values())


def _titled(post: Post) -> str:
    return " ".join(post.title.casefold().split())

"""Which passages repeat across a source without teaching anything: footers, calls to subscribe, farewells.

A passage is boilerplate where at least five posts of a source, and more than one in fifty of them, hold it, and where it
either stands at the same end of nearly all of them or speaks of the post or to its reader. A practice that many posts
repeat stands now here, now there, and is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from knowledge.model import Place

_FEWEST_POSTS = 5
_SHARE_OF_POSTS = 0.02
_SAME_END = 0.8  # of the posts that hold it
_EDGE, _PASSAGES_AN_EDGE = 2, 3  # an end is two passages of a post of six or more, one of three to five, none of fewer

# What closes or fills a post wherever it stands: it speaks of the post, or to its reader, and names no practice.
_FILLER = r"""thank(?:s|\ you)\ (?:for\ reading|to\ everyone|to\ all|again|so\ much)
      | \b(?:subscribe|sign\ up)\b.*\b(?:newsletter|updates|blog|feed|posts?)\b
      | \b(?:follow|tweet|email|ping|contact)\ (?:us|me)\b
      | \b(?:feel\ free\ to|please|don't\ hesitate\ to|happy\ to)\b.*\b(?:reach\ out|get\ in\ touch|comment|contact)
      | \b(?:reach\ out|get\ in\ touch)\ (?:to|with)\ (?:us|me)\b
      | \bwe(?:'re|\ are)\ hiring\b | \bjoin\ (?:us|our\ team)\b | \bopen\ positions\b
      | \b(?:in\ today's|in\ this)\b[^.]*\b(?:landscape|world)\b | \bstay(?:ing)?\ ahead\ of\ the\ (?:curve|pack)\b
      | \bin\ (?:this|the\ next|the\ following|a\ future|an\ upcoming)\ (?:post|article|series|section|part)\b
      | \b(?:stay\ tuned|happy\ (?:hacking|coding)|table\ of\ contents|originally\ published)\b
    """


def is_filler(typed: str) -> bool:
    """Whether a text, with typography as people type it, closes or fills a post by its own words."""
    return _filler().search(typed) is not None


@cache
def _filler() -> re.Pattern[str]:
    """Compiled with the first passage that is looked at: that takes longer than opening a saved snapshot."""
    return re.compile(_FILLER, re.IGNORECASE | re.VERBOSE)


class Boilerplate:
    """Tells boilerplate among the passages of a corpus; `said` has the places of each."""

    def __init__(self, said: Iterable[Sequence[Place]]) -> None:
        self._lengths: dict[tuple[str, str, str], int] = {}
        for places in said:
            for place in places:
                key = place.post.key
                self._lengths[key] = max(self._lengths.get(key, 0), place.position + 1)
        self._posts = Counter(source for source, _, _ in self._lengths)

    def holds(self, typed: str, places: Sequence[Place]) -> bool:
        """Whether a passage is boilerplate by its text, with typography as people type it, and its places."""
        if len(places) < _FEWEST_POSTS:
            return False
        by_source: dict[str, dict[tuple[str, str, str], Place]] = {}
        for place in places:
            by_source.setdefault(place.post.source, {})[place.post.key] = place
        often = [posts.values() for source, posts in by_source.items() if self._is_often(len(posts), source)]
        return bool(often) and (is_filler(typed) or any(map(self._has_one_end, often)))

    def _is_often(self, posts: int, source: str) -> bool:
        return posts >= _FEWEST_POSTS and posts > _SHARE_OF_POSTS * self._posts[source]

    def _has_one_end(self, places: Iterable[Place]) -> bool:
        ends = [self._end(place) for place in places]
        return max(ends.count(end) for end in ("first", "last")) >= _SAME_END * len(ends)

    def _end(self, place: Place) -> str:
        length = self._lengths[place.post.key]
        edge = min(_EDGE, length // _PASSAGES_AN_EDGE)
        if place.position < edge:
            return "first"
        return "last" if place.position >= length - edge else "between"

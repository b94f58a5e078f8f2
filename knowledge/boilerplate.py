"""Which passages repeat across a source without teaching anything: footers, calls to subscribe, farewells.

A passage is boilerplate where at least five posts of a source, and more than one in fifty of them, hold it, and where it
either stands at the same end of nearly all of them or speaks of the post or to its reader. A practice that many posts
repeat stands now here, now there, and is none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from knowledge.model import Key, Place

FEWEST_POSTS = 5
_SHARE_OF_POSTS = 0.02
_SAME_END = 0.8  # of the posts that hold it
_EDGE, _PASSAGES_AN_EDGE = 2, 3  # an end is two passages of a post of six or more, one of three to five, none of fewer

# What closes or fills a post wherever it stands: it speaks of the post, or to its reader, and names no practice. Each has the
# words, in small letters, of which one must be there: to look for those first is twenty times as fast.
_FILLERS = (
    (("thank",), r"thank(?:s|\ you)\ (?:for\ reading|to\ everyone|to\ all|again|so\ much)"),
    (
        ("subscribe", "sign up"),
        r"\b(?:subscribe|sign\ up)\b.*\b(?:newsletter|updates|blog|feed|posts?)\b",
    ),
    ((" us", " me"), r"\b(?:follow|tweet|email|ping|contact)\ (?:us|me)\b"),
    (
        ("reach out", "get in touch", "comment", "contact"),
        r"""\b(?:feel\ free\ to|please|don't\ hesitate\ to|happy\ to)\b.*\b(?:reach\ out|get\ in\ touch|comment|contact)
          | \b(?:reach\ out|get\ in\ touch)\ (?:to|with)\ (?:us|me)\b""",
    ),
    (
        ("hiring", "join", "open pos"),
        r"\bwe(?:'re|\ are)\ hiring\b | \bjoin\ (?:us|our\ team)\b | \bopen\ positions\b",
    ),
    (
        ("landscape", "world", "ahead of the"),
        r"""\b(?:in\ today's|in\ this)\b[^.]*\b(?:landscape|world)\b
          | \bstay(?:ing)?\ ahead\ of\ the\ (?:curve|pack)\b""",
    ),
    (
        ("post", "article", "series", "section", "part"),
        r"\bin\ (?:this|the\ next|the\ following|a\ future|an\ upcoming)\ (?:post|article|series|section|part)\b",
    ),
    (
        ("stay tuned", "happy ", "table of", "originally"),
        r"\b(?:stay\ tuned|happy\ (?:hacking|coding)|table\ of\ contents|originally\ published)\b",
    ),
)


def is_filler(typed: str) -> bool:
    """Whether a text, with typography as people type it, closes or fills a post by its own words."""
    small = typed.casefold()
    for words, pattern in _fillers():  # plain loops, for all passages there are: generators take twice as long
        for word in words:
            if word in small:
                if pattern.search(typed):
                    return True
                break
    return False


@cache
def _fillers() -> Sequence[tuple[Sequence[str], re.Pattern[str]]]:
    """Compiled with the first passage that is looked at: that takes longer than opening a saved snapshot."""
    return [(words, re.compile(pattern, re.IGNORECASE | re.VERBOSE)) for words, pattern in _FILLERS]


class Boilerplate:
    """Tells boilerplate among the passages of a corpus; `lengths` has the number of each post's passages."""

    def __init__(self, lengths: Mapping[Key, int]) -> None:
        self._lengths = lengths
        self._posts = Counter(source for source, _, _ in lengths)

    def holds(self, typed: str, places: Sequence[Place]) -> bool:
        """Whether a passage is boilerplate by its text, with typography as people type it, and its places."""
        by_source: dict[str, dict[tuple[str, str, str], Place]] = {}
        for place in places:
            by_source.setdefault(place.post.source, {})[place.post.key] = place
        often = [posts.values() for source, posts in by_source.items() if self._is_often(len(posts), source)]
        return bool(often) and (is_filler(typed) or any(map(self._has_one_end, often)))

    def _is_often(self, posts: int, source: str) -> bool:
        return posts >= FEWEST_POSTS and posts > _SHARE_OF_POSTS * self._posts[source]

    def _has_one_end(self, places: Iterable[Place]) -> bool:
        ends = [self._end(place) for place in places]
        return max(ends.count(end) for end in ("first", "last")) >= _SAME_END * len(ends)

    def _end(self, place: Place) -> str:
        length = self._lengths[place.post.key]
        edge = min(_EDGE, length // _PASSAGES_AN_EDGE)
        if place.position < edge:
            return "first"
        return "last" if place.position >= length - edge else "between"

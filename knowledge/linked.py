"""A URL that somebody pasted → the post and the paragraph it leads to. Nothing is fetched."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from knowledge.model import Passage, Place, Post
from knowledge.related import related_posts
from knowledge.results import Linked
from knowledge.scope import EVERYTHING, Scope
from knowledge.snapshot import Snapshot
from knowledge.standing import Standings

_CANDIDATES = 10
_TRACKING = re.compile(r"(?i:utm_\w+|mc_\w+|fbclid|gclid|ref)")
_TEXT = ":~:text="


@dataclass(frozen=True, slots=True)
class Addresses:
    """The posts of one snapshot by their addresses, and what stands in each."""

    snapshot: Snapshot
    posts: Mapping[str, Post]
    standings: Standings

    def linked(self, url: str, most_newer: int, scope: Scope = EVERYTHING) -> Linked | None:
        """What a URL leads to, with newer posts on the same; None for one that is not a post's in the scope."""
        post = self.posts.get(canonical(url))
        if post is None:
            return None
        whole = Place(post, (), 0, last=True, url=post.url)
        if not scope.accepts(whole):
            return None
        stands = self.standings.stands(post, scope)
        if not stands:
            return Linked(whole, None)
        place, passage = _named(stands, urlsplit(url).fragment) or stands[0]
        return Linked(place, passage, self._newer(post, passage, scope)[:most_newer])

    def _newer(self, post: Post, passage: Passage, scope: Scope) -> tuple[Post, ...]:
        """Later posts that say the same, and those that are surely about it, the newest first."""
        about = related_posts(self.snapshot, passage.text, _CANDIDATES, scope, surely=True)
        places = (*filter(scope.accepts, passage.places), *(each.place for each in about))
        posts = {place.post.key: place.post for place in places}.values()
        later = [each for each in posts if each.date and post.date and each.date > post.date]
        return tuple(sorted(later, key=lambda each: (str(each.date), each.title), reverse=True))


def addresses(standings: Standings) -> Addresses:
    """Every post that has an address, by it and by those it had before; of several at one the first that was read."""
    snapshot = standings.snapshot
    posts: dict[str, Post] = {}
    for post in snapshot.corpus.posts:
        if post.url:
            posts.setdefault(canonical(post.url), post)
    return Addresses(snapshot, posts, standings)


def canonical(url: str) -> str:
    """The URL without what differs between links to one page: scheme, `www.`, case of the host, tracking, fragment."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # http://[ and https://host:port
        return url
    if parts.scheme not in ("http", "https") or not host:
        return url
    kept = [each for each in parse_qsl(parts.query) if not _TRACKING.fullmatch(each[0])]
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    return f"{host}{port}{path}{'?' if kept else ''}{urlencode(sorted(kept))}"


def _named(stands: Sequence[tuple[Place, Passage]], fragment: str) -> tuple[Place, Passage] | None:
    """The passage that a fragment names, by the text it quotes or by the heading above."""
    anchor, _, text = fragment.partition(_TEXT)
    for wanted, part in ((text, 2), (anchor, 0)):
        if not wanted:
            continue
        for place, passage in stands:
            own = urlsplit(place.url or "").fragment.partition(_TEXT)[part]
            if unquote(own) == unquote(wanted):
                return place, passage
    return None

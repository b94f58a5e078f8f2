"""What stands in a post: its passages in their order, where else each stands, and which posts are on the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from knowledge.deep_links import anchors
from knowledge.document_names import stem
from knowledge.model import Passage, Place, Post
from knowledge.passages import spans
from knowledge.related import related_posts
from knowledge.results import Contents, Standing
from knowledge.scope import EVERYTHING, Scope
from knowledge.snapshot import Snapshot

_COMPARED = 12  # lessons of a post that are looked for in others: each costs as much as a question or two
_KIN = 5  # posts for each of them
_MOST_KIN = 6

At = tuple[str | None, int]


@dataclass(frozen=True, slots=True)
class Standings:
    """The posts of one snapshot by their slugs, which no two share, and what stands in each.

    `standing` has the numbers of passages by the slug of their post; `older` has, for a slug and a position, where that
    point was made before with other figures; `before` has posts by what else they are or were called, in lower case.
    """

    snapshot: Snapshot
    slugs: Mapping[str, Post]
    standing: Mapping[str | None, Sequence[int]]
    older: Mapping[At, Sequence[Place]]
    before: Mapping[str, Post]
    _kin: dict[tuple[str | None, Scope], tuple[Post, ...]] = field(default_factory=dict)

    def stands(self, post: Post, scope: Scope = EVERYTHING) -> Sequence[tuple[Place, Passage]]:
        """The passages of a post in the scope, in their order, in its own words."""
        numbers = self.standing.get(post.slug, ())
        passages = filter(None, (scope.seen(self.snapshot.corpus.passages[number]) for number in numbers))
        stands = [
            (place, passage.worded_at(place))
            for passage in passages
            for place in passage.places
            if place.post.slug == post.slug
        ]
        return sorted(stands, key=lambda each: each[0].position)

    def contents(self, slug: str, scope: Scope = EVERYTHING) -> Contents | None:
        """The post of this slug with all that is known of its passages; None where there is none in the scope."""
        post = self.slugs.get(slug)
        if post is None or not scope.accepts(Place(post, (), 0, last=True)):
            return None
        stands = tuple(self._standing(post, scope))
        return Contents(post, stands, self._about(post, stands, scope))

    def moved(self, slug: str) -> Post | None:
        """The post that had this slug before, as far as it says; or is meant by its file's name or in another spelling."""
        return self.before.get(slug.strip("/").casefold())

    def _standing(self, post: Post, scope: Scope) -> Iterator[Standing]:
        found = spans(post, anchors(post.blocks))
        for span, (place, passage) in zip(found, self.stands(post, scope), strict=True):
            others = [each for each in passage.places if each.post.slug != post.slug]
            newer = (passage.newer,) if passage.newer else ()
            yield Standing(
                passage=passage,
                place=place,
                start=span.start,
                end=span.end,
                places=(place, *filter(scope.accepts, others)),
                newer=tuple(filter(scope.accepts, newer)),
                older=tuple(filter(scope.accepts, self.older.get((post.slug, place.position), ()))),
            )

    def _about(self, post: Post, stands: Sequence[Standing], scope: Scope) -> tuple[Post, ...]:
        """Other posts on the same: those that say the same, and those that its lessons are surely about; the closest first."""
        if (known := self._kin.get((post.slug, scope))) is not None:
            return known
        lessons = (each.passage for each in stands if each.passage.id in self.snapshot.lessons)
        found = [each.post for one in stands for each in (*one.places[1:], *one.newer, *one.older)]
        for lesson in islice(lessons, _COMPARED):
            found += [each.place.post for each in related_posts(self.snapshot, lesson.text, _KIN, scope, surely=True)]
        times = Counter(each.slug for each in found if each.slug != post.slug)
        posts = {each.slug: each for each in found}
        kin = tuple(posts[key] for key, _ in times.most_common(_MOST_KIN))
        self._kin[post.slug, scope] = kin
        return kin


def standings(snapshot: Snapshot) -> Standings:
    """What stands where in a snapshot; every passage of it is looked at once."""
    standing: dict[str | None, list[int]] = {}
    older: dict[At, list[Place]] = {}
    for number, passage in enumerate(snapshot.corpus.passages):
        for slug in dict.fromkeys(place.post.slug for place in passage.places):
            standing.setdefault(slug, []).append(number)
        if passage.newer:
            older.setdefault((passage.newer.post.slug, passage.newer.position), []).append(passage.places[0])
    posts = snapshot.corpus.posts
    slugs = {post.slug: post for post in posts if post.slug}
    return Standings(snapshot, slugs, standing, older, _before(posts))


def _before(posts: Sequence[Post]) -> Mapping[str, Post]:
    """Posts by their slug in lower case, else by an earlier address, its last part, or their file; by no name that several have."""
    named: list[Mapping[str, list[Post]]] = [defaultdict(list) for _ in range(4)]
    for post in posts:
        old = [urlsplit(alias).path.strip("/").removesuffix(".html") for alias in post.aliases]
        ends = [alias.rpartition("/")[2] for alias in old]
        for names, by_name in zip(([post.slug or ""], old, ends, [stem(post.path)]), named, strict=True):
            for name in dict.fromkeys(map(str.casefold, names)):
                by_name[name].append(post)
    found: dict[str, Post] = {}
    for by_name in named:
        for name, them in by_name.items():
            if len(them) == 1 and name:
                found.setdefault(name, them[0])
    return found

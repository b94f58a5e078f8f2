"""Texts among each other: what stands for what, and the buckets of common hashes by which they find each other."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from knowledge.wordings import Wording

_LOOKED_AT = 20  # texts of one bucket, newest first: a run of words that thousands share ties none of them
order_of = attrgetter("order")


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text with the posts that hold it. It is the same text the next time if it is the same object."""

    text: str
    posts: frozenset[Hashable] = frozenset()


@dataclass(slots=True, eq=False)
class Node:
    """A text among the others: what stands for it (None: itself), what it differs from, and the texts it stands for.

    `since` has the first text with which each post came to it.
    """

    text: Text
    wording: Wording
    order: int = -1
    is_placed: bool = False
    head: "Node | None" = None
    differing: "Node | None" = None
    members: "list[Node] | None" = None
    since: "dict[Hashable, Node] | None" = None

    def hashes(self) -> Iterator[int]:
        """The buckets that it is in: of each hash, and of each hash with its figures."""
        for each in self.wording.sketch:
            yield each
            yield self._exact(each)

    def exact_hashes(self) -> Iterator[int]:
        """Only those with its figures."""
        return map(self._exact, self.wording.sketch)

    def _exact(self, key: int) -> int:
        return hash((key, self.wording.figures))

    @property
    def is_head(self) -> bool:
        """Whether it stands for itself."""
        return self.is_placed and self.head is None

    def holds(self, other: "Node") -> bool:
        """Whether it, or a text before the other that it stands for, is of a post of the other's."""
        if not self.text.posts.isdisjoint(other.text.posts):
            return True
        since = self.since or {}
        return any(post in since and since[post].order < other.order for post in other.text.posts)

    def take(self, other: "Node") -> None:
        """Stand for another."""
        if self.members is None or self.since is None:
            self.members, self.since = [], {}
        insort(self.members, other, key=order_of)
        if self.members[-1] is not other:
            self.since = _since(self.members)
        for post in other.text.posts:
            self.since.setdefault(post, other)

    def leave(self, other: "Node") -> None:
        """Stand for it no more."""
        self.members = [each for each in self.members or () if each is not other]
        self.since = _since(self.members)


def _since(members: Sequence[Node]) -> dict[Hashable, Node]:
    """The first text with which each post came."""
    since: dict[Hashable, Node] = {}
    for each in members:
        for post in each.text.posts:
            since.setdefault(post, each)
    return since


@dataclass(slots=True)
class Bucket:
    """The texts with one hash, and those of them that stand for themselves; both in order."""

    all: list[Node] = field(default_factory=list)
    heads: list[Node] = field(default_factory=list)


class Buckets:
    """The texts by their hashes, each bucket in order; most texts are alone in theirs."""

    def __init__(self) -> None:
        self._alone: dict[int, Node] = {}
        self._shared: dict[int, Bucket] = {}

    def add(self, node: Node) -> None:
        """Let a text be found, once it stands for itself."""
        for key in node.hashes():
            bucket = self._shared.get(key)
            if bucket is None:
                other = self._alone.setdefault(key, node)
                if other is node:
                    continue
                bucket = self._shared[key] = Bucket([other], [other] if other.is_head else [])
                del self._alone[key]
            insort(bucket.all, node, key=order_of)

    def remove(self, node: Node) -> None:
        """Let a text that stands for nothing be found no more."""
        for key in node.hashes():
            if self._alone.get(key) is node:
                del self._alone[key]
            else:
                bucket = self._shared[key]
                bucket.all = [each for each in bucket.all if each is not node]

    def lift(self, node: Node) -> None:
        """It stands for itself."""
        for bucket in self._of(node):
            insort(bucket.heads, node, key=order_of)

    def lower(self, node: Node) -> None:
        """It stands for itself no more."""
        for bucket in self._of(node):
            bucket.heads = [each for each in bucket.heads if each is not node]

    def before(self, node: Node, keys: Iterable[int]) -> set[Node]:
        """The first texts that stand for themselves before this one, of each bucket."""
        found: set[Node] = set()
        for key in keys:
            if bucket := self._shared.get(key):
                end = bisect_left(bucket.heads, node.order, key=order_of)
                found.update(bucket.heads[: min(end, _LOOKED_AT)])
        return found

    def seeing(self, head: Node, node: Node) -> Iterator[Node]:
        """The texts after a node that find this head."""
        for bucket in self._of(head):
            if bisect_left(bucket.heads, head.order, key=order_of) < _LOOKED_AT:
                yield from bucket.all[bisect_right(bucket.all, node.order, key=order_of) :]

    def _of(self, node: Node) -> Iterator[Bucket]:
        return filter(None, map(self._shared.get, node.hashes()))

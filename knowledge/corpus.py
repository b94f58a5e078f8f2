"""read_corpus(sources) → Corpus: posts, passages and problems of one moment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from urllib.parse import quote

from knowledge.deep_links import TextFragments, anchors, deep_link, passage_anchors
from knowledge.duplicates import Merging, Said, passage_id
from knowledge.model import Corpus, Document, Place, Post, Problem
from knowledge.passages import spans
from knowledge.permalinks import own_url, slug_of, slugify, url_by_rule
from knowledge.progress import Progress, unseen
from knowledge.readings import Readings, SourceReadings
from knowledge.source_config import SourceConfig

__all__ = ["Corpus", "Linked", "Placing", "corpus_of", "read_corpus"]

_NO_PARTS = ("", ".", "..")  # of an address: browsers would walk by them


@dataclass(frozen=True, slots=True)
class Linked:
    """A post with its link, what was asked beside it (its source, slug and the reader's address), what was wrong, what it says."""

    asked: tuple[SourceConfig, str, str]
    post: Post
    problems: tuple[Problem, ...]
    said: tuple[Said, ...]


def read_corpus(
    sources: Iterable[SourceConfig],
    reader_url: str = "",
    cache: Path | None = None,
    look_at: Callable[[Document], None] | None = None,
    progress: Progress = unseen,
) -> Corpus:
    """Read every document of every source; a bad one becomes a problem and the rest goes on.

    `reader_url` is where the bot serves posts that have no URL of their own (empty: nowhere), `cache` the folder for what
    is fetched; `look_at` is shown every document that is read. Raises SourceError where no source can be read at all.
    """
    readings = Readings().read(sources, cache, look_at, progress=progress)
    return corpus_of(readings.sources, reader_url, progress=progress)


class Placing:
    """What stands where in a post, remembered while the post stays: its links are most of the work."""

    def __init__(self) -> None:
        self.merging = Merging()
        self._linked: dict[int, tuple[Post, Linked]] = {}
        self._before: dict[int, tuple[Post, Linked]] = {}
        self._slugs: dict[int, tuple[Post, str, str]] = {}
        self._slugs_before: dict[int, tuple[Post, str, str]] = {}

    def slug(self, post: Post, slug_from: str) -> str:
        """The post's slug, which another may have too."""
        found = self._slugs_before.get(id(post))
        if found is None or found[1] != slug_from:
            found = post, slug_from, _usable_slug(post, slug_from)
        self._slugs[id(post)] = found
        return found[2]

    def linked(self, post: Post, source: SourceConfig, slug: str, reader_url: str) -> Linked:
        """The post with its link, what was wrong with it, and its passages with their places."""
        found = self._before.get(id(post))
        if found is None or found[1].asked != (source, slug, reader_url):
            found = post, _linked(post, source, slug, reader_url)
        self._linked[id(post)] = found
        return found[1]

    def resume(self, post: Post, usable_slug: str, linked: Linked) -> None:
        """Remember what a post was given elsewhere, until the next turn."""
        self._slugs_before[id(post)] = post, linked.asked[0].slug_from, usable_slug
        self._before[id(post)] = post, linked

    def turn(self) -> None:
        """Forget the posts that are no more."""
        self._before, self._linked = self._linked, {}
        self._slugs_before, self._slugs = self._slugs, {}


def corpus_of(
    sources: Iterable[SourceReadings],
    reader_url: str = "",
    memory: Placing | None = None,
    progress: Progress = unseen,
) -> Corpus:
    """The corpus of what was read."""
    placing = memory or Placing()
    posts: list[Post] = []
    found: list[Sequence[Said]] = []
    problems: list[Problem] = []
    drafts = 0
    slugs: set[str] = set()
    for each in sources:
        source = each.config
        for reading in each.readings:
            problems += reading.problems
            drafts += reading.drafts
            for post in reading.posts:
                slug = _untaken(placing.slug(post, source.slug_from), slugs)
                linked = placing.linked(post, source, slug, reader_url)
                posts.append(linked.post)
                found.append(linked.said)
                problems += linked.problems
    merged = placing.merging.merged(found, progress)
    placing.turn()
    return Corpus(tuple(posts), merged.passages, tuple(problems), drafts, merged.copies, merged.boilerplate)


def _usable_slug(post: Post, slug_from: str) -> str:
    """The post's slug without what no address can have."""
    written = (part for part in slug_of(post, slug_from).split("/") if part not in _NO_PARTS)
    return "/".join(written) or slugify(post.title) or "post"


def _untaken(slug: str, taken: set[str]) -> str:
    """The slug, numbered where another post of the corpus has it."""
    numbered = (f"{slug}-{number}" for number in count(2))
    own = next(each for each in chain((slug,), numbered) if each not in taken)
    taken.add(own)
    return own


def _unusable_url(post: Post, source: SourceConfig) -> tuple[Problem, ...]:
    if post.url is None or own_url(post, source.base_url or "https://any.example") is not None:
        return ()
    mend = "Write it with https:// in front, or as a path of its site."
    return (Problem(post.path, 1, f"url “{post.url}” is no web address; not used", mend),)


def _linked(post: Post, source: SourceConfig, slug: str, reader_url: str) -> Linked:
    """The post with its URL by its source's rule; one that cannot be followed is a problem, and the bot's own reader takes over."""
    by_rule = source.base_url and url_by_rule(post, source.base_url, source.rule)
    url = by_rule or (None if source.base_url else own_url(post, ""))
    problems = list(_unusable_url(post, source))
    if url is None and source.base_url:
        what = (
            f"no date, which the permalink {source.rule.pattern(replace(post, slug=slug))} wants; left without its link"
        )
        problems.append(Problem(post.path, 1, what, "Give it a `date:` or a `url:`."))
    is_served = url is None and bool(reader_url)
    if is_served:
        url = f"{reader_url.rstrip('/')}/posts/{quote(slug)}"
    linked = replace(post, url=url, slug=slug, public=source.public, limited=source.only_for is not None)
    return Linked((source, slug, reader_url), linked, tuple(problems), tuple(_said(linked, is_served=is_served)))


def _said(post: Post, *, is_served: bool) -> Iterator[Said]:
    """Every passage of a post with the place where it stands and the link to it: on the bot's own page, or another's."""
    found = tuple(spans(post, anchors(post.blocks)))
    ids = [passage_id(span.parts) for span in found]
    fragments = TextFragments(post.title, post.blocks) if post.url and not is_served else None
    for position, (span, own, name) in enumerate(zip(found, ids, passage_anchors(ids), strict=True)):
        url = f"{post.url}#{name}" if is_served else None
        if fragments and post.url:
            url = deep_link(post.url, span.anchor, fragments.directive(span.start, span.end))
        place = Place(post, span.headings, position, position == len(found) - 1, url, anchor=name)
        yield Said(own, span.parts, place)

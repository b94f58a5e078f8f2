"""read_corpus(sources) → Corpus: posts, passages and problems of one moment."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, count
from urllib.parse import quote

from knowledge.config import SourceConfig
from knowledge.deep_links import TextFragments, anchors, deep_link
from knowledge.duplicates import merge
from knowledge.formats import format_of
from knowledge.model import Corpus, Document, Part, Place, Post, Problem, Reading
from knowledge.passages import spans
from knowledge.permalinks import own_url, slug_of, slugify, url_by_rule
from knowledge.sources import open_source

__all__ = ["Corpus", "read_corpus"]


def read_corpus(sources: Iterable[SourceConfig], reader_url: str = "") -> Corpus:
    """Read every document of every source; a bad one becomes a problem and the rest goes on.

    `reader_url` is where the bot serves posts that have no URL of their own (empty: nowhere). Raises SourceError where a
    source cannot be read at all.
    """
    posts: list[Post] = []
    problems: list[Problem] = []
    drafts = 0
    slugs: set[str] = set()
    for source in sources:
        for document in open_source(source).documents():
            reading = _read(document)
            problems += reading.problems
            drafts += reading.drafts
            for post in reading.posts:
                linked, unlinked = _linked(_named(post, source, slugs), source, reader_url)
                posts.append(linked)
                problems += (*_unusable_url(post, source), *unlinked)
    return Corpus(tuple(posts), merge(_placed(posts)), tuple(problems), drafts)


def _read(document: Document | Problem) -> Reading:
    if isinstance(document, Problem):
        return Reading(problems=(document,))
    read = format_of(document.path)
    if read is None:
        what = "no format reads documents of this name"
        return Reading(problems=(Problem(document.path, 1, what, "Name it .md or .txt.", kept=False),))
    return read(document)


def _named(post: Post, source: SourceConfig, taken: set[str]) -> Post:
    """The post with its URL by its source's rule, and with a slug that no other post of the corpus has."""
    slug = slug_of(post, source.slug_from) or slugify(post.title) or "post"
    numbered = (f"{slug}-{number}" for number in count(2))
    own = next(each for each in chain((slug,), numbered) if each not in taken)
    taken.add(own)
    by_rule = source.base_url and url_by_rule(post, source.base_url, source.permalink, source.slug_from)
    return replace(post, url=by_rule or (None if source.base_url else own_url(post, "")), slug=own)


def _unusable_url(post: Post, source: SourceConfig) -> tuple[Problem, ...]:
    if post.url is None or own_url(post, source.base_url or "https://any.example") is not None:
        return ()
    mend = "Write it with https:// in front, or as a path of its site."
    return (Problem(post.path, 1, f"url “{post.url}” is no web address; not used", mend),)


def _linked(post: Post, source: SourceConfig, reader_url: str) -> tuple[Post, tuple[Problem, ...]]:
    """The post with a link; a rule that cannot be followed is a problem, and the bot's own reader takes over."""
    url = post.url
    problems: tuple[Problem, ...] = ()
    if url is None and source.base_url:
        what = f"no date, which the permalink {source.permalink} wants; left without its link"
        problems = (Problem(post.path, 1, what, "Give it a `date:` or a `url:`."),)
    if url is None and reader_url:
        url = f"{reader_url.rstrip('/')}/posts/{quote(post.slug or '')}"
    return replace(post, url=url, public=source.public), problems


def _placed(posts: Iterable[Post]) -> Iterator[tuple[tuple[Part, ...], Place]]:
    """Every passage of every post with the place where it stands and the link to it."""
    for post in posts:
        names = anchors(post.blocks)
        fragments = TextFragments(post.title, post.blocks)
        found = list(spans(post, names))
        for position, span in enumerate(found):
            url = deep_link(post.url, span.anchor, fragments.directive(span.start, span.end)) if post.url else None
            yield span.parts, Place(post, span.headings, position, position == len(found) - 1, url)

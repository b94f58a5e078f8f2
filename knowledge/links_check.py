"""Do a source's own links lead to its posts? Where they do not, its permalink rule is wrong, or its posts are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urljoin, urlsplit

from knowledge.corpus import read_corpus
from knowledge.formats import format_of
from knowledge.links import Link, links_of
from knowledge.model import Corpus, Document, Post
from knowledge.progress import Progress, unseen
from knowledge.source_config import SourceConfig

ENOUGH = 0.8  # of a source's links; where fewer lead to a post, its rule looks wrong
_FEW = 5  # links that say nothing of a rule
_SHOWN = 10
_PAGES = frozenset(("", ".html", ".htm", ".php"))
_INDEX = re.compile(r"/index\.html?$")
_PAGES_BEFORE = re.compile(r"^([\w-]+)\.github\.com$")  # where GitHub's pages were; it sends on from there
_UNRULED = ("feed", "site")  # whose posts say themselves where they are
_ENDING = re.compile(r"\.html?$")


@dataclass(frozen=True, slots=True)
class SourceLinks:
    """The links of one source to itself: how many lead to a post, how many there are, the first that lead nowhere.

    `ruled` counts, in the same way, those that name an address and no document: they alone can show a wrong rule.
    """

    source: str
    resolved: int
    total: int
    ruled: tuple[int, int]
    unresolved: tuple[Link, ...] = ()

    @property
    def rate(self) -> float:
        """The share of links that lead to a post; 1 where there are none."""
        return self.resolved / self.total if self.total else 1.0

    @property
    def looks_wrong(self) -> bool:
        """Whether so many addresses lead nowhere that the permalink rule is in doubt."""
        resolved, total = self.ruled
        return total >= _FEW and resolved < ENOUGH * total


def read_and_check(
    sources: Iterable[SourceConfig], reader_url: str = "", cache: Path | None = None, progress: Progress = unseen
) -> tuple[Corpus, tuple[SourceLinks, ...]]:
    """Read the sources, and see where their links lead. Raises SourceError as `read_corpus` does."""
    configs = tuple(sources)
    links: list[Link] = []
    ruled = {source.label for source in configs if source.kind not in _UNRULED}

    def look_at(document: Document) -> None:
        if document.source in ruled and PurePosixPath(document.path).suffix.lower() not in (".docx", ".txt"):
            links.extend(links_of(document))

    corpus = read_corpus(configs, reader_url, cache, look_at, progress)
    return corpus, check_links(corpus.posts, links, configs)


def check_links(
    posts: Iterable[Post], links: Iterable[Link], sources: Iterable[SourceConfig]
) -> tuple[SourceLinks, ...]:
    """Where the links of each source lead, of those that name something of its own.

    Feeds and sites are passed over: their posts say themselves where they are, and their links lead to much else.
    """
    known = _Known(tuple(posts))
    by_source: dict[str, list[Link]] = {}
    for link in links:
        by_source.setdefault(link.source, []).append(link)
    ruled = (source for source in sources if source.kind not in _UNRULED)
    return tuple(_checked(source, by_source.get(source.label, ()), known) for source in ruled)


def _checked(source: SourceConfig, links: Iterable[Link], known: "_Known") -> SourceLinks:
    outcomes: list[tuple[bool, bool]] = []  # resolved, named by address
    unresolved: list[Link] = []
    for link in links:
        found = known.document(link) if _names_document(link.target) else known.address(link, source.base_url)
        if found is None:
            continue
        outcomes.append((found, not _names_document(link.target)))
        if not found:
            unresolved.append(link)
    ruled = [found for found, by_address in outcomes if by_address]
    resolved = sum(found for found, _ in outcomes)
    return SourceLinks(source.label, resolved, len(outcomes), (sum(ruled), len(ruled)), tuple(unresolved[:_SHOWN]))


class _Known:
    """The addresses and documents of all posts, as links may write them."""

    def __init__(self, posts: tuple[Post, ...]) -> None:
        self._addresses = {_plain(post.url) for post in posts if post.url}
        self._addresses |= {_plain(url) for post in posts for url in _old(post)}
        self._urls: Mapping[tuple[str, str], str | None] = {(post.source, post.path): post.url for post in posts}

    def document(self, link: Link) -> bool:
        """Whether a link to a document (`../a.md`, Zola's `@/a.md`) names one that is a post."""
        target = unquote(link.target.partition("#")[0].partition("?")[0])
        if target.startswith("@/"):
            near = (target[2:],)
        elif target.startswith("/"):
            near = (target.strip("/"),)
        else:
            near = (normpath(f"{PurePosixPath(link.path).parent}/{target}"),)
        return any((link.source, path) in self._urls for path in near)

    def address(self, link: Link, base_url: str) -> bool | None:
        """Whether a link names the address of a post; None where it is none of the source's own pages."""
        target = link.target
        if not base_url or target.startswith("#"):
            return None
        own = self._urls.get((link.source, link.path))
        try:
            parts = urlsplit(urljoin(own or base_url, target))
            base = urlsplit(base_url)
        except ValueError:  # http://[
            return None
        is_own = _host(parts.hostname) == _host(base.hostname) and parts.scheme in ("http", "https")
        below = base.path.rstrip("/") + "/"
        inside = f"{parts.path.rstrip('/')}/"
        is_relative = "/" not in target[:1] and not urlsplit(target).scheme
        if not is_own or not inside.startswith(below) or inside == below or (is_relative and own is None):
            return None
        if PurePosixPath(parts.path).suffix.lower() not in _PAGES and not _has_version(parts.path):
            return None
        return _plain(parts.geturl()) in self._addresses


def _old(post: Post) -> Iterator[str]:
    """The addresses that a post had before."""
    for alias in post.aliases:
        yield urljoin(post.url or "", alias if "/" in alias else f"/{alias}")
        yield urljoin(post.url or "", f"/{alias.lstrip('/')}")


def _names_document(target: str) -> bool:
    path = target.partition("#")[0].partition("?")[0]
    is_file = PurePosixPath(path).suffix.lower() not in (".html", ".htm", ".txt") and format_of(path) is not None
    return "://" not in target and not target.startswith("//") and is_file


def _has_version(path: str) -> bool:
    """Whether what looks like an ending is the end of a number (`/Rust-1.12`)."""
    return PurePosixPath(path).suffix[1:2].isdigit()


def _host(host: str | None) -> str:
    return _PAGES_BEFORE.sub(r"\1.github.io", (host or "").lower().removeprefix("www."))


def _plain(url: str) -> str:
    """An address without what servers do not care for: scheme, www, the slash or `.html` at its end, parts of a page."""
    parts = urlsplit(url)
    path = _ENDING.sub("", _INDEX.sub("/", unquote(parts.path))).rstrip("/")
    return f"{_host(parts.hostname)}{path.casefold()}"

"""What a web address offers for reading: a sitemap, a feed, or a repository."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urljoin, urlsplit

from knowledge.fetching.addresses import FetchError, checked_address, is_public
from knowledge.fetching.visitor import Visitor

_LARGEST = 50_000_000
_REPOSITORY = re.compile(r"^(?:ssh|git)://|^[\w.-]+@[\w.-]+:|\.git/?$|^https://(?:github|gitlab)\.com/[^/]+/[^/]+/?$")
_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)\b")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b|\"version\"\s*:\s*\"https://jsonfeed\.org")
_HEAD = 4096


def is_repository(place: str) -> bool:
    """Whether a place is a repository, by the look of its address."""
    return _REPOSITORY.search(place) is not None


def is_private(url: str) -> bool:
    """Whether an address is on the person's own net: who names it here wants it to be read."""
    host = urlsplit(url).hostname or ""
    try:
        return not is_public(checked_address(host, urlsplit(url).port or 80, private=True))
    except (FetchError, ValueError):  # reading it says why
        return False


def discover(url: str, visitor: Visitor) -> Mapping[str, object]:
    """The settings of a source for a web address. Raises FetchError where it cannot be read, or offers nothing."""
    visit = visitor.visit(url, size=_LARGEST)
    body = visit.copy.body
    if _SITEMAP.search(body[:_HEAD]):
        return _site(url)
    if _FEED.search(body[:_HEAD]):
        return {"feed": url}
    for sitemap in [*visitor.sitemaps(url), urljoin(url, "/sitemap.xml")]:
        if _is_sitemap(sitemap, visitor):
            return _site(sitemap)
    feeds = _feeds(body.decode(errors="replace"), visit.copy.url)
    if feeds:
        return {"feed": feeds[0]}
    raise FetchError("offers neither a sitemap nor a feed; name its pages with `pages:`")


def _site(sitemap: str) -> Mapping[str, object]:
    parts = urlsplit(sitemap)
    return {"site": sitemap, "base_url": f"{parts.scheme}://{parts.netloc}"}


def _is_sitemap(url: str, visitor: Visitor) -> bool:
    try:
        body = visitor.visit(url, size=_LARGEST).copy.body
    except FetchError:
        return False
    return _SITEMAP.search(body[:_HEAD]) is not None or body.startswith(b"\x1f\x8b")


def _feeds(page: str, base: str) -> list[str]:
    """The feeds that a page names, in its order."""
    found = []
    for link in _LINK.findall(page):
        attributes = {name.lower(): unescape("".join(values)) for name, *values in _ATTRIBUTE.findall(link)}
        if "alternate" in attributes.get("rel", "").lower() and attributes.get("type", "").lower() in _FEEDS:
            found.append(urljoin(base, attributes.get("href", "")))
    return found

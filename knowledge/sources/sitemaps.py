"""The pages that a site's sitemap lists: an index of sitemaps, gzip, and where to look for one."""

from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from knowledge.fetching.addresses import FetchError
from knowledge.fetching.client import unzipped
from knowledge.fetching.visitor import Visitor
from knowledge.model import Problem

_LARGEST = 50_000_000  # bytes of a sitemap, by the protocol
_DEEPEST = 2  # an index of indexes
_MEND = "Look whether the sitemap's address still holds."


def listed_pages(visitor: Visitor, site: str, problems: list[Problem]) -> list[str]:
    """The pages of a sitemap and those below it, each once. Raises FetchError where it cannot be read.

    A sitemap below it that cannot be read is added to the problems.
    """
    path = urlsplit(site).path
    is_sitemap = path.endswith((".xml", ".gz", ".txt"))
    pages: dict[str, None] = {}
    for root in [site] if is_sitemap else sitemaps_of(visitor, site):
        _collect(visitor, root, 0, pages, problems)
    return list(pages)


def sitemaps_of(visitor: Visitor, site: str) -> list[str]:
    """The sitemaps that a site's robots.txt names, else where one stands by custom."""
    return visitor.sitemaps(site) or [urljoin(site, "/sitemap.xml")]


def _collect(visitor: Visitor, url: str, depth: int, pages: dict[str, None], problems: list[Problem]) -> None:
    visit = visitor.visit(url, size=_LARGEST)
    if visit.failed:
        problems.append(Problem(url, 1, visit.failed, _MEND))
    body = unzipped(visit.copy.body, _LARGEST)
    if urlsplit(url).path.removesuffix(".gz").endswith(".txt"):
        pages.update(dict.fromkeys(line.strip() for line in body.decode(errors="replace").splitlines() if line.strip()))
        return
    root = _parsed(body)
    addresses = [urljoin(url, address) for address in _addresses(root)]
    if _name(root) != "sitemapindex":
        pages.update(dict.fromkeys(addresses))
        return
    for address in addresses if depth < _DEEPEST else ():
        try:
            _collect(visitor, address, depth + 1, pages, problems)
        except FetchError as error:
            problems.append(Problem(address, 1, f"the sitemap {error}", _MEND, kept=False))


def _parsed(body: bytes) -> Element:
    try:
        root: Element = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FetchError("is no XML") from error
    if _name(root) not in ("urlset", "sitemapindex"):
        raise FetchError("is no sitemap")
    return root


def _addresses(root: Element) -> list[str]:
    return [
        (loc.text or "").strip() for entry in root for loc in entry if _name(loc) == "loc" and (loc.text or "").strip()
    ]


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]

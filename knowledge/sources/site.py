"""Documents of a web site: the pages that its sitemap lists, or those that the configuration names."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.fetching.addresses import FetchError, PassingError
from knowledge.fetching.client import Limits
from knowledge.fetching.copies import Copy
from knowledge.fetching.visitor import Visitor
from knowledge.model import Document, Problem, Reading
from knowledge.sources.folder import is_excluded
from knowledge.sources.sitemaps import listed_pages

_CANONICAL = re.compile(rb"<link[^>]{0,500}\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md"}
_GONE = "Take it out of the sitemap or `pages`, or leave it out with `exclude`."
_ANY_HIDDEN = Reading(hidden=("",))
_ASLEEP = "If the page is gone, leave it out with `exclude`."


@dataclass(frozen=True, slots=True)
class SiteSource:
    """Reads the pages of a sitemap (found by itself where `site` is the address of the site), or the `pages` named."""

    name: str
    visitor: Visitor
    site: str = ""
    pages: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    most: int = 5000

    def documents(self) -> Iterator[Document | Problem | Reading]:
        problems: list[Problem] = []
        wanted = self._wanted(problems)
        yield from problems
        if not all(problem.kept for problem in problems):
            yield _ANY_HIDDEN  # whatever a sitemap lists that could not be read
        if len(wanted) > self.most:
            what = f"lists {len(wanted)} pages; the first {self.most} are read"
            yield Problem(self.site, 1, what, "Raise `max_pages`, or name what you want with `include`.")
        read: set[str] = set()
        reason = "it lists none that is wanted"
        for url in wanted[: self.most]:
            for found in self._read(url):
                if isinstance(found, Problem):
                    reason = str(found)
                elif isinstance(found, Reading):
                    pass
                elif found.path in read:  # another address that leads to the same page
                    continue
                else:
                    read.add(found.path)
                yield found
        if not read:
            raise SourceError(self.name, f"no page of {self.site or self.pages[0]} can be read: {reason}")

    def _wanted(self, problems: list[Problem]) -> list[str]:
        if not self.site:
            return list(dict.fromkeys(self.pages))
        try:
            listed = listed_pages(self.visitor, self.site, problems)
        except FetchError as error:
            raise SourceError(self.name, f"the sitemap {self.site} {error}") from error
        host = urlsplit(self.site).hostname
        own = [url for url in listed if _same_host(urlsplit(url).hostname, host)]
        if len(own) < len(listed):
            what = f"lists {len(listed) - len(own)} pages of other hosts, which are left out"
            problems.append(Problem(self.site, 1, what, "Make their sitemaps sources of their own."))
        return [url for url in own if self._fits(url)]

    def _fits(self, url: str) -> bool:
        parts = unquote(urlsplit(url).path).strip("/").split("/")
        if any(is_excluded(parts, pattern) for pattern in self.exclude):
            return False
        return not self.include or any(is_excluded(parts, pattern) for pattern in self.include)

    def _read(self, url: str) -> Iterator[Document | Problem | Reading]:
        try:
            visit = self.visitor.visit(url)
        except FetchError as error:
            yield Problem(url, 1, str(error), _GONE, kept=False)
            if isinstance(error, PassingError):
                yield _ANY_HIDDEN  # it may have been called otherwise, after where it was redirected to
            return
        if visit.failed:
            yield Problem(url, 1, visit.failed, _ASLEEP)
        kind = visit.copy.type.partition(";")[0].strip().lower()
        ending = _ENDINGS.get(kind)
        if ending is None:
            yield Problem(url, 1, f"is {kind or 'of no type'}, no page", _GONE, kept=False)
            return
        yield Document(self.name, _path(visit.copy.url, ending), _content(visit.copy, ending))


def _same_host(one: str | None, other: str | None) -> bool:
    return (one or "").removeprefix("www.") == (other or "").removeprefix("www.")


def _path(url: str, ending: str) -> str:
    """What problems call the page: its path as a document's name."""
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/") or "index"
    asked = re.sub(r"\W+", "-", parts.query)
    return re.sub(r"\.(?:html?|md)$", "", path) + (f"-{asked}" if asked else "") + ending


def _content(copy: Copy, ending: str) -> bytes:
    """The page as UTF-8 where its server says what it is written in, with its address where it does not say so itself."""
    body = copy.body
    found = _CHARSET.search(copy.type)
    if found and found.group(1).lower() not in ("utf-8", "utf8"):
        with suppress(LookupError):  # an encoding that nobody knows
            body = body.decode(found.group(1), errors="replace").encode()
    if ending != ".html" or _CANONICAL.search(body):
        return body
    return f'<link rel="canonical" href="{escape(copy.url)}">\n'.encode() + body


def open_source(config: SourceConfig, cache: Path | None = None) -> SiteSource:
    """The site that the configuration names."""
    visitor = Visitor(cache, Limits(private=config.allow_private), pause=config.delay)
    return SiteSource(
        config.label, visitor, config.site, config.pages, config.include, config.exclude, config.max_pages
    )

"""Documents of a feed: the entries of RSS, Atom or JSON Feed, from the web or from a file."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.fetching.addresses import FetchError
from knowledge.fetching.client import Limits
from knowledge.fetching.visitor import Visitor
from knowledge.model import Document, Problem
from knowledge.named_places import is_remote
from knowledge.sources.entries import Entry, entries_of
from knowledge.sources.html_documents import Page, html_document

_LARGEST = 50_000_000  # bytes; some blogs hold all their posts in one feed
_DECLARES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_WORDS = 100  # a text with fewer, in a field for summaries, is one
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[&#8230;\]|\[\.\.\.\]|read more|continue reading)\W*$", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_TRACKING = re.compile(r"(?<=[?&])utm_[^&#=]*=[^&#]*&?")
_MEND = "Read the site itself with `site:`, or let the feed hold whole posts."


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Reads the entries of a feed; `address` is where it is on the web, or a path."""

    name: str
    address: str
    visitor: Visitor

    def documents(self) -> Iterator[Document | Problem]:
        body, url, failed = self._content()
        if failed:
            yield Problem(self.address, 1, failed, "Look whether the feed's address still holds.")
        entries = self._entries(body, url)
        if not entries:
            yield Problem(
                self.address, 1, "holds no entries", "Look whether the feed's address still holds.", kept=False
            )
        summaries = sum(map(_is_summary, entries))
        if summaries * 2 > len(entries):
            what = f"holds only summaries of {summaries} of its {len(entries)} posts"
            yield Problem(self.address, 1, what, _MEND)
        taken: set[str] = set()
        for entry in entries:
            if _TAG.sub("", entry.body).strip():
                yield html_document(self.name, _page(entry, taken))

    def _content(self) -> tuple[bytes, str, str]:
        """The feed, where it is, and what failed where it is an old one."""
        try:
            if is_remote(self.address):
                visit = self.visitor.visit(self.address, size=_LARGEST, robots=False)
                return visit.copy.body, visit.copy.url, visit.failed
            return Path(self.address).read_bytes(), "", ""
        except FetchError as error:
            raise SourceError(self.name, f"the feed {self.address} {error}") from error
        except OSError as error:
            raise SourceError(self.name, f"the feed {self.address} cannot be read: {error.strerror}") from error

    def _entries(self, body: bytes, url: str) -> list[Entry]:
        if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            try:
                return _json_entries(json.loads(body), url)
            except (ValueError, RecursionError) as error:
                raise SourceError(self.name, f"{self.address} is no JSON Feed: {error}") from error
        if _DECLARES.search(body):
            raise SourceError(self.name, f"{self.address} declares XML entities, which is not read")
        entries = entries_of(body, url)
        if entries is None:
            raise SourceError(self.name, f"{self.address} is no feed: neither RSS, Atom nor JSON Feed")
        return entries


class FeedFile(FeedSource):
    """A feed in a file, which can be watched."""

    __slots__ = ()

    def watched(self) -> Iterator[str]:
        yield self.address


def _json_entries(feed: object, url: str) -> list[Entry]:
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ValueError("it has no list of items")  # noqa: TRY004 - as with any other file that is none
    return [_json_entry(item, url) for item in items if isinstance(item, dict)]


def _json_entry(item: dict[str, object], base: str) -> Entry:
    named = item.get("authors") or [item.get("author")]
    authors = [each.get("name") for each in named if isinstance(each, dict)] if isinstance(named, list) else []
    tags = item.get("tags")
    whole = _text(item, "content_html") or _paragraphs(_text(item, "content_text"))
    link = _text(item, "url") or _text(item, "id")
    return Entry(
        title=_text(item, "title"),
        body=whole or _paragraphs(_text(item, "summary")),
        whole=bool(whole),
        url=urljoin(base, link),
        date=_text(item, "date_published")[:10],
        updated=_text(item, "date_modified")[:10],
        authors=tuple(name for name in authors if isinstance(name, str)),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _text(item: dict[str, object], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


def _paragraphs(text: str) -> str:
    from html import escape  # noqa: PLC0415 - few feeds hold plain text

    return "".join(f"<p>{escape(part)}</p>\n" for part in re.split(r"\n\s*\n", text) if part.strip())


def _is_summary(entry: Entry) -> bool:
    text = _TAG.sub(" ", entry.body).strip()
    return not entry.whole and (len(text.split()) < _WORDS or _CUT.search(text) is not None)


def _page(entry: Entry, taken: set[str]) -> Page:
    url = _TRACKING.sub("", entry.url).rstrip("?&") if urlsplit(entry.url).scheme in ("http", "https") else ""
    path = urlsplit(url).path.strip("/").removesuffix(".html") or re.sub(r"\W+", "-", entry.title).strip("-") or "entry"
    first, number = path, 1
    while path in taken:
        number += 1
        path = f"{first}-{number}"
    taken.add(path)
    date, updated = (day if day[:4] > "1000" else "" for day in (entry.date, entry.updated))
    title = entry.title or path.rpartition("/")[2].replace("-", " ").capitalize()
    return Page(path, title, entry.body, url, date, updated, entry.authors, entry.tags)


def open_source(config: SourceConfig, cache: Path | None = None) -> FeedSource:
    """The feed that the configuration names."""
    visitor = Visitor(cache, Limits(private=config.allow_private), pause=0)
    return (FeedSource if is_remote(config.feed) else FeedFile)(config.label, config.feed, visitor)

"""What a page says of its post in its head and its marks: title, address, days, people, tags."""

import json
import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.document_names import read_date
from knowledge.formats.html_blocks import text_of
from knowledge.formats.posts import same
from knowledge.formats.written_dates import read_written_date

_TITLES = ("og:title", "twitter:title", "citation_title", "dc.title")
_PUBLISHED = (
    *("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created"),
    *("citation_publication_date", "pubdate", "publish-date", "publish_date", "og:published_time"),
)
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
_PARTS = re.compile(r"\s+[|·•»«–—-]\s+|\s+::\s+")
_PARTED = re.compile(r"\s+(?:[|·•»«]|::)\s+")
_MOST_OF_LD = 200  # mappings; pages have a few
_LONGEST_TITLE = 500  # characters
_WEB = re.compile(r"(?:https?:/)?/\S*")

Facts = dict[str, object]


def facts_of(page: LexborHTMLParser, main: LexborNode) -> Facts:
    """The fields of a page, named as those of front matter; `main` is the element that holds its post."""
    meta = _meta(page)
    linked = {name: value for each in _linked_data(page) for name, value in each.items()}
    facts: Facts = {
        "title": _title(page, main, meta),
        "url": _url(page, meta),
        "date": _day((*_values(meta, _PUBLISHED), linked.get("datePublished"), *_times(main), *_times(page))),
        "updated": _day((*_values(meta, _UPDATED), linked.get("dateModified"))),
        "authors": _people(page, meta, linked.get("author")),
        "tags": meta.get("article:tag") or _texts(page, ".p-tag, a[rel~=tag]") or meta.get("keywords") or [],
    }
    return {name: value for name, value in facts.items() if value}


def is_hidden(page: LexborHTMLParser) -> bool:
    """Whether a page asks not to be found, or only sends its readers on to another."""
    meta = _meta(page)
    robots = " ".join((*meta.get("robots", ()), *meta.get("googlebot", ()))).lower()
    if "noindex" in robots or robots == "none":
        return True
    refresh = page.css_first("meta[http-equiv=refresh i]")
    return refresh is not None and "url" in (refresh.attributes.get("content") or "").lower()


def _meta(page: LexborHTMLParser) -> dict[str, list[str]]:
    """The contents of all `<meta>` by their names in lower case."""
    meta: dict[str, list[str]] = {}
    for node in page.css("meta[content], [itemprop=datePublished], [itemprop=dateModified]"):
        names = node.attributes
        name = names.get("property") or names.get("name") or names.get("itemprop")
        value = names.get("content") or names.get("datetime")
        if name and value and value.strip():
            meta.setdefault(name.lower(), []).append(value.strip())
    return meta


def _values(meta: Mapping[str, list[str]], names: tuple[str, ...]) -> Iterator[str]:
    return (value for name in names for value in meta.get(name, ()))


def _linked_data(page: LexborHTMLParser) -> Iterator[Mapping[str, object]]:
    """The mappings of the page's JSON-LD that are of a post; none of what cannot be read."""
    for script in page.css('script[type="application/ld+json"]'):
        try:
            waiting = [json.loads(script.text())]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_OF_LD):
            value = waiting.pop() if waiting else None
            if isinstance(value, list):
                waiting += reversed(value)
            elif isinstance(value, dict):
                waiting += [value.get("@graph"), value.get("mainEntity")]
                if "datePublished" in value or "headline" in value:
                    yield value


def _title(page: LexborHTMLParser, main: LexborNode, meta: Mapping[str, list[str]]) -> str:
    """The title that the page's head and one of its headings agree on, else its first-level heading, else its head's."""
    marked = page.css_first("h1.p-name, .h-entry .p-name, #title-text, h1.page-title")
    if marked is not None and (text := text_of(marked)):
        return text
    node = page.css_first("head > title")
    written = next(_values(meta, _TITLES), "") or (node.text() if node is not None else "")
    named = " ".join(written[:_LONGEST_TITLE].split())
    site = next(_values(meta, ("og:site_name", "application-name")), "")
    headings = [text_of(each) for each in page.css("h1, h2, h3")[:20]]
    first = main.css_first("h1") or _only(page.css("h1"))
    return _agreed(named, headings) or (text_of(first) if first is not None else "") or _without_site(named, site)


def _agreed(named: str, headings: list[str]) -> str:
    """The part of a page's title that one of its headings repeats; empty where none does."""
    cuts = [found.span() for found in _PARTS.finditer(named)]
    parts = [named, *(named[:start] for start, _ in reversed(cuts)), *(named[end:] for _, end in cuts)]
    return next((part for part in parts if any(same(part, heading) for heading in headings)), "")


def _without_site(named: str, site: str) -> str:
    """A page's title without the name of its site, which stands behind the last mark if nothing says where."""
    for found in _PARTS.finditer(named):
        before, after = named[: found.start()], named[found.end() :]
        if site and same(after, site):
            return before
        if site and same(before, site):
            return after
    last = list(_PARTED.finditer(named))
    return named[: last[-1].start()] if last else named


def _url(page: LexborHTMLParser, meta: Mapping[str, list[str]]) -> str | None:
    links = page.css("a.p-canonical[href], a.u-url[href], link[rel~=canonical i][href]")
    named = (*(each.attributes.get("href") for each in links), *meta.get("og:url", ()))
    return next((url.strip() for url in named if url and _WEB.fullmatch(url.strip())), None)


def _times(below: LexborHTMLParser | LexborNode) -> Iterator[str]:
    for node in below.css("time.dt-published, time[pubdate], time[datetime], time")[:5]:
        yield node.attributes.get("datetime") or ""
        yield text_of(node)


def _day(written: tuple[object, ...]) -> str | None:
    for value in written:
        if isinstance(value, str) and (day := read_date(value.strip()) or read_written_date(value)):
            return day.isoformat()
    return None


def _people(page: LexborHTMLParser, meta: Mapping[str, list[str]], linked: object) -> list[object]:
    named = [name for name in (*meta.get("author", ()), *meta.get("article:author", ())) if not _WEB.fullmatch(name)]
    entries = linked if isinstance(linked, list) else [linked]
    return [*named] or [each for each in entries if each] or [*_texts(page, ".p-author, a[rel~=author]")]


def _texts(page: LexborHTMLParser, selector: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(text_of, page.css(selector)[:20]))))


def _only(nodes: list[LexborNode]) -> LexborNode | None:
    return nodes[0] if len(nodes) == 1 else None

"""The entries of RSS and Atom. The only module that knows feedparser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from time import struct_time
from typing import Any

import feedparser

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `whole` says that it stands in a field for whole posts. The days are `YYYY-MM-DD` or empty."""

    title: str
    body: str
    whole: bool
    url: str
    date: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def entries_of(body: bytes, url: str) -> list[Entry] | None:
    """The entries of a feed that was fetched from `url`; None for what is no feed."""
    parsed = feedparser.parse(body, response_headers={"content-location": url} if url else {})
    if not parsed.get("version") and not parsed.entries:
        return None
    return [_entry(entry) for entry in parsed.entries]


def _entry(entry: dict[str, Any]) -> Entry:
    content = next((each["value"] for each in entry.get("content", ()) if each.get("value")), "")
    tags = (tag.get("label") or tag.get("term") for tag in entry.get("tags", ()))
    return Entry(
        title=_title(entry),
        body=content or entry.get("summary", ""),
        whole=bool(content),
        url=entry.get("feedburner_origlink") or entry.get("link") or entry.get("id", ""),
        date=_day(entry.get("published_parsed")),
        updated=_day(dict.get(entry, "updated_parsed")),  # feedparser's own `get` takes the published day, and warns
        authors=_authors(entry),
        tags=tuple(tag for tag in tags if tag),
    )


def _title(entry: Mapping[str, Any]) -> str:
    """The title as plain text: in RSS it may hold tags, and entities that were escaped once more."""
    title = entry.get("title", "")
    if entry.get("title_detail", {}).get("type") != "text/plain":
        title = _TAG.sub("", title)
    return " ".join(unescape(title).split())


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    named = [author.get("name", "") for author in entry.get("authors", ())]
    return tuple(name for name in named if name) or tuple(filter(None, (entry.get("author", ""),)))


def _day(when: struct_time | None) -> str:
    return f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else ""

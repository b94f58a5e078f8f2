"""Ghost's JSON: the published posts that everybody may read."""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from knowledge.model import Document, Problem, Reading
from knowledge.sources.exports import Item
from knowledge.sources.html_documents import Page, html_document

_MARK = re.compile(rb'"db"\s*:\s*\[')
_ITSELF = "__GHOST_URL__"
_PARTS = re.compile(r"\n\s*\n")
_MEND = "Export it again with Settings → Import/Export."


def recognises(path: str, head: bytes) -> bool:
    """Whether this is the start of a Ghost export."""
    return path.lower().endswith(".json") and _MARK.search(head[:10_000]) is not None


def read(item: Item) -> Iterator[Document | Problem | Reading]:
    """The public posts; drafts, scheduled posts and those for members are counted."""
    if not item.path.lower().endswith(".json"):
        return
    try:
        written = json.loads(item.content)
        data = written["db"][0]["data"] if "db" in written else written["data"]
        posts = [post for post in data["posts"] if post.get("type", "page" if post.get("page") else "post") == "post"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        yield Problem(item.path, 1, f"is no Ghost export: {type(error).__name__}", _MEND, kept=False)
        return
    authors, tags = _joined(data, "users", "author"), _joined(data, "tags", "tag")
    for post in posts:
        if post.get("status") != "published" or post.get("visibility", "public") != "public":
            yield Reading(drafts=1)
            continue
        yield html_document(item.source, _page(post, authors, tags, item.base_url))


def _page(
    post: Mapping[str, Any], authors: Mapping[object, list[str]], tags: Mapping[object, list[str]], base_url: str
) -> Page:
    slug = str(post.get("slug") or post.get("id"))
    written = post.get("html") or "\n".join(
        f"<p>{escape(part)}</p>" for part in _PARTS.split(post.get("plaintext") or "")
    )
    return Page(
        path=slug,
        title=post.get("title") or slug,
        body=written.replace(_ITSELF, base_url),
        url=(post.get("canonical_url") or "").replace(_ITSELF, base_url) or (f"{base_url}/{slug}/" if base_url else ""),
        date=(post.get("published_at") or "")[:10],
        updated=(post.get("updated_at") or "")[:10],
        authors=authors.get(post.get("id"), ()),
        tags=[tag for tag in tags.get(post.get("id"), ()) if not tag.startswith("#")],  # those are for the site itself
    )


def _joined(data: Mapping[str, Any], table: str, one: str) -> dict[object, list[str]]:
    """The names of a table that belong to each post, in their order."""
    names = {row.get("id"): row.get("name") for row in data.get(table) or ()}
    joined: dict[object, list[str]] = {}
    for row in sorted(data.get(f"posts_{one}s") or (), key=lambda row: row.get("sort_order") or 0):
        name = names.get(row.get(f"{one}_id"))
        if name:
            joined.setdefault(row.get("post_id"), []).append(name)
    return joined

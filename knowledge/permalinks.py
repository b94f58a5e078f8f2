"""The URL of a post: its own, else by its source's rule."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from knowledge.document_names import dateless, is_named_by_folder, read_date, stem
from knowledge.model import Post

_NAME = re.compile(r":([A-Za-z_]+)")
_QUOTES = re.compile("['’‘ʼ`]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_APART = re.compile(r"[\W_]+")
_UNSAFE = re.compile(r"[\s<>|\"`^{}\\]")  # what Slack and browsers would not take as part of an address
_SLASHES = re.compile("/{2,}")

NAMES = ("year", "month", "day", "slug", "title", "filename", "path")
DATED = frozenset(("year", "month", "day"))


def slugify(text: str) -> str:
    """Lower-case words joined by hyphens: accents and apostrophes go, every other mark parts words."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", _QUOTES.sub("", text).casefold()))
    return _APART.sub("-", unicodedata.normalize("NFC", bare)).strip("-")


def names_in(pattern: str) -> tuple[str, ...]:
    """The names that a permalink pattern uses (`/:year/:slug/` → year, slug)."""
    return tuple(_NAME.findall(pattern))


def url_by_rule(post: Post, base_url: str, permalink: str, slug_from: str) -> str | None:
    """The post's URL by its source's rule; None where the pattern wants a date that the post lacks."""
    if own := own_url(post, base_url):
        return own
    used = names_in(permalink)
    if post.date is None and not DATED.isdisjoint(used):
        return None
    values = _values(post, slug_from)
    path = _NAME.sub(lambda name: quote(values[name.group(1)], safe="/"), permalink)
    return base_url.rstrip("/") + _SLASHES.sub("/", f"/{path}")


def own_url(post: Post, base_url: str) -> str | None:
    """The URL that the post names itself, or None; one without a host is read as standing on the base URL's."""
    if post.url is None:
        return None
    written = _UNSAFE.sub(lambda mark: quote(mark.group()), post.url)
    try:
        url = urljoin(base_url.rstrip("/") + "/", written) if base_url else written
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:  # http://[
        return None


def slug_of(post: Post, slug_from: str = "auto") -> str:
    """The post's slug: its own, else from its title or its file's name.

    `auto` takes the file's name where that starts with a date (the convention of Jekyll and Docusaurus), else the title.
    The slug of a site's first page (`slug: /`) is empty; there is no other that is.
    """
    if post.slug:
        return post.slug.strip("/")
    name = stem(post.path)
    named_by_file = slug_from == "file" or (slug_from == "auto" and read_date(name) is not None)
    return dateless(post.path) if named_by_file else slugify(post.title) or slugify(name) or name


def _values(post: Post, slug_from: str) -> dict[str, str]:
    path = PurePosixPath(post.path)
    folder = path.parent if is_named_by_folder(post.path) else path.with_suffix("")
    dated = post.date
    return {
        "year": f"{dated:%Y}" if dated else "",
        "month": f"{dated:%m}" if dated else "",
        "day": f"{dated:%d}" if dated else "",
        "slug": slug_of(post, slug_from),
        "title": slug_of(post, slug_from),
        "filename": dateless(post.path),
        "path": "" if str(folder) == "." else str(folder),
    }

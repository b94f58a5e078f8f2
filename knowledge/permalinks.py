"""The URL of a post: its own, else by its source's rule."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from knowledge.formats.front_matter import read_date
from knowledge.model import Post

_NAME = re.compile(r":([a-z_]+)")
_QUOTES = re.compile("['’‘ʼ`]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_APART = re.compile(r"[\W_]+")

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
    return base_url.rstrip("/") + "/" + path.lstrip("/")


def own_url(post: Post, base_url: str) -> str | None:
    """The URL that the post names itself; one without a host is read as standing on the base URL's."""
    if post.url is None:
        return None
    url = urljoin(base_url, post.url) if base_url else post.url
    return url if urlsplit(url).scheme in ("http", "https") else None


def slug_of(post: Post, slug_from: str = "auto") -> str:
    """The post's slug: its own, else from its title or its file's name.

    `auto` takes the file's name where that starts with a date (the convention of Jekyll and Docusaurus), else the title.
    """
    if post.slug:
        return post.slug.strip("/")
    stem = PurePosixPath(post.path).stem
    named_by_file = slug_from == "file" or (slug_from == "auto" and read_date(stem) is not None)
    return dateless(post.path) if named_by_file else slugify(post.title) or slugify(stem)


def dateless(path: str) -> str:
    """The file's name without its ending and the date in front; the folder's for `index` and `README`."""
    named = PurePosixPath(path)
    stem = named.parent.name if named.stem.lower() in ("index", "readme") and named.parent.name else named.stem
    parts = stem.split("-", 3)
    return parts[3] if len(parts) == 4 and read_date(stem) is not None else stem  # noqa: PLR2004 - year, month, day, rest


def _values(post: Post, slug_from: str) -> dict[str, str]:
    path = PurePosixPath(post.path)
    folder = path.parent if path.stem.lower() in ("index", "readme") else path.with_suffix("")
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

"""The URL of a post: its own, else by its source's rule."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from knowledge.document_names import dateless, read_date, stem
from knowledge.model import Post

_NAME = re.compile(r":([A-Za-z_]+)")
_QUOTES = re.compile("['’‘ʼ`]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_APART = re.compile(r"[\W_]+")
_UNSAFE = re.compile(r"[\s<>|\"`^{}\\]")  # what Slack and browsers would not take as part of an address
_SLASHES = re.compile("/{2,}")
_HTML = re.compile(r"\.html?$")
_DATED = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}-(?=.)")

_NUMBER = re.compile(r"^(?!\d+[-_.]\d)\d+\s*[-_.]+\s*(?=[^-_.\s])")  # `01-intro`, but no date and no version
_ENDINGS = frozenset((".erb", ".htm", ".html", ".markdown", ".md", ".mdx", ".slim"))

NAMES = ("year", "month", "day", "slug", "title", "filename", "path", "folder", "section")
DATED = frozenset(("year", "month", "day"))


@dataclass(frozen=True, slots=True)
class Rule:
    """How a source's posts get their paths.

    `undated` is the pattern of documents whose name holds no date, `slugged` that of posts that name their slug; where one
    is empty, `permalink` holds for them too. `ext` is `.html` to end every path so, `drop` to end none so.
    """

    permalink: str = "/:slug/"
    undated: str = ""
    slugged: str = ""
    slug_from: str = "auto"
    ext: str = ""
    index_files: tuple[str, ...] = ("index", "readme")
    drop_numbers: bool = False
    lower_case: bool = False

    def pattern(self, post: Post) -> str:
        """The pattern that holds for a post."""
        if post.slug and self.slugged:
            return self.slugged
        is_dated = read_date(stem(post.path)) is not None
        return self.permalink if is_dated or not self.undated else self.undated


def slugify(text: str) -> str:
    """Lower-case words joined by hyphens: accents and apostrophes go, every other mark parts words."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", _QUOTES.sub("", text).casefold()))
    return _APART.sub("-", unicodedata.normalize("NFC", bare)).strip("-")


def names_in(pattern: str) -> tuple[str, ...]:
    """The names that a permalink pattern uses (`/:year/:slug/` → year, slug)."""
    return tuple(_NAME.findall(pattern))


def url_by_rule(post: Post, base_url: str, rule: Rule) -> str | None:
    """The post's URL by its source's rule; None where the pattern wants a date that the post lacks."""
    if own := own_url(post, base_url):
        return own
    pattern = rule.pattern(post)
    used = names_in(pattern)
    if post.date is None and not DATED.isdisjoint(used):
        return None
    if _is_index(post.path, rule):  # a folder's page has the folder's address, whatever its neighbours end with
        pattern = pattern.removesuffix(":path.html") + ":path/" if pattern.endswith(":path.html") else pattern
    values = _values(post, rule)
    path = _NAME.sub(lambda name: quote(values[name.group(1)], safe="/"), pattern)
    return base_url.rstrip("/") + _ended(_SLASHES.sub("/", f"/{path}"), rule.ext)


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


def _values(post: Post, rule: Rule) -> dict[str, str]:
    trail = _trail(post.path, rule)
    dated = post.date
    folders = [] if post.slug and post.slug.startswith("/") else trail[:-1]
    return {
        "year": f"{dated:%Y}" if dated else "",
        "month": f"{dated:%m}" if dated else "",
        "day": f"{dated:%d}" if dated else "",
        "slug": slug_of(post, rule.slug_from),
        "title": slug_of(post, rule.slug_from),
        "filename": _DATED.sub("", trail[-1]) if trail else "",
        "path": "/".join(trail),
        "folder": "/".join(folders),
        "section": "".join(trail[:1]),
    }


def _trail(path: str, rule: Rule) -> list[str]:
    """The names on the way to a document: its folders and its own without its ending; an index has its folder's."""
    *folders, name = path.split("/")
    bare = PurePosixPath(PurePosixPath(name).stem)
    while bare.suffix.lower() in _ENDINGS:  # x.html.md
        bare = bare.with_suffix("")
    trail = folders if _is_index(path, rule) else [*folders, str(bare)]
    if rule.drop_numbers:
        trail = [_NUMBER.sub("", part) for part in trail]
    return [part.lower().replace(" ", "-") for part in trail] if rule.lower_case else trail


def _is_index(path: str, rule: Rule) -> bool:
    return PurePosixPath(path).stem.lower() in rule.index_files


def _ended(path: str, ext: str) -> str:
    if ext == "drop":
        return _HTML.sub("", path)
    if ext == ".html" and not _HTML.search(path):
        return f"{path.rstrip('/')}.html" if path.rstrip("/") else "/"
    return path

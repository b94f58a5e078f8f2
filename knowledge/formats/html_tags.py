"""What the elements of HTML mean to a reader of its text: which part blocks, which are never seen."""

import re
from collections.abc import Mapping

BREAKS = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section select
    summary table tbody td tfoot th thead tr ul caption
    """.split()
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LISTS = frozenset("ul ol dl menu dir".split())

_SILENT = frozenset(
    """
    audio button canvas datalist embed head iframe input math noscript object script select style svg template
    textarea title video
    """.split()
)
_SILENT_CLASSES = frozenset(
    """
    anchor-link anchorjs-link d-none footnote-back footnote-backref footnote-ref footnote-reference
    gutter hash-link header-anchor header-link headerlink heading-anchor heading-link hljs-ln-numbers is-hidden
    lineno linenodiv linenos line-number line-numbers-rows lnt reversefootnote rouge-gutter
    screen-reader-text skip-link sr-only visually-hidden visuallyhidden octicon-link
    """.split()
)
_SILENT_ROLES = frozenset(("doc-backlink", "doc-noteref"))
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARK = re.compile("[¶#§🔗↩↑⤴\ufe0e\\s]*")
_NUMBER = re.compile(r"\s*\[?\w{1,3}\]?\s*")

_FURNITURE = frozenset("nav footer header aside label".split())
_FURNITURE_ROLES = frozenset("banner complementary contentinfo navigation search form".split())
_FURNITURE_TAGS = frozenset("div section ul ol aside p span details table a figure".split())
_FURNITURE_NAMES = re.compile(
    r"""
    ^(?:(?:article|blog|entry|js|jp|md|page|post|site|single|wp)[-_]+)?(?:
        share|sharing|sharedaddy|addtoany|social|socials|related|relatedposts|comments|disqus|cookie|cookies|consent|
        breadcrumb|breadcrumbs|pagination|pager|newsletter|subscribe|sidebar|sidenav|toc|toctree|table-of-contents|
        byline|author-bio|authors?-box|meta|nav|navigation|footer|header|tags|info|postmetadata|
        edit-(?:this-page|page|link)|theme-edit|feedback|promo|advert|advertisement|banner|
        noprint|no-print|skip-to-content|source-file|prev-next|reading-time|tag-?list
    )(?:$|[-_])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOTES = re.compile(r"admonition|callout|note|tip|warning|info|topic|alert|quote|footnote|aside-content", re.IGNORECASE)


def is_silent(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is none of the text: code, controls, what is hidden, marks beside headings and lines."""
    if tag in _SILENT or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if attributes.get("role") in _SILENT_ROLES or _UNSEEN.search(attributes.get("style") or ""):
        return True
    return not _SILENT_CLASSES.isdisjoint((attributes.get("class") or "").lower().split())


def is_furniture(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element of a page is none of its post: menus, share bars, comments, what is said of the post."""
    names = (attributes.get("class") or "").split()
    if tag in _FURNITURE:
        return tag != "aside" or not any(map(_NOTES.search, names))
    if attributes.get("role") in _FURNITURE_ROLES:
        return True
    return tag in _FURNITURE_TAGS and any(map(_FURNITURE_NAMES.search, names))


def is_mark(tag: str, attributes: Mapping[str, str | None], text: str, *, raised: bool) -> bool:
    """Whether an element is a link from a heading to itself, or from a text to its footnote and back."""
    if tag != "a" or not (attributes.get("href") or "").startswith("#"):
        return False
    return _MARK.fullmatch(text) is not None or (raised and _NUMBER.fullmatch(text) is not None)

"""Which element of a page holds its post, or which elements hold one post each."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SELECTORS = (
    "[itemprop=articleBody]",
    ".e-content",
    ".post-content",
    ".entry-content",
    ".article-content",
    ".post-body",
    ".article-body",
    ".markdown-body",
    ".theme-doc-markdown",
    ".td-content",
    ".page-body",
    "#main-content",
    "article",
    ".post",
    "main",
    "[role=main]",
    "#content",
    ".content",
)
_TEXTS = "p, li, pre, td, dd, blockquote"
_LEAST = 0.4  # of the text of its page; a smaller element is a teaser, or one of several
_LEAST_OF_ARTICLE = 120  # characters; a card that only links to a post has fewer
_MOST_CANDIDATES = 10  # of one kind; the post is among the first
_AROUND = ("nav", "aside", "footer", "header")


def main_of(page: LexborHTMLParser) -> LexborNode:
    """The element that holds the post: the first kind, from the narrow to the wide, that has enough of the text."""
    body = page.body or page.root
    assert body is not None  # noqa: S101 - every tree has a root
    enough = _LEAST * _weight(body)
    for selector in _SELECTORS:
        found = page.css(selector)
        if found:
            heaviest = max(found[:_MOST_CANDIDATES], key=_weight)
            if _weight(heaviest) >= max(enough, 1):
                return heaviest
    return body


def articles_of(page: LexborHTMLParser) -> list[LexborNode]:
    """The articles of a page that holds several posts; none where it holds one."""
    kind = page.css_first('meta[property="og:type"][content=article]')
    found = [each for each in page.css("article") if _is_post(each)]
    return found if kind is None and len(found) > 1 else []


def _is_post(article: LexborNode) -> bool:
    if article.css_first("h1, h2, h3") is None or _weight(article) < _LEAST_OF_ARTICLE:
        return False
    above = article.parent
    while above is not None:
        if above.tag == "article" or above.tag in _AROUND:
            return False
        above = above.parent
    return True


def _weight(node: LexborNode) -> int:
    """How much text an element holds outside of menus and what stands around a post."""
    inside = sum(len(each.text()) for each in node.css(_TEXTS))
    around = sum(len(each.text()) for name in _AROUND for part in node.css(name) for each in part.css(_TEXTS))
    return inside - around

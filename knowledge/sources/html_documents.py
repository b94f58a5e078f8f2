"""Documents of HTML made of what a feed or an export says of a post: title, link, dates, authors and tags in their head."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from knowledge.model import Document


@dataclass(frozen=True, slots=True)
class Page:
    """A post as a feed or export holds it; `body` is HTML, the days are `YYYY-MM-DD` or begin so."""

    path: str
    title: str
    body: str
    url: str = ""
    date: str = ""
    updated: str = ""
    authors: Iterable[str] = field(default=())
    tags: Iterable[str] = field(default=())


def html_document(source: str, page: Page) -> Document:
    """The page as a document that the format of HTML pages reads."""
    head = "\n".join(_head(page))
    title = _escaped(page.title)
    text = f"<!doctype html>\n<html><head>\n<meta charset=utf-8>\n{head}\n</head>\n<body>\n<article itemprop=articleBody>\n<h1>{title}</h1>\n"
    written = f"{text}{page.body}\n</article></body></html>\n"
    return Document(source, f"{page.path}.html", written.encode(errors="replace"))


def _head(page: Page) -> Iterator[str]:
    yield f"<title>{_escaped(page.title)}</title>"
    yield '<meta property="og:type" content="article">'  # whatever its text holds, it is one post
    named = {
        "og:title": (page.title,),
        "article:published_time": (page.date,),
        "article:modified_time": (page.updated,),
        "author": page.authors,
        "article:tag": page.tags,
    }
    for name, values in named.items():
        yield from (f'<meta property="{name}" content="{_escaped(value)}">' for value in values if value)
    if page.url:
        yield f'<link rel="canonical" href="{_escaped(page.url)}">'


def _escaped(text: str) -> str:
    """A text as HTML holds it; without braces, so that no `{{` of a title is taken for that of a template."""
    return escape(text).replace("{", "&#123;")

"""Head and blocks → one post, the same for every format: its title, its days, its people, and what is missing."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from knowledge.document_names import date_in, dateless, read_date
from knowledge.formats.addresses import url_in
from knowledge.formats.front_matter import FrontMatter
from knowledge.model import Block, Document, Post, Problem, Reading

_DRAFTS = "_drafts"  # Jekyll's folder for them
_LIST = "_index"  # Hugo's and Zola's page of a section, which often holds fields alone
_DATES = ("date", "date.created", "publishdate", "pubdate", "published_at", "created", "published")
_UPDATED = (
    *("updated", "lastmod", "last_modified_at", "last_update.date", "date.updated", "modified"),
    *("last_reviewed_on", "last_reviewed"),
)
_AUTHORS = ("authors", "author", "taxonomies.authors", "extra.authors", "extra.author")
_TAGS = ("tags", "tag", "taxonomies.tags", "categories", "category", "taxonomies.categories")


def is_draft(head: FrontMatter, path: str) -> bool:
    """Whether a document is not for its readers yet, or not for all of them."""
    return head.is_draft or f"/{_DRAFTS}/" in f"/{path}/"


def reading_of(
    document: Document, head: FrontMatter, blocks: Sequence[Block], problems: Sequence[Problem] = ()
) -> Reading:
    """The reading of a document that is one post; a draft is only counted, and one without text a problem."""
    path = document.path
    if is_draft(head, path):
        return Reading(drafts=1)
    if all(block.kind == "heading" for block in blocks):
        is_list = PurePosixPath(path).stem == _LIST and bool(head.fields)
        return Reading(problems=(*problems, *head.problems, *(() if is_list else (_empty(path),))))
    title, blocks, untitled = _title(head, tuple(blocks), path)
    published, undated = _published(head, path)
    post = Post(
        source=document.source,
        path=path,
        title=title,
        blocks=blocks,
        url=url_in(head, path),
        slug=head.text("slug"),
        date=published,
        updated=read_date(head.text(*_UPDATED)),
        authors=head.texts(*_AUTHORS),
        tags=head.texts(*_TAGS),
        aliases=head.texts("aliases", "alias", "redirect_from", "redirects"),
    )
    return Reading((post,), (*problems, *head.problems, *untitled, *undated))


def same(one: str, other: str) -> bool:
    """Whether two titles say the same, whatever their marks and case."""
    letters = [[c for c in text.casefold() if c.isalnum()] for text in (one, other)]
    return one == other or ([] != letters[0] == letters[1])


def _empty(path: str) -> Problem:
    mend = "Write it, mark it `draft: true`, or leave it out with `exclude`."
    return Problem(path, 1, "holds no text", mend, kept=False)


def _title(
    head: FrontMatter, blocks: tuple[Block, ...], path: str
) -> tuple[str, tuple[Block, ...], tuple[Problem, ...]]:
    """The title (the head's, else the first first-level heading, else the file's name) and the blocks without it."""
    title = head.text("title")
    first = next((place for place, block in enumerate(blocks) if block.kind == "heading" and block.level == 1), None)
    if first is not None and (title is None or same(title, blocks[first].text)):
        title, blocks = title or blocks[first].text, blocks[:first] + blocks[first + 1 :]
    if title is not None:
        return " ".join(title.split()), blocks, ()
    named = dateless(path).replace("-", " ").replace("_", " ").strip()
    named = named[:1].upper() + named[1:] or path
    mend = "Give it a `title:` in its front matter or a first-level heading."
    return named, blocks, (Problem(path, 1, f"no title; called “{named}” after its file", mend),)


def _published(head: FrontMatter, path: str) -> tuple[date | None, tuple[Problem, ...]]:
    """The date of the head, else of its path or the document's (2024-12-05-title.md); an unreadable one is reported."""
    written = next((value for name in _DATES if _is_day(name, value := head.text(name))), None)
    published = read_date(written)
    if published is not None and published.year == 1:  # Go's word for none
        written = published = None
    if published is not None:
        return published, ()
    otherwise = date_in(head.text("path") or "") or date_in(path)
    if written is None:
        return otherwise, ()
    mend = "Write it as YYYY-MM-DD, a day that exists."
    return otherwise, (Problem(path, head.line_of(written), f"date “{written}” cannot be read", mend),)


def _is_day(name: str, value: str | None) -> bool:
    """Whether a field is one of a day: `created` and `published` may be a person, or yes and no."""
    return value is not None and (name not in ("created", "published") or read_date(value) is not None)

"""WordPress's WXR: the published posts and pages of an export file, of any version."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from knowledge.model import Document, Problem, Reading
from knowledge.sources.exports import Item
from knowledge.sources.exports.wordpress_text import as_html
from knowledge.sources.html_documents import Page, html_document

_MARK = re.compile(rb"https?://(?:www\.)?wordpress\.org/export/")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_KINDS = ("post", "page")
_NO_DAY = "0000"
_MEND = "Export it again with Tools → Export."
Fields = Mapping[tuple[str, str], str]


def recognises(path: str, head: bytes) -> bool:
    """Whether this is the start of a WXR file."""
    return path.lower().endswith(".xml") and _MARK.search(head) is not None


def read(item: Item) -> Iterator[Document | Problem | Reading]:
    """The posts of a WXR file; drafts, private posts and those with a password are counted."""
    if not item.path.lower().endswith(".xml"):
        return
    try:
        root: Element = fromstring(_CONTROL.sub(b"", item.content))
    except (ParseError, DefusedXmlException, ValueError) as error:
        yield Problem(item.path, 1, f"is no WXR file: {error}", _MEND, kept=False)
        return
    people = _people(root)
    taken: set[str] = set()
    for element in root.iter("item"):
        post = _Exported.of(element)
        if post.kind not in _KINDS:
            continue
        if post.is_public:
            yield html_document(item.source, post.page(people, taken))
        else:
            yield Reading(drafts=1)


@dataclass(frozen=True, slots=True)
class _Exported:
    """The fields of an item by the name of their namespace (`wp`, `dc`, `content`, `excerpt` or none) and their own."""

    fields: Fields
    categories: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, element: Element) -> "_Exported":
        fields = {_name(child): (child.text or "").strip() for child in element}
        tags = (child.text or "" for child in element if _is_tag(child))
        return cls(fields, tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip())))

    @property
    def kind(self) -> str:
        """Its type; in files made by hand it may be missing, and means a post."""
        return self.fields.get(("wp", "post_type"), "post")

    @property
    def is_public(self) -> bool:
        return self.fields.get(("wp", "status"), "publish") == "publish" and not self.fields.get(
            ("wp", "post_password")
        )

    def page(self, people: Mapping[str, str], taken: set[str]) -> Page:
        number = self.fields.get(("wp", "post_id"), "")
        path = unquote(self.fields.get(("wp", "post_name"), "")) or f"post-{number or len(taken) + 1}"
        path = f"{path}-{number or len(taken) + 1}" if path in taken else path
        taken.add(path)
        author = self.fields.get(("dc", "creator"), "")
        return Page(
            path=path,
            title=self.fields.get(("", "title")) or path,
            body=as_html(self.fields.get(("content", "encoded"), "")),
            url=self.fields.get(("", "link"), ""),
            date=self._day("post_date_gmt", "post_date"),
            updated=self._day("post_modified_gmt", "post_modified"),
            authors=(people.get(author, author),) if author else (),
            tags=self.categories,
        )

    def _day(self, *names: str) -> str:
        found = (self.fields.get(("wp", name), "") for name in names)
        return next((day[:10] for day in found if day and not day.startswith(_NO_DAY)), "")


def _people(root: Element) -> dict[str, str]:
    """The names that people are shown by, by those that they log in with."""
    people: dict[str, str] = {}
    for element in root.iter():
        if _name(element) == ("wp", "author"):
            fields = {_name(child): (child.text or "").strip() for child in element}
            shown = fields.get(("wp", "author_display_name"))
            people[fields.get(("wp", "author_login"), "")] = shown or fields.get(("wp", "author_login"), "")
    return people


def _is_tag(element: Element) -> bool:
    named = element.get("domain", "category") in ("category", "post_tag")
    return element.tag == "category" and named and element.get("nicename") != "uncategorized"


def _name(element: Element) -> tuple[str, str]:
    """The name of an element without the address of its namespace, in which WXR carries its version."""
    space, _, name = str(element.tag).removeprefix("{").rpartition("}")
    if "wordpress.org/export/" in space:
        return ("excerpt" if "/excerpt" in space else "wp"), name
    if space.endswith("/content/"):
        return "content", name
    return ("dc" if "purl.org/dc/" in space else ""), name

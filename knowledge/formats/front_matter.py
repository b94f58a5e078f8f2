"""The YAML head of a post: its fields, and how each is read whatever its shape."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from knowledge import plain_yaml
from knowledge.model import Problem

_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(r"\A---[ \t]*\n")
_FIELD = re.compile(r"^(title|date|url|slug|permalink|author|draft|published):[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_NO = ("false", "no", "off", "0")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a post's head, the body below it, and the line (from 1) on which the body starts."""

    fields: Mapping[str, object]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()
    head: str = ""

    def line_of(self, value: str) -> int:
        """The line of the document (from 1) on which the head holds this value."""
        found = self.head.find(value)
        return self.head.count("\n", 0, found) + 2 if found >= 0 else 1

    def text(self, *names: str) -> str | None:
        """The first of these fields that holds a text, as it is written."""
        for name in names:
            value = self.fields.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
        return None

    def texts(self, *names: str) -> tuple[str, ...]:
        """The first of these fields as a list: of texts, of one text with commas, or of mappings with a name."""
        for name in names:
            found = tuple(_texts(self.fields.get(name)))
            if found:
                return found
        return ()

    @property
    def is_draft(self) -> bool:
        """Whether the head says that the post is not published."""
        draft, published = self.text("draft"), self.text("published")
        return (draft is not None and draft.lower() not in _NO) or (published is not None and published.lower() in _NO)


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Split a post into its head and body; a broken head is read line by line and reported."""
    found = _HEAD.match(text)
    if found is None:
        if _OPEN.match(text) is None:
            return FrontMatter({}, text, 1)
        problem = Problem(path, 1, "front matter has no closing line", "Close it with a line of three dashes.")
        return FrontMatter({}, text.partition("\n")[2], 2, (problem,))
    head, body = found.group(1), text[found.end() :]
    body_line = text.count("\n", 0, found.end()) + 1
    try:
        fields = plain_yaml.load(head)
    except yaml.YAMLError as error:
        return FrontMatter(_line_by_line(head), body, body_line, (_broken(error, path),), head)
    if fields is None or isinstance(fields, dict):
        return FrontMatter(_flat(fields or {}), body, body_line, head=head)
    what = "front matter is not a list of `name: value` lines; read as text"
    problem = Problem(path, 2, what, "Write one field a line, or begin the post with another line than dashes.")
    return FrontMatter({}, text.partition("\n")[2], 2, (problem,))


def _broken(error: yaml.YAMLError, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark is not None else 1
    what = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return Problem(path, line, f"broken front matter: {what}", "Put the value in quotes or mend its indentation.")


def _flat(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields by their names in lower case, those of a mapping also by both names (`date.created`)."""
    flat = {name.lower(): value for name, value in fields.items()}
    for name, value in fields.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}".lower(): each for inner, each in value.items()}
    return flat


def _line_by_line(head: str) -> dict[str, object]:
    return {name: value.strip("\"'") for name, value in _FIELD.findall(head)}


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from (text.strip() for text in value.split(",") if text.strip())
        case list():
            for entry in value:
                yield from _names(entry)
        case dict():
            yield from _names(value)


def _names(entry: object) -> Iterator[str]:
    if isinstance(entry, dict):
        entry = entry.get("name")
    if isinstance(entry, str) and entry.strip():
        yield entry.strip()

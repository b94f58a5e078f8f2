"""The head of a post in YAML, TOML or JSON: its fields, and how each is read whatever its shape."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from json import JSONDecodeError, JSONDecoder

from knowledge.formats.decoding import without_controls
from knowledge.formats.heads import LONGEST, HeadError, fields_of
from knowledge.model import Problem

_FENCES = (
    (
        re.compile(
            r"\A---[ \t]*(yaml|toml|json)?[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
        ),
        re.compile(r"\A---[ \t]*(?:yaml|toml|json)?[ \t]*\n"),
        "yaml",
        "three dashes",
    ),
    (
        re.compile(r"\A\+\+\+[ \t]*()\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE),
        re.compile(r"\A\+\+\+[ \t]*\n"),
        "toml",
        "three pluses",
    ),
)
_JSON = re.compile(r"\A\{\s*\"")
_JSON_END = re.compile(r"^\}[ \t]*(?:\n|\Z)", re.MULTILINE)
_PELICAN = re.compile(r"\A(?:[A-Za-z][\w ]{0,30}:[ \t]+\S.*\n(?:[ \t]{4,}\S.*\n)*)+(?=\n|\Z)")
_PELICAN_FIELD = re.compile(r"^([A-Za-z][\w ]{0,30}):[ \t]+(.*(?:\n[ \t]{4,}.*)*)", re.MULTILINE)
_FIRST_OF_PELICAN = re.compile(r"\A(?:title|date|author|authors|category|slug|status|tags):", re.IGNORECASE)
_FIELD = re.compile(
    r"^[ \t]*\"?(title|date|url|slug|path|permalink|authors?|draft|published|publish|unlisted|visibility)\"?"
    r"[ \t]*[:=][ \t]+(.+?),?[ \t]*$",
    re.MULTILINE,
)
_NO = ("false", "no", "off", "0", "")
_FOR_FEW = ("members", "paid", "tiers")  # who may read it, in Ghost
_NOT_YET = ("draft", "hidden")  # as Pelican writes them; a proposal's “Draft” is a text for all to read


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a post's head, the body below it, and the line (from 1) on which the body starts."""

    fields: Mapping[str, object]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()
    head: str = ""
    is_toml: bool = False

    def line_of(self, value: str) -> int:
        """The line of the document (from 1) on which the head holds this value."""
        found = self.head.find(value)
        return self.head.count("\n", 0, found) + 2 if found >= 0 else 1

    def text(self, *names: str) -> str | None:
        """The first of these fields that holds a text, as it is written."""
        for name in names:
            value = self.fields.get(name)
            if isinstance(value, str) and (text := without_controls(value).strip()):
                return text
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
        """Whether the head says that the post is not published, or not for everyone."""
        if any((self.text(name) or "").lower() not in _NO for name in ("draft", "unlisted")):
            return True
        if any((self.text(name) or "yes").lower() in _NO for name in ("published", "publish")):
            return True
        return (self.text("visibility") or "").lower() in _FOR_FEW or self.text("status") in _NOT_YET


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Split a post into its head and body; a broken head is read line by line and reported."""
    for fence, opening, language, marks in _FENCES:
        if found := fence.match(text):
            return _read(text, found.group(2), found.end(), path, found.group(1) or language)
        if opening.match(text):
            mend = f"Close it with a line of {marks}."
            return _none(text, Problem(path, 1, "front matter has no closing line", mend))
    if _JSON.match(text) and (end := _end_of_json(text)):
        return _read(text, text[:end], end, path, "json")
    if _FIRST_OF_PELICAN.match(text) and (found := _PELICAN.match(text)):
        fields = {name: " ".join(value.split()) for name, value in _PELICAN_FIELD.findall(found.group())}
        return _split(text, found.end(), fields, found.group())
    return FrontMatter({}, text, 1)


def _read(text: str, head: str, end: int, path: str, language: str) -> FrontMatter:
    try:
        fields = fields_of(head, language)
    except HeadError as error:
        line = error.line + (language != "json" or text.startswith("---")) if error.line else 1
        mend = "Put the value in quotes or mend its indentation."
        problem = Problem(path, line, f"broken front matter: {error.what}", mend)
        return replace(_split(text, end, _line_by_line(head), head), problems=(problem,), is_toml=language == "toml")
    if fields is None:
        what = "front matter is not a list of `name: value` lines; read as text"
        mend = "Write one field a line, or begin the post with another line than dashes."
        return _none(text, Problem(path, 2, what, mend))
    return replace(_split(text, end, fields, head), is_toml=language == "toml")


def _split(text: str, end: int, fields: Mapping[str, object], head: str) -> FrontMatter:
    return FrontMatter(_flat(fields), text[end:], text.count("\n", 0, end) + 1, head=head)


def _none(text: str, problem: Problem) -> FrontMatter:
    """All of the text but its first line, which was meant to open a head."""
    return FrontMatter({}, text.partition("\n")[2], 2, (problem,))


def _end_of_json(text: str) -> int:
    """Where the JSON that the text begins with ends; 0 where it does not."""
    try:
        return JSONDecoder(parse_int=str).raw_decode(text)[1]
    except (JSONDecodeError, RecursionError):
        found = _JSON_END.search(text, 0, LONGEST)
        return found.end() if found else 0


def _flat(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields by their names in lower case, those of a mapping also by both names (`date.created`)."""
    flat = {name.lower(): value for name, value in fields.items()}
    for name, value in fields.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}".lower(): each for inner, each in value.items()}
    return flat


def _line_by_line(head: str) -> dict[str, object]:
    return {name: value.strip("\"'") for name, value in _FIELD.findall(head[:LONGEST])}


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from (name for each in re.split("[,;]", value) for name in _names(each))
        case list():
            for entry in value:
                yield from _names(entry)
        case dict():
            yield from _names(value)


def _names(entry: object) -> Iterator[str]:
    if isinstance(entry, dict):
        entry = entry.get("name") or entry.get("label")
    if isinstance(entry, str) and (name := without_controls(entry).strip()):
        yield name

"""The shortest ways to read a source."""

import html
import re
from pathlib import Path

from knowledge.config import SourceConfig
from knowledge.model import Document, Problem, Reading
from knowledge.sources import open_source

Found = Document | Problem | Reading


def read_all(cache: Path | None = None, /, **settings: object) -> list[Found]:
    return list(open_source(SourceConfig.model_validate({"name": "test", **settings}), cache).documents())


def documents(found: list[Found]) -> dict[str, str]:
    return {each.path: each.content.decode() for each in found if isinstance(each, Document)}


def problems(found: list[Found]) -> list[str]:
    return [str(each) for each in found if isinstance(each, Problem)]


def drafts(found: list[Found]) -> int:
    return sum(each.drafts for each in found if isinstance(each, Reading))


def heads(text: str) -> dict[str, list[str]]:
    """What the head of a document of HTML says: title, canonical, and each named field."""
    fields: dict[str, list[str]] = {"title": re.findall(r"<title>(.*?)</title>", text, re.DOTALL)}
    fields["url"] = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
    for name, value in re.findall(r'<meta (?:property|name)="([^"]*)" content="([^"]*)">', text):
        if name != "og:type":
            fields.setdefault(name, []).append(value)
    return {name: [html.unescape(value) for value in values] for name, values in fields.items()}

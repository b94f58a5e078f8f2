"""What an exported document means to the system that exported it. A new one is one file here and one line in `EXPORTS`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from knowledge.model import Document, Problem, Reading

EXPORTS: Mapping[str, str] = {
    "wordpress": "knowledge.sources.exports.wordpress",
    "ghost": "knowledge.sources.exports.ghost",
    "medium": "knowledge.sources.exports.medium",
    "confluence": "knowledge.sources.exports.confluence",
    "notion": "knowledge.sources.exports.notion",
    "plain": "knowledge.sources.exports.plain",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One exported document; `base_url` is where its posts are published, without a slash at its end."""

    source: str
    path: str
    content: bytes
    base_url: str = ""


class Export(Protocol):
    """How the documents of one system are recognised, and what they hold."""

    def recognises(self, path: str, head: bytes) -> bool: ...

    def read(self, item: Item) -> Iterator[Document | Problem | Reading]: ...

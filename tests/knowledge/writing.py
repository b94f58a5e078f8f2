"""Small folders of posts for tests, and the shortest ways to read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.corpus import Corpus, read_corpus
from knowledge.formats import markdown
from knowledge.model import Block, Document, Passage, Place, Post, Problem, Reading


@dataclass(frozen=True)
class Posts:
    """A folder that tests write posts into; `settings` are those of a source in `commonplace.yaml`."""

    folder: Path

    def write(self, documents: Mapping[str, str | bytes]) -> Path:
        for name, content in documents.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self.folder

    def config(self, **settings: object) -> Config:
        return Config(sources=(SourceConfig.model_validate({"folder": self.folder, **settings}),))

    def corpus(self, documents: Mapping[str, str | bytes], reader_url: str = "", **settings: object) -> Corpus:
        self.write(documents)
        return read_corpus(self.config(**settings).sources, reader_url)

    def base(self, documents: Mapping[str, str | bytes], **settings: object) -> KnowledgeBase:
        self.write(documents)
        return KnowledgeBase.open(self.config(**settings))


def read_markdown(content: str | bytes, path: str = "post.md") -> Reading:
    return markdown.read(Document("test", path, content if isinstance(content, bytes) else content.encode()))


def post_of(content: str | bytes, path: str = "post.md") -> Post:
    """The post of a Markdown document that holds one."""
    (post,) = read_markdown(content, path).posts
    return post


def problem_of(content: str | bytes, path: str = "post.md") -> Problem:
    """The problem of a Markdown document that has one."""
    (problem,) = read_markdown(content, path).problems
    return problem


def blocks_of(body: str) -> tuple[Block, ...]:
    return post_of(f"---\ntitle: A title\n---\n{body}").blocks


def texts_of(body: str) -> list[str]:
    return [block.text for block in blocks_of(body)]


def place_of(passage: Passage) -> Place:
    """The place of a passage that stands in one."""
    (place,) = passage.places
    return place


def rss(*names: str) -> str:
    """A feed with an entry about each."""
    items = "".join(
        f"<item><title>{name.title()}</title><link>https://blog.example/{name}</link>"
        f"<description>{f'All about {name}. ' * 40}</description></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>Blog</title>{items}</channel></rss>"

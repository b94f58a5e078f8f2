"""A configuration with one post, a folder for what is saved, and how often the posts were read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.model import Document, Problem, Reading
from knowledge.sources.folder import FolderSource
from tests.knowledge.opening.asking import ROLLBACK, Reads
from tests.knowledge.writing import Posts


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stands for the library's own files, which may be edited while tests run."""
    path = tmp_path / "library.py"
    path.write_text("pass")
    monkeypatch.setattr("knowledge.saved.watching.library", lambda: iter((str(path),)))
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """How often the posts were read."""
    read: list[FolderSource] = []
    documents = FolderSource.documents

    def counted(source: FolderSource) -> Iterator[Document | Problem | Reading]:
        read.append(source)
        return documents(source)

    monkeypatch.setattr(FolderSource, "documents", counted)
    return lambda: len(read)


@pytest.fixture
def config(posts: Posts) -> Path:
    """A configuration file beside a folder with one post."""
    posts.write({"rollback.md": ROLLBACK})
    path = posts.folder.parent / "commonplace.yaml"
    path.write_text("sources:\n  - folder: posts\n")
    return path

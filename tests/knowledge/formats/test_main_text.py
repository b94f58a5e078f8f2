"""How much of a page's text is found, and how much that is none: built pages against the Markdown they were built of."""

import re
from pathlib import Path

import pytest

from knowledge.formats import format_of
from knowledge.model import Document, Post

CONTENT = Path(__file__).parents[4] / "shared" / "content"
LEAST = 0.95
WORDS = 6  # of a paragraph that is compared; shorter ones stand on any page


def _posts(folder: Path, pattern: str, mark: bytes) -> list[Post]:
    """The posts of a folder whose documents hold this."""
    if not folder.exists():
        pytest.skip(f"{folder} is not here")
    posts: list[Post] = []
    for path in sorted(folder.rglob(pattern)):
        content = path.read_bytes()
        if mark not in content:
            continue
        name = path.relative_to(folder).as_posix()
        read = format_of(name)
        assert read is not None
        posts += read(Document("test", name, content)).posts
    return posts


def _name(post: Post) -> tuple[object, str]:
    return post.date, re.sub(r"\W", "", post.title.lower())


def _units(post: Post) -> list[str]:
    texts = (" ".join(block.text.split()) for block in post.blocks)
    return [text for text in texts if len(text.split()) >= WORDS]


def test_built_pages_hold_the_text_of_their_source_and_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    pages = _posts(CONTENT / "rust-blog-html", "*.html", b"<html")
    sources = {_name(post): post for post in _posts(CONTENT / "rust-blog" / "content", "*.md", b'path = "2023/')}
    pairs = [(_units(sources[_name(page)]), _units(page)) for page in pages if _name(page) in sources]
    written = sum(len(source) for source, _ in pairs)
    found = sum(len(page) for _, page in pairs)
    recall = sum(unit in page for source, page in pairs for unit in source) / written
    precision = sum(unit in source for source, page in pairs for unit in page) / found
    with capsys.disabled():
        print(
            f"\n{len(pairs)} of {len(pages)} pages, {written} paragraphs: recall {recall:.3f}, precision {precision:.3f}"
        )
    assert len(pairs) == len(pages) == 20
    assert recall >= LEAST
    assert precision >= LEAST

from datetime import date

import pytest

from knowledge.formats import FORMATS, format_of
from knowledge.formats.decoding import LARGEST
from knowledge.model import Document, Reading

MODULES = "'selectolax', 'docutils', 'mammoth', 'yaml', 'markdown_it'"


def _read(path: str, content: bytes) -> Reading:
    read = format_of(path)
    assert read is not None
    return read(Document("test", path, content))


@pytest.mark.parametrize(
    "path",
    [
        "a.md",
        "a/b.MDX",
        "a.html",
        "a.htm",
        "a.rst",
        "a.rest",
        "a.docx",
        "a.adoc",
        "a.txt",
        "a.md.erb",
        "a.b.md",
        "a.html.md",
    ],
)
def test_a_format_is_found_by_the_end_of_a_name(path: str) -> None:
    assert format_of(path) is not None


@pytest.mark.parametrize("path", ["a", "a.png", "a.html.erb", ".md", "md"])
def test_other_documents_have_no_format(path: str) -> None:
    assert format_of(path) is None


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_a_document_of_100_megabytes_is_refused(ending: str) -> None:
    (problem,) = _read(f"post{ending}", b"\n" * (LARGEST + 1)).problems
    assert "10 MB large" in problem.what
    assert not problem.kept


def test_asciidoc_is_refused_with_the_way_out() -> None:
    (problem,) = _read("post.adoc", b"= Title\n\nText.").problems
    assert "HTML" in problem.mend
    assert not problem.kept


@pytest.mark.parametrize("path", ["2024/12/5/back.md", "posts/2024/12/05/back/index.md", "2024-12-5-back.md"])
def test_the_day_in_a_path_stands_in_for_that_of_the_head(path: str) -> None:
    assert _read(path, b"# t\n\nText.").posts[0].date == date(2024, 12, 5)


def test_the_list_of_a_section_may_be_empty() -> None:
    assert _read("blog/_index.md", b"---\ntitle: Blog\n---\n") == Reading()
    assert _read("blog/_index.md", b"").problems[0].what == "holds no text"
    assert _read("blog/_index.md", b"---\ntitle: Blog\n---\nWhat we write.").posts[0].title == "Blog"

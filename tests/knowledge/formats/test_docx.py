import sys
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from knowledge.formats import docx
from knowledge.model import Document, Post, Problem, Reading
from tests.knowledge.formats.word_documents import packed, paragraph, parts_of, properties, table, word_document

TEXT = paragraph("We roll back with one command.")
IMAGE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="x" descr="picture"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId9"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def _read(content: bytes) -> Reading:
    return docx.read(Document("test", "post.docx", content))


def _post(body: str, core: str = "") -> Post:
    (post,) = _read(word_document(body, core)).posts
    return post


def _problem(content: bytes) -> Problem:
    (problem,) = _read(content).problems
    assert not problem.kept
    return problem


def test_a_document_is_read_with_its_headings_tables_and_code() -> None:
    body = (
        paragraph("Rolling back", "Title")
        + TEXT
        + paragraph("Why", "heading 2")
        + table(("a", "b"), ("1", "2"))
        + paragraph("make", "Code")
        + paragraph("back", "Code")
        + paragraph("They said so.", "Quote")
    )
    post = _post(body)
    assert post.title == "Rolling back"
    assert [(block.kind, block.text) for block in post.blocks] == [
        ("paragraph", "We roll back with one command."),
        ("heading", "Why"),
        ("row", "a | b"),
        ("row", "1 | 2"),
        ("code", "make\nback"),
        ("quote", "They said so."),
    ]


def test_the_properties_of_a_document_are_its_fields() -> None:
    core = properties(
        title="Rolling back",
        creator="Ada; Grace",
        created="2024-12-05T10:00:00Z",
        modified="2025-01-31T10:00:00Z",
        keywords="deploys, incidents",
        category="Ops",
        description=" ",
    )
    post = _post(TEXT, core)
    assert (post.title, post.date, post.updated) == ("Rolling back", date(2024, 12, 5), date(2025, 1, 31))
    assert (post.authors, post.tags) == (("Ada", "Grace"), ("deploys", "incidents"))


@pytest.mark.parametrize(
    ("body", "core", "title"),
    [
        (paragraph("Rolling back", "heading 1") + TEXT, "", "Rolling back"),
        (paragraph("Rolling back", "heading 2") + TEXT, properties(title=" "), "Rolling back"),
        (paragraph("Other", "heading 2") + TEXT, properties(title="Rolling back"), "Rolling back"),
        (TEXT, "", "Post"),
    ],
)
def test_the_title_is_that_of_the_properties_or_the_first_heading(body: str, core: str, title: str) -> None:
    assert _post(body, core).title == title


def test_a_draft_is_counted() -> None:
    assert _read(word_document(TEXT, properties(contentStatus="Draft"))).drafts == 1
    assert _read(word_document(TEXT, properties(contentStatus="Final"))).drafts == 0


def test_pictures_are_not_opened() -> None:
    parts = parts_of(IMAGE + TEXT)
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="http://x/image" Target="media/a.png"/></Relationships>'
    )
    (post,) = _read(packed({**parts, "word/media/a.png": b"x"})).posts
    assert len(post.blocks) == 1


def test_a_document_without_text_is_reported() -> None:
    assert _problem(word_document("")).what == "holds no text"


@pytest.mark.parametrize("content", [b"", b"no archive", packed({"a.txt": "x"}), word_document("<w:p>")])
def test_what_is_no_word_document_is_reported(content: bytes) -> None:
    assert "no Word document" in _problem(content).what


def test_an_archive_that_grows_is_not_opened() -> None:
    small = parts_of(TEXT)
    assert "unpacks to" in _problem(packed({**small, "word/media/a.bin": b"0" * 5_000_000})).what
    many = {f"word/media/{number}": b"" for number in range(10_001)}
    assert "10005 parts" in _problem(packed({**small, **many})).what


def test_an_archive_that_lies_of_its_size_is_opened_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ZipFile, "infolist", lambda archive: [_Lie(each.filename) for each in archive.filelist])
    monkeypatch.setattr(docx, "MOST_UNPACKED", 1000)
    assert "more than" in _problem(word_document(TEXT * 100)).what


class _Lie(str):
    """The name of a part that says it is empty."""

    __slots__ = ()
    file_size = 0

    @property
    def filename(self) -> str:
        return str(self)


def test_a_part_that_no_person_wrote_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "LARGEST", 100)
    assert "of 0 MB" in _problem(word_document(TEXT)).what


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_with_entities_is_not_read(encoding: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert "entities" in _problem(packed({**parts_of(TEXT), "docProps/core.xml": bomb})).what


def test_a_document_that_nests_too_deep_is_refused() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 2000 + TEXT + "</w:tc></w:tr></w:tbl>" * 2000
    file = BytesIO(word_document(body))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr("pad", bytes(number * number % 251 for number in range(20_000)))
    assert "nests too deep" in _problem(file.getvalue()).what


def test_without_mammoth_one_problem_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    assert "pip install 'commonplace-bot[docx]'" in _problem(word_document(TEXT)).mend

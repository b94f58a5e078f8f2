import sys
from datetime import date

import pytest

from knowledge.formats.rst import read
from knowledge.model import Document, Post, Reading

HEAD = """\
============
Rolling back
============
with one command
----------------

:Author: Ada
:Date: 2024-12-05
:Tags: deploys, incidents
:Slug: back
:Old: :pep:`8`

"""


def _read(text: str | bytes) -> Reading:
    return read(Document("test", "post.rst", text if isinstance(text, bytes) else text.encode()))


def _post(text: str) -> Post:
    (post,) = _read(text).posts
    return post


def _kinds(body: str) -> list[tuple[str, str]]:
    return [(block.kind, f"{block.marker} {block.text}".strip()) for block in _post(f"Title\n=====\n\n{body}").blocks]


def test_the_head_of_a_document_is_read() -> None:
    post = _post(f"{HEAD}We roll back.\n")
    assert (post.title, post.date, post.authors) == ("Rolling back", date(2024, 12, 5), ("Ada",))
    assert (post.tags, post.slug) == (("deploys", "incidents"), "back")
    assert [(block.text, block.line) for block in post.blocks] == [("We roll back.", 13)]


def test_several_authors_and_the_fields_of_a_page_are_read() -> None:
    assert _post("Title\n=====\n\n:Authors: Ada; Grace\n\nText.").authors == ("Ada", "Grace")
    assert _post("Title\n=====\n\n.. meta::\n   :date: 2024-12-05\n\nText.").date == date(2024, 12, 5)


def test_a_document_without_a_title_is_called_after_its_file() -> None:
    assert _post("Text.").title == "Post"


def test_a_draft_is_counted() -> None:
    assert _read("Title\n=====\n\n:status: draft\n\nText.").drafts == 1
    assert len(_read("Title\n=====\n\n:Status: Draft\n\nText.").posts) == 1


def test_markup_is_no_text() -> None:
    body = "A *b* **c** ``d`` `e <https://x.example>`_ |sub| :ref:`f <target>` :py:func:`~g.h` :doc:`i` [1]_.\n\n.. |sub| replace:: S\n\n.. _target:\n\n.. [1] A note."
    assert _kinds(body) == [("paragraph", "A b c d e S f g.h i."), ("paragraph", "A note.")]


def test_headings_have_a_level_and_an_anchor() -> None:
    blocks = _post("Title\n=====\n\nOne\n---\n\na\n\nTwo words\n~~~~~~~~~\n\nb\n\nThree\n-----\n\nc\n").blocks
    headings = [(block.text, block.level, block.anchor) for block in blocks if block.kind == "heading"]
    assert headings == [("One", 2, "one"), ("Two words", 3, "two-words"), ("Three", 2, "three")]


def test_lists_have_the_markers_a_reader_sees() -> None:
    body = "* a\n\n  * b\n\n3. c\n\n   d\n\n4. e\n\nTerm\n    Means.\n\n:field: value\n\n-o  option"
    assert _kinds(body) == [
        ("item", "• a"),
        ("item", "• b"),
        ("item", "3. c"),
        ("item", "d"),
        ("item", "4. e"),
        ("item", "• Term"),
        ("item", "Means."),
        ("item", "• field"),
        ("item", "value"),
        ("item", "• -o"),
        ("item", "option"),
    ]


def test_quotes_code_lines_and_tables_are_read() -> None:
    body = (
        "Text::\n\n    code\n      more\n\n.. code-block:: python\n\n   x = 1\n\n>>> 1\n1\n\nPara\n\n    A quote.\n\n"
        "    -- Ada\n\n| line\n| other\n\n.. table:: Named\n\n   === ===\n   a   b\n   === ===\n   1   2\n   === ===\n"
    )
    assert _kinds(body) == [
        ("paragraph", "Text:"),
        ("code", "code\n  more"),
        ("code", "x = 1"),
        ("code", ">>> 1\n1"),
        ("paragraph", "Para"),
        ("quote", "A quote."),
        ("quote", "Ada"),
        ("paragraph", "line other"),
        ("paragraph", "Named"),
        ("row", "a | b"),
        ("row", "1 | 2"),
    ]


def test_notes_are_text_and_what_is_for_the_generator_is_not() -> None:
    body = (
        ".. contents:: Here\n\n.. topic:: About\n\n   This.\n\n.. note:: Mind this.\n\n   And that.\n\n.. admonition:: Named\n\n   Text.\n\n.. toctree::\n\n   other\n\n"
        ".. include:: post.rst\n\n.. raw:: html\n\n   <b>no</b>\n\n.. csv-table::\n   :file: /etc/passwd\n\n"
        ".. a comment\n\n.. image:: a.png\n\n.. |now| date::\n\nEnd |now|.\n"
    )
    assert [text for _, text in _kinds(body)] == [
        "About",
        "This.",
        "Mind this.",
        "And that.",
        "Named",
        "Text.",
        "End .",
    ]


def test_a_table_of_contents_is_no_text() -> None:
    post = _post("Title\n=====\n\n.. contents:: Here\n\nText.\n\nOne\n---\n\na\n\nTwo\n---\n\nb\n")
    assert [block.text for block in post.blocks] == ["Text.", "One", "a", "Two", "b"]


def test_a_paragraph_may_be_one_long_line() -> None:
    assert len(_kinds("word " * 20_000)[0][1]) > 90_000


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=====\n\n.. |a| replace:: " + "x" * 9000 + "\n\n" + "|a| " * 1000,
        "Title\n=====\n\n.. |a| replace:: " + "x" * 900 + "\n.. |b| replace:: " + "|a| " * 100 + "\n\n" + "|b| " * 100,
    ],
)
def test_substitutions_that_grow_without_end_are_refused(text: str) -> None:
    (problem,) = _read(text).problems
    assert "substitutions" in problem.what
    assert not problem.kept


def test_a_substitution_may_stand_in_itself() -> None:
    assert _read("Title\n=====\n\n.. |a| replace:: x |a|\n\nText |a| and |b|.").posts


def test_a_document_that_nests_too_deep_is_refused() -> None:
    (problem,) = _read("\n\n".join(" " * level + "x" for level in range(400))).problems
    assert "nests too deep" in problem.what


def test_what_docutils_raises_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(text: str) -> None:
        raise ValueError(text)

    monkeypatch.setattr("knowledge.formats.rst_blocks.parsed", parsed)
    assert "ValueError: x" in _read("x").problems[0].what


def test_without_docutils_one_problem_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docutils", None)
    monkeypatch.delitem(sys.modules, "knowledge.formats.rst_blocks", raising=False)
    (problem,) = _read("Text.").problems
    assert "pip install 'commonplace-bot[rst]'" in problem.mend
    assert not problem.kept


def test_a_document_that_is_no_text_is_reported() -> None:
    assert "NUL" in _read(b"\0").problems[0].what
    assert _read("").problems[0].what == "holds no text"

from knowledge.formats import category_page
from knowledge.model import Document, Reading

DUMP = """\
Category: Practice

  • Zero to Pipelines: A Retrospective

    We test the contracts between our services.

    Data Integrity

    Debt is written down
    and paid.

  • Why it Matters

    Security is no afterthought.
"""


def _read(text: str | bytes) -> Reading:
    return category_page.read(Document("test", "page.txt", text if isinstance(text, bytes) else text.encode()))


def test_every_bullet_of_the_page_is_a_post() -> None:
    reading = _read(DUMP)
    assert [post.title for post in reading.posts] == ["Zero to Pipelines: A Retrospective", "Why it Matters"]
    assert reading.problems == ()


def test_the_category_is_the_tag_of_every_post() -> None:
    assert [post.tags for post in _read(DUMP).posts] == [("Practice",), ("Practice",)]
    assert _read(DUMP.replace("Category: Practice", "Category:")).posts[0].tags == ()
    assert _read(DUMP.replace("Category: Practice\n", "")).posts[0].tags == ()


def test_short_blocks_without_an_end_mark_are_headings() -> None:
    blocks = _read(DUMP).posts[0].blocks
    assert [(block.kind, block.text, block.line) for block in blocks] == [
        ("paragraph", "We test the contracts between our services.", 5),
        ("heading", "Data Integrity", 7),
        ("paragraph", "Debt is written down and paid.", 9),
    ]


def test_a_block_of_more_than_six_words_is_a_paragraph() -> None:
    text = "  • Title\n\n    one two three four five six\n\n    one two three four five six seven\n"
    assert [block.kind for block in _read(text).posts[0].blocks] == ["heading", "paragraph"]


def test_windows_line_ends_and_a_missing_last_line_end_change_nothing() -> None:
    assert _read(DUMP.rstrip().replace("\n", "\r\n").encode()).posts == _read(DUMP).posts


def test_a_bullet_inside_a_post_is_text() -> None:
    assert _read("  • Title\n\n    Text.\n\n    • an item.\n").posts[0].blocks[-1].text == "• an item."


def test_a_post_without_a_paragraph_is_left_out_and_reported_with_its_line() -> None:
    reading = _read("  • Empty\n\n    A Heading\n\n  • Full\n\n    Some text.\n")
    assert [post.title for post in reading.posts] == ["Full"]
    assert [(problem.line, problem.kept) for problem in reading.problems] == [(1, False)]
    assert "“Empty”" in reading.problems[0].what


def test_text_that_is_no_dump_is_left_out_and_reported() -> None:
    (problem,) = _read("requests==2.0\n").problems
    assert "no line starts with" in problem.what
    assert not problem.kept


def test_text_that_is_neither_utf_8_nor_a_dump_has_both_problems() -> None:
    assert [problem.kept for problem in _read(b"caf\xe9\n").problems] == [True, False]


def test_bytes_that_are_no_text_have_one_problem() -> None:
    assert [problem.kept for problem in _read(b"\0\0").problems] == [False]

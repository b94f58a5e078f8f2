from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.decoding import decode
from knowledge.model import Document


def _decoded(content: bytes) -> str:
    return decode(Document("test", "post.md", content))[0]


def test_utf_8_is_read_without_a_problem() -> None:
    assert decode(Document("test", "post.md", "naïve café 😀".encode())) == ("naïve café 😀", ())


def test_a_byte_order_mark_is_no_text() -> None:
    assert _decoded(b"\xef\xbb\xbf# Title") == "# Title"


def test_every_kind_of_line_end_becomes_a_line_feed() -> None:
    assert _decoded(b"one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


def test_what_is_not_utf_8_is_read_as_windows_1252_and_reported_with_its_line() -> None:
    text, (problem,) = decode(Document("test", "post.md", b"one\ncaf\xe9 \x93quoted\x94\x81"))
    assert text == "one\ncafé “quoted”"
    assert (problem.line, problem.kept) == (2, True)
    assert "0xE9" in problem.what


def test_nul_bytes_leave_the_document_out() -> None:
    text, (problem,) = decode(Document("test", "post.md", "one\ntwo".encode("utf-16")))
    assert text == ""
    assert "NUL" in problem.what
    assert not problem.kept


def test_the_line_of_the_first_nul_byte_is_named() -> None:
    assert decode(Document("test", "post.md", b"one\ntwo\n\0"))[1][0].line == 3


@given(st.binary())
def test_no_bytes_fail_to_decode(content: bytes) -> None:
    text, problems = decode(Document("test", "post.md", content))
    assert "\r" not in text
    assert "\0" not in text
    assert len(problems) <= 1

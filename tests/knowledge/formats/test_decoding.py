import pytest
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
    text, (problem,) = decode(Document("test", "post.md", "one\ntwo".encode("utf-16-le")))
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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_where_a_mark_says_so(encoding: str) -> None:
    content = "\ufeffnaïve\n😀\0".encode(encoding)
    assert decode(Document("test", "post.md", content))[0] == "naïve\n😀"


def test_broken_utf_16_is_mended_and_reported() -> None:
    text, (problem,) = decode(Document("test", "post.md", b"\xff\xfea\0b\0\x00"))
    assert (text, problem.kept) == ("ab", True)
    assert "UTF-16" in problem.what


def test_halves_of_characters_are_joined_and_reported() -> None:
    text, (problem,) = decode(Document("test", "post.md", b"one\n\xed\xa0\xbd\xed\xb8\x80 \xed\xa0\xbd"))
    assert text == "one\n😀 "
    assert "surrogates" in problem.what
    assert "Windows-1252" in decode(Document("test", "post.md", b"\xed\xa0\xbd\xff"))[1][0].what


def test_control_characters_are_taken_out_and_reported_with_their_line() -> None:
    text, (problem,) = decode(Document("test", "post.md", b"one\ntw\x1b[1mo\x07"))
    assert (text, problem.line, problem.kept) == ("one\ntw[1mo", 2, True)
    assert "U+001B" in problem.what


def test_old_line_ends_are_line_feeds() -> None:
    assert _decoded(b"one\x0ctwo\x0bthree") == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("windows-1251", "Привет"),
        ('"iso-8859-2"', "Łódź"),
        ("latin1", "café"),
        ("base64", "cafÃ"),
        ("windows-9999", None),
        ("utf-8", None),
    ],
)
def test_an_encoding_that_a_page_declares_is_believed_where_pages_were_written_in_it(
    declared: str, text: str | None
) -> None:
    names = {"windows-1251": "cp1251", '"iso-8859-2"': "iso-8859-2"}
    content = f"<meta charset={declared}>".encode() + (text or "café").encode(names.get(declared, "cp1252"))
    decoded, problems = decode(Document("test", "page.html", content))
    assert decoded.endswith(text or "café")
    assert bool(problems) == (declared in ("base64", "windows-9999", "utf-8"))

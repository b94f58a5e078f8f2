import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.html_text import text_blocks


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>Hello <b>there</b></p><p>Two</p>", ["Hello there", "Two"]),
        ("one<br>two<br/>three", ["one", "two", "three"]),
        ("a&nbsp;&amp;\n  b &lt;c&gt;", ["a & b <c>"]),
        ("<!-- a comment -->", []),
        ("<script>var a = '<p>no</p>';</script><style>p {}</style>yes", ["yes"]),
        ("<iframe src='x'>fallback</iframe><p>after</p>", ["after"]),
        ("</script>text</p>", ["text"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("<p>left open", ["left open"]),
        ("<span/>inline", ["inline"]),
        ("<![CDATA[x]]><p>y</p>", ["y"]),
    ],
)
def test_the_visible_text_is_read_a_paragraph_at_a_time(html: str, texts: list[str]) -> None:
    assert list(text_blocks(html)) == texts


def test_a_marked_section_that_the_parser_refuses_does_not_lose_the_text() -> None:
    assert list(text_blocks("<div><![x[ y ]><b>kept</b></div>")) == ["kept"]


@given(st.text(alphabet=st.sampled_from("<>![]/-&;='\" abpdivtable#x1"), max_size=100))
def test_no_html_raises(html: str) -> None:
    assert all(text.strip() for text in text_blocks(html))

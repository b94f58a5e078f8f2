import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.html_blocks import blocks_of, parsed, read_html
from knowledge.formats.html_limits import DEEPEST, tamed


def _read(html: str) -> list[tuple[str, str]]:
    return [(block.kind, f"{block.marker} {block.text}".strip()) for block in read_html(html)]


def _texts(html: str) -> list[str]:
    return [block.text for block in read_html(html)]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>Hello <b>there</b></p><p>Two</p>", ["Hello there", "Two"]),
        ("one<br>two<br/>three", ["one two three"]),
        ("a&nbsp;&amp;\n  b &lt;c&gt;", ["a & b <c>"]),
        ("<!-- a comment -->", []),
        ("<script>var a = '<p>no</p>';</script><style>p {}</style>yes", ["yes"]),
        ("<iframe src='x'>fallback</iframe><p>after</p>", ["after"]),
        ("</script>text</p>", ["text"]),
        ("<p>left open", ["left open"]),
        ("<span/>inline", ["inline"]),
        ("<![CDATA[x]]><p>y</p>", ["y"]),
        ("<div><![x[ y ]><b>kept</b></div>", ["kept"]),
        ("a&#1;b&#xD800;", ["ab\ufffd"]),
        ("", []),
    ],
)
def test_the_visible_text_is_read_a_paragraph_at_a_time(html: str, texts: list[str]) -> None:
    assert _texts(html) == texts


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>no</p>",
        '<p aria-hidden="true">no</p>',
        '<p style="color: red; display: none">no</p>',
        '<span class="sr-only">no</span>',
        '<a role="doc-backlink" href="#x">no</a>',
        '<a href="#top">¶</a>',
        '<sup><a href="#fn1">1</a></sup>',
        '<a href="#fn1"><sup>[2]</sup></a>',
        "<button>no</button>",
    ],
)
def test_what_a_reader_does_not_see_is_no_text(hidden: str) -> None:
    assert _texts(f"<p>one</p><div>two {hidden}</div>") == ["one", "two"]


@pytest.mark.parametrize("link", ['<a href="#x">2</a>', '<a href="/x">¶</a>', "<a>¶</a>", '<a href="#x">below</a>'])
def test_other_links_are_text(link: str) -> None:
    assert len(_texts(f"<p>See {link}</p>")[0]) > len("See")


def test_headings_have_a_level_and_an_anchor() -> None:
    html = (
        '<h1 id="one">One<a class="headerlink" href="#one">#</a></h1>'
        '<h2><a name="two"></a>Two</h2><h3><span id="three">Three</span></h3>'
        '<section id="four">\n<h2>Four</h2></section><div id="five"><!-- x --><p>x</p><h2>Five</h2></div><h6><b>Six</b></h6>'
        "<ul><li><h4>Seven</h4></li></ul>"
    )
    headings = [block for block in read_html(html) if block.kind == "heading"]
    assert [(block.text, block.level, block.anchor) for block in headings] == [
        ("One", 1, "one"),
        ("Two", 2, "two"),
        ("Three", 3, "three"),
        ("Four", 2, "four"),
        ("Five", 2, ""),
        ("Six", 6, ""),
        ("Seven", 4, ""),
    ]


def test_a_short_paragraph_in_bold_is_a_heading() -> None:
    (block,) = read_html("<p><b>What <i>we</i> did:</b> </p>")
    assert (block.kind, block.text, block.level) == ("heading", "What we did", 7)
    assert _read("<p><b>Note:</b> this</p>") == [("paragraph", "Note: this")]
    assert _read("<ul><li><b>a</b></ul>") == [("item", "• a")]
    assert _read("<blockquote><b>a</b></blockquote>") == [("quote", "a")]
    assert _read(f"<p><b>{'word ' * 13}</b></p>")[0][0] == "paragraph"


def test_lists_have_the_markers_a_reader_sees() -> None:
    html = (
        '<ol start="3"><li>three<ul><li>a</ul><li value="7"><p>seven<p>more<li>eight</ol>text<ol start="x"><li>one</ol>'
    )
    assert _read(html) == [
        ("item", "3. three"),
        ("item", "• a"),
        ("item", "7. seven"),
        ("item", "more"),
        ("item", "8. eight"),
        ("paragraph", "text"),
        ("item", "1. one"),
    ]
    assert [block.group for block in read_html(html)] == [1, 1, 1, 1, 1, 0, 2]


def test_an_item_outside_of_a_list_is_a_paragraph() -> None:
    assert _texts("<li>one</li><li>two</li><p>three</p>") == ["one", "two", "three"]
    assert [block.kind for block in read_html("<li>one</li><p>three</p>")] == ["paragraph", "paragraph"]


def test_a_term_is_an_item_with_what_it_means() -> None:
    assert _read("<dl><dt>Term<dd>Means.<dd>Or this.</dl>") == [
        ("item", "• Term"),
        ("item", "Means."),
        ("item", "Or this."),
    ]


def test_quotes_are_quotes() -> None:
    assert _read("<blockquote><p>one</p>two</blockquote>") == [("quote", "one"), ("quote", "two")]


def test_code_keeps_its_lines() -> None:
    assert _read("<pre>\nif a:\n    <b>b</b>()\n\n</pre>") == [("code", "if a:\n    b()")]
    assert _read("<pre><div>one</div><div>two\n</div><br>three</pre>") == [("code", "one\ntwo\n\nthree")]
    assert _read("<pre> </pre>") == []


def test_numbers_of_lines_are_no_code() -> None:
    html = '<table><tr><td class="linenos"><pre>1\n2</pre></td><td><pre>one\ntwo</pre></td></tr></table>'
    assert _read(html) == [("code", "one\ntwo")]
    assert _read('<pre><span class="lineno">1 </span>one</pre>') == [("code", "one")]


def test_the_rows_of_a_table_are_read_with_their_cells() -> None:
    html = (
        "<table><caption>Named</caption><thead><tr><th>a<th>b</thead><tr><td>1<td><ul><li>x<li>y</ul>"
        "<tr><td> <td></table><ul><li>z</ul>"
    )
    assert _read(html) == [("paragraph", "Named"), ("row", "a | b"), ("row", "1 | x y"), ("item", "• z")]


def test_a_table_that_only_places_things_is_no_table() -> None:
    assert _read("<table><tr><td>one<tr><td>two</table>") == [("paragraph", "one"), ("paragraph", "two")]
    assert _read("<table role=presentation><tr><td>a<td>b</table>") == [("paragraph", "a"), ("paragraph", "b")]
    nested = "<table><tr><td>a<td><table><tr><td>b<td>c</table></table>"
    assert _read(nested) == [("paragraph", "a"), ("row", "b | c")]


def test_a_piece_of_a_table_is_read_as_one() -> None:
    assert _read("<tr><td>a</td><td>b</td></tr>") == [("row", "a | b")]
    assert _read("<td>a</td><td>b</td>") == [("row", "a | b")]


def test_of_a_page_its_furniture_is_left_out() -> None:
    page = parsed(
        "<main><header>top</header><p>text</p><aside>by the way</aside><aside class='admonition'>mind</aside>"
        "<div class='post-share'>share</div><div role='navigation'>menu</div><pre><span class='comment'># kept</span></pre>"
        "<section class='related-work'><h2 class='toc'>Kept</h2></section><div class='shared-code'>kept too</div></main>"
    )
    assert [block.text for block in blocks_of(page.body, page=True)] == ["text", "mind", "# kept", "kept too"]


def test_nothing_has_no_blocks() -> None:
    assert list(blocks_of(None)) == []


@pytest.mark.no_cover
@pytest.mark.parametrize("tag", ["<div>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<b>", "<p><b>"])
@pytest.mark.parametrize("times", [10_000, 20_000])
def test_ten_thousand_levels_take_little_time(tag: str, times: int) -> None:
    start = time.thread_time()
    assert _texts(tag * times + "deep") == ["deep"]
    assert time.thread_time() - start < 10


def test_many_formats_that_nothing_closes_take_little_memory() -> None:
    opened = "".join(f"<b id={number}>" for number in range(5000))
    assert len(_texts(opened + "<p>x" * 5000)) == 5000


def test_html_of_people_is_not_touched() -> None:
    html = "<div><p>one<br><b>two</b></p></div>" * 100
    assert tamed(html) is html


def test_what_stands_too_deep_loses_its_tags_alone() -> None:
    left = tamed("<div>" * 300 + "deep" + "</div>" * 300)
    assert left == "<div>" * DEEPEST + "deep" + "</div>" * DEEPEST


@given(st.text(alphabet=st.sampled_from("<>![]/-&;='\" abpdivtable#x1"), max_size=100))
def test_no_html_raises(html: str) -> None:
    assert all(text.strip() for text in _texts(html))

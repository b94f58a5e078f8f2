import pytest

from knowledge.links import links_of
from knowledge.model import Document


def _targets(text: str, path: str = "a.md") -> list[tuple[int, str]]:
    return [(link.line, link.target) for link in links_of(Document("test", path, text.encode()))]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("See [a](/a/) and [b](b.md#part).", ["/a/", "b.md#part"]),
        ('[a](/a "Title") [b](</b> (title)) [c]( /c )', ["/a", "/b", "/c"]),
        ("[a](/x_(y)) [b]()", ["/x_(y)"]),
        ("[a]: /a\n[b]:</b>\n  [c]: /c 'Title'\n[^1]: /note", ["/a", "/b", "/c"]),
        ('<a class="x" href="/a">a</a> <a href=\'/b\'>b</a>', ["/a", "/b"]),
        ("<https://x.example/a> <b>", ["https://x.example/a"]),
        ("![picture](/a.png) [![picture](/b.png)](/b) ![x [y]](/c.png)", ["/b"]),
        ("`[a](/a)` ``[b](`/b`)`` [c](/c)", ["/c"]),
        ('[a]({{< ref "x" >}}) [b]({% link y %}) [c](/c)', ["/c"]),
        ("](/a)", ["/a"]),
        ("no links [at] all (really)", []),
    ],
)
def test_links_are_found_as_they_are_written(text: str, targets: list[str]) -> None:
    assert [target for _, target in _targets(text)] == targets


def test_a_link_has_its_line_and_code_is_let_be() -> None:
    text = "---\ntitle: a\n---\n```\n[a](/a)\n~~~\n```\n[b](/b)\n- ~~~~\n  [c](/c)\n~~~\n  ~~~~\n\n[d](/d)\n"
    assert _targets(text) == [(8, "/b"), (14, "/d")]


def test_long_lines_and_open_tags_take_no_time() -> None:
    assert _targets("x`" * 25_000 + "[a](/a)") == [(1, "/a")]
    assert _targets("[" * 50_000 + "](/a)") == [(1, "/a")]
    assert _targets("<nav>" * 100_000 + '<a href="/a">', "a.html") == []


def test_menus_of_pages_hold_no_links() -> None:
    page = '<nav>\n<a href="/menu">m</a>\n</nav>\n<p><a href="/a">a</a></p>\n<FOOTER><a href="/foot">f</a></FOOTER >'
    assert _targets(page, "a.html") == [(4, "/a")]

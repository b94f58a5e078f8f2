"""What site generators and note books add to Markdown: its text stays, its marks go, code is left alone."""

import time

import pytest

from knowledge.formats.dialects import common_markdown
from tests.knowledge.writing import blocks_of, post_of, read_markdown, texts_of

FENCE = "```\n{code}\n```"


def _kinds(body: str, path: str = "post.md") -> list[tuple[str, str]]:
    post = post_of(f"---\ntitle: A title\n---\n{body}", path)
    return [(block.kind, f"{block.marker} {block.text}".strip()) for block in post.blocks]


def _mdx(body: str) -> list[str]:
    return [text for _, text in _kinds(body, "post.mdx")]


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        # Hugo
        ('See [the docs]({{< ref "x.md" >}}) and {{< param "v" >}}that.', ["See the docs and that."]),
        ('{{% note %}}\nMind this.\n{{% /note %}}\n\n{{< figure src="a.png" >}}', ["Mind this."]),
        ('  {{< card\n      title="x"\n    >}}\n      Text.\n    {{< /card >}}', ["Text."]),
        ("<Card\n      title={x}\n    >\n\nText.\n\n</Card>", ["Text."]),
        # Jekyll, kramdown
        ("{% if x %}Shown{% endif %} to {{ site.name }}all.", ["Shown to all."]),
        ("{% comment %}\nNot this.\n\nNor this.\n{% endcomment %}\n\nThis.", ["This."]),
        ("{% comment %}not this{% endcomment %}", ["not this"]),
        ("{% raw %}\n\nWrite {{ x }}.\n\n{% endraw %}\n\nBut {{ x }}not.", ["Write {{ x }}.", "But not."]),
        ("Text.\n{: .lead #first}\n\n[A button](x){: .btn}", ["Text.", "A button"]),
        ("* TOC\n{:toc}\n\nText.", ["Text."]),
        ("HTML is old.\n\n*[HTML]: Hypertext", ["HTML is old."]),
        ("{# a note #}Text {#2 of 3}.", ["Text {#2 of 3}."]),
        # Middleman
        ("The team is <%= team.name %>here. 3 <% 4", ["The team is here. 3 <% 4"]),
        # MkDocs
        ('=== "Linux"\n\n    Use make.\n\n=== "Mac"\n\n    Use brew.', ["Linux", "Use make.", "Mac", "Use brew."]),
        ('!!!warning "Ask first"\n    Some text.', ["Ask first", "Some text."]),
        ('--8<-- "other.md"\n\nText.', ["Text."]),
        ("--8<--\nother.md\n--8<--\n\nText.", ["Text."]),
        ('- one\n\n    --8<-- "other.md"\n\n    two', ["one", "two"]),
        ("[Button](x){ .md-button } and :material-check: done, at 10:30.", ["Button and done, at 10:30."]),
        ("[TOC]\n\n[[_TOC_]]\n\nText.", ["Text."]),
        # Docusaurus
        (":::note Mind *this*\n\nA copy.\n\n:::", ["Mind this", "A copy."]),
        (":::tip[Mind this]{x=1}\nA copy.\n:::", ["Mind this", "A copy."]),
        (":::warning\nA copy.\n:::", ["A copy."]),
        ("> :::info Mind\n> this\n> :::", ["Mind", "this"]),
        ("- :::", [":::"]),
        ("import Tabs from '@theme/Tabs';\nimport './x.css'\n\nText.", ["Text."]),
        ("import {\n  A,\n} from 'x';\n\nText.", ["Text."]),
        ("We import goods from 'abroad'.", ["We import goods from 'abroad'."]),
        ("<Tabs>\n<TabItem value='x' label=\"Node\">\n\nUse npm.\n\n</TabItem>\n</Tabs>", ["Use npm."]),
        ("Text {/* a note */}here.\n\n{/* a longer\n\nnote */}\n\nEnd.", ["Text here.", "End."]),
        ("An {/* unclosed note, and {/* another", ["An {/* unclosed note, and {/* another"]),
        ("One.\n\n<!--truncate-->\n\nTwo.", ["One.", "Two."]),
        # Obsidian
        (
            "See [[Runbooks]], [[ops/Runbooks]], [[Runbooks#Roll back]], [[#Why]] and [[Runbooks|the book]].",
            ["See Runbooks, Runbooks, Runbooks, Why and the book."],
        ),
        ("![[diagram.png]]\n\nText. ![[Page#Part]]", ["Text."]),
        ("[[1]](https://x.example) if [[ -f x ]] then [[unclosed", ["[1] if [[ -f x ]] then [[unclosed"]),
        ("Text. ^block-id\n\n- item ^a1b2c3\n\nTwo ^2", ["Text.", "item", "Two ^2"]),
        ("Shown %%hidden%% here, 100%% of %%this.", ["Shown here, 100%% of %%this."]),
        ("%%\nhidden\n\nhidden too\n%%\n\nShown.", ["Shown."]),
        ("A ==marked== word, a==b.", ["A marked word, a==b."]),
    ],
)
def test_the_text_stays_and_the_marks_go(written: str, texts: list[str]) -> None:
    assert texts_of(written) == texts


@pytest.mark.parametrize(
    "code",
    [
        "{{< ref x >}} {% raw %}",
        "<%= x %>",
        "import x from 'y'",
        "<Tabs items={[1]}>",
        "[[Page]] ![[embed]] %%x%%",
        "> [!note] x",
        ':::note\n=== "Tab"\n!!!note\n--8<-- "x"',
        "[TOC]\n*[HTML]: x",
        "text ^block-id",
        "==x==",
    ],
)
def test_code_is_left_alone(code: str) -> None:
    assert _kinds(FENCE.format(code=code)) == [("code", code)]
    assert _kinds(FENCE.format(code=code), "post.mdx") == [("code", code)]
    if "\n" not in code:
        assert _kinds(f"Write `` {code} `` so.") == [("paragraph", f"Write {code} so.")]


def test_a_callout_has_its_title() -> None:
    assert _kinds("> [!note]- Mind *this*\n> A copy.\n\n> [!WARNING]\n> Hot.\n\n> [!faq|wide] Why?\n\n> [x] done") == [
        ("quote", "Mind this"),
        ("quote", "A copy."),
        ("quote", "Hot."),
        ("quote", "Why?"),
        ("quote", "[x] done"),
    ]


def test_the_title_of_a_note_in_a_list_is_an_item() -> None:
    assert _kinds("- one\n\n  :::note Mind ?> this\n\n  two") == [
        ("item", "• one"),
        ("item", "Mind ? > this"),
        ("item", "two"),
    ]


def test_definition_lists_are_lists() -> None:
    assert _kinds("Term\n: Means this.\n: Or that.\n\nOther\n: Means more.") == [
        ("item", "• Term"),
        ("item", "Means this."),
        ("item", "Or that."),
        ("item", "• Other"),
        ("item", "Means more."),
    ]


def test_html_inside_markdown_is_read_as_html() -> None:
    body = "<ul>\n<li>one</li>\n</ul>\n\n<table><tr><td>a</td><td>b</td></tr></table>\n\n- item\n\n  <p>in it</p><h4>Head</h4>\n\n<ol><li>two</ol>"
    assert _kinds(body) == [
        ("item", "• one"),
        ("row", "a | b"),
        ("item", "• item"),
        ("paragraph", "in it"),
        ("heading", "Head"),
        ("item", "1. two"),
    ]
    assert [block.group for block in blocks_of(body)] == [1, 0, 2, 2, 0, 3]


@pytest.mark.parametrize(
    "tag",
    [
        "<a href={{ site.url }}/x>",
        "<div style={{ color: 'red' }}>",
        "<a href={`/x/${y}`} {...props}>",
        '<img src={require("./{a.png")} />',
    ],
)
def test_an_element_with_expressions_is_an_element(tag: str) -> None:
    assert texts_of(f"Text {tag}and more.") == ["Text and more."]


@pytest.mark.parametrize(
    "text", ["a < b and c > d", "x <y={ z", "Use <http://x.example>.", "if a <b, stop", "i<n; <A {b}"]
)
def test_what_is_no_tag_stays(text: str) -> None:
    assert texts_of(text)[0].startswith(text[:3])


def test_exports_and_expressions_of_mdx_are_no_text() -> None:
    body = (
        "export const a = {\n  b: [1,\n\n  2],\n};\n\nText {a.b} and {'kept'}{\" \"}{`too`}.\n\n    Indented <b>text</b>.\n\n"
        "export default function X() {}\n\n## Head {/* #own-id */}\n\n<>\n\nAn {unclosed\n\n</>"
    )
    assert _mdx(body) == ["Text and kept too.", "Indented text.", "Head", "An {unclosed"]
    assert post_of(f"# t\n\n{body}", "post.mdx").blocks[2].anchor == "own-id"


def test_an_export_that_is_not_closed_ends_at_a_blank_line() -> None:
    assert _mdx("export const a = {\n\nText.\n\nexport const b = {\n\nMore.\n") == ["Text.", "More."]
    assert read_markdown("export const a = {", "post.mdx").posts == ()
    assert _mdx("We\nexport const a") == ["We export const a"]


def test_an_export_is_text_where_there_is_no_mdx() -> None:
    assert texts_of("export const a = 1") == ["export const a = 1"]


def test_in_mdx_a_long_expression_is_no_expression() -> None:
    assert _mdx("Text {" + "x" * 30_000 + "}.")[0].startswith("Text {x")


def test_a_heading_keeps_its_anchor_and_loses_its_classes() -> None:
    blocks = blocks_of("## One { #one .wide }\n\n## Two { .wide }\n\nThree {#three}\n---\n\nText {#four}.")
    assert [(block.text, block.anchor) for block in blocks] == [
        ("One", "one"),
        ("Two", ""),
        ("Three", "three"),
        ("Text .", ""),
    ]


def test_inline_code_with_many_backticks_is_code() -> None:
    assert texts_of("A `` [[x]] ` `` and a ` [[Page]] ```") == ["A [[x]] ` and a ` Page ```"]
    assert texts_of("A `` [[Page]] `` and ``` [[Page]] ``` ``` [[Page]] and `` [[Page]]")[0].endswith(
        "Page and `` Page"
    )


def test_no_include_is_followed() -> None:
    body = '--8<-- "post.md"\n\n{% include post.md %}\n\n{{< readfile "post.md" >}}\n\n![[post]]\n\nText.'
    assert texts_of(body) == ["Text."]


@pytest.mark.parametrize(
    "opening",
    [
        "<A b={",
        "{a ",
        "{' ",
        "[[a ",
        "==a ",
        "%%a ",
        "<% ",
        "{/* ",
        "{ .a ",
        "export const a = {\n\n",
        "{% raw %}\n\n",
        "%%a\n\n",
    ],
)
def test_many_openings_that_nothing_closes_take_no_time(opening: str) -> None:
    start = time.thread_time()
    common_markdown(opening * 20_000, mdx=True)
    assert time.thread_time() - start < 5


@pytest.mark.no_cover
@pytest.mark.parametrize("level", ["> ", "- ", "  - x\n", "<div>", "**", "[", "!["])
def test_thousands_of_levels_are_read(level: str) -> None:
    reading = read_markdown(level * 4_000 + "deep\n\n# Title\n\nEnd.")
    assert reading.posts or reading.problems

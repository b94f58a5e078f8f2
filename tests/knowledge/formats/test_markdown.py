import string

import pytest
from markdown_it.rules_core import inline

from knowledge.formats.markdown_blocks import _PARSER, _parser, plain_text
from knowledge.model import Block
from tests.knowledge.writing import blocks_of, post_of, problem_of, read_markdown, texts_of


def _kinds(body: str) -> list[tuple[str, str]]:
    return [(block.kind, f"{block.marker} {block.text}".strip()) for block in blocks_of(body)]


def test_a_post_takes_its_title_from_the_first_level_heading() -> None:
    post = post_of("# Rolling *back* [fast](x) with `make` {#top}\n\nOne command.")
    assert post.title == "Rolling back fast with make"
    assert [block.text for block in post.blocks] == ["One command."]


def test_a_heading_that_repeats_the_title_is_no_block() -> None:
    assert texts_of("# A title!\n\nText.") == ["Text."]


def test_a_first_level_heading_that_says_something_else_stays() -> None:
    assert texts_of("# Another\n\nText.") == ["Another", "Text."]
    assert [block.text for block in post_of("---\ntitle: '!!!'\n---\n# ???\n\nText.").blocks] == ["???", "Text."]


def test_a_title_of_symbols_alone_is_a_title() -> None:
    assert post_of("# 🎉\n\nText.").title == "🎉"
    assert [block.text for block in post_of("---\ntitle: '!!!'\n---\n# !!!\n\nText.").blocks] == ["Text."]


def test_a_title_over_two_lines_is_one_line() -> None:
    assert post_of("---\ntitle: >\n  Rolling\n\n  back\n---\nText.").title == "Rolling back"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("2024-12-05-why-REST-works.md", "Why REST works"),
        ("handbook/on_call.md", "On call"),
        ("handbook/rollback/index.md", "Rollback"),
        ("---.md", "---.md"),
    ],
)
def test_a_post_without_a_title_is_called_after_its_file(path: str, title: str) -> None:
    assert post_of("Just text.", path).title == title
    assert f"“{title}”" in problem_of("Just text.", path).what


@pytest.mark.parametrize(
    "content",
    [
        "",
        "  \n\n",
        "---\ntitle: t\n---\n",
        "<!-- later -->",
        "# Only a heading",
        "![a picture](a.png)",
        "{% include x %}",
        "```\n```",
    ],
)
def test_a_document_without_text_is_left_out_and_reported(content: str) -> None:
    reading = read_markdown(content)
    assert reading.posts == ()
    assert [(problem.what, problem.kept) for problem in reading.problems] == [("holds no text", False)]


def test_a_document_that_is_no_text_has_that_one_problem() -> None:
    assert "NUL" in problem_of(b"a\0b").what


def test_a_document_in_another_encoding_is_kept() -> None:
    reading = read_markdown("# Café\n\nOuvert.".encode("cp1252"))
    assert (reading.posts[0].title, len(reading.problems)) == ("Café", 1)


def test_lines_are_those_of_the_document() -> None:
    post = post_of("---\ntitle: t\n---\n\nOne\ntwo.\n\n## Three\n\n- four\n- five\n\n```\nsix\n```\n")
    assert [block.line for block in post.blocks] == [5, 8, 10, 11, 13]


def test_both_kinds_of_headings_are_read_with_their_level() -> None:
    blocks = blocks_of("Setext one\n===\n\nSetext `two`\n---\n\n### Three ###\n\nText.")
    assert [(block.text, block.level) for block in blocks] == [
        ("Setext one", 1),
        ("Setext two", 2),
        ("Three", 3),
        ("Text.", 0),
    ]


@pytest.mark.parametrize("heading", ["## Data Loss {#loss}", "## Data Loss {#loss .wide}"])
def test_a_heading_may_name_its_anchor(heading: str) -> None:
    assert blocks_of(f"{heading}\n\nText.")[0] == Block("heading", "Data Loss", 4, level=2, anchor="loss")


def test_a_heading_without_text_is_none() -> None:
    assert _kinds("## ![logo](a.png)\n\nText.") == [("paragraph", "Text.")]


@pytest.mark.parametrize("bold", ["**What we did**", "__What we did__", "**What we did:**", " **What `we` did** "])
def test_a_short_paragraph_in_bold_is_a_heading(bold: str) -> None:
    first = blocks_of(f"{bold}\n\nText.")[0]
    assert (first.kind, first.text) == ("heading", "What we did")


@pytest.mark.parametrize(
    "text",
    ["**Note:** this", "**one** and **two**", "- **item**", "> **quote**", "**" + "word " * 12 + "end**", "*emphasis*"],
)
def test_other_bold_text_is_no_heading(text: str) -> None:
    assert [block.kind for block in blocks_of(text)] != ["heading"]


def test_markup_is_no_text() -> None:
    assert texts_of("A *b* **c** ~~d~~ [e](f) ![g](h) `i` <u>j</u> &amp; \\* <https://k.example>.") == [
        "A b c d e i j & * https://k.example."
    ]


def test_hard_and_soft_line_breaks_are_spaces() -> None:
    assert texts_of("one  \ntwo\\\nthree\nfour<br>five<BR/>six") == ["one two three four five six"]


def test_a_paragraph_of_images_alone_is_none() -> None:
    assert texts_of("![a](b.png)\n\n[![c](d.png)](e)\n\nText.") == ["Text."]


def test_a_link_alone_is_its_label() -> None:
    assert texts_of("[The talk](https://x.example)") == ["The talk"]


def test_items_have_the_marker_a_reader_sees() -> None:
    body = "- a\n  - b\n- c\n\nText.\n\n3. three\n4. four\n   1. deep\n5. five\n\nText.\n\n0. zero\n1. one"
    assert _kinds(body) == [
        ("item", "• a"),
        ("item", "• b"),
        ("item", "• c"),
        ("paragraph", "Text."),
        ("item", "3. three"),
        ("item", "4. four"),
        ("item", "1. deep"),
        ("item", "5. five"),
        ("paragraph", "Text."),
        ("item", "0. zero"),
        ("item", "1. one"),
    ]


def test_only_the_first_paragraph_of_an_item_has_its_marker() -> None:
    assert _kinds("- a\n\n  b\n\n  ```\n  c\n  ```\n- d") == [
        ("item", "• a"),
        ("item", "b"),
        ("code", "c"),
        ("item", "• d"),
    ]


def test_all_of_one_list_has_one_group_and_the_next_another() -> None:
    groups = [block.group for block in blocks_of("- a\n  1. b\n\n     c\n- d\n\nText.\n\n1. e")]
    assert groups == [1, 1, 1, 1, 0, 2]


def test_an_item_that_begins_with_code_gives_its_marker_to_the_text() -> None:
    assert _kinds("- ```\n  c\n  ```\n\n  a") == [("code", "c"), ("item", "• a")]


def test_quotes_are_quotes_and_their_lists_are_lists() -> None:
    assert _kinds("> one\n> two\n>\n> three\n\nText.\n\n> - four") == [
        ("quote", "one two"),
        ("quote", "three"),
        ("paragraph", "Text."),
        ("item", "• four"),
    ]


def test_code_keeps_its_lines_and_indentation() -> None:
    assert _kinds("```py\nif a:\n    b()\n\n```\n\n    make\n    run\n") == [
        ("code", "if a:\n    b()"),
        ("code", "make\nrun"),
    ]


def test_the_rows_of_a_table_are_read_with_their_cells() -> None:
    assert _kinds("| a | b |\n|---|---|\n| `1` | |\n| | |\n| 2 | *3* |") == [
        ("row", "a | b"),
        ("row", "1 |"),
        ("row", "2 | 3"),
    ]


def test_html_blocks_give_their_text() -> None:
    body = "<div>\n<p>One</p><p>Two</p>\n</div>\n\n<!-- no\n\nno -->\n\n<details><summary>More</summary>\n\n*Three*\n\n</details>"
    assert _kinds(body) == [("paragraph", text) for text in ("One", "Two", "More", "Three")]


def test_a_template_tag_is_no_text_but_code_keeps_it() -> None:
    body = '{% include a.html title="x" %}\n\nText {{ site.url }}here.\n\n```\n{{ code }}\n```\n\n- item\n\n    para {{ x }}graph'
    assert texts_of(body) == ["Text here.", "{{ code }}", "item", "para graph"]


def test_footnotes_are_read_without_their_marks() -> None:
    assert _kinds("Text[^1].\n\n[^1]: The note.") == [("paragraph", "Text."), ("item", "• The note.")]


def test_an_admonition_gives_its_title_and_its_text() -> None:
    body = '!!! warning "Ask first"\n    Some text.\n\n    - an item\n\nAfter.\n\n??? note\n    Hidden.'
    assert _kinds(body) == [
        ("paragraph", "Ask first"),
        ("paragraph", "Some text."),
        ("item", "• an item"),
        ("paragraph", "After."),
        ("paragraph", "Hidden."),
    ]


@pytest.mark.parametrize("text", ["漢字の段落です。", "שלום עולם", "😀 emoji 👩‍💻", "مرحبا بالعالم", "word" * 5000])
def test_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert texts_of(text) == [text]


def test_blank_characters_of_every_kind_part_words_with_one_space() -> None:
    assert texts_of("a\u00a0b\u2003c\td") == ["a b c d"]


@pytest.mark.parametrize("mark", string.punctuation)
def test_a_block_is_parsed_for_marks_wherever_it_may_have_one(mark: str) -> None:
    """A block without any is not parsed, so none that means something may be missed."""
    text = f"a {mark}b{mark} c {mark * 2}d{mark * 2} e{mark}f {mark}amp; {mark}i \n{mark} [g](h){mark}\nj"
    stock = _parser()
    stock.core.ruler.at("inline", inline)
    for written in (text, text.replace("[g](h)", "g")):
        one, other = (
            [plain_text(token.children).split() for token in parser.parse(written) if token.children]
            for parser in (stock, _PARSER)
        )
        assert one == other != []

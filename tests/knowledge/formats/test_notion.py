from datetime import date

from knowledge.model import Post
from tests.knowledge.writing import read_markdown

ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PAGE = """\
# Rolling back: how and when

Created: August 1, 2023 10:00 AM
Last edited time: 2 Sep 2023 9:00
Owner: Ada, Grace
Tags: deploys, incidents
Status: Done

We roll back with one command.
"""


def _post(text: str, path: str = f"Handbook/Rolling back {ID}.md") -> Post:
    (post,) = read_markdown(text, path).posts
    return post


def test_the_properties_of_a_page_are_its_fields() -> None:
    post = _post(PAGE)
    assert (post.title, post.date, post.updated) == ("Rolling back: how and when", date(2023, 8, 1), date(2023, 9, 2))
    assert (post.authors, post.tags) == (("Ada", "Grace"), ("deploys", "incidents"))
    assert [(block.text, block.line) for block in post.blocks] == [("We roll back with one command.", 9)]


def test_the_address_of_a_page_is_in_its_name() -> None:
    assert _post(PAGE).url == f"https://www.notion.so/{ID}"


def test_a_page_without_properties_is_read_as_it_is() -> None:
    assert [block.text for block in _post("# Title\n\nNote: this is a sentence\nover two lines.").blocks] == [
        "Note: this is a sentence over two lines."
    ]


def test_a_page_without_a_title_is_called_after_its_file_without_the_id() -> None:
    assert _post("Just text.").title == "Rolling back"


def test_what_looks_like_properties_elsewhere_is_text() -> None:
    (post,) = read_markdown("# Title\n\nStatus: Done\n\nText.", "post.md").posts
    assert post.blocks[0].text == "Status: Done"
    assert post.url is None

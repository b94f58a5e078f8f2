from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats.front_matter import read_front_matter
from tests.knowledge.writing import post_of, problem_of, read_markdown

BODY = "We roll back with one command."


def _with(head: str) -> str:
    return f"---\n{head}\n---\n{BODY}\n"


def test_the_fields_of_a_post_are_read() -> None:
    head = """\
title: "Rolling back"
date: 2024-12-05
updated: 2025-01-31
authors: [Ada, Grace]
tags: [deploys, incidents]
url: https://blog.example/rolling-back
slug: rolling-back"""
    post = post_of(_with(head))
    assert (post.title, post.date, post.updated) == ("Rolling back", date(2024, 12, 5), date(2025, 1, 31))
    assert (post.authors, post.tags) == (("Ada", "Grace"), ("deploys", "incidents"))
    assert (post.url, post.slug) == ("https://blog.example/rolling-back", "rolling-back")


def test_the_head_is_no_text_of_the_post() -> None:
    assert [block.text for block in post_of(_with("title: Rolling back")).blocks] == [BODY]


def test_names_of_fields_are_read_in_any_case() -> None:
    assert post_of(_with("Title: Rolling back\nDATE: 2024-12-05")).date == date(2024, 12, 5)


@pytest.mark.parametrize("title", ["1.10", "2024", "on", "No", "012", "12:30", "0x10", "2017-02-29"])
def test_a_title_that_yaml_takes_for_something_else_stays_as_it_is_written(title: str) -> None:
    assert post_of(_with(f"title: {title}")).title == title


@pytest.mark.parametrize("title", ["0b_", "!!bool maybe", "!!timestamp never", "9" * 5000, '"' + "x" * 5000 + '"'])
def test_no_value_loses_the_post(title: str) -> None:
    reading = read_markdown(_with(f"title: {title}"))
    assert [block.text for block in reading.posts[0].blocks] == [BODY]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("author: Ada Lovelace", ("Ada Lovelace",)),
        ("author: Ada, Grace", ("Ada", "Grace")),
        ("authors:\n  - name: Ada\n    url: https://x.example\n  - Grace", ("Ada", "Grace")),
        ("author:\n  name: Ada", ("Ada",)),
        ("authors: [~, '', 7, [x], {title: y}]", ("7",)),
        ("authors: []\nauthor: Ada", ("Ada",)),
        ("author:", ()),
    ],
)
def test_authors_are_read_in_every_shape_people_write(field: str, names: tuple[str, ...]) -> None:
    assert post_of(_with(f"title: t\n{field}")).authors == names


def test_categories_are_tags_where_there_are_no_tags() -> None:
    assert post_of(_with("title: t\ncategories: [Design, CSS]")).tags == ("Design", "CSS")
    assert post_of(_with("title: t\ntags: [x]\ncategories: [Design]")).tags == ("x",)


@pytest.mark.parametrize(
    "field",
    [
        "date: 2024-12-05",
        "date: '2024-12-05'",
        "date: 2024-12-05 11:03",
        "date: 2024-12-05T11:03:00+01:00",
        "date: 2024/12/5",
        "publishDate: 2024-12-05",
        "pubDate: 2024-12-05",
        "date:\n  created: 2024-12-05\n  updated: 2025-01-01",
        "date: !!timestamp 2024-12-05",
    ],
)
def test_a_date_is_read_in_every_shape_people_write(field: str) -> None:
    assert post_of(_with(f"title: t\n{field}")).date == date(2024, 12, 5)


@pytest.mark.parametrize(
    "field", ["lastmod: 2025-01-31", "last_update:\n  date: 2025-01-31", "date:\n  updated: 2025-01-31"]
)
def test_the_day_of_the_last_change_is_read(field: str) -> None:
    assert post_of(_with(f"title: t\n{field}")).updated == date(2025, 1, 31)


@pytest.mark.parametrize("written", ["2017-02-29", "5 December 2024", "20241205", "soon"])
def test_a_date_that_cannot_be_read_is_reported_with_its_line(written: str) -> None:
    problem = problem_of(_with(f"title: t\ndate: {written}"))
    assert (problem.line, problem.kept) == (3, True)
    assert written in problem.what


def test_a_date_over_two_lines_is_reported_at_the_head() -> None:
    assert problem_of(_with("title: t\ndate: some\n  day")).line == 1


def test_the_date_in_the_name_stands_in_for_one_that_cannot_be_read() -> None:
    assert post_of(_with("title: t\ndate: soon"), "2024-12-05-t.md").date == date(2024, 12, 5)


def test_the_date_of_the_head_goes_before_that_of_the_name() -> None:
    assert post_of(_with("title: t\ndate: 2025-01-01"), "2024-12-05-t.md").date == date(2025, 1, 1)


@pytest.mark.parametrize("path", ["2024-12-05-rolling-back.md", "_posts/2024-12-5-x.md", "2024-12-05-x/index.md"])
def test_a_post_without_a_date_takes_that_of_its_name(path: str) -> None:
    assert post_of(_with("title: t"), path).date == date(2024, 12, 5)


@pytest.mark.parametrize(
    "field", ["draft: true", "draft: 'True'", "draft: yes", "draft: 1", "published: false", "published: no"]
)
def test_a_draft_is_left_out_and_counted(field: str) -> None:
    reading = read_markdown(_with(f"title: t\n{field}"))
    assert (reading.posts, reading.problems, reading.drafts) == ((), (), 1)


@pytest.mark.parametrize(
    "field", ["draft: false", "draft:", "draft: off", "published: true", "published: 2024-12-05", "draft: ''"]
)
def test_a_published_post_is_no_draft(field: str) -> None:
    assert read_markdown(_with(f"title: t\n{field}")).drafts == 0


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ("permalink: /about/rollback/", "/about/rollback/"),
        ("permalink: https://x.example/a.html", "https://x.example/a.html"),
        ("permalink: guides/rollback.html", "guides/rollback.html"),
        ("permalink: /:year/:title/", None),
        ("permalink: pretty", None),
        ("permalink: false", None),
        ("permalink: '/{{ page.slug }}/'", None),
        ("canonical_url: https://x.example/b", "https://x.example/b"),
        ("url: /a/\npermalink: /b/\ncanonical_url: /c/", "/a/"),
    ],
)
def test_the_url_that_a_post_names_is_read(field: str, url: str | None) -> None:
    assert post_of(_with(f"title: t\n{field}")).url == url


def test_blanks_around_a_value_are_none_of_it() -> None:
    post = post_of(_with("title: t\nurl: ' /a/ '\nslug: ' a '\ntags: ' x , y '"))
    assert (post.url, post.slug, post.tags) == ("/a/", "a", ("x", "y"))


def test_anchors_and_aliases_are_followed() -> None:
    assert post_of(_with("title: t\nx: &all [a, b]\ntags: *all")).tags == ("a", "b")


def test_a_broken_head_is_read_line_by_line_and_reported_with_its_line() -> None:
    text = _with("title: Deploys: a story\ndate: 2024-12-05\nauthor: 'Ada'")
    post, problem = post_of(text), problem_of(text)
    assert (post.title, post.date, post.authors) == ("Deploys: a story", date(2024, 12, 5), ("Ada",))
    assert (problem.line, problem.kept) == (2, True)
    assert "broken front matter" in problem.what


def test_a_head_that_no_yaml_can_hold_is_reported() -> None:
    assert "control characters" in problem_of(_with("title: t\nx: \x01")).what


def test_a_head_nested_without_end_is_reported() -> None:
    assert "nested deeper" in problem_of(_with("title: t\nx: " + "[" * 100_000)).what


def test_a_head_that_is_not_closed_is_text_and_reported() -> None:
    text = f"---\ntitle: t\n\n{BODY}\n"
    reading = read_markdown(text)
    assert BODY in [block.text for block in reading.posts[0].blocks]
    assert "no closing line" in reading.problems[0].what


def test_a_post_that_begins_with_a_rule_keeps_its_first_paragraph() -> None:
    reading = read_markdown(f"---\n\n{BODY}\n\n---\n\nAnd then we look.\n")
    assert [(block.text, block.line) for block in reading.posts[0].blocks] == [(BODY, 3), ("And then we look.", 7)]
    assert "not a list" in reading.problems[0].what


def test_a_rule_in_the_middle_is_no_head() -> None:
    assert [block.text for block in post_of(f"{BODY}\n\n---\n\nMore.\n").blocks] == [BODY, "More."]


def test_a_head_may_be_empty_or_closed_with_dots() -> None:
    assert [block.text for block in post_of(f"---\n---\n{BODY}").blocks] == [BODY]
    assert post_of(f"---\ntitle: t\n...\n{BODY}").title == "t"


def test_a_head_with_windows_line_ends_and_a_byte_order_mark_is_read() -> None:
    post = post_of(b"\xef\xbb\xbf---\r\ntitle: t\r\ndate: 2024-12-05\r\n---\r\nOne.\r\n\r\nTwo.\r\n")
    assert (post.title, post.date) == ("t", date(2024, 12, 5))
    assert [(block.text, block.line) for block in post.blocks] == [("One.", 5), ("Two.", 7)]


@given(st.text(alphabet=st.sampled_from("-:.[]{}&*!?|>'\"#%@ \t\nab1é\x00")))
def test_no_head_raises(head: str) -> None:
    read = read_front_matter(f"---\n{head}\n---\n{BODY}", "post.md")
    assert read.body.endswith(BODY)
    assert read.body_line >= 1


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    reading = read_markdown(b"---\n" + content)
    assert reading.posts or reading.problems or reading.drafts

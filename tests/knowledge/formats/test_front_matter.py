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
    assert "nested deeper" in problem_of(_with("title: t\nx: " + "[" * 10_000)).what


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


TOML = """\
+++
title = "Rolling back"
date = 2024-12-05T10:00:00Z
path = "2020/01/02/back"
aliases = ["/old/", "older"]
authors = ["Ada", "Grace"]
draft = false
version = 1.10
when = 10:00:00
[taxonomies]
tags = ["deploys"]
[extra]
weight = 3
more = [{ a = 1 }]
+++
"""


def test_toml_is_read() -> None:
    post = post_of(TOML + BODY)
    assert (post.title, post.date, post.url) == ("Rolling back", date(2024, 12, 5), "/2020/01/02/back/")
    assert (post.authors, post.tags, post.aliases) == (("Ada", "Grace"), ("deploys",), ("/old/", "older"))
    assert [(block.text, block.line) for block in post.blocks] == [(BODY, 16)]


def test_numbers_in_toml_stay_as_they_are_written() -> None:
    fields = read_front_matter(TOML + BODY, "post.md").fields
    assert (fields["version"], fields["extra.weight"], fields["when"], fields["draft"]) == (
        "1.10",
        "3",
        "10:00:00",
        "false",
    )


def test_the_path_of_a_post_may_hold_its_day() -> None:
    post = post_of(f'+++\ntitle = "t"\npath = "2024/12/05/back"\n+++\n{BODY}')
    assert (post.date, post.url) == (date(2024, 12, 5), "/2024/12/05/back/")


@pytest.mark.parametrize(
    ("head", "line"), [("title = t", 2), ('title = "t"\ndate = 2017-02-29', 3), ("x = " + "9" * 5000, 1)]
)
def test_broken_toml_is_read_line_by_line_and_reported(head: str, line: int) -> None:
    reading = read_markdown(f"+++\n{head}\n+++\n{BODY}")
    assert [block.text for block in reading.posts[0].blocks] == [BODY]
    assert "broken front matter" in reading.problems[0].what
    assert reading.problems[0].line == line


def test_toml_that_is_not_closed_is_reported() -> None:
    assert "three pluses" in read_markdown(f"+++\ntitle = 't'\n\n{BODY}").problems[0].mend


def test_json_is_read() -> None:
    head = '{\n  "title": "Rolling \\ud83d\\ude80 back\\u0007",\n  "date": "2024-12-05",\n  "tags": ["a", {"name": "b"}],\n  "n": 1.10, "x": [null, true]\n}\n'
    post = post_of(f"{head}\n{BODY}")
    assert (post.title, post.date, post.tags) == ("Rolling 🚀 back", date(2024, 12, 5), ("a", "b"))
    assert [(block.text, block.line) for block in post.blocks] == [(BODY, 8)]


@pytest.mark.parametrize(
    ("fence", "head"), [("---json", '{"title": "t"}'), ("---toml", 'title = "t"'), ("---yaml", "title: t")]
)
def test_a_head_may_name_its_language(fence: str, head: str) -> None:
    assert post_of(f"{fence}\n{head}\n---\n{BODY}").title == "t"


def test_broken_json_is_read_line_by_line_and_reported() -> None:
    reading = read_markdown(f'{{\n  "title": "A title",\n  "draft" false\n}}\n\n{BODY}')
    assert (reading.posts[0].title, len(reading.posts[0].blocks)) == ("A title", 1)
    assert reading.problems[0].line == 3
    assert read_markdown(f'---json\n{{\n"title" 1}}\n---\n{BODY}').problems[0].line == 3


def test_json_that_never_ends_is_text() -> None:
    assert read_markdown('{ "title": "A title", and text').posts[0].blocks[0].text.startswith("{")
    assert read_markdown('{ "title": ' + "[" * 5000).posts


def test_a_head_nested_too_deep_is_reported() -> None:
    assert "nested too deep" in problem_of(f"+++\ntitle = 't'\nx = {'[' * 5000}\n+++\n{BODY}").what


def test_a_head_without_end_is_not_read() -> None:
    reading = read_markdown(_with("title: t\nx: " + "y" * 100_000))
    assert "longer than 64,000 characters" in reading.problems[0].what
    assert reading.posts[0].title == "t"


def test_a_head_of_many_aliases_is_not_read() -> None:
    assert "aliases" in problem_of(_with("title: t\na: &a [x]\nb: [" + "*a, " * 101 + "]")).what


def test_line_ends_that_only_yaml_knows_do_not_move_its_lines() -> None:
    assert problem_of(_with("title: t\nx: a\u2028\u2028\u0085b\ny: 'open")).line <= 6


@pytest.mark.parametrize(
    "head",
    [
        "Title: Rolling back\nDate: 2024-12-05\nTags: a,\n    b\nAuthors: Ada; Grace\n",
        "date: 2024-12-05\ntitle: Rolling back\nauthors: Ada; Grace\ntags: a, b\n",
    ],
)
def test_the_head_of_pelican_is_read(head: str) -> None:
    post = post_of(f"{head}\n{BODY}")
    assert (post.title, post.date, post.authors, post.tags) == (
        "Rolling back",
        date(2024, 12, 5),
        ("Ada", "Grace"),
        ("a", "b"),
    )
    assert [block.text for block in post.blocks] == [BODY]


def test_a_sentence_with_a_colon_is_no_head() -> None:
    assert post_of(f"# t\n\nTitle: this\n\n{BODY}").blocks[0].text == "Title: this"
    assert post_of("Title: this is\na sentence.").blocks[0].text == "Title: this is a sentence."


@pytest.mark.parametrize(
    "field",
    ["unlisted: true", "publish: false", "visibility: members", "visibility: Paid", "status: draft", "status: hidden"],
)
def test_what_is_not_for_everyone_is_counted_with_the_drafts(field: str) -> None:
    assert read_markdown(_with(f"title: t\n{field}")).drafts == 1


@pytest.mark.parametrize(
    "field", ["unlisted: false", "publish: true", "visibility: public", "status: Draft", "status: accepted"]
)
def test_what_is_for_everyone_is_read(field: str) -> None:
    assert read_markdown(_with(f"title: t\n{field}")).drafts == 0


def test_a_draft_stays_one_where_its_head_is_broken() -> None:
    assert read_markdown(_with("title: a: b\ndraft: true")).drafts == 1


@pytest.mark.parametrize("field", ["redirect_from: /old/", "aliases: [/old/]", "redirect_from:\n  - /old/"])
def test_where_a_post_was_before_is_read(field: str) -> None:
    assert post_of(_with(f"title: t\n{field}")).aliases == ("/old/",)


@pytest.mark.parametrize(
    "field", ["last_reviewed_on: 2025-01-31", "lastmod: 2025-01-31T10:00:00Z", "modified: 2025-01-31"]
)
def test_the_day_of_the_last_review_is_that_of_the_last_change(field: str) -> None:
    assert post_of(_with(f"title: t\n{field}")).updated == date(2025, 1, 31)


def test_the_day_that_go_writes_for_none_is_none() -> None:
    assert post_of(_with("title: t\ndate: 0001-01-01T00:00:00Z")).date is None


def test_a_field_that_may_be_a_day_may_be_something_else() -> None:
    assert post_of(_with("title: t\ncreated: 2024-12-05")).date == date(2024, 12, 5)
    assert read_markdown(_with("title: t\ncreated: by Ada\npublished: true")).problems == ()


@pytest.mark.parametrize(
    ("field", "url"), [("path: /a/b", "/a/b"), ("path: a/b", None), ("path: x", None), ("path: '/:slug/'", None)]
)
def test_a_path_may_be_an_address(field: str, url: str | None) -> None:
    assert post_of(_with(f"title: t\n{field}")).url == url

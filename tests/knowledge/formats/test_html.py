from datetime import date

import pytest

from knowledge.formats import format_of
from knowledge.model import Document, Post, Problem, Reading

TEXT = "<p>We roll back with one command, and then we look at why it was wanted.</p>"


def _read(html: str | bytes, path: str = "page.html") -> Reading:
    read = format_of(path)
    assert read is not None
    return read(Document("test", path, html if isinstance(html, bytes) else html.encode()))


def _post(html: str | bytes, path: str = "page.html") -> Post:
    (post,) = _read(html, path).posts
    return post


def _problem(html: str | bytes, path: str = "page.html") -> Problem:
    (problem,) = _read(html, path).problems
    return problem


def _page(head: str = "", body: str = f"<main><h1>Rolling back</h1>{TEXT}</main>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_a_page_is_a_post_without_what_stands_around_it() -> None:
    body = f"<nav><ul><li>Home</li></ul></nav><main><h1>Rolling back</h1>{TEXT}</main><footer><p>Terms</p></footer>"
    post = _post(_page(body=body))
    assert post.title == "Rolling back"
    assert [block.kind for block in post.blocks] == ["paragraph"]


@pytest.mark.parametrize(
    "element",
    [
        "<article>{}</article>",
        "<main>{}</main>",
        "<div role=main>{}</div>",
        "<div class='post-content'>{}</div>",
        "<div id=content>{}</div>",
    ],
)
def test_the_post_is_in_the_element_that_says_so(element: str) -> None:
    post = _post(_page("<title>t</title>", f"<div><p>Around it.</p></div>{element.format(TEXT)}<div>Below it.</div>"))
    assert len(post.blocks) == 1


def test_a_page_that_says_nothing_is_all_post() -> None:
    assert len(_post(f"<h1>Rolling back</h1>{TEXT}<p>More.</p>").blocks) == 2


def test_an_element_with_little_of_the_text_is_not_the_post() -> None:
    assert len(_post(_page("", f"<h1>t</h1><article>Teaser</article><div>{TEXT * 2}</div>")).blocks) == 3


def test_a_page_of_furniture_alone_is_read_all_the_same() -> None:
    assert _post("<h1>t</h1><header><p>One.</p></header>").blocks[0].text == "One."


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Other</title>", f"<main><h1>Rolling back</h1>{TEXT}</main>", "Rolling back"),
        ("<title>Rolling back | Team | Site</title>", f"<h2>Rolling back</h2>{TEXT}", "Rolling back"),
        ("<title>Site - Rolling back</title>", f"<h2>Rolling back</h2>{TEXT}", "Rolling back"),
        ("<title>Team · Rolling back</title>", f"<h1>Rolling back</h1><h1>Another</h1>{TEXT}", "Rolling back"),
        ('<meta property="og:title" content="Rolling back">', TEXT, "Rolling back"),
        ('<meta property="og:site_name" content="Team"><title>Rolling back - Team</title>', TEXT, "Rolling back"),
        ('<meta property="og:site_name" content="Team"><title>Team – Rolling back</title>', TEXT, "Rolling back"),
        ("<title>Rolling back - fast | Site</title>", TEXT, "Rolling back - fast"),
        ("<title>Rolling back - fast</title>", TEXT, "Rolling back - fast"),
        ("<title>x</title>", f"<div class=h-entry><h2 class=p-name>Rolling back</h2>{TEXT}</div>", "Rolling back"),
        ("<title>Rolling back</title>", f"<h1 class=p-name></h1><h1></h1>{TEXT}", "Rolling back"),
        ("", TEXT, "Page"),
    ],
)
def test_the_title_is_what_the_page_calls_itself(head: str, body: str, title: str) -> None:
    assert _post(_page(head, body)).title == title


def test_the_heading_that_repeats_the_title_is_no_block() -> None:
    blocks = _post(
        _page("", f"<main><p>Intro.</p><h3>Rolling back</h3>{TEXT}<h3>Rolling back</h3></main><h1>Rolling back!</h1>")
    ).blocks
    assert [block.kind for block in blocks] == ["paragraph", "paragraph", "heading"]


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://x.example/a">', "https://x.example/a"),
        ('<link rel="Canonical" href="/a">', "/a"),
        ('<meta property="og:url" content="https://x.example/b">', "https://x.example/b"),
        ('<link rel="canonical"><link rel="canonical" href="a b">', None),
    ],
)
def test_the_url_is_what_the_page_says(head: str, url: str | None) -> None:
    assert _post(_page(head)).url == url


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2024-12-05T10:00:00Z">', ""),
        ('<meta name="Date" content="2024-12-05">', ""),
        ('<script type="application/ld+json">{"@type": "BlogPosting", "datePublished": "2024-12-05"}</script>', ""),
        (
            '<script type="application/ld+json">[{"@graph": [{"headline": "x", "datePublished": "2024-12-05"}]}]</script>',
            "",
        ),
        ("<script type='application/ld+json'>{broken</script>", '<time datetime="2024-12-05">then</time>'),
        ("<script type='application/ld+json'>" + "[" * 5000 + "</script>", '<time datetime="2024-12-05">then</time>'),
        ("", "<time>December 5, 2024</time>"),
        ("", "<time>5th Dec. 2024</time>"),
        ("", '<span itemprop="datePublished" content="2024-12-05"></span>'),
        ('<meta name="date" content="soon">', '<time datetime="2024-12-05">then</time>'),
    ],
)
def test_the_day_is_found_wherever_a_page_says_it(head: str, body: str) -> None:
    assert _post(_page(head, f"<main><h1>t</h1>{body}{TEXT}</main>")).date == date(2024, 12, 5)


@pytest.mark.parametrize("written", ["soon", "Smarch 5, 2024", "February 31, 2024", ""])
def test_a_day_that_is_none_is_none(written: str) -> None:
    assert _post(_page("", f"<h1>t</h1><time>{written}</time>{TEXT}")).date is None


def test_a_page_without_a_day_has_that_of_its_folders() -> None:
    assert _post(_page(), "blog/2024/12/5/back.html").date == date(2024, 12, 5)


def test_the_day_of_the_last_change_is_read() -> None:
    assert _post(_page('<meta property="article:modified_time" content="2025-01-31">')).updated == date(2025, 1, 31)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta name="author" content="Ada"><meta name="author" content="Grace">', ""),
        (
            '<script type="application/ld+json">{"headline": "x", "author": [{"name": "Ada"}, {"name": "Grace"}]}</script>',
            "",
        ),
        (
            '<meta property="article:author" content="https://x.example/ada">',
            "<a rel=author>Ada</a><a rel=author>Grace</a>",
        ),
    ],
)
def test_authors_are_found_wherever_a_page_names_them(head: str, body: str) -> None:
    assert _post(_page(head, f"<main><h1>t</h1>{body}{TEXT}</main>")).authors == ("Ada", "Grace")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:tag" content="a"><meta property="article:tag" content="b">', ""),
        ("", "<a rel=tag>a</a><a rel=tag>b</a>"),
        ('<meta name="keywords" content="a, b">', ""),
    ],
)
def test_tags_are_found_wherever_a_page_names_them(head: str, body: str) -> None:
    tags = _post(_page(head, f"<main><h1>t</h1>{TEXT}</main>{body}")).tags
    assert tags in (("a", "b"), ("a, b",))


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="robots" content="noindex, nofollow">',
        '<meta name="googlebot" content="NOINDEX">',
        '<meta name="robots" content="none">',
        '<meta http-equiv="refresh" content="0; url=/new/">',
    ],
)
def test_a_page_that_is_not_to_be_found_is_counted_with_the_drafts(head: str) -> None:
    assert _read(_page(head)) == Reading(drafts=1)


@pytest.mark.parametrize("head", ['<meta name="robots" content="index">', '<meta http-equiv="refresh" content="300">'])
def test_other_pages_are_read(head: str) -> None:
    assert len(_read(_page(head)).posts) == 1


def test_a_draft_of_medium_is_a_draft() -> None:
    assert _read(_page(), "posts/draft_Rolling-back.html") == Reading(drafts=1)


def test_each_of_several_articles_is_a_post() -> None:
    long = "<p>" + "We roll back with one command and look at why. " * 4 + "</p>"
    body = (
        f'<article id=one><h2><a href="/one">One</a></h2><time datetime="2024-12-05">x</time>{long}</article>'
        f"<article id=two><h2>Two</h2>{long}</article><article><h2>Card</h2><p>Short.</p></article>"
        f"<article><p>{long}</p></article><aside><article><h2>Related</h2>{long}</article></aside>"
    )
    head = '<link rel=canonical href="https://x.example/all">'
    one, two = _read(_page(head, body)).posts
    assert (one.title, one.url, one.date) == ("One", "/one", date(2024, 12, 5))
    assert (two.title, two.url, two.date) == ("Two", "https://x.example/all#two", None)
    assert [block.kind for block in one.blocks] == ["paragraph", "paragraph"]
    assert _read(_page("", body)).posts[1].url is None
    assert len(_read(_page(head + '<meta property="og:type" content="article">', body)).posts) == 1


def test_a_page_may_have_front_matter() -> None:
    post = _post(f"---\ntitle: Rolling back\ndate: 2024-12-05\n---\n{{% include x %}}{TEXT}")
    assert (post.title, post.date, len(post.blocks)) == ("Rolling back", date(2024, 12, 5), 1)
    assert _read(f"---\ntitle: t\ndraft: true\n---\n{TEXT}").drafts == 1


@pytest.mark.parametrize(
    "html", ["<html><head><title>{{ page.title }}</title></head></html>", "{% include nav %}<p>x</p>"]
)
def test_a_template_is_no_page(html: str) -> None:
    problem = _problem(html)
    assert "template" in problem.what
    assert not problem.kept


def test_a_page_may_speak_of_templates() -> None:
    assert len(_read(_page(body=f"<main><h1>t</h1>{TEXT}<pre>{{{{ x }}}}</pre></main>")).posts) == 1


def test_a_page_in_another_encoding_says_so_itself() -> None:
    html = _page('<meta charset="iso-8859-1">', f"<main><h1>Café “x”</h1>{TEXT}</main>").encode("cp1252")
    assert _read(html).posts[0].title == "Café “x”"
    assert _read(html).problems == ()


@pytest.mark.parametrize("html", ["", "<html></html>", "<frameset></frameset>", "<!-- x -->", _page("", "<h1>t</h1>")])
def test_a_page_without_text_is_reported(html: str) -> None:
    assert _problem(html).what == "holds no text"


def test_a_page_that_is_no_text_is_reported() -> None:
    assert "NUL" in _problem(b"<p>\0").what

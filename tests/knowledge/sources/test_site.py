import gzip
from pathlib import Path

import pytest

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.model import Document
from knowledge.sources.site import open_source
from tests.knowledge.serving import Answer, Route, Site, html
from tests.knowledge.sources.reading import Found, documents, heads, problems, read_all

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(*urls: str, kind: str = "urlset") -> str:
    entry = "sitemap" if kind == "sitemapindex" else "url"
    listed = "".join(f"<{entry}><loc> {url} </loc><lastmod>2024-12-05</lastmod></{entry}>" for url in urls)
    return f'<?xml version="1.0"?><{kind} {NAMESPACE}>{listed}<{entry}><loc/></{entry}></{kind}>'


def _read(served: Site, cache: Path | None = None, /, **settings: object) -> list[Found]:
    given = {"site": f"{served.url}/sitemap.xml", "allow_private": True, "delay": 0, **settings}
    return read_all(cache, **{name: value for name, value in given.items() if value is not None})


def _publish(site: Site, *paths: str, **pages: Route) -> None:
    site.pages["/sitemap.xml"] = sitemap(*(f"{site.url}{path}" for path in paths))
    site.pages |= {path: html(path, f"On {path}.") for path in paths}
    site.pages |= {f"/{name}": page for name, page in pages.items()}


def test_the_pages_of_a_sitemap_are_documents(site: Site) -> None:
    _publish(site, "/", "/a/", "/b.html", "/a/c?page=2", "/%C3%BC")
    found = documents(_read(site))
    assert list(found) == ["index.html", "a.html", "b.html", "a/c-page-2.html", "ü.html"]
    assert heads(found["a.html"])["url"] == [f"{site.url}/a/"]
    assert "On /a/." in found["a.html"]


def test_a_page_that_says_where_it_is_is_left_as_it_is(site: Site) -> None:
    _publish(site, "/a")
    page = '<html><head><link href="https://x.example/a" rel="canonical"></head><body><p>Text.</p></body></html>'
    site.pages["/a"] = page
    assert documents(_read(site)) == {"a.html": page}


def test_a_page_is_called_after_where_it_was_redirected_to(site: Site) -> None:
    _publish(site, "/old")
    site.pages |= {"/old": Answer(status=301, headers={"Location": "/new"}), "/new": html("New", "Text.")}
    (text,) = documents(_read(site)).values()
    assert heads(text)["url"] == [f"{site.url}/new"]


@pytest.mark.parametrize(
    ("settings", "paths"),
    [
        ({"include": ["/posts/**"]}, ["posts/a.html", "posts/en/b.html"]),
        ({"exclude": ["tags", "/posts/en"]}, ["posts/a.html", "x.html"]),
        ({"include": ["posts/**"], "exclude": ["en"]}, ["posts/a.html"]),
        ({"max_pages": 2}, ["posts/a.html", "posts/en/b.html"]),
    ],
)
def test_pages_are_chosen_by_patterns(site: Site, settings: dict[str, object], paths: list[str]) -> None:
    _publish(site, "/posts/a", "/posts/en/b", "/tags/x", "/x")
    assert list(documents(_read(site, **settings))) == paths


def test_pages_beyond_the_limit_are_reported(site: Site) -> None:
    _publish(site, "/a", "/b", "/c")
    assert "lists 3 pages; the first 2 are read" in problems(_read(site, max_pages=2))[0]


def test_a_sitemap_may_be_an_index_and_packed(site: Site) -> None:
    site.pages |= {
        "/sitemap.xml": sitemap(f"{site.url}/one.xml.gz", "/two.txt", f"{site.url}/three.xml", kind="sitemapindex"),
        "/one.xml.gz": gzip.compress(sitemap(f"{site.url}/a", f"{site.url}/b").encode()),
        "/two.txt": f"{site.url}/b\n\n{site.url}/c\n",
        "/three.xml": "<html>",
        "/a": html("A", "A."),
        "/b": html("B", "B."),
        "/c": html("C", "C."),
    }
    found = _read(site)
    assert list(documents(found)) == ["a.html", "b.html", "c.html"]
    assert ["three.xml:1: the sitemap is no XML (left out)" in each for each in problems(found)] == [True]


def test_an_index_of_indexes_has_an_end(site: Site) -> None:
    site.pages["/sitemap.xml"] = sitemap(f"{site.url}/sitemap.xml", kind="sitemapindex")
    with pytest.raises(SourceError, match="it lists none that is wanted"):
        _read(site)
    assert site.paths.count("/sitemap.xml") == 3


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<rss/>", "is no sitemap"),
        ("not found", "is no XML"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><urlset>&a;</urlset>', "is no XML"),
    ],
)
def test_what_is_no_sitemap_is_an_error(site: Site, text: str, what: str) -> None:
    site.pages["/sitemap.xml"] = text
    with pytest.raises(SourceError, match=f"sitemap .* {what}"):
        _read(site)


def test_the_sitemap_is_found_by_itself(site: Site) -> None:
    _publish(site, "/a")
    assert list(documents(_read(site, site=site.url))) == ["a.html"]
    site.pages |= {
        "/robots.txt": f"Sitemap: {site.url}/map.xml",
        "/map.xml": sitemap(f"{site.url}/b"),
        "/b": html("B", "B."),
    }
    assert list(documents(_read(site, site=f"{site.url}/docs/"))) == ["b.html"]


def test_pages_of_other_hosts_are_left_out(site: Site) -> None:
    _publish(site, "/a")
    site.pages["/sitemap.xml"] = sitemap(f"{site.url}/a", "https://other.example/b")
    found = _read(site)
    assert list(documents(found)) == ["a.html"]
    assert "lists 1 pages of other hosts" in problems(found)[0]


def test_pages_can_be_named(site: Site) -> None:
    site.pages |= {"/a": html("A", "A."), "/b": html("B", "B.")}
    found = _read(site, site=None, pages=[f"{site.url}/b", f"{site.url}/a", f"{site.url}/b"])
    assert list(documents(found)) == ["b.html", "a.html"]


def test_a_page_with_two_addresses_is_read_once(site: Site) -> None:
    _publish(site, "/a", "/b")
    site.pages["/b"] = Answer(status=302, headers={"Location": "/a"})
    assert [each.path for each in _read(site) if isinstance(each, Document)] == ["a.html"]


def test_robots_txt_is_respected(site: Site) -> None:
    _publish(site, "/a", "/private/b")
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /private/\n"
    found = _read(site)
    assert list(documents(found)) == ["a.html"]
    assert "robots.txt forbids it (left out)" in problems(found)[0]
    assert "/private/b" not in site.paths


def test_what_is_no_page_is_a_problem(site: Site) -> None:
    _publish(site, "/a", "/b", "/c")
    site.pages["/a"] = Answer("# A\n\nText.", headers={"Content-Type": "text/markdown; charset=utf-8"})
    site.pages["/b"] = Answer(b"%PDF", headers={"Content-Type": "application/pdf"})
    site.pages["/c"] = Answer(b"?")
    found = _read(site)
    assert documents(found) == {"a.md": "# A\n\nText."}
    assert ["is application/pdf, no page" in problems(found)[0], "is of no type, no page" in problems(found)[1]] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("ISO-8859-1", "latin-1"), ("UTF-8", "utf-8"), ("x-unknown", "utf-8"), ("shift_jis", "shift_jis")],
)
def test_a_page_is_read_in_the_encoding_that_its_server_names(site: Site, charset: str, encoding: str) -> None:
    _publish(site, "/a")
    text = "日本" if encoding == "shift_jis" else "crème"
    body = html("A", text).encode(encoding)
    site.pages["/a"] = Answer(body, headers={"Content-Type": f"text/html; charset={charset}"})
    assert text in documents(_read(site))["a.html"]


def test_a_page_that_fails_is_a_problem_and_keeps_its_copy(site: Site, tmp_path: Path) -> None:
    _publish(site, "/a", "/b")
    _read(site, tmp_path)
    site.pages["/a"] = Answer(status=500)
    site.pages["/sitemap.xml"] = Answer(status=500)
    found = _read(site, tmp_path)
    assert list(documents(found)) == ["a.html", "b.html"]
    assert ["answers 500, since" in each for each in problems(found)] == [True, True]
    found = _read(site, None, site=None, pages=[f"{site.url}/a", f"{site.url}/b"])
    assert list(documents(found)) == ["b.html"]
    assert "answers 500 (left out)" in problems(found)[0]


def test_a_site_of_which_nothing_can_be_read_is_an_error(site: Site) -> None:
    with pytest.raises(SourceError, match=r"sitemap\.xml answers 404"):
        _read(site)
    with pytest.raises(SourceError, match=r"no page of .*/a can be read: .* answers 404"):
        _read(site, site=None, pages=[f"{site.url}/a"])
    with pytest.raises(SourceError, match="private address"):
        _read(site, allow_private=False)


def test_a_site_has_a_polite_pace_unless_it_is_told_otherwise() -> None:
    assert open_source(SourceConfig(site="https://x.example")).visitor._pause == 0.5
    assert open_source(SourceConfig(site="https://x.example", delay=0)).visitor._pause == 0

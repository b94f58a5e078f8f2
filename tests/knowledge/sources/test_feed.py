import json
from pathlib import Path

import pytest

from knowledge.config import SourceConfig
from knowledge.corpus import read_corpus
from knowledge.errors import SourceError
from knowledge.sources import WatchedSource
from knowledge.sources.feed import FeedFile, open_source
from tests.knowledge.serving import Answer, Site
from tests.knowledge.shared import content
from tests.knowledge.sources.reading import Found, documents, heads, problems, read_all

WORDS = "word " * 120
RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Blog</title><link>https://blog.example/</link>
<item>
  <title>Ask &amp;amp; answer</title><link>https://feeds.example/1?utm_source=rss&amp;a=1</link>
  <feedburner:origLink>https://blog.example/2024/ask.html?utm_source=rss&amp;a=1&amp;utm_medium=x</feedburner:origLink>
  <pubDate>Thu, 05 Dec 2024 10:00:00 +0000</pubDate><dc:creator>Ann</dc:creator><category>Testing</category>
  <description>Short.</description><content:encoded><![CDATA[<p>The whole <a href="/x">post</a>.</p>]]></content:encoded>
</item>
<item><title>Whole in its description</title><link>https://blog.example/2024/whole/</link><description>WORDS</description></item>
<item><title>Empty</title><link>https://blog.example/empty/</link></item>
</channel></rss>
""".replace("WORDS", WORDS)
ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/posts/">
<title>Blog</title>
<entry><title type="html">The &lt;code&gt;go&lt;/code&gt; tool</title><link href="go.html"/><id>tag:blog.example,1</id>
  <published>0001-01-01T00:00:00Z</published><updated>2024-12-06T00:00:00Z</updated><author><name>Ann</name></author>
  <content type="html" xml:base="https://blog.example/posts/go/">&lt;p&gt;See &lt;a href="more"&gt;more&lt;/a&gt;.&lt;/p&gt;</content></entry>
</feed>
"""


def _of_file(folder: Path, text: str) -> list[Found]:
    path = folder / "feed.xml"
    path.write_text(text, encoding="utf-8")
    return read_all(feed=str(path))


def test_the_entries_of_rss_are_documents(tmp_path: Path) -> None:
    found = _of_file(tmp_path, RSS)
    assert list(documents(found)) == ["2024/ask.html", "2024/whole.html"]
    first = documents(found)["2024/ask.html"]
    assert "The whole" in first
    assert heads(first) == {
        "title": ["Ask & answer"],
        "url": ["https://blog.example/2024/ask.html?a=1"],
        "og:title": ["Ask & answer"],
        "article:published_time": ["2024-12-05"],
        "author": ["Ann"],
        "article:tag": ["Testing"],
    }
    assert problems(found) == []


def test_the_entries_of_atom_have_whole_addresses_and_no_dates_of_year_one(tmp_path: Path) -> None:
    (text,) = documents(_of_file(tmp_path, ATOM)).values()
    head = heads(text)
    assert (head["title"], head["url"]) == (["The go tool"], ["https://blog.example/posts/go.html"])
    assert "article:published_time" not in head
    assert head["article:modified_time"] == ["2024-12-06"]
    assert 'href="https://blog.example/posts/go/more"' in text


def test_addresses_are_those_of_the_feed_where_it_says_nothing_else(site: Site) -> None:
    entry = "<item><title>A</title><link>/posts/a</link><description><![CDATA[<p>See <a href='b'>b</a>.</p>]]></description></item>"
    site.pages["/blog/feed.xml"] = Answer(f'<rss version="2.0"><channel><title>B</title>{entry}</channel></rss>')
    found = read_all(feed=f"{site.url}/blog/feed.xml", allow_private=True)
    (text,) = documents(found).values()
    assert heads(text)["url"] == [f"{site.url}/posts/a"]
    assert f'href="{site.url}/blog/b"' in text


def _item(description: str, number: int = 1) -> str:
    return f"<item><title>T{number}</title><link>https://x.example/{number}</link><description>{description}</description></item>"


@pytest.mark.parametrize(
    ("description", "is_summary"),
    [
        ("Short.", True),
        (WORDS, False),
        (WORDS + "…", True),
        (WORDS + "[&amp;#8230;]", True),
        (WORDS + "Read more", True),
    ],
)
def test_a_feed_of_summaries_is_said_to_be_one(tmp_path: Path, description: str, *, is_summary: bool) -> None:
    found = _of_file(tmp_path, f'<rss version="2.0"><channel><title>B</title>{_item(description)}</channel></rss>')
    assert [("holds only summaries of 1 of its 1 posts" in each) for each in problems(found)] == [True] * is_summary
    assert len(documents(found)) == 1


def test_a_feed_without_entries_is_a_problem(tmp_path: Path) -> None:
    found = _of_file(tmp_path, '<rss version="2.0"><channel><title>B</title></channel></rss>')
    assert "holds no entries" in problems(found)[0]


def test_entries_without_a_link_or_title_are_called_after_what_there_is(tmp_path: Path) -> None:
    items = "<item><title>A b!</title><description>One</description></item>" * 2
    items += "<item><link>https://x.example/the-post</link><description>Two</description></item>"
    items += "<item><description>Three</description><guid>tag:x</guid></item>"
    found = _of_file(tmp_path, f'<rss version="2.0"><channel><title>B</title>{items}</channel></rss>')
    read = documents(found)
    assert list(read) == ["A-b.html", "A-b-2.html", "the-post.html", "entry.html"]
    assert [heads(text)["title"][0] for text in read.values()] == ["A b!", "A b!", "The post", "Entry"]
    assert heads(read["A-b.html"])["url"] == []


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {
            "id": "https://x.example/a",
            "title": "A",
            "content_html": "<p>One.</p>",
            "date_published": "2024-12-05T10:00:00Z",
            "date_modified": "2024-12-06T10:00:00Z",
            "authors": [{"name": "Ann"}, {"url": "x"}, "odd"],
            "tags": ["testing", 1],
        },
        {"url": "/b", "title": "B", "content_text": "One <two>.\n\nThree.", "author": {"name": "Bob"}},
        {"url": "https://x.example/c", "title": "C", "summary": "Short.", "authors": "odd", "tags": "odd"},
        "odd",
    ],
}


def test_a_json_feed_is_read(site: Site) -> None:
    site.pages["/feed.json"] = json.dumps(JSON_FEED)
    found = read_all(feed=f"{site.url}/feed.json", allow_private=True)
    read = documents(found)
    assert list(read) == ["a.html", "b.html", "c.html"]
    head = heads(read["a.html"])
    assert (head["article:published_time"], head["article:modified_time"]) == (["2024-12-05"], ["2024-12-06"])
    assert (head["author"], head["article:tag"]) == (["Ann"], ["testing"])
    assert heads(read["b.html"])["url"] == [f"{site.url}/b"]
    assert heads(read["b.html"])["author"] == ["Bob"]
    assert "<p>One &lt;two&gt;.</p>" in read["b.html"]
    assert problems(found) == []


@pytest.mark.parametrize("text", ["{", '{"items": 1}', "{" * 100_000, '{"items": []'])
def test_a_json_feed_that_is_none_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match="is no JSON Feed"):
        _of_file(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<html><body>Not found</body></html>", "is no feed"),
        ("just text", "is no feed"),
        ("", "is no feed"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"/>', "declares XML entities"),
    ],
)
def test_what_is_no_feed_is_an_error(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        _of_file(tmp_path, text)


def test_a_feed_that_cannot_be_had_is_an_error(tmp_path: Path, site: Site) -> None:
    with pytest.raises(SourceError, match=r"feed\.xml cannot be read: No such file"):
        read_all(feed=str(tmp_path / "feed.xml"))
    with pytest.raises(SourceError, match="answers 404"):
        read_all(feed=f"{site.url}/feed.xml", allow_private=True)
    with pytest.raises(SourceError, match="private address"):
        read_all(feed=f"{site.url}/feed.xml")


def test_a_feed_that_fails_is_read_as_it_was(tmp_path: Path, site: Site) -> None:
    site.pages["/feed.xml"] = RSS
    settings = {"feed": f"{site.url}/feed.xml", "allow_private": True}
    before = documents(read_all(tmp_path, **settings))
    site.pages["/feed.xml"] = Answer(status=500)
    found = read_all(tmp_path, **settings)
    assert documents(found) == before
    assert "answers 500, since" in problems(found)[0]
    assert "/robots.txt" not in site.paths


def test_a_feed_in_a_file_is_watched(tmp_path: Path) -> None:
    source = open_source(SourceConfig(feed=str(tmp_path / "feed.xml")))
    assert isinstance(source, FeedFile)
    assert isinstance(source, WatchedSource)
    assert list(source.watched()) == [str(tmp_path / "feed.xml")]
    assert not isinstance(open_source(SourceConfig(feed="https://x.example/feed")), WatchedSource)


def test_a_real_feed_is_read_whole() -> None:
    corpus = read_corpus([SourceConfig(feed=str(content("rust-blog-html/feed.xml")))])
    assert len(corpus.posts) == 10
    assert len(corpus.passages) > 100
    assert corpus.problems == ()
    assert all(post.url and post.date for post in corpus.posts)

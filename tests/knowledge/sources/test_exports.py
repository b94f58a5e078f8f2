"""What other systems export: their documents, drafts and problems."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.config import SourceConfig
from knowledge.corpus import read_corpus
from tests.knowledge.shared import content
from tests.knowledge.sources.reading import Found, documents, drafts, heads, problems, read_all
from tests.knowledge.sources.test_archive import packed

WXR = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="SPACE/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="SPACE/">
<channel><title>Blog</title>
<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name>Ann Smith</wp:author_display_name></wp:author>
<wp:author><wp:author_login>bob</wp:author_login></wp:author>
ITEMS
</channel></rss>
"""


def wxr(*items: str, space: str = "http://wordpress.org/export/1.2") -> str:
    return WXR.replace("SPACE", space).replace("ITEMS", "\n".join(f"<item>{item}</item>" for item in items))


def item(text: str = "<p>Text.</p>", **fields: str) -> str:
    given = {"post_id": "1", "post_name": "a", "post_type": "post", "status": "publish", "post_password": "", **fields}
    title, creator = given.pop("title", "A title"), given.pop("creator", "ann")
    inner = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in given.items())
    return (
        f"<title>{title}</title><link>https://x.example/a/</link><dc:creator>{creator}</dc:creator>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded>Short.</excerpt:encoded>{inner}"
    )


def _of_file(folder: Path, name: str, content: str | bytes, **settings: object) -> list[Found]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_all(archive=path, **settings)


def _of_zip(folder: Path, entries: Mapping[str, str | bytes], **settings: object) -> list[Found]:
    return _of_file(folder, "export.zip", packed(entries), **settings)


@pytest.mark.parametrize(
    "space", ["http://wordpress.org/export/1.0", "http://wordpress.org/export/1.1", "https://wordpress.org/export/1.2"]
)
def test_wordpress_is_read_whatever_its_version(tmp_path: Path, space: str) -> None:
    dated = {"post_date_gmt": "2024-12-05 10:00:00", "post_modified": "2024-12-06 10:00:00"}
    tags = '<category domain="post_tag" nicename="t">Testing</category><category nicename="uncategorized">Un</category>'
    tags += '<category domain="post_format" nicename="x">Aside</category><category/><category>Testing</category>'
    found = _of_file(tmp_path, "blog.xml", wxr(item(**dated) + tags, space=space))
    (text,) = documents(found).values()
    assert heads(text) == {
        "title": ["A title"],
        "url": ["https://x.example/a/"],
        "og:title": ["A title"],
        "article:published_time": ["2024-12-05"],
        "article:modified_time": ["2024-12-06"],
        "author": ["Ann Smith"],
        "article:tag": ["Testing"],
    }
    assert "<p>Text.</p>" in text
    assert "Short." not in text


@pytest.mark.parametrize(
    ("fields", "posts", "counted"),
    [
        ({}, 1, 0),
        ({"post_type": "page"}, 1, 0),
        ({"status": "draft"}, 0, 1),
        ({"status": "private"}, 0, 1),
        ({"post_password": "secret"}, 0, 1),
        ({"post_type": "attachment"}, 0, 0),
        ({"post_type": "revision", "status": "inherit"}, 0, 0),
    ],
)
def test_only_what_wordpress_has_published_for_all_is_read(
    tmp_path: Path, fields: dict[str, str], posts: int, counted: int
) -> None:
    found = _of_file(tmp_path, "blog.xml", wxr(item(**fields)))
    assert (len(documents(found)), drafts(found)) == (posts, counted)


def test_posts_of_wordpress_have_names_of_their_own(tmp_path: Path) -> None:
    items = [item(), item(post_id="2"), item(post_id="3", post_name=""), item(post_id="", post_name="", creator="bob")]
    items.append(item(title="", post_name="e", creator="", post_date_gmt="0000-00-00 00:00:00", post_date="2024-12-05"))
    found = documents(_of_file(tmp_path, "blog.xml", wxr(*items)))
    assert list(found) == ["a.html", "a-2.html", "post-3.html", "post-4.html", "e.html"]
    assert heads(found["post-4.html"])["author"] == ["bob"]
    last = heads(found["e.html"])
    assert (last["title"], last["article:published_time"], last.get("author")) == (["e"], ["2024-12-05"], None)


def test_control_characters_do_not_break_wordpress(tmp_path: Path) -> None:
    assert len(documents(_of_file(tmp_path, "blog.xml", wxr(item("<p>A\x0bB\x1f</p>"))))) == 1


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\nline.\n\nTwo.", "<p>One<br>\nline.</p>\n<p>Two.</p>"),
        ("One.\n<ul>\n<li>Item</li>\n</ul>\nTwo.", "<p>One.</p>\n<ul>\n<li>\n<p>Item</p>\n</li>\n</ul>\n<p>Two.</p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("A <em>b</em>.", "<p>A <em>b</em>.</p>"),
        ("<!-- wp:x -->\n<p>One.</p>\n\n<!-- /wp:x -->", "<p>One.</p>"),
        ("One.<!--nextpage-->Two.", "<p>One.</p>\n<p>Two.</p>"),
        ('[caption id="x"]<img src="a"> Words[/caption]', '<p><img src="a"> Words</p>'),
        ("[gallery ids='1,2']\n\nOne [not a code].", "<p>One [not a code].</p>"),
    ],
)
def test_the_text_of_wordpress_is_made_html(tmp_path: Path, text: str, html: str) -> None:
    (written,) = documents(_of_file(tmp_path, "blog.xml", wxr(item(text)))).values()
    assert html in written


@pytest.mark.parametrize(
    "text", ["<rss", '<!DOCTYPE x [<!ENTITY a "aaaa">]><rss>http://wordpress.org/export/1.2/&a;</rss>']
)
def test_a_broken_export_of_wordpress_is_a_problem(tmp_path: Path, text: str) -> None:
    found = _of_zip(tmp_path, {"a.xml": text, "b.xml": wxr(item()), "c.html": "no"}, export="wordpress")
    assert len(documents(found)) == 1
    assert "a.xml:1: is no WXR file" in problems(found)[0]


GHOST: dict[str, object] = {
    "posts": [
        {
            "id": "1",
            "title": "A",
            "slug": "a",
            "status": "published",
            "visibility": "public",
            "type": "post",
            "html": '<p>See <a href="__GHOST_URL__/b/">b</a>.</p>',
            "published_at": "2024-12-05T10:00:00.000Z",
            "updated_at": "2024-12-06T10:00:00.000Z",
        },
        {
            "id": "2",
            "slug": "b",
            "status": "published",
            "plaintext": "One <two>.\n\nThree.",
            "canonical_url": "__GHOST_URL__/x/",
        },
        {"id": "3", "slug": "c", "status": "draft"},
        {"id": "4", "slug": "d", "status": "published", "visibility": "members"},
        {"id": "5", "slug": "e", "status": "published", "visibility": "paid"},
        {"id": "6", "slug": "f", "status": "published", "type": "page"},
        {"id": "7", "slug": "g", "status": "published", "page": 1},
    ],
    "users": [{"id": "u", "name": "Ann"}, {"id": "v", "name": "Bob"}],
    "tags": [{"id": "t", "name": "Testing"}, {"id": "h", "name": "#internal"}],
    "posts_authors": [
        {"post_id": "1", "author_id": "v", "sort_order": 1},
        {"post_id": "1", "author_id": "u", "sort_order": 0},
        {"post_id": "1", "author_id": "gone"},
    ],
    "posts_tags": [{"post_id": "1", "tag_id": "t"}, {"post_id": "1", "tag_id": "h"}],
}


def test_ghost_is_read_and_what_is_for_members_is_not(tmp_path: Path) -> None:
    text = json.dumps({"db": [{"meta": {}, "data": GHOST}]})
    found = _of_file(tmp_path, "blog.json", text, base_url="https://x.example/")
    read = documents(found)
    assert (list(read), drafts(found)) == (["a.html", "b.html"], 3)
    head = heads(read["a.html"])
    assert head["url"] == ["https://x.example/a/"]
    assert (head["author"], head["article:tag"]) == (["Ann", "Bob"], ["Testing"])
    assert (head["article:published_time"], head["article:modified_time"]) == (["2024-12-05"], ["2024-12-06"])
    assert 'href="https://x.example/b/"' in read["a.html"]
    assert heads(read["b.html"])["url"] == ["https://x.example/x/"]
    assert heads(read["b.html"])["title"] == ["b"]
    assert "<p>One &lt;two&gt;.</p>\n<p>Three.</p>" in read["b.html"]


def test_ghost_without_a_base_has_no_links(tmp_path: Path) -> None:
    found = _of_file(tmp_path, "blog.json", json.dumps({"data": {"posts": [GHOST["posts"][0]]}}), export="ghost")  # type: ignore[index]
    assert [heads(text)["url"] for text in documents(found).values()] == [[]]


@pytest.mark.parametrize("text", ["{", '{"db": []}', '{"db": [1]}', '{"data": {"posts": ["x"]}}', "[]"])
def test_a_broken_export_of_ghost_is_a_problem(tmp_path: Path, text: str) -> None:
    found = _of_zip(tmp_path, {"a.json": text, "b.html": "no"}, export="ghost")
    assert documents(found) == {}
    assert "a.json:1: is no Ghost export" in problems(found)[0]


def medium(*body: str, title: str = "A title") -> str:
    return f"""\
<html><head><title>{title}</title></head><body><article class="h-entry"><header><h1 class="p-name">{title}</h1></header>
<section data-field="body" class="e-content">{"".join(body)}</section>
<footer><a href="https://medium.com/@ann" class="p-author h-card">Ann</a>
<time class="dt-published" datetime="2024-12-05T10:00:00.000Z">5 December</time>
<a href="https://blog.example/a-title-1" class="p-canonical">Canonical</a>
<ul class="p-tags"><li><a class="p-tag">Testing</a></li></ul></footer></article></body></html>"""


POST = '<h3 class="graf graf--h3 graf--title">A title</h3><p class="graf graf--p">One.</p>'


def test_medium_is_read_without_drafts_and_replies(tmp_path: Path) -> None:
    pulled = '<blockquote class="graf graf--pullquote">One.</blockquote>'
    reply = medium('<p class="graf graf--p">I agree with all of this.</p>', title="I agree with…")
    found = _of_zip(
        tmp_path,
        {
            "README.html": "no",
            "posts/2024-12-05_A-title-1.html": medium(POST, pulled),
            "posts/draft_B-2.html": medium(POST),
            "posts/2024-12-05_reply-3.html": reply,
            "posts/2024-12-05_untitled-4.html": "<html><title>No</title><body>graf--</body></html>",
            "profile/about.html": "no",
        },
    )
    ((path, text),) = documents(found).items()
    assert (path, drafts(found)) == ("posts/2024-12-05_A-title-1.html", 2)
    head = heads(text)
    assert (head["title"], head["url"]) == (["A title"], ["https://blog.example/a-title-1"])
    assert (head["author"], head["article:tag"]) == (["Ann"], ["Testing"])
    assert head["article:published_time"] == ["2024-12-05"]
    assert (text.count("A title</h"), text.count("One.")) == (1, 1)
    assert "4.html:1: is no post of Medium" in problems(found)[0]


def test_a_bare_post_of_medium_is_read(tmp_path: Path) -> None:
    page = '<html><title>B</title><body class="h-entry"><section class="e-content"><div>Text.</div></section></body></html>'
    (text,) = documents(_of_zip(tmp_path, {"posts/b.html": page})).values()
    assert heads(text) == {"title": ["B"], "url": [], "og:title": ["B"]}
    assert "Text." in text


CONFLUENCE = """\
<html><head><title>TEAM : How we deploy</title></head><body><div id="breadcrumb-section">Team</div>
<h1 id="title-heading"><span id="title-text">TEAM : How we deploy</span></h1>
<div class="page-metadata">Created by <span class='author'> Ann Smith</span>, last modified on Dec 05, 2024</div>
<div id="main-content" class="wiki-content group"><p>One button.</p></div><div id="footer">Atlassian</div></body></html>
"""


def test_confluence_is_read(tmp_path: Path) -> None:
    found = _of_zip(
        tmp_path,
        {
            "TEAM/How-we-deploy_12345.html": CONFLUENCE,
            "TEAM/index.html": CONFLUENCE,
            "TEAM/678.html": '<html><body><h2 id="main-content">Plain</h2></body></html>',
            "TEAM/other.html": CONFLUENCE.replace("Dec 05", "Dez 05").replace("<span id=", "<span class="),
            "TEAM/empty.html": "<html></html>",
            "TEAM/x.md": "no",
        },
        base_url="https://x.example/wiki/",
    )
    read = documents(found)
    assert list(read) == ["TEAM/How-we-deploy_12345.html", "TEAM/678.html", "TEAM/other.html"]
    head = heads(read["TEAM/How-we-deploy_12345.html"])
    assert (head["title"], head["author"]) == (["How we deploy"], ["Ann Smith"])
    assert head["url"] == ["https://x.example/wiki/pages/viewpage.action?pageId=12345"]
    assert head["article:modified_time"] == ["2024-12-05"]
    assert "Atlassian" not in read["TEAM/How-we-deploy_12345.html"]
    assert (heads(read["TEAM/678.html"])["title"], heads(read["TEAM/other.html"])["url"]) == (["678"], [])
    assert "article:modified_time" not in heads(read["TEAM/other.html"])
    assert "empty.html:1: is no page of Confluence" in problems(found)[0]


def test_the_dump_of_confluence_is_a_problem_that_says_what_to_do(tmp_path: Path) -> None:
    found = _of_zip(tmp_path, {"entities.xml": "<hibernate-generic/>"})
    assert "Export the space as HTML" in problems(found)[0]


NUMBER = "0123456789abcdef0123456789abcdef"


def test_notion_is_read_from_an_archive_in_an_archive(tmp_path: Path) -> None:
    page = "# How we deploy: a guide\n\nDate: December 5, 2024 10:00 AM\nTags: testing, ci\nOwner: Ann\n\nOne button.\n"
    inner = packed(
        {
            f"Team/How we deploy {NUMBER}.md": page,
            f"Team/Page {NUMBER}.html": "<html><body><p>Text.</p></body></html>",
            f"Team/Table {NUMBER}.csv": "no",
            "Team/index.html": "no",
        }
    )
    (tmp_path / "export.zip").write_bytes(packed({"Export-Part-1.zip": inner}))
    corpus = read_corpus([SourceConfig(archive=tmp_path / "export.zip")])
    first, second = corpus.posts
    assert (first.title, first.url) == ("How we deploy: a guide", f"https://www.notion.so/{NUMBER}")
    assert (str(first.date), first.tags, first.authors) == ("2024-12-05", ("testing", "ci"), ("Ann",))
    assert second.url == f"https://www.notion.so/{NUMBER}"
    assert corpus.problems == () or all(problem.kept for problem in corpus.problems)


def test_what_an_export_says_of_a_post_is_what_the_corpus_says(tmp_path: Path) -> None:
    dated = {"post_date_gmt": "2024-12-05 10:00:00", "post_modified_gmt": "2024-12-06 10:00:00"}
    text = "See {{ braces }} in a paragraph.\n\n<article>An article in an article.</article>\n\nAnd another."
    tags = "<category>Testing</category>"
    (tmp_path / "a.xml").write_text(
        wxr(item(text, title="Using {{ braces }} &lt;b&gt; &amp;amp; more", **dated) + tags)
    )
    corpus = read_corpus([SourceConfig(archive=tmp_path / "a.xml")])
    (post,) = corpus.posts
    assert (post.title, post.url) == ("Using {{ braces }} <b> &amp; more", "https://x.example/a/")
    assert (str(post.date), str(post.updated)) == ("2024-12-05", "2024-12-06")
    assert (post.authors, post.tags) == (("Ann Smith",), ("Testing",))
    assert post.blocks[0].text == "See {{ braces }} in a paragraph."
    assert len(post.blocks) == 3
    assert corpus.problems == ()


def test_what_is_exported_can_be_named(tmp_path: Path) -> None:
    entries = {"posts/a.html": medium(POST), "b.md": "text"}
    assert list(documents(_of_zip(tmp_path, entries, export="plain")))[-1] == "b.md"
    assert len(documents(_of_zip(tmp_path, entries))) == 1


def test_an_entry_that_cannot_be_looked_at_does_not_hide_the_others(tmp_path: Path) -> None:
    content = bytearray(packed({"a.html": "x" * 50, "posts/b.html": medium(POST)}))
    content[content.index(b"a.html") + 6] ^= 0xFF
    found = _of_file(tmp_path, "export.zip", bytes(content))
    assert list(documents(found)) == ["posts/b.html"]
    assert "a.html:1: cannot be read" in problems(found)[0]


@pytest.mark.parametrize(
    ("name", "posts", "left_out"),
    [("theme-preview", 7, 0), ("64-block-test-data", 56, 0), ("themeunittestdata.wordpress", 72, 3)],
)
def test_real_exports_of_wordpress_are_read(name: str, posts: int, left_out: int) -> None:
    corpus = read_corpus([SourceConfig(archive=content(f"wordpress-export/{name}.xml"))])
    assert (len(corpus.posts), corpus.drafts) == (posts, left_out)
    assert all(post.url and post.date and post.title for post in corpus.posts)
    assert all("holds no text" in problem.what for problem in corpus.problems)

from pathlib import Path

import pytest

from knowledge.config import SourceConfig
from knowledge.links_check import SourceLinks, read_and_check
from tests.knowledge.shared import content
from tests.knowledge.writing import Posts

BASE = "https://blog.example"
FILLER = "A paragraph with enough words to be one, whatever it may say about anything."


def _check(posts: Posts, documents: dict[str, str], **settings: object) -> SourceLinks:
    posts.write({path: f"# {path}\n\n{FILLER}\n\n{text}\n" for path, text in documents.items()})
    given = {"base_url": BASE, "permalink": "/:path/", **settings}
    (source,) = posts.config(**{name: value for name, value in given.items() if value}).sources
    _, (links,) = read_and_check([source])
    return links


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/guides/b/", True),
        ("/guides/b", True),
        ("/guides/b/index.html", True),
        ("/guides/b.html#part", True),
        ("/Guides/B?x=1", True),
        ("https://blog.example/guides/b/", True),
        ("http://www.blog.example/guides/b/", True),
        ("//blog.example/guides/b/", True),
        ("../guides/b/", True),
        ("guides/b.md", True),
        ("./guides/b.md#part", True),
        ("/guides/b.md", True),
        ("@/guides/b.md", True),
        ("/guides/c/", False),
        ("guides/c.md", False),
        ("../guides/b.md", False),
        ("elsewhere", False),
        ("/v1.2", False),
    ],
)
def test_a_link_to_the_source_itself_leads_to_a_post_or_not(posts: Posts, target: str, *, found: bool) -> None:
    links = _check(posts, {"a.md": f"[b]({target})", "guides/b.md": ""})
    assert (links.resolved, links.total) == (int(found), 1)
    assert [(link.path, link.line, link.target) for link in links.unresolved] == [("a.md", 5, target)] * (not found)


@pytest.mark.parametrize(
    "target",
    [
        "https://other.example/a",
        "mailto:a@b.example",
        "#part",
        "/picture.png",
        "/files/a.pdf",
        "/",
        BASE,
        "http://[",
    ],
)
def test_other_links_are_not_counted(posts: Posts, target: str) -> None:
    links = _check(posts, {"a.md": f"[b]({target})"})
    assert (links.total, links.rate, links.looks_wrong) == (0, 1.0, False)


def test_links_outside_of_the_base_are_not_counted(posts: Posts) -> None:
    links = _check(posts, {"a.md": "[b](/blog/b/) [c](/docs/c/) [d](/blogs/d)", "b.md": ""}, base_url=f"{BASE}/blog")
    assert (links.resolved, links.total) == (1, 1)


def test_without_a_base_only_documents_are_counted(posts: Posts) -> None:
    links = _check(posts, {"a.md": "[b](/b/) [b](b.md)", "b.md": ""}, base_url=None, permalink=None)
    assert (links.resolved, links.total) == (1, 1)


def test_a_relative_link_of_a_post_without_an_address_is_not_counted(posts: Posts) -> None:
    links = _check(posts, {"a.md": "[b](b/) [b](/c/)"}, permalink="/:year/:slug/")
    assert (links.resolved, links.total) == (0, 1)


def test_where_a_post_was_before_is_known(posts: Posts) -> None:
    posts.write({"c.md": f"---\naliases: [/old/c/, older]\n---\n# C\n\n{FILLER}\n"})
    links = _check(posts, {"a.md": "[c](/old/c/) [c](/older) [c](/oldest)"})
    assert (links.resolved, links.total) == (2, 3)


def test_links_lead_to_posts_of_other_sources_too(posts: Posts, tmp_path: Path) -> None:
    other = Posts(tmp_path / "other")
    other.write({"b.md": f"# B\n\n{FILLER}"})
    posts.write({"a.md": f"# A\n\n{FILLER}\n\n[b](/b/)"})
    sources = (*posts.config(base_url=BASE).sources, *other.config(base_url=BASE).sources)
    _, links = read_and_check(sources)
    assert [(each.source, each.resolved, each.total) for each in links] == [("posts", 1, 1), ("other", 0, 0)]


def test_pages_of_github_have_moved(posts: Posts) -> None:
    links = _check(posts, {"a.md": "[b](http://team.github.com/b/)", "b.md": ""}, base_url="https://team.github.io")
    assert (links.resolved, links.total) == (1, 1)


@pytest.mark.parametrize(("good", "bad", "wrong"), [(4, 1, False), (3, 2, True), (0, 4, False), (0, 5, True)])
def test_a_rule_looks_wrong_where_fewer_than_four_of_five_addresses_lead_to_a_post(
    posts: Posts, good: int, bad: int, *, wrong: bool
) -> None:
    text = "[b](/b/) " * good + "[c](/c/) " * bad + "[b](b.md) " * 100
    assert _check(posts, {"a.md": text, "b.md": ""}).looks_wrong == wrong


def test_dumps_of_text_hold_no_links(posts: Posts) -> None:
    posts.write({"a.txt": f"Category: x\n\n  • Title\n\n    {FILLER} [b](/b/)\n"})
    (source,) = posts.config(base_url=BASE).sources
    _, (links,) = read_and_check([source])
    assert links.total == 0


def test_feeds_and_sites_are_passed_over(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '<rss version="2.0"><channel><title>B</title><item><title>A</title><link>https://x.example/a</link>'
        f"<description>&lt;p&gt;{FILLER} &lt;a href='/b'&gt;b&lt;/a&gt;.&lt;/p&gt;</description></item></channel></rss>"
    )
    assert read_and_check([SourceConfig(feed=str(feed), name="feed")])[1] == ()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("folder", "settings", "resolved"),
    [
        ("artsy/_posts", {"base_url": "https://artsy.github.io", "permalink": "/blog/:year/:month/:day/:slug/"}, 350),
        ("rust-blog/content", {"base_url": "https://blog.rust-lang.org", "generator": "zola"}, 723),
        ("openfeature/blog", {"base_url": "https://openfeature.dev/blog", "generator": "docusaurus"}, 9),
        ("dora/hugo/content", {"base_url": "https://dora.dev", "generator": "hugo"}, 427),
        ("pagerduty-incident/docs", {"base_url": "https://response.pagerduty.com", "generator": "mkdocs"}, 100),
    ],
)
def test_the_links_of_real_sites_lead_to_their_posts(folder: str, settings: dict[str, str], resolved: int) -> None:
    source = SourceConfig.model_validate({"folder": content(folder), **settings})
    _, (links,) = read_and_check([source])
    assert links.resolved >= resolved
    assert links.rate > 0.8
    assert not links.looks_wrong


@pytest.mark.no_cover
def test_a_wrong_rule_of_a_real_site_is_seen() -> None:
    source = SourceConfig(
        folder=content("openfeature/blog"), base_url="https://openfeature.dev/blog", generator="jekyll"
    )
    _, (links,) = read_and_check([source])
    assert links.looks_wrong

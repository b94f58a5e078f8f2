from datetime import date

import pytest

from knowledge.config import SourceConfig
from knowledge.model import Post
from knowledge.permalinks import Rule, own_url, slug_of, slugify, url_by_rule
from tests.knowledge.writing import Posts

BASE = "https://blog.example"


def _post(
    path: str = "_posts/2024-12-05-rolling-back.md",
    title: str = "Rolling Back — Fast",
    *,
    url: str | None = None,
    slug: str | None = None,
    published: date | None = date(2024, 12, 5),
) -> Post:
    return Post("test", path, title, url=url, slug=slug, date=published)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        (
            "CLI Development Doesn’t Have to Be Hard — Here’s Proof",
            "cli-development-doesnt-have-to-be-hard-heres-proof",
        ),
        ("The No-BS Playbook: 100% (really)!", "the-no-bs-playbook-100-really"),
        ("Crème brûlée, snake_case", "creme-brulee-snake-case"),
        ("日本語 タイトル", "日本語-タイトル"),
        ("🎉 !!!", ""),
    ],
)
def test_a_slug_is_the_words_of_a_title(title: str, slug: str) -> None:
    assert slugify(title) == slug


@pytest.mark.parametrize(
    ("permalink", "url"),
    [
        ("/:slug/", "/rolling-back/"),
        (":slug", "/rolling-back"),
        ("/blog/:year/:month/:day/:slug/", "/blog/2024/12/05/rolling-back/"),
        ("/:year-:month/:title.html", "/2024-12/rolling-back.html"),
        ("/:filename", "/rolling-back"),
        ("/:path/", "/_posts/2024-12-05-rolling-back/"),
        ("/docs//:slug", "/docs/rolling-back"),
    ],
)
def test_the_rule_of_a_source_makes_the_url(permalink: str, url: str) -> None:
    assert url_by_rule(_post(), BASE, Rule(permalink)) == BASE + url
    assert url_by_rule(_post(), BASE + "/", Rule(permalink)) == BASE + url


@pytest.mark.parametrize(
    ("slug_from", "slug"), [("auto", "rolling-back"), ("file", "rolling-back"), ("title", "rolling-back-fast")]
)
def test_a_slug_comes_from_the_file_or_the_title(slug_from: str, slug: str) -> None:
    assert slug_of(_post(), slug_from) == slug


def test_a_file_without_a_date_gives_no_slug_unless_it_is_asked_to() -> None:
    assert slug_of(_post("guides/rollback_guide.md")) == "rolling-back-fast"
    assert slug_of(_post("guides/rollback_guide.md"), "file") == "rollback_guide"


def test_the_folder_of_an_index_gives_the_slug() -> None:
    assert slug_of(_post("2024-12-05-rolling-back/index.md")) == "rolling-back"
    assert url_by_rule(_post("guides/rollback/README.md"), BASE, Rule("/:path/")) == f"{BASE}/guides/rollback/"
    assert url_by_rule(_post("index.md"), BASE, Rule("/docs/:path/")) == f"{BASE}/docs/"


def test_a_post_may_name_its_slug() -> None:
    assert slug_of(_post(slug="/quick/back/")) == "quick/back"
    assert url_by_rule(_post(slug="quick back#?"), BASE, Rule("/:slug/")) == f"{BASE}/quick%20back%23%3F/"


def test_the_slug_of_the_first_page_is_its_folder() -> None:
    assert url_by_rule(_post(slug="/"), BASE, Rule("/docs/:slug/")) == f"{BASE}/docs/"


@pytest.mark.parametrize(("path", "slug"), [("x/notes.md", "notes"), ("🎉.md", "🎉"), ("---.md", "---")])
def test_a_title_of_symbols_leaves_the_slug_to_the_file(path: str, slug: str) -> None:
    assert slug_of(_post(path, "🎉")) == slug


def test_a_rule_with_a_date_makes_no_url_without_one() -> None:
    assert url_by_rule(_post(published=None), BASE, Rule("/:year/:slug/")) is None
    assert url_by_rule(_post(published=None), BASE, Rule("/:slug/")) == f"{BASE}/rolling-back/"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://other.example/a", "https://other.example/a"),
        ("/a/b/", "https://blog.example/a/b/"),
        ("a/b.html", "https://blog.example/site/a/b.html"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("?p=1", "https://blog.example/site/?p=1"),
        ("https://x.example/a b|<c>", "https://x.example/a%20b%7C%3Cc%3E"),
        ("https://x.example/%20é#part", "https://x.example/%20é#part"),
    ],
)
def test_the_url_that_a_post_names_goes_before_the_rule(written: str, url: str) -> None:
    assert url_by_rule(_post(url=written), f"{BASE}/site", Rule("/:slug/")) == url


@pytest.mark.parametrize("written", ["javascript:alert(1)", "mailto:a@b.example", "http://[", "http://[::1/a"])
def test_a_url_that_is_no_web_address_is_not_used(written: str) -> None:
    assert own_url(_post(url=written), "") is None
    assert url_by_rule(_post(url=written), BASE, Rule("/:slug/")) == f"{BASE}/rolling-back/"


def test_a_url_without_a_host_needs_a_base() -> None:
    assert own_url(_post(url="/a/"), "") is None
    assert own_url(_post(), BASE) is None


def test_a_post_without_a_link_is_read_with_the_reader(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": "# Rolling back\n\nOne command."}, reader_url="https://bot.example/")
    assert corpus.posts[0].url == "https://bot.example/posts/rolling-back"
    place = corpus.passages[0].places[0]
    assert place.url == f"https://bot.example/posts/rolling-back#{place.anchor}"


def test_without_a_reader_it_has_no_link(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": "# Rolling back\n\nOne command."})
    assert (corpus.posts[0].url, corpus.passages[0].places[0].url) == (None, None)


def test_no_two_posts_have_one_slug(posts: Posts) -> None:
    documents = {
        "a.md": "# Setup\n\nOne.",
        "b.md": "# Setup 2\n\nTwo.",
        "c.md": "# Setup\n\nThree.",
        "d.md": "# Setup\n\nFour.",
    }
    corpus = posts.corpus(documents, reader_url="https://bot.example")
    assert [post.slug for post in corpus.posts] == ["setup", "setup-2", "setup-3", "setup-4"]
    assert [str(post.url).rpartition("/")[2] for post in corpus.posts] == ["setup", "setup-2", "setup-3", "setup-4"]


def test_every_post_has_a_slug_that_a_link_can_hold(posts: Posts) -> None:
    documents = {
        "a.md": "---\nslug: /\ntitle: Home\n---\nOne.",
        "b.md": "---\nslug: /\ntitle: '!'\n---\nTwo.",
        "c.md": "---\nslug: 'why so? #1'\n---\nThree.",
    }
    corpus = posts.corpus(documents, reader_url="https://bot.example")
    assert [post.slug for post in corpus.posts] == ["home", "post", "why so? #1"]
    assert corpus.posts[2].url == "https://bot.example/posts/why%20so%3F%20%231"


def test_a_missing_date_is_reported_and_the_reader_helps(posts: Posts) -> None:
    settings = {"base_url": BASE, "permalink": "/:year/:slug/"}
    corpus = posts.corpus({"a.md": "# Rolling back\n\nOne."}, "https://bot.example", **settings)
    (problem,) = corpus.problems
    assert "no date" in problem.what
    assert problem.kept
    assert corpus.posts[0].url == "https://bot.example/posts/rolling-back"


@pytest.mark.parametrize("settings", [{}, {"base_url": BASE}])
def test_a_url_that_cannot_be_used_is_reported(posts: Posts, settings: dict[str, str]) -> None:
    corpus = posts.corpus({"a.md": "---\ntitle: t\nurl: 'http://['\n---\nOne."}, **settings)
    assert ["no web address" in problem.what for problem in corpus.problems] == [True]
    assert len(corpus.passages) == 1


def _by_generator(generator: str, path: str, *, slug: str | None = None, dated: bool = True, **settings: str) -> str:
    given = {"folder": ".", "base_url": BASE, "generator": generator, **settings}
    post = _post(path, "Rolling Back", slug=slug, published=date(2024, 12, 5) if dated else None)
    url = url_by_rule(post, BASE, SourceConfig.model_validate(given).rule)
    return str(url).removeprefix(BASE)


@pytest.mark.parametrize(
    ("generator", "path", "url"),
    [
        ("jekyll", "_posts/2024-12-05-Rolling-Back.md", "/2024/12/05/Rolling-Back.html"),
        ("jekyll", "about.md", "/about.html"),
        ("jekyll", "guides/index.md", "/guides/"),
        ("jekyll", "index.md", "/"),
        ("hugo", "posts/Rolling back.md", "/posts/rolling-back/"),
        ("hugo", "posts/rolling/index.md", "/posts/rolling/"),
        ("hugo", "posts/_index.md", "/posts/"),
        ("docusaurus", "blog/2024-12-05-rolling.md", "/blog/2024/12/05/rolling"),
        ("docusaurus", "blog/2024-12-05-rolling/index.md", "/blog/2024/12/05/rolling"),
        ("docusaurus", "docs/01-guides/02_deploy.md", "/docs/guides/deploy"),
        ("docusaurus", "docs/2.0-release.md", "/docs/2.0-release"),
        ("docusaurus", "docs/guides/README.md", "/docs/guides"),
        ("mkdocs", "guides/01-deploy.md", "/guides/01-deploy/"),
        ("mkdocs", "README.md", "/"),
        ("astro", "Guides/Deploy.mdx", "/guides/deploy/"),
        ("eleventy", "posts/2024-12-05-rolling.md", "/posts/rolling/"),
        ("eleventy", "index.md", "/"),
        ("zola", "posts/2024-12-05-Rolling.md", "/posts/rolling/"),
        ("zola", "posts/_index.md", "/posts/"),
        ("pelican", "x/2024-12-05-a.md", "/rolling-back.html"),
        ("middleman", "posts/2024-12-05-rolling.html.md", "/2024/12/05/rolling.html"),
        ("middleman", "manual/deploy.html.md.erb", "/manual/deploy.html"),
        ("obsidian", "Notes/Rolling back.md", "/Notes/Rolling%20back"),
    ],
)
def test_a_generator_makes_its_urls(generator: str, path: str, url: str) -> None:
    assert _by_generator(generator, path) == url


@pytest.mark.parametrize(
    ("generator", "path", "slug", "url"),
    [
        ("hugo", "posts/a.md", "quick", "/posts/quick/"),
        ("zola", "posts/a.md", "quick", "/posts/quick/"),
        ("docusaurus", "blog/2024-12-05-a.md", "quick", "/blog/quick"),
        ("docusaurus", "guides/a.md", "/quick", "/quick"),
        ("astro", "guides/a.md", "other/quick", "/other/quick/"),
        ("jekyll", "_posts/2024-12-05-a.md", "quick", "/2024/12/05/quick.html"),
    ],
)
def test_a_slug_takes_the_place_that_the_generator_gives_it(generator: str, path: str, slug: str, url: str) -> None:
    assert _by_generator(generator, path, slug=slug) == url


def test_a_setting_goes_before_that_of_the_generator() -> None:
    path = "_posts/2024-12-05-a.md"
    assert _by_generator("jekyll", path, permalink="/blog/:year/:slug/") == "/blog/2024/a/"
    assert _by_generator("mkdocs", "guides/a.md", ext=".html") == "/guides/a.html"


@pytest.mark.parametrize(
    ("ext", "permalink", "url"),
    [
        ("", "/:slug.html", "/rolling-back.html"),
        ("drop", "/:slug.html", "/rolling-back"),
        ("drop", "/:slug/", "/rolling-back/"),
        (".html", "/:slug/", "/rolling-back.html"),
        (".html", "/:slug.htm", "/rolling-back.htm"),
        (".html", "/", "/"),
    ],
)
def test_how_a_path_ends_can_be_set(ext: str, permalink: str, url: str) -> None:
    assert url_by_rule(_post(), BASE, Rule(permalink, ext=ext)) == BASE + url


def test_names_of_folders_can_stand_in_a_rule() -> None:
    rule = Rule("/:section/x/:folder/:filename")
    assert url_by_rule(_post("a/b/2024-12-05-c.md"), BASE, rule) == f"{BASE}/a/x/a/b/c"


def test_documents_without_a_date_in_their_name_have_a_rule_of_their_own() -> None:
    rule = Rule("/:year/:slug/", undated="/pages/:filename/")
    assert url_by_rule(_post("about.md", published=None), BASE, rule) == f"{BASE}/pages/about/"
    assert url_by_rule(_post(), BASE, rule) == f"{BASE}/2024/rolling-back/"

from pathlib import Path

import pytest

from knowledge.recognition import Recognised, recognise
from tests.knowledge.shared import content
from tests.knowledge.writing import Posts


def _recognise(posts: Posts, documents: dict[str, str]) -> Recognised:
    found = recognise(posts.write(documents))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("documents", "generator", "base_url", "folders"),
    [
        ({"_config.yml": "url: https://x.example\nbaseurl: /blog"}, "jekyll", "https://x.example/blog", {".": {}}),
        (
            {"_config.yml": "permalink: pretty", "_posts/2024-12-05-a.md": ""},
            "jekyll",
            "",
            {"_posts": {"permalink": "/:year/:month/:day/:title/"}},
        ),
        (
            {"_config.yml": "permalink: /:categories/:title/"},
            "jekyll",
            "",
            {".": {"permalink": "/:title/"}},
        ),
        ({"mkdocs.yml": "site_url: https://x.example\nx: !!python/name:a.b"}, "mkdocs", "https://x.example", {".": {}}),
        (
            {"mkdocs.yml": "docs_dir: text\nuse_directory_urls: false", "text/a.md": ""},
            "mkdocs",
            "",
            {"text": {"ext": ".html"}},
        ),
        (
            {
                "docusaurus.config.js": "// url: 'no'\nmodule.exports = {url: 'https://x.example', baseUrl: '/site/',\n"
                "presets: [{docs: {path: 'docs', routeBasePath: '/'}, blog: {a: 1}}]}",
                "docs/a.md": "",
                "blog/b.md": "",
            },
            "docusaurus",
            "https://x.example/site",
            {"docs": {"base_url": "https://x.example/site"}, "blog": {"base_url": "https://x.example/site/blog"}},
        ),
        ({"docusaurus.config.ts": "export default {}", "docs/a.md": ""}, "docusaurus", "", {"docs": {}}),
        ({"docusaurus.config.mjs": ""}, "docusaurus", "", {".": {}}),
        (
            {
                "astro.config.mjs": 'site: "https://x.example", base: "b"',
                "src/content/docs/a.md": "",
                "src/content/blog/b.md": "",
            },
            "astro",
            "https://x.example/b",
            {"src/content/blog": {"base_url": "https://x.example/b/blog"}, "src/content/docs": {}},
        ),
        ({"astro.config.ts": ""}, "astro", "", {".": {}}),
        (
            {"config.toml": 'base_url = "https://x.example"', "content/a.md": ""},
            "zola",
            "https://x.example",
            {"content": {}},
        ),
        (
            {"config.toml": 'baseURL = "https://x.example"', "content/a.md": ""},
            "hugo",
            "https://x.example",
            {"content": {}},
        ),
        (
            {"hugo.json": '{"baseURL": "https://x.example", "contentDir": "text"}', "text/a.md": ""},
            "hugo",
            "https://x.example",
            {"text": {}},
        ),
        (
            {
                "hugo.yaml": "title: X\npermalinks:\n  posts: /:year/:slugorfilename/\n  odd: /:weekday/\n  none: /x/\n  more: [x]",
                "content/posts/a.md": "",
                "content/odd/b.md": "",
            },
            "hugo",
            "",
            {
                "content/posts": {"permalink": "/:year/:filename/", "permalink_slugged": "/:year/:filename/"},
                "content/odd": {},
                "content": {"exclude": ["/posts", "/odd"]},
            },
        ),
        (
            {
                "config/_default/hugo.toml": 'title = "X"',
                "config/_default/permalinks.toml": '[page]\nposts = "/:slug/"',
                "content/posts/a.md": "",
            },
            "hugo",
            "",
            {
                "content/posts": {"permalink": "/:slug/", "permalink_slugged": "/:slug/"},
                "content": {"exclude": ["/posts"]},
            },
        ),
        (
            {
                "pelicanconf.py": "SITEURL = 'https://x.example'\nARTICLE_URL = '{date:%Y}/{slug}/'\nPATH = 'text'",
                "text/a.md": "",
            },
            "pelican",
            "https://x.example",
            {"text": {"permalink": "/:year/:slug/"}},
        ),
        ({"pelicanconf.py": ""}, "pelican", "", {".": {}}),
        ({".eleventy.js": "", "src/a.md": ""}, "eleventy", "", {"src": {}}),
        ({"eleventy.config.js": ""}, "eleventy", "", {".": {}}),
        ({"config.rb": "", "source/a.html.md": ""}, "middleman", "", {"source": {}}),
        ({".obsidian/app.json": ""}, "obsidian", "", {".": {}}),
    ],
)
def test_a_site_is_recognised_by_its_files(
    posts: Posts, documents: dict[str, str], generator: str, base_url: str, folders: dict[str, object]
) -> None:
    found = _recognise(posts, documents)
    assert (found.generator, found.base_url, found.folders) == (generator, base_url, folders)


@pytest.mark.parametrize(
    "documents", [{}, {"config.rb": ""}, {"config.toml": "x = 1"}, {"config.yaml": "- a"}, {"a.md": ""}]
)
def test_other_folders_are_not_recognised(posts: Posts, documents: dict[str, str]) -> None:
    assert recognise(posts.write(documents)) is None


@pytest.mark.parametrize("written", ["a: [", "- a", ""])
def test_a_configuration_that_cannot_be_read_says_nothing(posts: Posts, written: str) -> None:
    assert _recognise(posts, {"_config.yml": written}) == Recognised("jekyll", "_config.yml")


def test_neither_does_one_that_is_none(posts: Posts, tmp_path: Path) -> None:
    (posts.folder / "mkdocs.yml").mkdir()
    assert _recognise(posts, {}).base_url == ""
    (tmp_path / "config.toml").write_text("a = ")
    assert recognise(tmp_path) is None


def test_a_pattern_with_other_names_is_left_out_and_noted(posts: Posts) -> None:
    found = _recognise(posts, {"_config.yml": "permalink: /:year/:i_day/:title/"})
    assert found.folders == {".": {}}
    assert found.notes == ("its permalink /:year/:i_day/:title/ uses :i_day, which is not known here",)


@pytest.mark.parametrize(
    ("folder", "generator", "base_url"),
    [
        ("artsy", "jekyll", "https://artsy.github.io"),
        ("rust-blog", "zola", "https://blog.rust-lang.org"),
        ("openfeature", "docusaurus", "https://openfeature.dev"),
        ("pagerduty-incident", "mkdocs", "https://response.pagerduty.com"),
        ("dora/hugo", "hugo", "https://dora.dev"),
    ],
)
def test_real_sites_are_recognised(folder: str, generator: str, base_url: str) -> None:
    found = recognise(content(folder))
    assert found is not None
    assert (found.generator, found.base_url.rstrip("/")) == (generator, base_url)

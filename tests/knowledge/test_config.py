from pathlib import Path

import pytest

from knowledge.config import STARTER, Config, SourceConfig, load_config
from knowledge.errors import ConfigError

GENERATED = (
    "'astro', 'docusaurus', 'eleventy', 'hugo', 'jekyll', 'middleman', 'mkdocs', 'obsidian', 'pelican' or 'zola'"
)
KNOWN = ":year, :month, :day, :slug, :title, :filename, :path, :folder, :section"


def _load(folder: Path, text: str) -> Config:
    (folder / "posts").mkdir(exist_ok=True)
    path = folder / "commonplace.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def _mistakes(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        _load(folder, text)
    return caught.value.mistakes


def test_without_a_file_the_starter_collection_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config()
    assert [source.folder for source in config.sources] == [STARTER]
    assert [source.label for source in config.sources] == ["starter"]


def test_the_file_of_the_working_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "commonplace.yaml").write_text("language: french")
    monkeypatch.chdir(tmp_path)
    assert load_config().language == "french"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_an_empty_file_changes_nothing(tmp_path: Path, text: str) -> None:
    assert _load(tmp_path, text) == Config()


def test_all_settings_are_read(tmp_path: Path) -> None:
    config = _load(
        tmp_path,
        """
sources:
  - folder: posts
    name: no
    base_url: https://blog.example
    permalink: /:year/:slug/
    slug_from: file
    exclude: [drafts/**, 404.md]
    title_weight: 2
language: german
engine: rank_bm25
ranking: {k1: 1.2, b: 0.5}
""",
    )
    (source,) = config.sources
    assert (source.label, source.base_url, source.permalink) == ("no", "https://blog.example", "/:year/:slug/")
    assert (source.slug_from, source.exclude, source.title_weight) == ("file", ("drafts/**", "404.md"), 2)
    assert (config.language, config.ranking.k1, config.ranking.b) == ("german", 1.2, 0.5)


def test_a_folder_stands_beside_the_file(tmp_path: Path) -> None:
    assert _load(tmp_path, "sources:\n  - folder: posts\n").sources[0].folder == tmp_path / "posts"


def test_a_folder_may_be_absolute_or_in_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert _load(tmp_path, "sources:\n  - folder: ~/posts\n").sources[0].folder == tmp_path / "posts"
    absolute = _load(tmp_path, f"sources:\n  - folder: {tmp_path}/posts\n")
    assert absolute.sources[0].folder == tmp_path / "posts"


def test_a_source_is_called_after_its_folder_or_document() -> None:
    assert SourceConfig(folder=Path("a/_posts")).label == "_posts"
    assert SourceConfig(folder=Path("a/page.txt")).label == "page"
    assert SourceConfig(folder=Path("/")).label == "/"


def test_every_mistake_is_named_at_once_with_its_key(tmp_path: Path) -> None:
    text = """
sources:
  - folder: nowhere
    base_url: ftp://blog.example
    bar: 1
  - base_url: https://blog.example
    permalink: /:foo/:slug/
    exclude: drafts
    slug_from: guess
    title_weight: 9
language: klingon
ranking: {k1: 0, b: much}
colour: blue
"""
    mistakes = _mistakes(tmp_path, text)
    assert [mistake.partition(":")[0] for mistake in mistakes] == [
        "sources.0.folder",
        "sources.0.base_url",
        "sources.0.bar",
        "sources.1.permalink",
        "sources.1.slug_from",
        "sources.1.exclude",
        "sources.1.title_weight",
        "sources.1",
        "language",
        "ranking.k1",
        "ranking.b",
        "colour",
    ]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("sources: []", "sources: must name at least one"),
        ("sources: posts", "sources: must be a list (is 'posts')"),
        ("sources: [posts]", "sources.0: must be settings, each a line `name: value` (is 'posts')"),
        ("- a", "the file: must be settings, each a line `name: value`"),
        ("[]", "the file: must be settings, each a line `name: value`"),
        ("just text", "the file: must be settings, each a line `name: value` (is 'just text')"),
        ("colour: blue", "colour: is no setting of this place (is 'blue')"),
        (
            "sources: [{name: x}]",
            "sources.0: does not say where its posts are; name one of folder, git, feed, site, pages, archive",
        ),
        (
            "sources: [{folder: posts, git: posts}]",
            "sources.0.git: cannot stand beside `folder`; make it a source of its own",
        ),
        (
            "sources: [{folder: posts, branch: main}]",
            "sources.0.branch: goes with git, not with folder (is 'main')",
        ),
        (
            "sources: [{archive: posts, allow_private: yes}]",
            "sources.0.allow_private: goes with site or pages or feed, not with archive (is 'yes')",
        ),
        ("sources: [{folder: posts, generator: hugo}]", "sources.0: generator needs a base_url beside it"),
        (
            "sources: [{folder: posts, base_url: https://x.example, generator: word}]",
            f"sources.0.generator: Input should be {GENERATED} (is 'word')",
        ),
        (
            "sources: [{feed: posts, exclude: [a]}]",
            "sources.0.exclude: goes with folder or git or site or archive, not with feed",
        ),
        ("sources: [{pages: []}]", "sources.0.pages: must name at least one"),
        ("sources: [{pages: [a]}]", "sources.0.pages: must start with http:// or https:// and a host"),
        ("sources: [{site: a}]", "sources.0.site: must start with http:// or https:// and a host (is 'a')"),
        ("sources: [{git: ''}]", "sources.0.git: is empty (is '')"),
        (
            "sources: [{git: --upload-pack=x}]",
            "sources.0.git: must be an https:// or ssh address, git@host:path, or a path (is '--upload-pack=x')",
        ),
        (
            "sources: [{git: 'ext::sh -c x'}]",
            "sources.0.git: must be an https:// or ssh address, git@host:path, or a path (is 'ext::sh -c x')",
        ),
        ("sources: [{git: posts, branch: --x}]", "sources.0.branch: must not start with a hyphen (is '--x')"),
        ("sources: [{git: posts, path: ../x}]", "sources.0.path: must be a folder inside the repository (is '../x')"),
        ("sources: [{git: posts, path: /x}]", "sources.0.path: must be a folder inside the repository (is '/x')"),
        (
            "sources: [{site: https://x.example, delay: -1}]",
            "sources.0.delay: Input should be greater than or equal to 0 (is '-1')",
        ),
        ("sources: [{folder: posts, permalink: /:slug/}]", "sources.0: permalink needs a base_url beside it"),
        (
            "sources: [{folder: posts}, {folder: ./posts}]",
            "sources: more than one is called posts; give each a `name` of its own",
        ),
        (
            "sources: [{folder: posts, base_url: https://x.example, permalink: '/:Slug/:foo'}]",
            f"sources.0.permalink: does not know :Slug, :foo; the names are {KNOWN} (is '/:Slug/:foo')",
        ),
    ],
)
def test_a_mistake_is_said_in_plain_words(tmp_path: Path, text: str, mistake: str) -> None:
    assert _mistakes(tmp_path, text) == (mistake,)


@pytest.mark.parametrize("url", ["blog.example", "ftp://blog.example", "https://", "http://[", "//blog.example"])
def test_a_base_url_is_a_web_address(tmp_path: Path, url: str) -> None:
    (mistake,) = _mistakes(tmp_path, f"sources: [{{folder: posts, base_url: '{url}'}}]")
    assert mistake == f"sources.0.base_url: must start with http:// or https:// and a host (is {url!r})"


def test_a_folder_that_is_not_there_is_named_in_full(tmp_path: Path) -> None:
    (mistake,) = _mistakes(tmp_path, "sources: [{folder: nowhere}]")
    assert str(tmp_path / "nowhere") in mistake


@pytest.mark.parametrize("folder", ["~nobody-of-this-name/posts", "x" * 5000])
def test_a_folder_that_cannot_be_looked_for_is_a_mistake(tmp_path: Path, folder: str) -> None:
    (mistake,) = _mistakes(tmp_path, f"sources: [{{folder: {folder}}}]")
    assert mistake.startswith("sources.0.folder: cannot be read")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: [b", "is not YAML"),
        ("sources: [{folder: posts}]\nlanguage: german\nsources: []", "sources is written twice"),
        ("a: *b", "undefined alias"),
    ],
)
def test_what_is_no_yaml_is_one_mistake_with_its_line(tmp_path: Path, text: str, what: str) -> None:
    (mistake,) = _mistakes(tmp_path, text)
    assert what in mistake
    assert "line" in mistake
    assert "\n" not in mistake


def test_bytes_that_are_no_text_are_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "commonplace.yaml"
    path.write_bytes(b"language: fran\xe7ais")
    with pytest.raises(ConfigError, match="is not YAML"):
        load_config(path)


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "nowhere.yaml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)


def test_the_error_lists_every_mistake_under_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(tmp_path, "a: 1\nb: 2")
    lines = str(caught.value).splitlines()
    assert lines[0] == f"{tmp_path / 'commonplace.yaml'}: 2 mistakes"
    assert lines[1:] == ["  - a: is no setting of this place (is '1')", "  - b: is no setting of this place (is '2')"]
    assert str(ConfigError(tmp_path, ("one",))).startswith(f"{tmp_path}: 1 mistake\n")


@pytest.mark.parametrize("off", ["off", "'off'", "Off", "false", "no", "NO"])
def test_saving_can_be_switched_off(tmp_path: Path, off: str) -> None:
    assert _load(tmp_path, f"cache: {off}").cache == "off"


def test_nothing_is_said_about_saving_by_default(tmp_path: Path) -> None:
    config = _load(tmp_path, "language: english")
    assert (config.cache, config.glossary) == (None, None)


@pytest.mark.parametrize("key", ["cache", "glossary"])
def test_a_path_stands_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert getattr(_load(tmp_path, f"{key}: sub/kept"), key) == tmp_path / "sub/kept"
    assert getattr(_load(tmp_path, f"{key}: {tmp_path}/kept"), key) == tmp_path / "kept"
    assert getattr(_load(tmp_path, f"{key}: ~/kept"), key) == Path("/home/ann/kept")


@pytest.mark.parametrize("key", ["cache", "glossary"])
def test_a_path_in_nobodys_home_is_a_mistake(tmp_path: Path, key: str) -> None:
    (mistake,) = _mistakes(tmp_path, f"{key}: ~nobody-of-this-name/kept")
    assert mistake.startswith(f"{key}: cannot be read: ")


def test_a_path_of_a_configuration_in_python_is_as_it_was_given() -> None:
    config = Config(cache=Path("kept"), glossary=Path("words.yaml"))
    assert (config.cache, config.glossary) == (Path("kept"), Path("words.yaml"))


@pytest.mark.parametrize("engine", ["auto", "rank_bm25", "bm25s"])
def test_an_engine_is_called_by_its_name(tmp_path: Path, engine: str) -> None:
    assert _load(tmp_path, f"engine: {engine}").engine == engine


def test_an_unknown_engine_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = _mistakes(tmp_path, "engine: steam")
    assert mistake.startswith("engine: ")
    assert "'rank_bm25'" in mistake


def _source(folder: Path, text: str) -> SourceConfig:
    (source,) = _load(folder, f"sources: [{{{text}}}]").sources
    return source


@pytest.mark.parametrize(
    ("text", "kind", "label", "where"),
    [
        ("folder: posts", "folder", "posts", "/posts"),
        ("archive: posts", "archive", "posts", "/posts"),
        ("git: 'https://ann:secret@git.example/team/docs.git'", "git", "docs", "https://git.example/team/docs.git"),
        ("git: 'git@git.example:team/docs'", "git", "docs", "git@git.example:team/docs"),
        ("git: posts", "git", "posts", "/posts"),
        ("feed: 'https://blog.example/feed.xml'", "feed", "blog.example", "https://blog.example/feed.xml"),
        ("feed: posts", "feed", "posts", "/posts"),
        ("site: 'https://www.example/'", "site", "www.example", "https://www.example/"),
        ("pages: ['https://www.example/a']", "site", "www.example", "https://www.example/a"),
    ],
)
def test_a_source_may_be_of_many_kinds(tmp_path: Path, text: str, kind: str, label: str, where: str) -> None:
    source = _source(tmp_path, text)
    assert (source.kind, source.label) == (kind, label)
    assert source.where.removeprefix(str(tmp_path)) == where


def test_paths_stay_as_they_are_where_no_file_says_beside_what() -> None:
    assert SourceConfig(feed="feed.xml").feed == "feed.xml"
    assert SourceConfig(archive=Path("a.zip")).archive == Path("a.zip")


def test_settings_go_with_every_kind_that_has_them(tmp_path: Path) -> None:
    site = _source(tmp_path, "site: 'https://x.example', include: [a], delay: 1, max_pages: 9, allow_private: yes")
    assert (site.include, site.delay, site.max_pages, site.allow_private) == (("a",), 1, 9, True)
    git = _source(tmp_path, "git: posts, branch: main, path: docs/posts")
    assert (git.branch, git.path) == ("main", "docs/posts")
    assert _source(tmp_path, "archive: posts, export: ghost").export == "ghost"


def test_a_feed_or_archive_that_is_not_there_is_named_in_full(tmp_path: Path) -> None:
    for kind in ("feed", "archive", "git"):
        (mistake,) = _mistakes(tmp_path, f"sources: [{{{kind}: nowhere}}]")
        assert f"{tmp_path / 'nowhere'} does not exist" in mistake


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("language: french", True),  # our own posts alone
        ("sources:\n- {name: blog, folder: posts, public: true}", True),
        ("sources:\n- {name: blog, folder: posts}", False),
        ("sources:\n- {name: a, folder: posts, public: true}\n- {name: b, folder: posts, public: false}", False),
    ],
)
def test_posts_are_open_where_every_source_says_so_itself(tmp_path: Path, text: str, *, is_open: bool) -> None:
    assert _load(tmp_path, text).is_open == is_open


@pytest.mark.parametrize(("limit", "named"), [("{groups: [S0TEAM]}", True), ("{channels: [C0ENG]}", False)])
def test_it_is_known_whether_a_source_is_for_groups(tmp_path: Path, limit: str, *, named: bool) -> None:
    text = f"sources:\n- {{name: open, folder: posts}}\n- {{name: blog, folder: posts, only_for: {limit}}}"
    assert _load(tmp_path, text).names_groups == named

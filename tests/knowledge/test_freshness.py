"""That a reload reads what has changed, and loses nothing that is good."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import readings as readings_module
from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.errors import ConfigError, EmptyCorpusError, SourceError
from knowledge.model import Document, Problem, Reading
from knowledge.readings import Readings, read_document
from knowledge.sources.folder import FolderSource
from tests.knowledge.serving import Answer, Site, html
from tests.knowledge.writing import Posts, rss

LONG_AGO = 1_000_000_000
MOMENT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


@dataclass
class Watched:
    """What was opened and what was parsed, by path; and the moment."""

    opened: list[str] = field(default_factory=list)
    parsed: list[str] = field(default_factory=list)
    now: datetime = MOMENT

    def take(self) -> tuple[list[str], list[str]]:
        taken = self.opened, self.parsed
        self.opened, self.parsed = [], []
        return taken


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    seen = Watched()
    documents = FolderSource.documents

    def opened(source: FolderSource) -> Iterator[Document | Problem | Reading]:
        for each in documents(source):
            if isinstance(each, Document):
                seen.opened.append(each.path)
            yield each

    def parsed(document: Document) -> Reading:
        seen.parsed.append(document.path)
        return read_document(document)

    monkeypatch.setattr(FolderSource, "documents", opened)
    monkeypatch.setattr(readings_module, "read_document", parsed)
    return seen


def _write(folder: Path, name: str, text: str, day: int = LONG_AGO) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (day, day))


def _base(watched: Watched, *sources: SourceConfig, cache: Path | None = None) -> KnowledgeBase:
    return KnowledgeBase.open(Config(sources=sources), cache=cache, clock=lambda: watched.now)


def _later(watched: Watched) -> None:
    """Files are trusted by their stamps when these are two seconds old."""
    watched.now = datetime(2126, 1, 1, tzinfo=UTC)


def _titles(base: KnowledgeBase) -> list[str]:
    return [post.title for post in base.posts]


def _folder(path: Path, *names: str) -> SourceConfig:
    for name in names:
        _write(path, f"{name}.md", f"# {name.title()}\n\nAll about {name} and nothing else.")
    return SourceConfig(folder=path)


def test_without_a_change_the_snapshot_stays_the_very_same(tmp_path: Path, watched: Watched) -> None:
    base = _base(watched, _folder(tmp_path / "a", "owls", "cats"))
    before = base._snapshot
    watched.take()
    base.reload()
    assert base._snapshot is before
    assert watched.take() == ([], [])


def test_only_what_changed_is_opened_and_parsed(tmp_path: Path, watched: Watched) -> None:
    base = _base(watched, _folder(tmp_path, "cats", "dogs", "owls"))
    _later(watched)
    _write(tmp_path, "new.md", "# New\n\nSomething new.")
    base.reload()
    watched.take()
    _write(tmp_path, "dogs.md", "# Hounds\n\nAll about hounds.")
    base.reload()
    assert watched.take() == (["dogs.md"], ["dogs.md"])
    assert _titles(base) == ["Cats", "Hounds", "New", "Owls"]


def test_a_file_that_was_only_touched_changes_nothing(tmp_path: Path, watched: Watched) -> None:
    base = _base(watched, _folder(tmp_path, "cats", "dogs"))
    before = base._snapshot
    watched.take()
    os.utime(tmp_path / "cats.md", (LONG_AGO + 9, LONG_AGO + 9))
    base.reload()
    assert base._snapshot is before
    assert watched.take()[1] == []


def test_a_young_stamp_is_not_trusted(tmp_path: Path, watched: Watched) -> None:
    """Two changes within the grain of the file system's clock leave one stamp."""
    config = _folder(tmp_path, "cats")
    watched.now = datetime.now(UTC)
    readings = Readings(lambda: watched.now)
    first = readings.read([config])
    assert readings.read([config]) == first
    assert watched.take() == (["cats.md", "cats.md"], ["cats.md"])
    _later(watched)
    readings.read([config])
    watched.take()
    assert readings.read([config]) == first
    assert watched.take() == ([], [])


def test_another_setting_makes_the_documents_be_read_again(tmp_path: Path, watched: Watched) -> None:
    readings = Readings()
    readings.read([_folder(tmp_path, "cats")])
    watched.take()
    readings.read([SourceConfig(folder=tmp_path, title_weight=2)])
    assert watched.take() == (["cats.md"], ["cats.md"])


def test_a_deleted_post_is_gone(tmp_path: Path, watched: Watched) -> None:
    base = _base(watched, _folder(tmp_path, "cats", "dogs"))
    (tmp_path / "cats.md").unlink()
    base.reload()
    assert _titles(base) == ["Dogs"]
    assert base.problems == ()


def test_a_source_that_fails_keeps_its_posts_and_says_since_when(tmp_path: Path, watched: Watched) -> None:
    one, other = _folder(tmp_path / "one", "cats"), _folder(tmp_path / "other", "dogs")
    base = _base(watched, one, other)
    shutil.rmtree(tmp_path / "one")
    _write(tmp_path / "other", "owls.md", "# Owls\n\nOwls hunt at night.")
    base.reload()
    assert _titles(base) == ["Cats", "Dogs", "Owls"]
    (problem,) = base.problems
    assert problem.what == (
        f"source 'one': {tmp_path / 'one'} is neither a folder nor a document, since 2026-03-04 05:06; "
        "its posts are kept as they were"
    )
    assert (problem.path, problem.kept) == (str(tmp_path / "one"), True)
    assert base.stats.problems == 1


def test_the_moment_stays_while_a_source_fails_and_so_does_the_snapshot(tmp_path: Path, watched: Watched) -> None:
    base = _base(watched, _folder(tmp_path / "one", "cats"), _folder(tmp_path / "other", "dogs"))
    (tmp_path / "one").rename(tmp_path / "away")
    base.reload()
    failing = base._snapshot
    _later(watched)
    base.reload()
    assert base._snapshot is failing
    (tmp_path / "away").rename(tmp_path / "one")
    base.reload()
    assert base.stats.problems == 0
    (tmp_path / "one").rename(tmp_path / "away")
    base.reload()
    (problem,) = base.problems
    assert "since 2126-01-01" in problem.what


def test_the_only_source_may_fail_too(tmp_path: Path, watched: Watched) -> None:
    base = _base(watched, _folder(tmp_path / "one", "cats"))
    shutil.rmtree(tmp_path / "one")
    base.reload()
    assert _titles(base) == ["Cats"]
    assert base.stats.problems == 1


def test_at_first_a_source_that_fails_is_a_problem_beside_one_that_does_not(tmp_path: Path, watched: Watched) -> None:
    missing = SourceConfig(folder=tmp_path / "missing")
    with pytest.raises(SourceError, match="missing"):
        _base(watched, missing)
    base = _base(watched, missing, _folder(tmp_path / "other", "dogs"))
    assert _titles(base) == ["Dogs"]
    (problem,) = base.problems
    assert problem.what.endswith("is neither a folder nor a document, since 2026-03-04 05:06")
    assert not problem.kept
    _folder(tmp_path / "missing", "cats")
    base.reload()
    assert (_titles(base), base.problems) == (["Cats", "Dogs"], ())


def test_an_empty_folder_that_was_full_keeps_its_posts(tmp_path: Path, watched: Watched) -> None:
    source = _folder(tmp_path / "one", "cats", "dogs")
    base = _base(watched, source)
    for name in ("cats.md", "dogs.md"):
        (tmp_path / "one" / name).unlink()
    base.reload()
    assert _titles(base) == ["Cats", "Dogs"]
    (problem,) = base.problems
    assert "nothing is left of its 2 documents, since 2026-03-04 05:06" in problem.what
    assert problem.mend == "If they are meant to be gone, restart, or take the source out of the configuration."
    with pytest.raises(EmptyCorpusError):
        _base(watched, source)
    _write(tmp_path / "one", "owls.md", "# Owls\n\nOwls hunt at night.")
    base.reload()
    assert (_titles(base), base.problems) == (["Owls"], ())


def test_a_folder_without_posts_may_become_empty(tmp_path: Path, watched: Watched) -> None:
    _write(tmp_path / "one", "empty.md", "")
    base = _base(watched, SourceConfig(folder=tmp_path / "one"), _folder(tmp_path / "other", "dogs"))
    assert base.stats.problems == 1
    (tmp_path / "one" / "empty.md").unlink()
    base.reload()
    assert base.problems == ()


def test_what_cannot_be_read_half_way_is_kept_where_it_stood(
    tmp_path: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = _base(watched, _folder(tmp_path, "a/bees", "b/cats", "b/dogs", "c/eels", "f"))
    (tmp_path / "a" / "bees.md").unlink()
    scan, read = os.scandir, Path.read_bytes

    def refused(path: Path) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    def unread(path: Path) -> bytes:
        if path.name == "f.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    with monkeypatch.context() as patched:
        patched.setattr("knowledge.sources.folder.os.scandir", refused)
        patched.setattr(Path, "read_bytes", unread)
        os.utime(tmp_path / "f.md", (LONG_AGO + 9, LONG_AGO + 9))
        base.reload()
    assert _titles(base) == ["B/Cats", "B/Dogs", "C/Eels", "F"]
    assert [problem.path for problem in base.problems] == ["b", "f.md", str(tmp_path)]
    assert base.problems[-1].what == f"source '{tmp_path.name}': cannot be read whole since 2026-03-04 05:06"
    assert base.problems[-1].mend.startswith("3 documents that may be there still are kept.")
    base.reload()
    assert (_titles(base), base.problems) == (["B/Cats", "B/Dogs", "C/Eels", "F"], ())


def test_one_document_that_is_kept_is_said_to_be_one(
    tmp_path: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = _base(watched, _folder(tmp_path, "cats", "dogs"))
    read = Path.read_bytes

    def unread(path: Path) -> bytes:
        if path.name == "cats.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", unread)
    os.utime(tmp_path / "cats.md", (LONG_AGO + 9, LONG_AGO + 9))
    base.reload()
    assert _titles(base) == ["Cats", "Dogs"]
    assert base.problems[-1].mend.startswith("1 document that may be there still is kept.")


def test_documents_of_one_path_are_told_apart(tmp_path: Path) -> None:
    """Names of no encoding may be shown alike."""
    for name in (b"\xff.md", b"\xfe.md"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(f"# {name!r}\n\nA post.")
    readings = Readings()
    config = SourceConfig(folder=tmp_path)
    first, again = readings.read([config]), readings.read([config])
    assert first == again
    assert len(first.sources[0].readings) == 2


@pytest.mark.parametrize("saved", [False, True])
def test_posts_of_a_saved_snapshot_are_kept_too(tmp_path: Path, watched: Watched, *, saved: bool) -> None:
    cache = tmp_path / "cache" if saved else None
    sources = _folder(tmp_path / "one", "cats"), _folder(tmp_path / "other", "dogs")
    _base(watched, *sources, cache=cache)
    base = _base(watched, *sources, cache=cache)
    shutil.rmtree(tmp_path / "one")
    base.reload()
    assert _titles(base) == ["Cats", "Dogs"]
    assert base.stats.problems == 1
    files = list(cache.iterdir()) if cache else []
    content = [file.read_bytes() for file in files]
    base.reload()
    assert [file.read_bytes() for file in files] == content  # what is kept in memory is not saved


def test_a_configuration_file_whose_folder_is_gone_keeps_its_posts(posts: Posts, tmp_path: Path) -> None:
    posts.write({"cats.md": "# Cats\n\nAll about cats."})
    other = _folder(tmp_path / "other", "dogs").where
    file = tmp_path / "commonplace.yaml"
    file.write_text(f"sources:\n  - folder: posts\n  - folder: {other}\n")
    for cache in (None, tmp_path / "cache", tmp_path / "cache"):
        base = KnowledgeBase.open_file(file, cache=cache)
        posts.folder.rename(tmp_path / "away")
        base.reload()
        assert (_titles(base), base.stats.problems) == (["Cats", "Dogs"], 1)
        (tmp_path / "away").rename(posts.folder)
    posts.folder.rename(tmp_path / "away")
    with pytest.raises(ConfigError, match="does not exist"):
        KnowledgeBase.open_file(file)
    file.write_text(f"{file.read_text()}\n")
    with pytest.raises(ConfigError, match="does not exist"):
        base.reload()
    assert _titles(base) == ["Cats", "Dogs"]


def test_posts_of_another_configuration_are_not_kept(posts: Posts, tmp_path: Path) -> None:
    posts.write({"cats.md": "# Cats\n\nAll about cats."})
    _folder(tmp_path / "other", "dogs")
    file = tmp_path / "commonplace.yaml"
    file.write_text("sources:\n  - folder: posts\n")
    base = KnowledgeBase.open_file(file)
    file.write_text("sources:\n  - {folder: posts, exclude: ['*']}\n  - folder: other\n")
    base.reload()
    assert _titles(base) == ["Dogs"]
    assert base.problems == ()


def test_a_configuration_that_is_broken_is_an_error_and_everything_stays(posts: Posts, tmp_path: Path) -> None:
    posts.write({"cats.md": "# Cats\n\nAll about cats."})
    file = tmp_path / "commonplace.yaml"
    file.write_text("sources:\n  - folder: posts\n")
    base = KnowledgeBase.open_file(file)
    before = base._snapshot
    file.write_text("sources: 3")
    with pytest.raises(ConfigError):
        base.reload()
    assert base._snapshot is before


def test_what_fell_off_a_feed_is_kept(tmp_path: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(rss("cats", "ants"))
    source = SourceConfig(feed=str(feed))
    base = _base(watched, source, cache=tmp_path / "cache")
    feed.write_text(rss("eels", "dogs", "cats"))
    base.reload()
    assert (_titles(base), base.problems) == (["Eels", "Dogs", "Cats", "Ants"], ())
    feed.write_text(rss("owls"))
    base.reload()
    base.reload()
    assert _titles(base) == ["Owls", "Eels", "Dogs", "Cats", "Ants"]
    monkeypatch.setattr(readings_module, "_MOST_FALLEN", 2)
    feed.write_text(rss("zebras", "owls"))
    base.reload()
    assert _titles(base) == ["Zebras", "Owls", "Eels", "Dogs"]
    assert _titles(_base(watched, source, cache=tmp_path / "cache")) == ["Zebras", "Owls"]


def test_a_feed_that_is_empty_or_broken_loses_nothing(tmp_path: Path, watched: Watched) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(rss("cats"))
    base = _base(watched, SourceConfig(feed=str(feed)))
    for broken in (rss(), "no feed"):
        feed.write_text(broken)
        base.reload()
        assert _titles(base) == ["Cats"]
        assert "since 2026-03-04" in base.problems[-1].what


def _page(site: Site, name: str) -> None:
    site.pages[f"/{name}"] = html(name.title(), f"All about {name}, and about nothing else at all in the whole world.")


def _sitemap(site: Site, *names: str) -> str:
    urls = "".join(f"<url><loc>{site.url}/{name}</loc></url>" for name in names)
    return f"<urlset>{urls}</urlset>"


@pytest.mark.parametrize(("status", "stays"), [(503, True), (429, True), (404, False), (410, False)])
def test_a_page_that_does_not_answer_is_not_gone(site: Site, watched: Watched, status: int, *, stays: bool) -> None:
    for name in ("cats", "dogs", "owls"):
        _page(site, name)
    site.pages["/sitemap.xml"] = _sitemap(site, "cats", "dogs", "owls")
    base = _base(watched, SourceConfig(site=f"{site.url}/sitemap.xml", allow_private=True, delay=0))
    site.pages["/cats"] = Answer(status=status)
    site.pages["/sitemap.xml"] = _sitemap(site, "cats", "dogs")
    base.reload()
    assert _titles(base) == (["Cats", "Dogs", "Owls"] if stays else ["Dogs"])
    assert len(base.problems) == (2 if stays else 1)


def test_a_sitemap_below_that_fails_loses_no_pages(site: Site, watched: Watched) -> None:
    for name in ("cats", "dogs"):
        _page(site, name)
        site.pages[f"/{name}.xml"] = _sitemap(site, name)
    below = "".join(f"<sitemap><loc>{site.url}/{name}.xml</loc></sitemap>" for name in ("cats", "dogs"))
    site.pages["/sitemap.xml"] = f"<sitemapindex>{below}</sitemapindex>"
    base = _base(watched, SourceConfig(site=f"{site.url}/sitemap.xml", allow_private=True, delay=0))
    site.pages["/dogs.xml"] = "half of it"
    base.reload()
    assert _titles(base) == ["Cats", "Dogs"]
    site.pages.clear()
    base.reload()
    assert _titles(base) == ["Cats", "Dogs"]


def test_the_same_paths_may_hold_drafts_and_problems(tmp_path: Path, watched: Watched) -> None:
    config = _folder(tmp_path, "cats")
    _write(tmp_path, "draft.md", "---\ndraft: true\n---\nSoon.")
    base = _base(watched, config)
    assert base.stats.drafts == 1
    _later(watched)
    (tmp_path / "draft.md").unlink()
    base.reload()
    assert base.stats.drafts == 0


@pytest.mark.parametrize("change", ["glossary", "reader"])
def test_what_else_an_index_hangs_on_makes_it_anew(tmp_path: Path, change: str) -> None:
    glossary = tmp_path / "words.yaml"
    glossary.write_text("two_way:\n  - [kitten, cats]\n")
    config = Config(sources=(_folder(tmp_path / "one", "cats"),), glossary=glossary)
    base = KnowledgeBase.open(config)
    before = base._snapshot
    if change == "glossary":
        glossary.write_text("two_way:\n  - [kitty, cats]\n")
        base.reload()
        assert base.search("kitty").added == ("cats",)
    else:
        base.reload("https://reader.example")
        assert str(base.posts[0].url).startswith("https://reader.example")
    assert base._snapshot is not before


def test_what_changed_gives_what_reading_all_would_give(tmp_path: Path, watched: Watched) -> None:
    shared = "Every retrospective ends with an owner and a due date for each action, or we might as well not have met."
    source = _folder(tmp_path, *(f"post{number}" for number in range(8)))
    for number in range(3):
        _write(tmp_path, f"more{number}.md", f"# More {number}\n\n{shared}\n\nWell, {number}.")
    base = _base(watched, source)
    for text in (
        f"# Three\n\n{shared.replace('each', 'every single')}\n\nBye.",
        f"# Four\n\n{shared}",
        "# Five\n\nNone.",
    ):
        _write(tmp_path, "more1.md", text, LONG_AGO + len(text))
        (tmp_path / f"post{len(text) % 8}.md").unlink(missing_ok=True)
        base.reload()
        fresh = _base(watched, source)
        assert base.fingerprint == fresh.fingerprint
        assert base.stats == fresh.stats
        for question in ("retrospective owner", "post3", "bye"):
            assert base.search(question) == fresh.search(question)

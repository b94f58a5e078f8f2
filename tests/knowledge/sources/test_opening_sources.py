"""Sources of every kind, read into a corpus and opened as a knowledge base."""

import subprocess
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.corpus import read_corpus
from knowledge.errors import EmptyCorpusError
from tests.knowledge.serving import Site, html
from tests.knowledge.sources.test_archive import packed
from tests.knowledge.sources.test_exports import item, wxr

TEXT = "A rollback takes one command, and everybody on call may run it without asking anybody else."


def test_drafts_that_a_source_knows_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(wxr(item(f"<p>{TEXT}</p>"), item(status="draft")))
    corpus = read_corpus([SourceConfig(archive=tmp_path / "a.xml")])
    assert (len(corpus.posts), corpus.drafts) == (1, 1)


def test_an_archive_is_saved_until_it_changes(tmp_path: Path) -> None:
    archive, cache = tmp_path / "export.zip", tmp_path / "cache"
    archive.write_bytes(packed({"a.md": f"# A\n\n{TEXT}"}))
    config = Config(sources=(SourceConfig(archive=archive),))
    assert KnowledgeBase.open(config, cache=cache).stats.posts == 1
    assert len(list(cache.iterdir())) == 1
    archive.write_bytes(packed({"a.md": f"# A\n\n{TEXT}", "b.md": f"# B\n\n{TEXT}"}))
    assert KnowledgeBase.open(config, cache=cache).stats.posts == 2


def test_what_is_fetched_is_kept_beside_the_saved_index(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = html("A", TEXT)
    source = SourceConfig(pages=(f"{site.url}/a",), allow_private=True, delay=0)
    for cache in (tmp_path, None):
        base = KnowledgeBase.open(Config(sources=(source,)), cache=cache)
        assert base.posts[0].url == f"{site.url}/a"
    assert sorted(path.suffix or path.name for path in tmp_path.iterdir()) == [".snapshot", "fetched"]


def test_a_reload_reads_a_repository_anew(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    git = ("git", "-c", "user.name=Ann", "-c", "user.email=a@x.example", "-C", str(folder))

    def commit(text: str) -> None:
        (folder / "a.md").write_text(text)
        subprocess.run([*git, "add", "a.md"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", "Change"], check=True)

    try:
        subprocess.run([*git, "init", "--quiet"], check=True)
    except OSError:
        pytest.skip("git is not installed")
    commit(f"# A\n\n{TEXT}")
    path = tmp_path / "commonplace.yaml"
    path.write_text("sources: [{git: docs}]\n")
    base = KnowledgeBase.open_file(path, cache=tmp_path / "cache")
    assert [post.title for post in base.posts] == ["A"]
    commit(f"# B\n\n{TEXT}")
    base.reload()
    assert [post.title for post in base.posts] == ["B"]


def test_an_empty_corpus_names_the_places_of_all_kinds(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text('<rss version="2.0"><channel><title>B</title></channel></rss>')
    (tmp_path / "a.zip").write_bytes(packed({}))
    sources = (SourceConfig(feed=str(tmp_path / "feed.xml")), SourceConfig(archive=tmp_path / "a.zip"))
    with pytest.raises(EmptyCorpusError, match=r"in .*/feed\.xml, .*/a\.zip"):
        KnowledgeBase.open(Config(sources=sources))

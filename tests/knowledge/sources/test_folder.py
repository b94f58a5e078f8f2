import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.model import Document, Problem, Reading
from knowledge.sources import WatchedSource, open_source
from knowledge.sources.folder import is_excluded
from tests.knowledge.sources.reading import Found
from tests.knowledge.writing import Posts


def _read(folder: Path, exclude: Sequence[str] = ()) -> list[Found]:
    return list(open_source(SourceConfig(folder=folder, name="test", exclude=tuple(exclude))).documents())


def _paths(folder: Path, exclude: Sequence[str] = ()) -> list[str]:
    return [each.path for each in _read(folder, exclude) if not isinstance(each, Reading)]


def test_every_document_of_a_folder_and_those_below_is_read_in_order(posts: Posts) -> None:
    names = ["b.md", "a/z.markdown", "a/b/c.txt", "Z.MD", "a.mdown"]
    folder = posts.write(dict.fromkeys(names, "text"))
    assert _paths(folder) == ["Z.MD", "a/b/c.txt", "a/z.markdown", "a.mdown", "b.md"]


def test_a_document_is_read_as_it_is(posts: Posts) -> None:
    assert _read(posts.write({"a.md": b"\xff\0"})) == [Document("test", "a.md", b"\xff\0")]


def test_what_no_format_reads_is_passed_over(posts: Posts) -> None:
    assert _paths(posts.write(dict.fromkeys(["a.md", "LICENSE", "b.py", "c.md.bak", ".md"], "text"))) == ["a.md"]


@pytest.mark.parametrize("name", [".git/a.md", ".hidden.md", "x/node_modules/y/a.md", "x/.obsidian/a.md"])
def test_hidden_folders_and_packages_are_passed_over(posts: Posts, name: str) -> None:
    assert _paths(posts.write({name: "text", "a.md": "text"})) == ["a.md"]


@pytest.mark.parametrize(
    ("pattern", "path", "excluded"),
    [
        ("404.md", "404.md", True),
        ("404.md", "site/404.md", True),
        ("/404.md", "site/404.md", False),
        ("*.draft.md", "a/b.draft.md", True),
        ("drafts", "drafts/a.md", True),
        ("drafts/", "x/drafts/y/a.md", True),
        ("drafts/*", "drafts/a.md", True),
        ("drafts/**", "drafts/x/y/a.md", True),
        ("drafts/**", "drafts.md", False),
        ("**/old/*.md", "old/a.md", True),
        ("**/old/*.md", "x/y/old/a.md", True),
        ("docs/**/old/*.md", "docs/old/a.md", True),
        ("docs/**/old/*.md", "docs/x/y/old/a.md", True),
        ("docs/**/old/*.md", "docs/x/new/a.md", False),
        ("docs/*.md", "docs/x/a.md", False),
        ("[0-9]*.md", "x/404.md", True),
        ("DRAFTS", "drafts/a.md", False),
        ("", "a.md", False),
        ("/", "a.md", False),
    ],
)
def test_a_pattern_means_documents_and_folders(posts: Posts, pattern: str, path: str, *, excluded: bool) -> None:
    folder = posts.write({path: "text", "kept.md": "text"})
    assert _paths(folder, [pattern]) == sorted(["kept.md"] if excluded else ["kept.md", path])


def test_a_pattern_of_folders_alone_means_all() -> None:
    assert is_excluded(["a", "b.md"], "**")


def test_a_source_may_be_one_document(posts: Posts) -> None:
    folder = posts.write({"page.txt": "text"})
    assert _read(folder / "page.txt") == [Document("test", "page.txt", b"text")]


def test_a_document_that_no_format_reads_is_a_problem_of_the_corpus(posts: Posts) -> None:
    posts.write({"page.pdf": "text"})
    (problem,) = Posts(posts.folder / "page.pdf").corpus({}).problems
    assert "no format" in problem.what
    assert not problem.kept


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="neither a folder nor a document") as caught:
        _read(tmp_path / "nowhere")
    assert caught.value.source == "test"


def test_an_empty_folder_holds_no_documents(tmp_path: Path) -> None:
    assert _read(tmp_path) == []


def test_links_inside_the_folder_are_followed_to_documents_and_not_to_folders(posts: Posts) -> None:
    folder = posts.write({"a.md": "text", "b/c.md": "text"})
    (folder / "loop").symlink_to(folder)
    (folder / "round.md").symlink_to("round.md")
    (folder / "other").symlink_to(folder / "b")
    (folder / "link.md").symlink_to(folder / "a.md")
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    assert _read(folder) == [Document("test", path, b"text") for path in ("a.md", "b/c.md", "link.md")]


def test_links_out_of_the_folder_are_problems(posts: Posts, tmp_path: Path) -> None:
    folder = posts.write({"a.md": "text"})
    (tmp_path / "outside.md").write_text("text")
    (tmp_path / "outside.png").write_text("text")
    (folder / "link.md").symlink_to(tmp_path / "outside.md")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "up").symlink_to(tmp_path)
    found = {each.path: each for each in _read(folder) if not isinstance(each, Reading)}
    assert list(found) == ["a.md", "link.md", "up"]
    for name in ("link.md", "up"):
        problem = found[name]
        assert isinstance(problem, Problem)
        assert "outside of the folder" in problem.what
        assert not problem.kept


def test_a_document_that_is_too_large_is_a_problem(posts: Posts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.sources.folder.LARGEST", 3_000_000)
    (problem, other) = _read(posts.write({"a.md": b"x" * 3_000_001, "b.md": b"x" * 3_000_000}))
    assert isinstance(problem, Problem)
    assert problem.what == "is 3 MB large; a document may have 3 MB"
    assert isinstance(other, Document)


def test_what_is_neither_a_document_nor_a_folder_is_passed_over(posts: Posts) -> None:
    folder = posts.write({"a.md": "text", "folder.md/b.md": "text"})
    os.mkfifo(folder / "pipe.md")
    assert _paths(folder) == ["a.md", "folder.md/b.md"]


def _refuse(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let nobody read what is called so (the account of a test may be one that reads everything)."""
    scan, read = os.scandir, Path.read_bytes

    def _scan(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    def _read(path: Path) -> bytes:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(os, "scandir", _scan)
    monkeypatch.setattr(Path, "read_bytes", _read)


@pytest.mark.parametrize(("name", "path"), [("secret.md", "secret.md"), ("secret", "secret")])
def test_what_may_not_be_read_is_a_problem_and_the_rest_goes_on(
    posts: Posts, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    folder = posts.write({"a.md": "text", "secret.md": "text", "secret/b.md": "text", "z.md": "text"})
    _refuse(monkeypatch, name)
    problems = [each for each in _read(folder) if isinstance(each, Problem)]
    assert [(problem.path, problem.kept) for problem in problems] == [(path, False)]
    assert "Permission denied" in problems[0].what
    assert {"a.md", "z.md"} < set(_paths(folder))


def test_a_source_that_may_not_be_read_at_all_is_an_error(posts: Posts, monkeypatch: pytest.MonkeyPatch) -> None:
    _refuse(monkeypatch, "posts")
    with pytest.raises(SourceError, match="Permission denied"):
        _read(posts.folder)


def test_a_name_that_is_no_utf_8_can_be_shown_and_linked(posts: Posts) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(posts.folder) + b"/\xff.md"))).write_text("# !\n\nText.")
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    corpus = posts.corpus({}, base_url="https://x.example")
    assert corpus.posts[0].path == "�.md"
    assert str(corpus.posts[0].url).isascii()


def _watched(folder: Path, exclude: Sequence[str] = ()) -> list[str]:
    source = open_source(SourceConfig(folder=folder, name="test", exclude=tuple(exclude)))
    assert isinstance(source, WatchedSource)
    return [Path(path).relative_to(folder).as_posix() for path in source.watched()]


def test_documents_and_their_folders_are_watched_and_what_is_passed_over_is_not(posts: Posts) -> None:
    folder = posts.write(dict.fromkeys(["a.md", "b/c.md", ".git/d.md", "drafts/e.md"], "text"))
    assert _watched(folder, ["drafts"]) == [".", "a.md", "b", "b/c.md"]


def test_a_source_of_one_document_watches_that(posts: Posts) -> None:
    assert _watched(posts.write({"a.md": "text"}) / "a.md") == ["."]


def test_a_folder_that_may_not_be_read_is_watched_without_what_it_holds(
    posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = posts.write({"a.md": "text", "secret/b.md": "text"})
    _refuse(monkeypatch, "secret")
    assert _watched(folder) == [".", "a.md", "secret"]

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.errors import SourceError
from knowledge.model import Document
from knowledge.sources import WatchedSource
from knowledge.sources.git import GitSource
from tests.knowledge.sources.reading import documents, problems, read_all

if shutil.which("git") is None:
    pytest.skip("git is not installed", allow_module_level=True)

QUIET = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@x.example", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=folder, env=QUIET, check=True, capture_output=True)


def _commit(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    _git(folder, "add", "--all")
    _git(folder, "commit", "--message", "Change")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "team docs"
    folder.mkdir()
    _git(folder, "init")
    _commit(folder, "a.md", "one")
    return folder


def test_a_repository_is_cloned_and_read(repository: Path) -> None:
    assert read_all(git=str(repository)) == [Document("test", "a.md", b"one")]


def test_a_clone_is_kept_and_brought_up_to_date(repository: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    read_all(cache, git=str(repository))
    (clone,) = (cache / "git").iterdir()
    (clone / "left.md").write_text("over")
    _commit(repository, "a.md", "two")
    _commit(repository, "b.md", "new")
    assert documents(read_all(cache, git=str(repository))) == {"a.md": "two", "b.md": "new"}
    assert list((cache / "git").iterdir()) == [clone]


def test_history_is_rewritten_and_read_all_the_same(repository: Path, tmp_path: Path) -> None:
    read_all(tmp_path, git=str(repository))
    (repository / "a.md").write_text("rewritten")
    _git(repository, "commit", "--all", "--amend", "--message", "Other")
    assert documents(read_all(tmp_path, git=str(repository))) == {"a.md": "rewritten"}


def test_a_branch_and_a_folder_inside_can_be_named(repository: Path, tmp_path: Path) -> None:
    _git(repository, "checkout", "-b", "next")
    _commit(repository, "docs/b.md", "inside")
    _commit(repository, "docs/old/c.md", "old")
    _git(repository, "checkout", "main")
    found = read_all(tmp_path, git=str(repository), branch="next", path="docs", exclude=["old"])
    assert documents(found) == {"b.md": "inside"}
    _git(repository, "checkout", "next")
    _commit(repository, "docs/b.md", "later")
    _git(repository, "checkout", "main")
    assert documents(read_all(tmp_path, git=str(repository), branch="next", path="docs"))["b.md"] == "later"


def test_a_repository_that_has_gone_is_read_as_it_was(repository: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    read_all(cache, git=str(repository))
    repository.rename(tmp_path / "elsewhere")
    found = read_all(cache, git=str(repository))
    assert documents(found) == {"a.md": "one"}
    (problem,) = problems(found)
    assert "cannot be fetched" in problem
    assert "read as of 20" in problem
    assert "(kept)" in problem


def test_a_damaged_clone_is_made_anew(repository: Path, tmp_path: Path) -> None:
    read_all(tmp_path, git=str(repository))
    (clone,) = (tmp_path / "git").iterdir()
    (clone / ".git" / "index.lock").write_text("")
    _commit(repository, "a.md", "two")
    assert documents(read_all(tmp_path, git=str(repository))) == {"a.md": "two"}


def test_a_link_out_of_the_repository_is_a_problem(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (repository / "link.md").symlink_to(tmp_path / "secret.md")
    _commit(repository, "b.md", "text")
    found = read_all(git=str(repository))
    assert list(documents(found)) == ["a.md", "b.md"]
    assert "outside of the folder" in problems(found)[0]


def test_no_clone_is_left_without_a_cache(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    read_all(git=str(repository))
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        (
            {"branch": "nowhere"},
            "cannot be cloned: Remote branch nowhere not found in upstream origin. Check the address",
        ),
        ({"path": "nowhere"}, "has no folder nowhere"),
    ],
)
def test_what_is_not_there_is_an_error(repository: Path, settings: dict[str, str], what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read_all(git=str(repository), **settings)


def test_an_error_names_the_address_without_its_credentials(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_all(tmp_path, git="http://ann:secret@127.0.0.1:9/docs.git")
    assert "http://127.0.0.1:9/docs.git cannot be cloned" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert list((tmp_path / "git").iterdir()) == []


def _pretend(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put another git before the real one."""
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_git_does_not_ask_and_gets_no_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    said = tmp_path / "said"
    _pretend(tmp_path / "bin", f'printf "%s\\n" "$@" "$GIT_TERMINAL_PROMPT" "<$GIT_DIR>" > {said}; exit 1', monkeypatch)
    with pytest.raises(SourceError, match="git failed"):
        read_all(tmp_path, git="ssh://git@x.example/$(touch x).git")
    lines = said.read_text().splitlines()
    assert lines[:2] == ["-c", "protocol.ext.allow=never"]
    assert {"clone", "--depth", "--filter=blob:none", "--no-tags", "--single-branch"} < set(lines)
    assert "ssh://git@x.example/$(touch x).git" in lines
    assert lines[-2:] == ["0", "<>"]


def test_the_last_words_of_git_are_those_that_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(tmp_path / "bin", 'echo "Cloning." >&2; echo "just so" >&2; exit 1', monkeypatch)
    with pytest.raises(SourceError, match="cannot be cloned: just so"):
        read_all(tmp_path, git="https://x.example/docs.git")


def test_there_is_a_limit_to_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pretend(tmp_path / "bin", "sleep 60 & wait", monkeypatch)
    with pytest.raises(SourceError, match=r"takes longer than 0\.2 seconds"):
        list(GitSource("test", "https://x.example/docs.git", clones=tmp_path, seconds=0.2).documents())


def test_without_git_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="git cannot be run"):
        read_all(tmp_path, git="https://x.example/docs.git")


def test_a_repository_is_not_watched(tmp_path: Path) -> None:
    assert not isinstance(GitSource("test", str(tmp_path)), WatchedSource)


def test_a_start_from_what_is_saved_needs_no_repository(repository: Path, tmp_path: Path) -> None:
    config = Config(sources=(SourceConfig(git=str(repository), exclude=("a.md",)),))
    _commit(repository, "b.md", "# Two\n\nSaid twice.")
    KnowledgeBase.open(config, cache=tmp_path / "cache")
    repository.rename(tmp_path / "away")
    base = KnowledgeBase.open(config, cache=tmp_path / "cache")
    assert ([post.path for post in base.posts], base.problems) == (["b.md"], ())
    base.reload()
    assert [post.path for post in base.posts] == ["b.md"]
    assert "cannot be fetched" in base.problems[0].what
    (tmp_path / "away").rename(repository)
    _commit(repository, "c.md", "# Three\n\nSaid three times.")
    base.reload()
    assert ([post.path for post in base.posts], base.problems) == (["b.md", "c.md"], ())

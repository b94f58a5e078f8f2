import os
from pathlib import Path

from knowledge.saved.watching import library, stamps, still_there, surroundings, unchanged


def test_what_stays_as_it_is_is_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text")
    assert unchanged(stamps([tmp_path, tmp_path / "a.md"]))


def test_a_changed_size_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("text")
    before = stamps([path])
    path.write_text("texts")
    os.utime(path, ns=(before[0][2], before[0][2]))
    assert not unchanged(before)


def test_a_changed_time_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("text")
    before = stamps([path])
    os.utime(path, ns=(before[0][2], before[0][2] + 1_000_000))
    assert not unchanged(before)


def test_a_new_document_changes_its_folder(tmp_path: Path) -> None:
    os.utime(tmp_path, ns=(1, 1))
    before = stamps([tmp_path])
    (tmp_path / "a.md").write_text("text")
    assert not unchanged(before)


def test_a_document_that_is_gone_or_comes_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    missing = stamps([path])
    assert unchanged(missing)
    path.write_text("text")
    there = stamps([path])
    assert not unchanged(missing)
    path.unlink()
    assert not unchanged(there)


def test_paths_are_kept_as_absolute(tmp_path: Path) -> None:
    assert all(Path(path).is_absolute() for path, *_ in stamps(["a.md", tmp_path]))


def test_the_librarys_own_code_is_watched_and_its_posts_are_not() -> None:
    names = ["/".join(path.replace(os.sep, "/").rsplit("/", 2)[1:]) for path in library()]
    assert {"knowledge/corpus.py", "formats/markdown.py"} <= set(names)
    assert not [name for name in names if name.startswith(("posts/", "__pycache__/"))]


def test_the_surroundings_name_the_packages_with_their_versions() -> None:
    assert any(name.lower().startswith("pystemmer-") for name in surroundings())


def test_files_that_were_written_anew_are_stamped_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("text")
    before = stamps([tmp_path, path])
    assert still_there(before) == before
    path.write_text("texts")
    assert still_there(before) == stamps([tmp_path, path]) != before


def test_where_a_file_has_come_or_gone_there_may_be_others(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("text")
    both, alone = stamps([tmp_path, path]), stamps([path])
    (tmp_path / "b.md").write_text("text")
    os.utime(tmp_path, ns=(1, 1))
    assert still_there(both) is None
    path.unlink()
    assert still_there(alone) is None

import io
import os
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.config import SourceConfig
from knowledge.errors import SourceError
from knowledge.model import Document
from knowledge.sources import WatchedSource, zipped
from knowledge.sources.archive import open_source
from knowledge.sources.zipped import EntryError, Held, opened
from tests.knowledge.sources.reading import documents, problems, read_all


def packed(entries: Mapping[str, str | bytes], **settings: int) -> bytes:
    """A zip of these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = settings.get("attributes", 0o644) << 16
            archive.writestr(info, content)
    return file.getvalue()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "export.zip"


def test_documents_of_an_archive_are_read(archive: Path) -> None:
    archive.write_bytes(packed({"a.md": "one", "b/c.md": "two", "b/": "", "d.png": "no", "e.json": "{}"}))
    assert read_all(archive=archive) == [Document("test", "a.md", b"one"), Document("test", "b/c.md", b"two")]


def test_what_is_hidden_or_excluded_is_passed_over(archive: Path) -> None:
    archive.write_bytes(packed({".x/a.md": "no", "__MACOSX/b.md": "no", "old/c.md": "no", "d.md": "yes"}))
    assert documents(read_all(archive=archive, exclude=["old"])) == {"d.md": "yes"}


def test_archives_in_an_archive_are_read(archive: Path) -> None:
    inner = packed({"a.md": "one"})
    other = packed({"b.md": "two", "deeper.zip": packed({"c.md": "three", "deepest.zip": packed({"d.md": "no"})})})
    archive.write_bytes(packed({"Part-1.zip": inner, "Part-2.zip": other, "broken.zip": b"no zip"}))
    found = read_all(archive=archive)
    assert documents(found) == {"a.md": "one", "b.md": "two", "c.md": "three"}
    assert [each.split(":")[0] for each in problems(found)] == ["deepest.zip", "broken.zip"]
    assert "archive in an archive in an archive" in problems(found)[0]


@pytest.mark.parametrize("name", ["/a.md", "../a.md", "x/../../a.md", "C:/a.md", "..\\a.md", "\\a.md"])
def test_names_that_lead_out_are_refused_and_the_rest_is_read(archive: Path, name: str) -> None:
    archive.write_bytes(packed({name: "evil", "b.md": "good"}))
    found = read_all(archive=archive)
    assert documents(found) == {"b.md": "good"}
    assert "leads out of the archive (left out)" in problems(found)[0]
    assert problems(found)[0].startswith(name)


def test_links_are_refused(archive: Path) -> None:
    archive.write_bytes(packed({"a.md": "/etc/passwd"}, attributes=stat.S_IFLNK | 0o777))
    found = read_all(archive=archive)
    assert documents(found) == {}
    assert "a.md:1: is a link" in problems(found)[0]


def test_locked_entries_are_refused(archive: Path) -> None:
    content = bytearray(packed({"a.md": "locked"}))
    directory = content.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, directory + 8)[0]
    struct.pack_into("<H", content, directory + 8, flags | 1)
    archive.write_bytes(content)
    assert "a.md:1: is encrypted" in problems(read_all(archive=archive))[0]


def test_bombs_are_refused(archive: Path) -> None:
    archive.write_bytes(packed({"a.md": b"0" * 3_000_000, "b.md": b"0" * 900_000}))
    found = read_all(archive=archive)
    assert list(documents(found)) == ["b.md"]
    assert "a.md:1: would unpack to more than 200 times its size" in problems(found)[0]


def test_an_archive_may_hold_so_much_and_no_more(archive: Path) -> None:
    archive.write_bytes(packed({"a.md": "x" * 60, "b.zip": b"x" * 60, "c.md": "x" * 60, "d.md": "x" * 30}))
    held = Held(size=100)
    with opened(archive, held):
        assert [entry.path for entry in held.entries] == ["a.md", "d.md"]
        assert [problem.path for problem in held.problems] == ["b.zip", "c.md"]
    assert "more than is left of what an archive may hold" in held.problems[0].what


def test_an_archive_may_hold_so_many_entries_and_no_more(archive: Path) -> None:
    archive.write_bytes(packed({f"{number}.md": "x" for number in range(5)}))
    held = Held(count=3)
    with opened(archive, held):
        assert len(held.entries) == 3
    (problem,) = held.problems
    assert (problem.path, "the rest is left out" in problem.what) == ("3.md", True)


def test_a_damaged_entry_is_a_problem_and_the_rest_is_read(archive: Path) -> None:
    content = bytearray(packed({"a.md": "x" * 50, "b.md": "good"}))
    content[content.index(b"a.md") + 4] ^= 0xFF
    archive.write_bytes(content)
    found = read_all(archive=archive)
    assert documents(found) == {"b.md": "good"}
    assert "a.md:1: cannot be read" in problems(found)[0]


def test_a_damaged_archive_is_an_error(archive: Path) -> None:
    archive.write_bytes(packed({"a.md": "text"})[:40])
    with pytest.raises(SourceError, match=r"export\.zip cannot be read: it is no zip archive, or only a part of one"):
        read_all(archive=archive)


def test_an_unpacked_archive_is_read_like_a_packed_one(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / ".hidden").mkdir(parents=True)
    (folder / "b").mkdir()
    for name in ("a.md", "b/c.md", ".hidden/d.md", "e.png"):
        (folder / name).write_text(name)
    (folder / "link.md").symlink_to(folder / "a.md")
    (folder / "link-to-folder").symlink_to(folder)
    (folder / "dangling.md").symlink_to("nowhere")
    found = read_all(archive=folder)
    assert list(documents(found)) == ["a.md", "b/c.md"]
    assert [each.split(":")[0] for each in problems(found)] == ["dangling.md", "link.md"]


def test_what_is_no_document_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "a.md").write_text("text")
    assert documents(read_all(archive=tmp_path)) == {"a.md": "text"}


def test_an_entry_that_goes_meanwhile_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("text")
    (tmp_path / "b.md").write_text("text")
    read = zipped._read_file

    def gone(path: Path) -> bytes:
        return read(path.with_name("gone") if path.name == "a.md" else path)

    monkeypatch.setattr(zipped, "_read_file", gone)
    found = read_all(archive=tmp_path)
    assert list(documents(found)) == ["b.md"]
    assert "a.md:1: cannot be read: No such file" in problems(found)[0]


def test_an_archive_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="cannot be read"), opened(tmp_path / "nowhere.zip", Held()):
        pass


def test_an_archive_is_watched(archive: Path, tmp_path: Path) -> None:
    archive.write_bytes(packed({"a.md": "text"}))
    source = open_source(SourceConfig(archive=archive))
    assert isinstance(source, WatchedSource)
    assert list(source.watched()) == [str(archive)]
    folder = open_source(SourceConfig(archive=tmp_path))
    assert list(folder.watched()) == [str(tmp_path), str(archive)]

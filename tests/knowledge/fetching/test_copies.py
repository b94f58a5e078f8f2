from pathlib import Path

import pytest

from knowledge.fetching.copies import Copies, Copy

COPY = Copy("https://x.example/a", "text/html", "2024-12-05", b"line\nline\n", etag='"1"', modified="then")


def test_a_copy_comes_back_as_it_was(tmp_path: Path) -> None:
    Copies(tmp_path).keep("https://x.example/", COPY)
    assert Copies(tmp_path).find("https://x.example/") == COPY
    assert Copies(tmp_path).find("https://x.example/b") is None
    assert len(list((tmp_path / "fetched").iterdir())) == 1


def test_a_copy_says_how_to_ask_after_it() -> None:
    assert COPY.validators == {"If-None-Match": '"1"', "If-Modified-Since": "then"}
    assert Copy("u", "t", "d", b"").validators == {}


def test_nothing_is_kept_without_a_folder() -> None:
    copies = Copies(None)
    copies.keep("a", COPY)
    assert copies.find("a") is None


@pytest.mark.parametrize(
    "written", [b"", b"{}\n", b"[]\n", b'{"sum": ""}\nx', b"\xff\n", b'{"sum": "cae66941d9efbd404e4d88758ea67670"}\n']
)
def test_a_damaged_copy_is_none(tmp_path: Path, written: bytes) -> None:
    copies = Copies(tmp_path)
    copies.keep("a", COPY)
    (path,) = (tmp_path / "fetched").iterdir()
    path.write_bytes(written)
    assert copies.find("a") is None
    path.write_bytes(path.read_bytes() + b"more")
    assert copies.find("a") is None


def test_a_folder_that_cannot_be_written_to_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "fetched").write_text("no folder")
    copies = Copies(tmp_path)
    copies.keep("a", COPY)
    assert copies.find("a") is None

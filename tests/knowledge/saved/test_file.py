from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.saved.file import DamagedError, read_saved, write_saved

FACTS = {"name": "Größe", "half a character": "\ud800", "figure": 0.1, "list": [1, None]}
ARRAYS = {"one": memoryview(b"12345"), "empty": memoryview(b""), "two": memoryview(bytes(range(16)))}
SECTIONS = {"first": ARRAYS, "none": {}, "last": {"one": memoryview(b"another")}}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("saved") / "new" / "a.snapshot"
    write_saved(path, FACTS, SECTIONS)
    return path.read_bytes()


def _read_all(path: Path) -> object:
    file = read_saved(path)
    return file.facts, {each: {name: bytes(values) for name, values in file.arrays(each).items()} for each in SECTIONS}


def test_facts_and_arrays_come_back_as_they_were(saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.snapshot"
    path.write_bytes(saved)
    assert _read_all(path) == (FACTS, SECTIONS)


def test_every_array_can_be_read_as_numbers(saved: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.snapshot").write_bytes(saved)
    assert len(read_saved(tmp_path / "a.snapshot").arrays("first")["two"].cast("d")) == 2


@given(st.data())
def test_a_flipped_bit_anywhere_is_noticed(
    saved: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place, bit = data.draw(st.integers(0, len(saved) - 1)), data.draw(st.integers(0, 7))
    path = tmp_path_factory.mktemp("flipped") / "a.snapshot"
    path.write_bytes(saved[:place] + bytes([saved[place] ^ (1 << bit)]) + saved[place + 1 :])
    with pytest.raises(DamagedError):
        _read_all(path)


def test_every_flipped_byte_is_noticed(saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.snapshot"
    for place in range(len(saved)):
        path.write_bytes(saved[:place] + bytes([saved[place] ^ 0xFF]) + saved[place + 1 :])
        with pytest.raises(DamagedError):
            _read_all(path)


def test_a_file_cut_short_anywhere_is_noticed(saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.snapshot"
    for size in range(len(saved)):
        path.write_bytes(saved[:size])
        with pytest.raises(DamagedError):
            _read_all(path)


def test_a_file_with_something_behind_it_is_noticed(saved: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.snapshot").write_bytes(saved + b"\0")
    with pytest.raises(DamagedError, match="sections"):
        _read_all(tmp_path / "a.snapshot")


def test_damage_in_one_section_leaves_the_others(saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.snapshot"
    path.write_bytes(saved.replace(b"another", b"anothes"))
    assert bytes(read_saved(path).arrays("first")["one"]) == b"12345"
    with pytest.raises(DamagedError, match="section last"):
        read_saved(path).arrays("last")


def test_another_format_is_said_to_be_one(saved: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.snapshot").write_bytes(saved.replace(b"snapshot 8", b"snapshot 0"))
    with pytest.raises(DamagedError, match="another format"):
        read_saved(tmp_path / "a.snapshot")


def test_a_file_that_is_not_there_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_saved(tmp_path / "a.snapshot")


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    write_saved(tmp_path / "own" / "a.snapshot", FACTS, SECTIONS)
    assert [path.stat().st_mode & 0o077 for path in (tmp_path / "own", tmp_path / "own" / "a.snapshot")] == [0, 0]


def test_a_new_file_takes_the_place_of_the_old_which_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "a.snapshot"
    write_saved(path, FACTS, SECTIONS)
    old = read_saved(path)
    write_saved(path, {}, {"first": {"one": memoryview(b"new")}})
    assert bytes(old.arrays("first")["one"]) == b"12345"
    assert bytes(read_saved(path).arrays("first")["one"]) == b"new"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.snapshot").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_saved(tmp_path / "a.snapshot", FACTS, SECTIONS)
    assert [path.name for path in tmp_path.iterdir()] == ["a.snapshot"]

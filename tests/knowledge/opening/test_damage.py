"""That nothing can go wrong with a saved snapshot but time."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.saved.file import MAGIC
from tests.knowledge.opening.asking import Reads, answer, saved_file


def _flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "its first byte": lambda content: _flipped(content, 0),
    "its facts": lambda content: _flipped(content, 100),
    "its passages": lambda content: _flipped(content, content.index(b"roll back a deploy")),
    "its length": lambda content: content + b"\0",
    "another version": lambda content: content.replace(MAGIC, MAGIC.replace(b"snapshot ", b"snapshot 9"), 1),
    "cut short": lambda content: content[: len(content) // 2],
    "cut to nothing": lambda content: content[:0],
    "other content": lambda content: json.dumps({"no": "snapshot"}).encode() * len(content),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_made_anew_with_one_warning(
    config: Path, cache: Path, reads: Reads, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    KnowledgeBase.open_file(config, cache=cache)
    sound = saved_file(cache).read_bytes()
    saved_file(cache).write_bytes(damage(sound))
    assert answer(KnowledgeBase.open_file(config, cache=cache))
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "made anew" in caplog.text
    assert saved_file(cache).read_bytes() == sound
    assert reads() == 2


def test_damage_to_what_only_a_change_needs_costs_one_warning_at_the_first_change(
    config: Path, cache: Path, reads: Reads, caplog: pytest.LogCaptureFixture
) -> None:
    KnowledgeBase.open_file(config, cache=cache)
    path = saved_file(cache)
    path.write_bytes(_flipped(path.read_bytes(), path.stat().st_size - 1))
    base = KnowledgeBase.open_file(config, cache=cache)
    assert (reads(), caplog.records) == (1, [])
    for text in ("We never roll back a deploy.", "We always roll back a deploy."):
        (config.parent / "posts" / "rollback.md").write_text(text)
        base.reload()
        assert answer(base) == text
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "all of them are read again" in caplog.text
    assert answer(KnowledgeBase.open_file(config, cache=cache)) == "We always roll back a deploy."
    assert reads() == 3


def test_a_file_that_is_gone_is_made_anew_without_a_word(
    config: Path, cache: Path, reads: Reads, caplog: pytest.LogCaptureFixture
) -> None:
    KnowledgeBase.open_file(config, cache=cache)
    saved_file(cache).unlink()
    KnowledgeBase.open_file(config, cache=cache)
    assert reads() == 2
    assert not caplog.records


def test_a_cache_that_cannot_be_written_costs_one_warning(
    config: Path, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.write_text("a file where the folder should be")
    assert answer(KnowledgeBase.open_file(config, cache=cache))
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "cannot be saved" in caplog.text

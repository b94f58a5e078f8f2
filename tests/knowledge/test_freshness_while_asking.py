"""That nobody who asks notices a reload: answers are of the posts of before or of those of now, never of neither."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import ConfigError
from tests.knowledge.writing import Posts

ROUNDS, ASKING = (50, 4) if "COMMONPLACE_FUZZ" in os.environ else (5, 2)
POSTS = 6
SOUND, BROKEN = "sources:\n  - folder: posts\n", "sources: ["
ANIMALS = ("walrus", "heron", "badger", "otter", "lynx", "gecko")


def _write(folder: Path, version: int) -> None:
    """Every post says which version it is of."""
    for animal in ANIMALS:
        text = f"# The {animal}\n\nA rollback of the {animal} service takes version{version} minutes, one command and luck."
        (folder / f"{animal}.md").write_text(text)


class Asking(threading.Thread):
    """Asks without pause, and keeps what is wrong with an answer."""

    def __init__(self, base: KnowledgeBase, done: threading.Event) -> None:
        super().__init__()
        self.wrong: list[object] = []
        self.asked = 0
        self._base = base
        self._done = done

    def run(self) -> None:
        while not self._done.is_set():
            try:
                self._ask()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is wrong
                self.wrong.append(error)
            self.asked += 1

    def _ask(self) -> None:
        results = self._base.search("rollback one command luck minutes", limit=POSTS)
        versions = {word for hit in results.hits for word in hit.passage.text.split() if "version" in word}
        if len(results.hits) != POSTS or results.posts != POSTS or len(versions) != 1:
            self.wrong.append((len(results.hits), results.posts, versions))
        related = self._base.related("The rollback of the walrus service takes minutes")
        if not related or self._base.stats.posts != POSTS:
            self.wrong.append(related)


def test_answers_are_whole_while_posts_are_reloaded(posts: Posts, tmp_path: Path) -> None:
    _write(posts.folder, 0)
    file = tmp_path / "commonplace.yaml"
    file.write_text(SOUND)
    base = KnowledgeBase.open_file(file, cache=tmp_path / "cache")
    done = threading.Event()
    asking = [Asking(base, done) for _ in range(ASKING)]
    for each in asking:
        each.start()
    try:
        for number in range(1, ROUNDS + 1):
            _reload(base, file, posts.folder, number)
    finally:
        done.set()
        for each in asking:
            each.join()
    assert [each.wrong for each in asking] == [[]] * ASKING
    assert min(each.asked for each in asking) > 0


def _reload(base: KnowledgeBase, file: Path, folder: Path, number: int) -> None:
    """Of five reloads one has a broken configuration, one no folder, and three new posts."""
    if number % 5 == 1:
        file.write_text(BROKEN)
        with pytest.raises(ConfigError):
            base.reload()
        file.write_text(SOUND)
    elif number % 5 == 3:
        folder.rename(folder.parent / "away")
        base.reload()
        assert base.stats.problems == 1
        (folder.parent / "away").rename(folder)
    else:
        shutil.rmtree(folder)
        folder.mkdir()
        _write(folder, number)
        base.reload()
        assert f"version{number} " in base.search("rollback luck").hits[0].passage.text

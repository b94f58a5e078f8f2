"""That nobody who asks notices a reload: answers are of the posts of before or of those of now, never of neither."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.errors import ConfigError
from tests.knowledge.writing import Posts

ROUNDS, ASKING = (50, 4) if "COMMONPLACE_FUZZ" in os.environ else (5, 2)
POSTS = 6
MANY_POSTS = 50
SOUND, BROKEN = "sources:\n  - folder: posts\n", "sources: ["
ANIMALS = ("walrus", "heron", "badger", "otter", "lynx", "gecko")


def _write(folder: Path, version: int) -> None:
    """Every post says which version it is of."""
    for animal in ANIMALS:
        (folder / f"{animal}.md").write_text(_text(animal, version))


def _text(animal: str, version: int) -> str:
    return f"# The {animal}\n\nA rollback of the {animal} service takes version{version} minutes, one command and luck."


class Asking(threading.Thread):
    """Asks without pause, and keeps what is wrong with an answer."""

    def __init__(self, base: KnowledgeBase, done: threading.Event) -> None:
        super().__init__()
        self.wrong: list[object] = []
        self.asked = 0
        self._base = base
        self._done = done
        self._version = 0

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


class AskingForOne(Asking):
    """Asks for the one post that changes among many: it is always found, each time as new as before or newer."""

    def _ask(self) -> None:
        (hit,) = self._base.search("walrus rollback command luck", limit=1).hits
        (version,) = (int(word.removeprefix("version")) for word in hit.passage.text.split() if "version" in word)
        if version < self._version or hit.places[0].post.title != "The walrus" or self._base.stats.posts != MANY_POSTS:
            self.wrong.append((version, self._version, hit))
        self._version = version


@pytest.mark.no_cover
def test_answers_are_whole_while_posts_are_reloaded(posts: Posts, tmp_path: Path) -> None:
    _write(posts.folder, 0)
    file = tmp_path / "commonplace.yaml"
    file.write_text(SOUND)
    base = KnowledgeBase.open_file(file, cache=tmp_path / "cache")
    with _asked(base, Asking):
        for number in range(1, ROUNDS + 1):
            _reload(base, file, posts.folder, number)


@pytest.mark.no_cover
@pytest.mark.parametrize("engine", ["rank_bm25", "bm25s"])
def test_answers_are_whole_while_one_post_of_many_is_reloaded(posts: Posts, engine: str) -> None:
    _write(posts.folder, 0)
    others = {
        f"{number}.md": f"# Post {number}\n\nThing{number} has no luck with its rollback." for number in range(44)
    }
    posts.write(others)
    base = KnowledgeBase.open(posts.config().model_copy(update={"engine": engine}))
    with _asked(base, AskingForOne):
        for number in range(1, ROUNDS + 1):
            before = base._snapshot
            (posts.folder / "walrus.md").write_text(_text("walrus", number))
            base.reload()
            assert base._snapshot.analyzer is before.analyzer  # it was updated, not made anew
    assert f"version{ROUNDS} " in base.search("walrus rollback").hits[0].passage.text


@contextmanager
def _asked(base: KnowledgeBase, client: type[Asking]) -> Iterator[None]:
    """Meanwhile clients ask; then nothing was wrong with any answer."""
    done = threading.Event()
    asking = [client(base, done) for _ in range(ASKING)]
    for each in asking:
        each.start()
    try:
        yield
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

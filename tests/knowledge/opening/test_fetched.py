"""That what has to be fetched answers at once after a start, is looked at again, and is never lost by that."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import opening
from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from tests.knowledge.serving import Answer, Site, html, serving
from tests.knowledge.writing import rss

MOMENT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
OWN = "All of our own posts are about badgers."


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.pages["/feed.xml"] = rss("cats", "dogs")
        yield site


@pytest.fixture
def config(site: Site, tmp_path: Path) -> Config:
    """A feed, and a folder with a post of its own."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "badgers.md").write_text(f"# Badgers\n\n{OWN}")
    feed = SourceConfig(feed=f"{site.url}/feed.xml", allow_private=True)
    return Config(sources=(feed, SourceConfig(folder=tmp_path / "own")))


@pytest.fixture
def start(config: Config, cache: Path, site: Site) -> Callable[..., KnowledgeBase]:
    """Starts a process, so to speak, and forgets what was asked of the site before."""

    def started(within: float | None = None, clock: datetime | None = None) -> KnowledgeBase:
        site.asked.clear()
        moment = None if clock is None else lambda: clock
        return KnowledgeBase.open(config, cache=cache, fetched_within=within, clock=moment)

    return started


def _titles(base: KnowledgeBase) -> list[str]:
    return [post.title for post in base.posts]


def _file(cache: Path) -> Path:
    (path,) = cache.glob("*.snapshot")
    return path


def _age(cache: Path, seconds: float) -> None:
    then = _file(cache).stat().st_mtime - seconds
    os.utime(_file(cache), (then, then))


Start = Callable[..., KnowledgeBase]


def test_a_start_asks_nobody_and_a_reload_does(start: Start, site: Site) -> None:
    start()
    base = start()
    assert (_titles(base), site.paths) == (["Cats", "Dogs", "Badgers"], [])
    site.pages["/feed.xml"] = rss("owls", "cats", "dogs")
    assert base.reload()
    assert _titles(base) == ["Owls", "Cats", "Dogs", "Badgers"]
    assert _titles(start()) == ["Owls", "Cats", "Dogs", "Badgers"]
    assert site.paths == []


def test_until_the_first_reload_it_is_known_when_the_posts_were_fetched(start: Start, cache: Path) -> None:
    assert start().fetched is None
    base = start()
    assert base.fetched == datetime.fromtimestamp(_file(cache).stat().st_mtime, UTC)
    base.reload()
    assert base.fetched is None


def test_where_all_can_be_watched_nothing_was_fetched(config: Config, cache: Path) -> None:
    for _ in range(2):
        assert KnowledgeBase.open(Config(sources=config.sources[1:]), cache=cache).fetched is None


@pytest.mark.parametrize(("seconds", "asked"), [(30, 0), (900, 1), (-900, 1)])
def test_what_was_fetched_long_ago_is_fetched_again(
    start: Start, site: Site, cache: Path, seconds: float, asked: int
) -> None:
    start()
    _age(cache, seconds)
    assert _titles(start(within=600)) == ["Cats", "Dogs", "Badgers"]
    assert len(site.paths) == asked
    assert _titles(start(within=600)) == ["Cats", "Dogs", "Badgers"]
    assert site.paths == []


@pytest.mark.parametrize("is_start", [True, False])
def test_what_is_found_to_be_the_same_is_not_saved_again(start: Start, cache: Path, *, is_start: bool) -> None:
    base = start()
    saved = _file(cache).stat().st_ino
    _age(cache, 900)
    before = _file(cache).stat().st_mtime
    if is_start:
        start(within=600)
    else:
        assert not base.reload()
    assert _file(cache).stat().st_ino == saved
    assert _file(cache).stat().st_mtime > before + 600


def test_what_could_not_be_saved_is_not_said_to_be_new(
    start: Start, site: Site, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = start()
    _age(cache, 900)
    before = _file(cache).stat().st_mtime
    site.pages["/feed.xml"] = rss("owls")
    with monkeypatch.context() as patched:
        patched.setattr(opening, "save", lambda *_: None)
        base.reload()
    base.reload()
    assert _file(cache).stat().st_mtime > before + 600
    assert _titles(start()) == ["Owls", "Cats", "Dogs", "Badgers"]


def test_a_disk_that_lets_no_time_be_set_costs_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    base = start()

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("knowledge.made.os.utime", refuse)
    assert not base.reload()


def test_where_the_network_is_down_the_last_good_posts_answer_and_say_since_when(
    start: Start, site: Site, cache: Path
) -> None:
    start()
    site.pages["/feed.xml"] = Answer(status=503)
    shutil.rmtree(cache / "fetched")
    base = start(clock=MOMENT)
    base.reload()
    assert _titles(base) == ["Cats", "Dogs", "Badgers"]
    assert "since 2026-03-04 05:06; its posts are kept" in base.problems[0].what
    again = start(clock=MOMENT.replace(year=2027))
    assert again.problems == base.problems
    assert not again.reload()
    site.pages["/feed.xml"] = rss("cats", "dogs")
    assert again.reload()
    assert again.problems == ()


def test_where_own_posts_have_changed_too_the_last_good_ones_of_elsewhere_stay(
    start: Start, site: Site, cache: Path, tmp_path: Path
) -> None:
    start()
    site.pages["/feed.xml"] = Answer(status=503)
    shutil.rmtree(cache / "fetched")
    (tmp_path / "own" / "badgers.md").write_text("# Moles\n\nAll of our own posts are about moles.")
    base = start(clock=MOMENT)
    assert _titles(base) == ["Cats", "Dogs", "Moles"]
    assert "since 2026-03-04 05:06; its posts are kept" in base.problems[0].what


def test_what_fell_off_a_feed_stays_over_a_start(start: Start, site: Site) -> None:
    start()
    site.pages["/feed.xml"] = rss("owls")
    base = start()
    base.reload()
    assert _titles(base) == ["Owls", "Cats", "Dogs", "Badgers"]
    assert _titles(start(within=0)) == ["Owls", "Cats", "Dogs", "Badgers"]


def test_a_restart_confirms_that_everything_is_gone(start: Start, site: Site) -> None:
    base = start()
    site.pages["/feed.xml"] = rss()
    base.reload()
    assert _titles(base) == ["Cats", "Dogs", "Badgers"]
    base = start()
    assert _titles(base) == ["Cats", "Dogs", "Badgers"]
    base.reload()
    assert _titles(base) == ["Badgers"]


def test_own_posts_that_are_kept_are_not_saved(start: Start, cache: Path, tmp_path: Path, site: Site) -> None:
    base = start()
    before = _file(cache).read_bytes()
    (tmp_path / "own" / "badgers.md").unlink()
    site.pages["/feed.xml"] = rss("owls")
    base.reload()
    assert _titles(base) == ["Owls", "Cats", "Dogs", "Badgers"]
    assert _file(cache).read_bytes() == before
    assert _titles(start()) == ["Owls", "Cats", "Dogs"]


def test_a_page_that_does_not_answer_is_kept_over_a_start(site: Site, cache: Path) -> None:
    for name in ("cats", "dogs"):
        site.pages[f"/{name}"] = html(name.title(), f"All about {name}, and about nothing else in the whole world.")
    pages = tuple(f"{site.url}/{name}" for name in ("cats", "dogs"))
    config = Config(sources=(SourceConfig(pages=pages, allow_private=True, delay=0),))
    KnowledgeBase.open(config, cache=cache)
    shutil.rmtree(cache / "fetched")
    site.pages["/cats"] = Answer(status=503)
    base = KnowledgeBase.open(config, cache=cache, fetched_within=None)
    base.reload()
    assert _titles(base) == ["Cats", "Dogs"]
    site.asked.clear()
    assert _titles(KnowledgeBase.open(config, cache=cache)) == ["Cats", "Dogs"]
    assert site.asked == []

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.parts import Parts, now
from bot.refreshing import Refreshing
from bot.store import open_store
from knowledge import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.model import Corpus
from tests.bot.posts import write_post
from tests.knowledge.serving import html, serving

WORDS = "the words of a post"
NEWS = "Wombats are marsupials that dig burrows and live in them all day long."


@pytest.fixture
def config(own_posts: Path, tmp_path: Path) -> Path:
    file = tmp_path / "commonplace.yaml"
    file.write_text(f"sources:\n  - folder: {own_posts}\n", encoding="utf-8")
    return file


@pytest.fixture
async def parts(config: Path) -> AsyncIterator[Parts]:
    async with open_store("", now) as store:
        yield Parts(KnowledgeBase.open_file(config), store)


async def never(_: float) -> None:
    await asyncio.Event().wait()


async def changed(parts: Parts) -> None:
    """Return once the posts are others."""
    before = parts.knowledge_base.fingerprint
    async with asyncio.timeout(5):
        while parts.knowledge_base.fingerprint == before:  # noqa: ASYNC110 - a thread changes it
            await asyncio.sleep(0.005)


def spoil(config: Path) -> None:
    config.write_text("source" + config.read_text(encoding="utf-8"), encoding="utf-8")


def mend(config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8").removeprefix("source"), encoding="utf-8")


def take_away(posts: Path) -> None:
    posts.rename(posts.with_name("elsewhere"))


def finds(parts: Parts) -> bool:
    return parts.knowledge_base.search("wombats").outcome == "answer"


async def test_what_was_written_since_is_found_and_the_moment_is_noted(
    parts: Parts, own_posts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_post(own_posts, "news", "News", NEWS)
    before = parts.last_read.at
    with caplog.at_level(logging.INFO):
        assert await Refreshing(parts).refresh()
    assert finds(parts)
    assert parts.last_read.at > before
    assert "posts read again: 12 posts" in caplog.text


async def test_where_nothing_has_changed_nothing_is_said(parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert await Refreshing(parts).refresh()
    assert "read again" not in caplog.text


async def test_to_tell_whether_posts_are_others_nothing_goes_over_all_of_them(
    parts: Parts, own_posts: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With 100,000 passages that took half a second, twice, in which nobody was answered."""
    monkeypatch.setattr(Corpus, "fingerprint", property(lambda _: pytest.fail("all posts are gone over")))
    write_post(own_posts, "news", "News", NEWS)
    with caplog.at_level(logging.INFO):
        assert await Refreshing(parts).refresh()
    assert "posts read again: 12 posts" in caplog.text


async def test_a_configuration_that_cannot_be_read_leaves_the_posts_of_before(
    parts: Parts, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before, at = parts.knowledge_base.fingerprint, parts.last_read.at
    spoil(config)
    assert not await Refreshing(parts).refresh()
    assert (parts.knowledge_base.fingerprint, parts.last_read.at) == (before, at)
    assert str(config) in parts.last_read.failure
    assert "those of before stay" in caplog.text
    mend(config)
    assert await Refreshing(parts).refresh()
    assert parts.last_read.failure == ""


async def test_posts_that_are_all_gone_at_once_are_kept_with_a_problem(parts: Parts, own_posts: Path) -> None:
    before = parts.knowledge_base.search("how do we roll back?").hits
    take_away(own_posts)
    assert await Refreshing(parts).refresh()
    assert parts.knowledge_base.search("how do we roll back?").hits == before
    assert "kept as they were" in str(parts.knowledge_base.problems)


async def test_it_reads_again_when_the_interval_is_over(parts: Parts, own_posts: Path) -> None:
    over, slept = asyncio.Event(), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await over.wait()
        over.clear()

    async with Refreshing(parts, every=600, sleep=sleep).running():
        write_post(own_posts, "news", "News", NEWS)
        over.set()
        await changed(parts)
    assert slept[0] == 600


async def test_it_reads_again_on_sighup_and_when_asked(parts: Parts, own_posts: Path) -> None:
    refreshing = Refreshing(parts, sleep=never)
    async with refreshing.running():
        write_post(own_posts, "news", "News", NEWS)
        os.kill(os.getpid(), signal.SIGHUP)
        await changed(parts)
        (own_posts / "news.md").unlink()
        refreshing.ask()
        await changed(parts)
    assert not finds(parts)


async def test_a_failure_that_nobody_foresaw_does_not_end_it(
    parts: Parts, own_posts: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reload, failed = KnowledgeBase.reload, asyncio.Event()
    loop = asyncio.get_running_loop()

    def fails_once(self: KnowledgeBase, reader_url: str = "") -> bool:
        if not failed.is_set():
            loop.call_soon_threadsafe(failed.set)
            raise RuntimeError(WORDS)
        return reload(self, reader_url)

    monkeypatch.setattr(KnowledgeBase, "reload", fails_once)
    refreshing = Refreshing(parts, sleep=never)
    async with refreshing.running():
        refreshing.ask()
        await failed.wait()
        write_post(own_posts, "news", "News", NEWS)
        refreshing.ask()
        await changed(parts)
    assert "RuntimeError" in caplog.text
    assert WORDS not in caplog.text


async def test_questions_are_answered_from_one_reading_or_the_other_while_posts_come_and_go(
    parts: Parts, own_posts: Path, config: Path
) -> None:
    answers, done = set[str](), [False]

    def ask_without_pause() -> None:
        while not done[0]:
            results = parts.knowledge_base.search("how do we roll back?")
            answers.add(results.hits[0].excerpt.text)

    asking = [asyncio.create_task(asyncio.to_thread(ask_without_pause)) for _ in range(2)]
    refreshing = Refreshing(parts)
    texts = ("To roll back, roll forward: fix it and ship the fix instead of it.", "To roll back, call Ann at home.")
    try:
        for number in range(4):
            write_post(own_posts, "rollback", "Rolling back", texts[number % 2])
            assert await refreshing.refresh()
            spoil(config)
            assert not await refreshing.refresh()
            mend(config)
    finally:
        done[0] = True
        await asyncio.gather(*asking)
    assert len(answers) == 3  # that of before, and each of the two


async def test_what_was_fetched_by_the_process_before_answers_and_is_read_again_at_once(tmp_path: Path) -> None:
    with serving() as site:
        site.pages["/news"] = html("News", NEWS)
        page = SourceConfig(pages=(f"{site.url}/news",), allow_private=True, delay=0)
        config, cache = Config(sources=(page,)), tmp_path / "cache"
        KnowledgeBase.open(config, cache=cache)
        site.pages["/news"] = html("News", "Wallabies hop, and wombats do not.")
        site.asked.clear()
        async with open_store("", now) as store:
            parts = Parts(KnowledgeBase.open(config, cache=cache, fetched_within=None), store)
            assert (parts.last_read.at, site.asked) == (parts.knowledge_base.fetched, [])
            async with Refreshing(parts, sleep=never).running():
                assert finds(parts)
                await changed(parts)
            assert parts.knowledge_base.search("wallabies").outcome == "answer"


async def test_what_stands_here_is_not_read_again_at_once(parts: Parts) -> None:
    refreshing = Refreshing(parts, sleep=never)
    async with refreshing.running():
        assert not refreshing._wanted.is_set()

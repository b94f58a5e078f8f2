"""Quick searches are done where they are asked for; slow ones beside the event loop, one at a time."""

import asyncio
import threading
from collections.abc import Callable
from random import Random

import pytest

from bot.searches import QUICK, Searches
from knowledge import OWNER, KnowledgeBase, ShuffleBag
from tests.bot.conftest import Play
from tests.bot.judged import quoted
from tests.bot.posts import ROLLBACK
from tests.bot.scenario import Scenario


class Recorded:
    """A knowledge base that notes in which thread it is asked, and can be made to wait; its searches take as long as told."""

    def __init__(self) -> None:
        self.threads: list[str] = []
        self.seconds = 0.0
        self.at_once = self.most_at_once = 0
        self.go_on = threading.Event()
        self.go_on.set()
        self.begun = threading.Semaphore(0)
        self._now = 0.0

    def timer(self) -> float:
        return self._now

    def lesson(self, *_: object, **__: object) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.threads.append(threading.current_thread().name)
        if not self.go_on.is_set():
            self.begun.release()
        assert self.go_on.wait(10)
        self._now += self.seconds
        self.at_once -= 1


async def ask(searches: Searches) -> None:
    assert await searches.lesson(ShuffleBag(), Random(1), "", OWNER) is None


@pytest.fixture
def posts() -> Recorded:
    return Recorded()


@pytest.fixture
def searches(posts: Recorded) -> Searches:
    return Searches(posts, posts.timer)  # type: ignore[arg-type]


def beside(posts: Recorded) -> list[bool]:
    return [name.startswith("search") for name in posts.threads]


async def test_a_quick_search_is_done_at_once(posts: Recorded, searches: Searches) -> None:
    posts.seconds = QUICK / 2
    for _ in range(5):
        await ask(searches)
    assert beside(posts) == [False] * 5


async def test_after_a_slow_one_the_next_go_to_a_thread_until_they_were_quick_for_a_while(
    posts: Recorded, searches: Searches
) -> None:
    posts.seconds = QUICK * 2
    await ask(searches)
    posts.seconds = 0.0
    for _ in range(20):
        await ask(searches)
    assert beside(posts) == [False, *[True] * 14, *[False] * 6]


async def test_meanwhile_the_loop_goes_on_and_what_is_asked_waits_its_turn(posts: Recorded, searches: Searches) -> None:
    posts.seconds = 1.0
    await ask(searches)
    posts.go_on.clear()
    asked = [asyncio.create_task(ask(searches)) for _ in range(5)]
    for _ in range(100):
        await asyncio.sleep(0)  # the loop is free although a search is under way
    assert not any(task.done() for task in asked)
    posts.go_on.set()
    await asyncio.gather(*asked)
    assert posts.most_at_once == 1


async def test_whoever_gives_up_waiting_lets_no_other_search_run_beside_his(
    posts: Recorded, searches: Searches
) -> None:
    posts.seconds = 1.0
    await ask(searches)
    posts.go_on.clear()
    given_up = asyncio.create_task(ask(searches))
    await asyncio.to_thread(posts.begun.acquire, timeout=10)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    searches._slowest = 0.0
    other = asyncio.create_task(ask(searches))
    await asyncio.sleep(0)
    posts.go_on.set()
    await other
    assert posts.most_at_once == 1
    assert beside(posts) == [False, True, True]


def slowly(search: Callable[..., object], go_on: threading.Event) -> Callable[..., object]:
    def wait(*arguments: object, **named: object) -> object:
        assert go_on.wait(10)
        return search(*arguments, **named)

    return wait


async def test_an_answer_that_is_not_there_in_time_comes_later_by_the_response_url(
    http: Scenario, monkeypatch: pytest.MonkeyPatch, knowledge_base: KnowledgeBase
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr("bot.listeners.commands.IN_TIME", 0.05)
    monkeypatch.setattr(knowledge_base, "search", slowly(knowledge_base.search, go_on))
    http.parts.searches._slowest = 1.0
    ack = await http.side.slash_command("/ask", "how do we roll back?")
    assert ack.message is not None
    assert ack.message.text == "I am searching; the answer comes in a moment."
    go_on.set()
    await http.side.settle()
    answer = http.side.seen_by("ann", "engineering")[-1]
    assert ROLLBACK in quoted(answer.content)
    assert answer.only_for == "U0ANN"


async def test_nobody_else_waits_for_a_slow_search(
    play: Play, monkeypatch: pytest.MonkeyPatch, knowledge_base: KnowledgeBase
) -> None:
    go_on = threading.Event()
    async with play() as slack:
        slack.parts.searches._slowest = 1.0
        monkeypatch.setattr(knowledge_base, "search", slowly(knowledge_base.search, go_on))
        slow = asyncio.create_task(slack.side.slash_command("/ask", "how do we roll back?"))
        ack = await slack.side.slash_command("/ask", "help")
        assert ack.message is not None
        assert not slow.done()
        go_on.set()
        assert (await slow).error is None

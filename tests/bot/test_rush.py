import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot import rush
from bot.rush import Rush


def giving(number: int, given: list[int]) -> Callable[[], Awaitable[None]]:
    async def give() -> None:
        given.append(number)

    return give


async def turns(count: int = 10) -> None:
    """Let everything go on that can."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_it_begins_with_more_commands_than_can_be_answered_at_once() -> None:
    made, states = Rush(at_once=1), []
    with made.command():
        states.append(made.is_on)
        with made.command():
            states.append(made.is_on)
        states.append(made.is_on)
    assert states == [False, True, False]


def test_answers_that_wait_count_as_commands_and_have_an_end() -> None:
    made, states = Rush(at_once=1, most=3), []
    for number in range(3):
        made.owe(giving(number, []))
        states.append((made.is_on, made.is_full))
    assert states == [(False, False), (True, False), (True, True)]


async def test_what_is_owed_is_given_in_order() -> None:
    made, given = Rush(), list[int]()
    wanted = [made.owe(giving(number, given)) for number in range(3)]
    assert wanted == [True] * 3
    await made.give()
    assert given == [0, 1, 2]
    assert not made.is_on


async def test_four_give_and_no_more_are_wanted() -> None:
    """Also where many are promised before any of the four has begun, as when many claims are written together."""
    made, held, given = Rush(), asyncio.Event(), list[int]()

    async def give() -> None:
        given.append(1)
        await held.wait()

    wanted = [made.owe(give) for _ in range(9)]
    assert wanted == [True] * 4 + [False] * 5
    givers = [asyncio.create_task(made.give()) for _ in range(4)]
    await turns()
    assert len(given) == 4
    held.set()
    await asyncio.gather(*givers)
    assert len(given) == 9
    assert made.owe(give)


async def test_an_answer_lets_commands_pass() -> None:
    made, given = Rush(), list[int]()
    with made.command():
        made.owe(giving(1, given))
        giver = asyncio.create_task(made.give())
        await turns()
        assert not given
    await giver
    assert given == [1]


async def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rush, "_YIELDS", 0.01)
    made, given = Rush(), list[int]()
    with made.command():
        made.owe(giving(1, given))
        await made.give()
        assert given == [1]

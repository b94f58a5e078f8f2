import asyncio

import pytest

from bot.turns import Turns


async def test_what_concerns_one_message_happens_one_after_another_in_order() -> None:
    turns, done = Turns(), list[str]()

    async def work(name: str, *, yields: int) -> None:
        async with turns.of("C1", "1.0"):
            done.append(f"{name} begins")
            for _ in range(yields):
                await asyncio.sleep(0)
            done.append(f"{name} ends")

    await asyncio.gather(work("answer", yields=5), work("edit", yields=0), work("deletion", yields=2))
    assert done == [f"{name} {what}" for name in ("answer", "edit", "deletion") for what in ("begins", "ends")]


async def test_another_message_does_not_wait() -> None:
    turns = Turns()
    async with turns.of("C1", "1.0"), asyncio.timeout(1), turns.of("C1", "2.0"):
        pass


async def test_a_turn_that_fails_or_is_given_up_is_over_and_nothing_is_kept() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError):
        async with turns.of("C1", "1.0"):
            raise RuntimeError
    async with turns.of("C1", "1.0"):
        waiting = asyncio.create_task(_take(turns))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert not turns._turns


async def _take(turns: Turns) -> None:
    async with turns.of("C1", "1.0"):
        pass

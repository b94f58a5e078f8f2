"""Somebody who types lines into a terminal."""

from collections.abc import AsyncIterator, Iterable

from bot.play.slack_side import SlackSide
from bot.play.terminal import Look, converse

LOOK = Look(ask="/echo", lesson="/later", width=60)


async def typed(lines: Iterable[str]) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def shown_to(side: SlackSide, *lines: str) -> list[str]:
    written: list[str] = []
    await converse(side, typed(lines), written.append, LOOK)
    return written

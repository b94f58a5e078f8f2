"""A conversation with the bot in a terminal: what a person types becomes what a person does in Slack."""

import contextlib
import importlib
from collections.abc import AsyncIterator, Callable
from typing import TextIO

from bot.play.beside import beside
from bot.play.conversation import Conversation
from bot.play.look import Look, help_text
from bot.play.slack_side import SlackSide

__all__ = ["Look", "converse", "help_text", "read_lines"]


async def converse(
    side: SlackSide, lines: AsyncIterator[str], write: Callable[[str], None], look: Look | None = None
) -> None:
    """Do what each line says and write what the person then sees, until `quit` or the last line."""
    conversation = Conversation(side, lines, write, look or Look())
    await conversation.catch_up()
    async for line in lines:
        if line.strip() in ("quit", "exit"):
            return
        await conversation.take(line.strip())


async def read_lines(stream: TextIO, prompt: str = "> ") -> AsyncIterator[str]:
    """The lines of a stream, read beside the event loop; from a terminal with a prompt and a history."""
    terminal = stream.isatty()
    if terminal:
        with contextlib.suppress(ImportError):  # absent on some systems, where lines are typed without a history
            importlib.import_module("readline")

    def read() -> str:
        with contextlib.suppress(EOFError, ValueError):
            return f"{input(prompt)}\n" if terminal else stream.readline()
        return ""

    while line := await beside(read):
        yield line.removesuffix("\n")

"""A conversation with the bot in a terminal: what a person types becomes what a person does in Slack."""

import asyncio
import contextlib
import importlib
import threading
from collections.abc import AsyncIterator, Callable
from typing import TextIO

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
        return f"{input(prompt)}\n" if terminal else stream.readline()

    while line := await _beside(read):
        yield line.removesuffix("\n")


async def _beside(read: Callable[[], str]) -> str:
    """What `read` returns, in a thread that does not keep the process alive; empty at the end of the input."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[str] = loop.create_future()

    def tell(line: str) -> None:
        if not done.done():
            done.set_result(line)

    def work() -> None:
        line = ""
        with contextlib.suppress(EOFError, ValueError):
            line = read()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, line)

    threading.Thread(target=work, daemon=True).start()
    return await done

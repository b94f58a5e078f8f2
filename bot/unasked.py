"""Work that nobody asked for: what goes wrong in it stands in the log, and no person hears of it."""

from bot.background import Work
from bot.errors import report


async def unasked(work: Work) -> None:
    """Wait for work; an exception in it becomes a line in the log."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the error path tells the person who waits, and nobody waits for this
        report(error)

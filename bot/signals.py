"""SIGTERM and SIGINT as an event to wait for."""

import asyncio
import signal


def stop_event() -> asyncio.Event:
    """An event that the first signal sets; a second one ends the process at once, as if nothing listened."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def stop() -> None:
        for each in signals:
            loop.remove_signal_handler(each)
        stopped.set()

    for each in signals:
        loop.add_signal_handler(each, stop)
    return stopped

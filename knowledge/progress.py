"""How far a long piece of work is, for whoever waits for it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO, TypeAlias, TypeVar

T = TypeVar("T")
_PATIENCE = 0.5  # seconds before anything is shown
_STEP, _STEP_OF_LINES = 0.1, 5.0  # seconds between two states of a bar, and between two lines
_WIDTH = 24
_CLEARED = "\r\x1b[K"

# What is done, how many of it are, and of how many (None where that is not known).
Progress: TypeAlias = Callable[[str, int, int | None], None]

READING = "reading documents"
COMPARING = "comparing paragraphs"
INDEXING = "indexing paragraphs"


def unseen(_what: str, _done: int, _total: int | None) -> None:
    """Progress that nobody looks at."""


def told(values: Sequence[T], what: str, progress: Progress) -> Iterator[T]:
    """The values, each told as it is asked for."""
    total = len(values)
    for number, value in enumerate(values, 1):
        progress(what, number, total)
        yield value


class Shown:
    """Shows progress on a terminal as a bar, elsewhere as a line now and then; nothing of what takes no time."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._is_bar = stream.isatty()
        self._step = _STEP if self._is_bar else _STEP_OF_LINES
        self._due = clock() + (_PATIENCE if self._is_bar else _STEP_OF_LINES)
        self._is_shown = False

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Show how far it is, if that is due."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + self._step
        self._is_shown = True
        line = _line(what, done, total)
        self._stream.write(f"{_CLEARED}{_bar(done, total)}{line}" if self._is_bar else f"{line}\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the bar away."""
        if self._is_bar and self._is_shown:
            self._stream.write(_CLEARED)
            self._stream.flush()


@contextmanager
def shown(stream: TextIO, *, quiet: bool) -> Iterator[Progress]:
    """Progress that is shown on a stream until this ends, unless that is to be `quiet`."""
    if quiet:
        yield unseen
        return
    bar = Shown(stream)
    try:
        yield bar
    finally:
        bar.clear()


def _bar(done: int, total: int | None) -> str:
    if not total:
        return ""
    filled = _WIDTH * done // total
    return f"[{'#' * filled}{' ' * (_WIDTH - filled)}] "


def _line(what: str, done: int, total: int | None) -> str:
    return f"{what}: {done:,}" if total is None else f"{what}: {done:,} of {total:,}"

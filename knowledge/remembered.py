"""What was computed once and is asked for again: kept as long as it is asked for, and no longer."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Values by their keys, for two turns: what a whole turn did not ask for is forgotten."""

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make
        self._before: dict[K, V] = {}
        self._now: dict[K, V] = {}

    def of(self, key: K) -> V:
        """The value of a key, made if it is not known."""
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            self._now[key] = found = self._make(key) if found is None else found
        return found

    def turn(self) -> None:
        """Begin another turn: what the one before the last asked for in vain is forgotten."""
        self._before, self._now = self._now, {}


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave cycles alone meanwhile: millions of new values, none of them in one, would be looked through again and again."""
    import gc  # noqa: PLC0415 - wanted only where much is read

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

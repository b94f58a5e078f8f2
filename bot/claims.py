"""One delivery, one reaction: Slack delivers again what it thinks was lost."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

_KEPT = 3600.0  # seconds; Slack repeats a delivery within six minutes, and a signature is good for five
_MOST = 20_000


class Claims:
    """Remembers for an hour what was claimed, in this process."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._claimed: OrderedDict[tuple[str, ...], float] = OrderedDict()

    def claim(self, *key: str) -> bool:
        """Whether this is the first claim on the key."""
        now = self._clock()
        while self._claimed and (len(self._claimed) > _MOST or now - next(iter(self._claimed.values())) > _KEPT):
            self._claimed.popitem(last=False)
        if key in self._claimed:
            return False
        self._claimed[key] = now
        return True

    def release(self, *key: str) -> None:
        """Give a claim up, so that what failed can be tried again."""
        self._claimed.pop(key, None)

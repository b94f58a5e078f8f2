"""How fast an app may post: a few messages at once in each channel, then one a second, and 429 for whatever comes sooner."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """The allowance of each channel; without a number there is no limit."""

    clock: Callable[[], float]
    at_once: int | None = None
    _free: dict[str, float] = field(default_factory=dict)

    def wait(self, channel: str) -> int:
        """Use the allowance of a channel; how many seconds to wait where there is none left, else 0."""
        if self.at_once is None:
            return 0
        now = self.clock()
        free = max(self._free.get(channel, now), now)
        if (wait := free - now - (self.at_once - 1)) > 0:
            return math.ceil(wait)
        self._free[channel] = free + 1
        return 0

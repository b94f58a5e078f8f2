"""When more commands come at once than can be answered in good time: all are acknowledged first, and answered in turn."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

# Commands under way whose answers can all be their acknowledgements: they take a tenth of a second together.
AT_ONCE = 25
_AT_A_TIME = 4  # answers given after their acknowledgements: Slack takes its time for each
_MOST = 40_000  # answers that wait: two kilobytes each, and some minutes for all of them
_YIELDS = 0.5  # seconds for which an answer lets newer commands go first, so that even without a pause some are given


Give = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Rush:
    """Counts the commands of this process that wait for something, and gives answers after their acknowledgements."""

    at_once: int = AT_ONCE
    most: int = _MOST
    _unacknowledged: int = 0
    _calm: asyncio.Event = field(default_factory=asyncio.Event)
    _owed: deque[Give] = field(default_factory=deque)
    _givers: int = 0

    @property
    def is_on(self) -> bool:
        """Whether there are too many commands under way for each to be answered within its acknowledgement."""
        return self._unacknowledged + len(self._owed) > self.at_once

    @property
    def is_full(self) -> bool:
        """Whether so many answers wait that no more can be promised."""
        return len(self._owed) >= self.most

    @contextmanager
    def command(self) -> Iterator[None]:
        """A command is under way, until its acknowledgement."""
        self._unacknowledged += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._unacknowledged -= 1
            if not self._unacknowledged:
                self._calm.set()

    def owe(self, give: Give) -> bool:
        """Have an answer given in its turn; whether one more is wanted who gives what is owed, and who is counted from now."""
        self._owed.append(give)
        is_wanted = self._givers < _AT_A_TIME
        self._givers += is_wanted
        return is_wanted

    async def give(self) -> None:
        """Give what is owed, the oldest first, and each when no command waits for its acknowledgement."""
        try:
            while self._owed:
                give = self._owed.popleft()
                await self._calmed()
                await give()
        finally:
            self._givers -= 1

    async def _calmed(self) -> None:
        """Return when no command waits for its acknowledgement, or after a while."""
        if not self._unacknowledged:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_YIELDS):
                await self._calm.wait()

"""How much may be asked: so many questions a minute of each person and of each workspace, all at once if they like.

Each process counts for itself, in memory: with two on one store a person has twice as much, which harms nobody. It costs no
time on the way to an acknowledgement, and goes on where the store fails.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

_MINUTE = 60.0

Key = tuple[str, ...]


class TooOftenError(Exception):
    """Somebody has asked more than they may; `seconds` says when to try again, `by` whose allowance is used up."""

    def __init__(self, seconds: int, by: str) -> None:
        self.seconds, self.by = seconds, by
        super().__init__(f"the {by}'s allowance is used up for {seconds} seconds")


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


@dataclass(slots=True)
class Allowances:
    """Buckets that hold a minute's questions and fill in a minute; 0 is any number of questions."""

    person: int = 0
    workspace: int = 0
    clock: Callable[[], float] = monotonic
    _buckets: OrderedDict[Key, _Bucket] = field(default_factory=OrderedDict)

    def take(self, tenant: str, person: str) -> None:
        """Count one question. Raises TooOftenError where that is one too many; it is not counted then."""
        wanted = (("person", self.person, (tenant, person)), ("workspace", self.workspace, (tenant,)))
        buckets = [(by, most, self._bucket(key, most)) for by, most, key in wanted if most and person]
        for by, most, bucket in buckets:
            if bucket.left < 1:
                raise TooOftenError(math.ceil((1 - bucket.left) * _MINUTE / most), by)
        for _, _, bucket in buckets:
            bucket.left -= 1
        self._forget_full_ones()

    def forget(self, tenant: str, person: str) -> None:
        """Forget what a person has asked lately."""
        self._buckets.pop((tenant, person), None)

    def _bucket(self, key: Key, most: int) -> _Bucket:
        """The bucket, filled up to now."""
        now = self.clock()
        bucket = self._buckets.setdefault(key, _Bucket(most, now))
        bucket.left = min(most, bucket.left + (now - bucket.at) * most / _MINUTE)
        bucket.at = now
        self._buckets.move_to_end(key)
        return bucket

    def _forget_full_ones(self) -> None:
        """A bucket that nobody took from for a minute is full, as one that is not there."""
        over = self.clock() - _MINUTE
        while self._buckets and next(iter(self._buckets.values())).at <= over:
            self._buckets.popitem(last=False)

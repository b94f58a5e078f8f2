"""95 % intervals: Wilson's for proportions, the percentile bootstrap for means. Pure, and the same in every run."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

RESAMPLES = 1_000
_SEED = 1
_Z = 1.959963984540054  # of the normal distribution, 2.5 % lie above
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value lies with 95 % confidence."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def mean(values: Sequence[float]) -> float:
    """The mean; ValueError without values."""
    if not values:
        raise ValueError("no values to average")
    return math.fsum(values) / len(values)


def wilson(successes: float, trials: int) -> Interval:
    """Wilson's score interval of a proportion, which stays inside 0 to 1 also at its ends."""
    share = successes / trials
    spread = _Z**2 / trials
    centre = share + spread / 2
    margin = _Z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials))
    return Interval(max(0.0, (centre - margin) / (1 + spread)), min(1.0, (centre + margin) / (1 + spread)))


def bootstrap(values: Sequence[float]) -> Interval:
    """The percentile bootstrap of a mean: 1,000 resamples with a fixed seed. Of differences, the paired bootstrap."""
    if len(set(values)) == 1:
        return Interval(values[0], values[0])
    random = Random(_SEED)  # noqa: S311 - chance, not a secret
    size = len(values)
    means = sorted(sum(random.choices(values, k=size)) / size for _ in range(RESAMPLES))
    tail = int(RESAMPLES * _TAIL)
    return Interval(means[tail], means[-tail - 1])

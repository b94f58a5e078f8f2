"""Is memory flat? Samples of what a process occupies, and the growth that they show, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

MEGABYTE = 1_000_000
_WARM_UP = 0.3
"""The share of a run that fills what has a limit: the delivery ids of an hour, at most 20,000, and caches."""
_BATCHES = 10
_T = 2.306
"""Student's t for 95 % with the degrees of freedom of a line through ten points."""
_FLAT = 0.05
"""Growth over the rest of the run that counts as flat, as a share of what the process occupies."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How much a process grew from its warm-up to its end, in bytes, with a 95 % interval, and what it occupied then."""

    grown: float
    low: float
    high: float
    occupied: float

    @property
    def is_flat(self) -> bool:
        """Whether even the upper end of the interval is small."""
        return self.high < self.occupied * _FLAT

    def __str__(self) -> str:
        low, high = self.low / MEGABYTE, self.high / MEGABYTE
        verdict = "flat" if self.is_flat else "NOT flat"
        occupied = f"{self.occupied / MEGABYTE:.0f} MB"
        return f"{verdict}: {self.grown / MEGABYTE:+.1f} MB ({low:+.1f} to {high:+.1f}) of {occupied} after the warm-up"


def growth(samples: Sequence[int]) -> Growth:
    """The growth that evenly spaced samples show after the first third.

    Memory comes in steps, so neighbouring samples are no independent measurements: a line is laid through the means of
    ten batches, and the interval is that of its slope.

    Raises ValueError for fewer samples than two a batch.
    """
    rest = np.asarray(samples[int(len(samples) * _WARM_UP) :], dtype=float)
    if len(rest) < 2 * _BATCHES:
        raise ValueError(f"{len(samples)} samples are too few")
    means = np.array([batch.mean() for batch in np.array_split(rest, _BATCHES)])
    at = np.linspace(0, 1, _BATCHES)
    slope, start = np.polyfit(at, means, 1)
    left = means - (start + slope * at)
    error = sqrt(float((left**2).sum()) / (_BATCHES - 2) / float(((at - at.mean()) ** 2).sum()))
    return Growth(float(slope), float(slope - _T * error), float(slope + _T * error), float(rest[-1]))

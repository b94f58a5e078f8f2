"""Percentiles of what was measured."""

from collections.abc import Sequence


class Figures:
    """Median and 99th percentile of a list of times, in the list's unit."""

    def __init__(self, times: Sequence[float]) -> None:
        ordered = sorted(times)
        self.p50 = ordered[len(ordered) // 2]
        self.p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]

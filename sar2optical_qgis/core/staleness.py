"""How much of an older picture no longer holds: by its age, and by how alike the radar of its day and of today are.

The radar of two dates tells more than the calendar: fields are ploughed and cut within days, a forest stays. The
pattern of its 7 x 7 means correlates .95 over a month in Finnish forest, .7 over two weeks and .4 over two months in
farmland; what is left is how much of the picture's pattern has gone, too (training/EXPERIMENTS.md). The broad colour
changes with the season, alike over all grounds, so that it ages by the calendar as well.
"""

from __future__ import annotations

import numpy as np

from .filters import box_sum

DAYS, AGED = 60.0, 0.75  # the broad colour ages by this time constant up to this share: a year later is the same season
LEAST = 0.25  # share of the broad colour that may always be another's, of some weeks
UNKNOWN = 0.5  # share where no date can be read: of two months
WITHOUT_RADAR = 0.25  # share of the pattern for that of the broad colour, where only the calendar tells
BORROWED = 0.05  # weight of the whole raster in the likeness of each place


def aged(days: int | None) -> float:
    """Return how much of a picture's broad colour has gone after so many days, 0..1."""
    return UNKNOWN if days is None else max(LEAST, AGED * (1.0 - float(np.exp(-abs(days) / DAYS))))


class Likeness:
    """Correlation of the radar's pattern between two dates, over windows spread over a raster."""

    def __init__(self, rows: list[int], cols: list[int], size: int) -> None:
        """Prepare for square windows of ``size`` pixels at the corners ``rows`` x ``cols``."""
        self.rows, self.cols = (np.asarray(starts) + size / 2 for starts in (rows, cols))
        self.sums: np.ndarray | None = None  # (3, polarisations, rows, cols): today's variance, then's, covariance
        self.map = np.zeros((len(rows), len(cols)), np.float32)

    def add(self, i: int, j: int, today: np.ndarray, then: np.ndarray) -> None:
        """Add decibels (polarisations, n) of both dates in the window (i, j)."""
        if today.shape[1] < 2:
            return
        if self.sums is None:
            self.sums = np.zeros((3, len(today), *self.map.shape))
        a, b = (v - v.mean(axis=1, keepdims=True, dtype=np.float64) for v in (today, then))
        self.sums[:, :, i, j] = [(x * y).sum(axis=1) for x, y in ((a, a), (b, b), (a, b))]

    def finish(self) -> float:
        """Make the map of likeness, each window with its neighbours; return the mean."""
        if self.sums is not None:
            around = box_sum(self.sums, 1) + BORROWED * self.sums.sum(axis=(2, 3), keepdims=True)
            spread = np.sqrt(around[0] * around[1])
            correlation = np.divide(around[2], spread, out=np.zeros_like(spread), where=spread > 0)
            self.map = np.clip(correlation.mean(axis=0), 0.0, 1.0).astype(np.float32)
        return float(self.map.mean())

    def at(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return the likeness (rows, cols) of a window, bilinear between the centres of the sampled ones."""
        down = _weights(row + np.arange(height) + 0.5, self.rows)
        across = _weights(col + np.arange(width) + 0.5, self.cols)
        return down @ self.map @ across.T


def _weights(positions: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the weight of each centre at each position, (positions, centres) float32."""
    return np.stack([np.interp(positions, centres, one) for one in np.eye(len(centres))], axis=1).astype(np.float32)

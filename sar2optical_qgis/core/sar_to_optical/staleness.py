"""How much of an older picture no longer holds: by its age, its look, and how alike the radar of both days is.

Fields are ploughed and cut within weeks, forests, towns and wild land stay: of a picture's pattern .77 is left after
a month in Belgian farmland, .3 after two and .1 after three, but .7 in Finland and .9 in Tanzania. Fields show in the
picture itself: they are large and smooth, where all other ground is rough from pixel to pixel. The radar of two dates
tells more: the pattern of its 7 x 7 means correlates .95 over a month in Finland, .7 over two weeks and .4 over two
months in farmland, and what is left of it is left of the picture's, too. The broad colour changes with the season,
alike over all grounds, so that it ages by the calendar alone (training/EXPERIMENTS.md has the numbers).
"""

from __future__ import annotations

import numpy as np

from ..raster.filters import box_mean, box_sum

DAYS, AGED = 60.0, 0.75  # the broad colour ages by this time constant up to this share: a year later is the same season
LEAST = 0.25  # share of the broad colour that may always be another's, of some weeks
UNKNOWN = 0.5  # share where no date can be read: of two months
FIELD_DAYS, FIELD_AGED = 25.0, 0.8  # the same of the pattern of fields: a year later some of it is back
SMOOTH, ROUGH = 0.2, 0.35  # of the pattern, how much differs within 3 x 3 pixels: fields have the one, nature the other
BORROWED = 0.05  # weight of the whole raster in the likeness of each place


def aged(days: int | None) -> float:
    """Return how much of a picture's broad colour has gone after so many days, 0..1."""
    return UNKNOWN if days is None else max(LEAST, AGED * (1.0 - float(np.exp(-abs(days) / DAYS))))


def aged_fields(days: int | None) -> float:
    """Return how much of the pattern of fields has gone after so many days, 0..1."""
    return UNKNOWN if days is None else FIELD_AGED * (1.0 - float(np.exp(-abs(days) / FIELD_DAYS)))


def fields(picture: np.ndarray, known: np.ndarray, radius: int) -> np.ndarray:
    """Return how much the ground around each pixel looks like fields, 0..1, (rows, cols).

    ``picture`` (bands, rows, cols); what counts lies within twice ``radius``.
    """
    smooth = box_mean(picture, known, 1)
    fine = box_mean((picture - smooth) ** 2, known, radius).mean(axis=0)
    pattern = box_mean((smooth - box_mean(picture, known, radius)) ** 2, known, radius).mean(axis=0)
    roughness = np.sqrt(fine / np.maximum(pattern, 1e-6))
    return np.clip((ROUGH - roughness) / (ROUGH - SMOOTH), 0.0, 1.0)


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

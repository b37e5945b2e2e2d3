"""Level and spread of a radar picture of unknown stretch, which has no decibels.

Where its grey levels fall into two heaps with next to nothing between them, the darker one is water in nearly all
scenes (EXPERIMENTS.md, Radar pictures of unknown stretch). Then the land alone gives level and spread, so that a flood
over half of the picture isn't taken for ground of the usual brightness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..model.channels import SceneStatistics
from .radar_units import above_floor

BINS, SMOOTH = 64, 2.5  # of the histogram of the middle 99 %; bins of the Gaussian that smooths it
VALLEY = 0.55  # of the lower of both heaps: the histogram between them is no higher
FEWEST_DARK, FEWEST_BRIGHT = 0.05, 0.2  # shares of the pixels; fewer bright ones are the walls of a town
WHITE = 0.08  # of the range, at its upper end: towns and slopes that were cut off there, or nearly
GAP_DB = 9.5  # that water lies below land at least
USUAL_DB = 3.2  # what a spread of 1 stands for in the network (training/networks/usual_backscatter.py)


@dataclass(frozen=True)
class PictureStatistics:
    """Statistics of one polarisation, and the share of its pixels that are taken for water by the heap they are in."""

    scene: SceneStatistics
    dark: float = 0.0


def statistics_of(db: np.ndarray) -> PictureStatistics:
    """Return the statistics of valid grey levels (n,) as dB of any stretch.

    Black that comes again and again was cut off, and tells no median; white that was cut off is no heap of its own.
    """
    seen = db[above_floor(db, np.ones(db.shape, bool))]
    low, high = (float(end) for end in (seen.min(), seen.max())) if seen.size else (0.0, 0.0)
    valley = _valley(seen[seen <= high - WHITE * (high - low)])
    whole = SceneStatistics.of(seen)
    if valley is None:
        return PictureStatistics(whole)
    land, water = seen[seen >= valley], seen[seen < valley]
    scene = SceneStatistics.of(land)
    spread = min(scene.spread_db, float(scene.median_db - np.median(water)) * USUAL_DB / GAP_DB)
    return PictureStatistics(SceneStatistics(scene.median_db, max(spread, 0.5)), len(water) / len(seen))


def _valley(values: np.ndarray) -> float | None:
    """Return where values (n,) fall into two heaps, None where they are one."""
    if not values.size:
        return None
    low, high = np.percentile(values, (0.5, 99.5))
    if high <= low:
        return None
    counts, edges = np.histogram(values, BINS, (low, high))
    reach = np.arange(-BINS // 8, BINS // 8 + 1)
    bell = np.exp(-0.5 * (reach / SMOOTH) ** 2)
    smooth = np.convolve(np.pad(counts, len(reach) // 2, 'reflect'), bell / bell.sum(), 'valid')
    lower_heap = np.minimum(np.maximum.accumulate(smooth), np.maximum.accumulate(smooth[::-1])[::-1])
    dark = np.cumsum(counts) / max(counts.sum(), 1)
    depth = np.where((dark > FEWEST_DARK) & (dark < 1.0 - FEWEST_BRIGHT), smooth / np.maximum(lower_heap, 1e-9), 1.0)
    lowest = int(depth.argmin())
    return float((edges[lowest] + edges[lowest + 1]) / 2) if depth[lowest] < VALLEY else None

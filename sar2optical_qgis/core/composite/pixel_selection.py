"""Composites that copy pixels: which date's pixel is taken where, after the usual rules. Pure functions on arrays."""

from __future__ import annotations

import numpy as np


def median(values: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return the masked median over dates, (bands, rows, cols), of values (dates, bands, rows, cols); 0 where none.

    ``clear`` is (dates, rows, cols). The mean of the middle two where their number is even.
    """
    ordered = np.sort(np.where(clear[:, None], values, np.float32(np.inf)), axis=0)
    count = clear.sum(axis=0)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    high = np.minimum(high, np.maximum(count - 1, 0))
    middle = [np.take_along_axis(ordered, k[None, None], axis=0)[0] for k in (low, high)]
    return np.where(count > 0, 0.5 * (middle[0] + middle[1]), np.float32(0.0)).astype(np.float32)


def nearest_to(wanted: np.ndarray, values: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return which clear date lies nearest to ``wanted`` (bands, rows, cols) over all bands; (rows, cols), -1 = none.

    Of the masked median it is the medoid (Kennedy et al. 2018): a spectrum that was measured.
    """
    distance = np.where(clear, ((values - wanted) ** 2).sum(axis=1), np.inf)
    return np.where(clear.any(axis=0), distance.argmin(axis=0), -1)


def take(values: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Return (bands, rows, cols) of values (dates, bands, rows, cols), each pixel from its source date; 0 where -1."""
    taken = np.take_along_axis(values, np.maximum(source, 0)[None, None], axis=0)[0]
    return np.where(source >= 0, taken, np.float32(0.0))


def order_of(method: str, days: list[int], hidden_share: np.ndarray) -> list[int]:
    """Return the dates in the order in which they are asked for a clear look.

    leastcloudy: the clearest date first, of equal ones the nearest. lastclear: back in time from the target date, then
    forward from it.
    """
    dates = range(len(days))
    if method == 'leastcloudy':
        return sorted(dates, key=lambda k: (float(hidden_share[k]), abs(days[k]), k))
    return sorted(dates, key=lambda k: (days[k] > 0, abs(days[k]), k))

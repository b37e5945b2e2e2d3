"""Composites that every series network must beat: masked median, medoid, least cloudy date, last clear look.

The rules are the plugin's own (sar2optical_qgis.core.composite.pixel_selection); here they answer for one
target date at once.
"""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.composite.pixel_selection import median, nearest_to, order_of, take

METHODS = ('median', 'medoid', 'leastcloudy', 'lastclear')


def composite(method: str, values: np.ndarray, clear: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return (bands, rows, cols) of values (dates, bands, rows, cols); where no date is clear, the plain mean of all.

    ``clear`` (dates, rows, cols); ``days`` (dates,) from the target date, negative before it.
    """
    if method not in METHODS:
        raise ValueError(f'The composite "{method}" is unknown. Use {", ".join(METHODS)}.')
    if method == 'median':
        made = median(values, clear)
    else:
        if method == 'medoid':
            source = nearest_to(median(values, clear), values, clear)
        else:
            source = np.full(clear.shape[1:], -1)
            for k in order_of(method, list(days), 1.0 - clear.mean((1, 2))):
                source = np.where((source < 0) & clear[k], k, source)
        made = take(values, source)
    return np.where(clear.any(0), made, values.mean(0)).astype(np.float32)

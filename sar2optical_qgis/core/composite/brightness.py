"""Dates of a series that are so much brighter or darker than the others that their numbers are of another scale."""

from __future__ import annotations

import numpy as np

from ..sentinel.agreement import FAR

ENOUGH = 200  # clear pixels of a sample


def middles(values: np.ndarray, clear: np.ndarray) -> dict[int, np.ndarray]:
    """Return the medians (bands,) of the clear pixels of each date that has enough of them."""
    seen = [k for k in range(len(values)) if clear[k].sum() >= ENOUGH]
    return {k: np.maximum(np.median(values[k][:, clear[k]], axis=1), 1e-4) for k in seen}


def told_of_brightness(values: np.ndarray, clear: np.ndarray, roles: list[str]) -> list[str]:
    """Return what to say of reflectance (dates, bands, n), clear (dates, n): one sentence for each date far off."""
    middle = middles(values, clear)
    seen, told = list(middle), []
    if len(seen) < 2:
        return []
    for k in seen if len(seen) > 2 else seen[:1]:  # of two nobody knows which
        ratio = middle[k] / np.median([middle[o] for o in seen if o != k], axis=0)
        if ratio.min() > FAR or ratio.max() < 1.0 / FAR:
            told.append(
                f'{roles[k]} is {np.median(ratio):.2g} times as bright as the other dates in all bands, as no ground '
                'is: its numbers may be of another scale. If so, let the file say it (gdal_translate -a_scale).'
            )
    return told

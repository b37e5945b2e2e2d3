"""Box means whose cost grows with the logarithm of the radius. Nothing here knows of SAR or clouds."""

from __future__ import annotations

import numpy as np


def _window_sum(values: np.ndarray, radius: int, axis: int) -> np.ndarray:
    """Sum over 2 radius + 1 samples along ``axis``, float32; outside counts as 0.

    Sums of 1, 2, 4, 8 ... neighbours are made from each other, and those that the width's binary digits name added up.
    Every sum is made in the same order wherever its window lies, so a tile gives what the whole raster gives.
    """
    size, width = values.shape[axis], 2 * radius + 1
    pad = [(0, 0)] * values.ndim
    pad[axis] = (radius, radius)
    sums = np.pad(values, pad)

    def part(array: np.ndarray, start: int, length: int) -> np.ndarray:
        index = [slice(None)] * array.ndim
        index[axis] = slice(start, start + length)
        return array[tuple(index)]

    total, start, span = None, 0, 1
    while True:
        if width & span:
            here = part(sums, start, size)
            total = here.copy() if total is None else np.add(total, here, out=total)
            start += span
        if 2 * span > width:
            return total
        length = sums.shape[axis] - span
        sums = part(sums, 0, length) + part(sums, span, length)
        span *= 2


def box_sum(values: np.ndarray, radius: int) -> np.ndarray:
    """Return sums over (2 radius + 1)^2 windows of (..., rows, cols), float32; outside counts as 0."""
    values = values.astype(np.float32, copy=False)
    return values.copy() if radius <= 0 else _window_sum(_window_sum(values, radius, -2), radius, -1)


def box_mean(values: np.ndarray, valid: np.ndarray, radius: int) -> np.ndarray:
    """Return means of valid pixels over (2 radius + 1)^2 windows, float32 (..., rows, cols); 0 where none is valid."""
    if valid.all():  # the usual case: what a window holds follows from where it lies
        rows, cols = (_window_sum(np.ones(size, np.float32), max(radius, 0), 0) for size in values.shape[-2:])
        return box_sum(values, radius) * (1.0 / rows[:, None]) * (1.0 / cols)
    weight = box_sum(valid, radius)
    total = box_sum(np.where(valid, values, 0), radius)
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0.5)


def dilate(mask: np.ndarray, radius: int) -> np.ndarray:
    """Return the mask (rows, cols) grown by ``radius`` pixels, as an octagon (near a disc, cheap by running sums)."""
    if radius <= 0 or not mask.any():
        return mask.copy()
    diagonal = int(round(radius * 0.41))
    grown = box_sum(mask, radius - diagonal) > 0.5
    for _ in range(diagonal):
        cross = grown.copy()
        cross[1:] |= grown[:-1]
        cross[:-1] |= grown[1:]
        cross[:, 1:] |= grown[:, :-1]
        cross[:, :-1] |= grown[:, 1:]
        grown = cross
    return grown

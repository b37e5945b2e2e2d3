"""Box means by running sums: the cost does not depend on the radius. Nothing here knows of SAR or clouds."""

from __future__ import annotations

import numpy as np


def _running_sum(values: np.ndarray, radius: int, axis: int) -> np.ndarray:
    """Sum over 2 radius + 1 samples along ``axis``; outside counts as 0."""
    size = values.shape[axis]
    pad = [(0, 0)] * values.ndim
    pad[axis] = (1, 0)
    total = np.pad(np.cumsum(values, axis=axis, dtype=np.float64), pad)
    index = np.arange(size)
    upper, lower = np.minimum(index + radius + 1, size), np.maximum(index - radius, 0)
    return np.take(total, upper, axis=axis) - np.take(total, lower, axis=axis)


def box_sum(values: np.ndarray, radius: int) -> np.ndarray:
    """Return sums over (2 radius + 1)^2 windows of (..., rows, cols), float64; outside counts as 0."""
    if radius <= 0:
        return values.astype(np.float64)
    return _running_sum(_running_sum(values, radius, -1), radius, -2)


def box_mean(values: np.ndarray, valid: np.ndarray, radius: int) -> np.ndarray:
    """Return means of valid pixels over (2 radius + 1)^2 windows, float32 (..., rows, cols); 0 where none is valid."""
    if valid.all():  # the usual case: what a window holds follows from where it lies
        rows, cols = (_running_sum(np.ones(size), radius, 0) for size in values.shape[-2:])
        return (box_sum(values, radius) / (rows[:, None] * cols)).astype(np.float32)
    weight = box_sum(valid.astype(np.float32), radius)
    total = box_sum(np.where(valid, values, 0), radius)
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0.5).astype(np.float32)


def dilate(mask: np.ndarray, radius: int) -> np.ndarray:
    """Return the mask (rows, cols) grown by ``radius`` pixels, as an octagon (near a disc, cheap by running sums)."""
    if radius <= 0:
        return mask.copy()
    diagonal = int(round(radius * 0.41))
    grown = box_sum(mask.astype(np.float32), radius - diagonal) > 0.5
    for _ in range(diagonal):
        cross = grown.copy()
        cross[1:] |= grown[:-1]
        cross[:-1] |= grown[1:]
        cross[:, 1:] |= grown[:, :-1]
        cross[:, :-1] |= grown[:, 1:]
        grown = cross
    return grown

"""Box means whose cost grows with the logarithm of the radius. Nothing here knows of SAR or clouds."""

from __future__ import annotations

import numpy as np

STRIP = 96  # rows worked on at once: their sums stay in the processor's cache


def _window_sum(values: np.ndarray, width: int, axis: int) -> np.ndarray:
    """Return the sums of ``width`` samples along ``axis``, ``width`` - 1 fewer than there are samples.

    Sums of 1, 2, 4, 8 ... neighbours are made from each other, and those that the width's binary digits name added up.
    Every sum is made in the same order wherever its window lies, so a tile gives what the whole raster gives.
    """

    def part(array: np.ndarray, start: int, length: int) -> np.ndarray:
        return array[(slice(None),) * axis + (slice(start, start + length),)]

    size = values.shape[axis] - width + 1
    sums, total, start, span = values, None, 0, 1
    while True:
        if width & span:
            here = part(sums, start, size)
            total = here if total is None else total + here
            start += span
        if 2 * span > width:
            return total
        length = sums.shape[axis] - span
        sums = part(sums, 0, length) + part(sums, span, length)
        span *= 2


def box_sum(values: np.ndarray, radius: int) -> np.ndarray:
    """Return sums over (2 radius + 1)^2 windows of (..., rows, cols), float32; outside counts as 0."""
    if radius <= 0:
        return values.astype(np.float32)
    rows, cols = values.shape[-2:]
    made = np.empty(values.shape, np.float32)
    for top in range(0, rows, STRIP):
        bottom = min(top + STRIP, rows)
        first, last = max(top - radius, 0), min(bottom + radius, rows)
        around = np.zeros((*values.shape[:-2], bottom - top + 2 * radius, cols + 2 * radius), np.float32)
        around[..., first - top + radius : last - top + radius, radius : radius + cols] = values[..., first:last, :]
        width, axis = 2 * radius + 1, values.ndim - 2
        made[..., top:bottom, :] = _window_sum(_window_sum(around, width, axis), width, axis + 1)
    return made


def _window_sizes(length: int, radius: int) -> np.ndarray:
    """Return how many of ``length`` samples the window around each holds, float32."""
    at = np.arange(length)
    return (np.minimum(at + radius, length - 1) - np.maximum(at - radius, 0) + 1).astype(np.float32)


def box_mean(values: np.ndarray, valid: np.ndarray, radius: int) -> np.ndarray:
    """Return means of valid pixels over (2 radius + 1)^2 windows, float32 (..., rows, cols); 0 where none is valid."""
    if valid.all():  # the usual case: what a window holds follows from where it lies
        rows, cols = (1.0 / _window_sizes(size, radius) for size in values.shape[-2:])
        mean = box_sum(values, radius)
        mean *= rows[:, None]
        mean *= cols
        return mean
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

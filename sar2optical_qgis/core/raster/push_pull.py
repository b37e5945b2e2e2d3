"""Push-pull interpolation (Gortler et al. 1996) of what is known into what is not.

Pull: block means of the known pixels, halving the resolution. Push: where a pixel is unknown it takes the bilinearly
enlarged value of the next coarser level. The pyramid is cut at BLOCK: above it lives one small map of the whole
raster, below it only a tile, so that a tile of any size gives what the whole raster would.
"""

from __future__ import annotations

import numpy as np

LEVELS = 5
LEAST = np.float32(1e-30)  # stands for a weight of 0
BLOCK = 2**LEVELS  # pixels; tiles start at multiples of it


def blocks_around(wanted: np.ndarray, margin: int = 0) -> tuple[slice, slice]:
    """Return the rows and cols of the BLOCKs around all wanted pixels (rows, cols), one at least, and a margin."""
    spans = []
    for axis, size in enumerate(wanted.shape):
        found = np.flatnonzero(wanted.any(axis=1 - axis))
        low, high = max(int(found[0]) - margin, 0), int(found[-1]) + 1 + margin
        spans.append(slice(low // BLOCK * BLOCK, min(-(-high // BLOCK) * BLOCK, size)))
    return tuple(spans)


def sum_up(values: np.ndarray, factor: int = 2) -> np.ndarray:
    """Return sums over squares of ``factor``, a power of two, pixels of (..., rows, cols); 0 pads the rims."""
    while factor > 1:
        rows, cols = values.shape[-2:]
        if rows % 2 or cols % 2:
            values = np.pad(values, (*[(0, 0)] * (values.ndim - 2), (0, rows % 2), (0, cols % 2)))
        values = values[..., 0::2, :] + values[..., 1::2, :]
        values, factor = values[..., 0::2] + values[..., 1::2], factor // 2
    return values


def square_means(values: np.ndarray, good: np.ndarray, factor: int) -> tuple[np.ndarray, np.ndarray]:
    """Return means of good pixels over squares of ``factor`` pixels, of (..., rows, cols), and where there are any."""
    if good.all() and not any(size % factor for size in good.shape):
        means = sum_up(values, factor)
        means *= np.float32(factor**-2)
        return means, np.ones(means.shape[-2:], bool)
    count = sum_up(good.astype(np.float32), factor)
    return sum_up(np.where(good, values, np.float32(0.0)), factor) / np.maximum(count, np.float32(1.0)), count > 0.5


def _double_axis(values: np.ndarray, axis: int) -> np.ndarray:
    """Enlarge (bands, rows, cols) twofold along ``axis``: three quarters of the nearer sample, one of the farther."""
    shape = list(values.shape)
    shape[axis] *= 2
    made = np.empty(shape, values.dtype)
    nearer, farther = 0.75 * values, 0.25 * values

    def part(array: np.ndarray, *span: int | None) -> np.ndarray:
        return array[(slice(None),) * axis + (slice(*span),)]

    np.add(part(nearer, 1, None), part(farther, None, -1), out=part(made, 2, None, 2))
    np.add(part(nearer, None, -1), part(farther, 1, None), out=part(made, 1, -1, 2))
    part(made, 0, 1)[:], part(made, -1, None)[:] = part(values, 0, 1), part(values, -1, None)
    return made


def double(values: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Enlarge (bands, rows, cols) twofold, bilinear about pixel centres, cropped to ``shape``."""
    return _double_axis(_double_axis(values, 2)[:, :, : shape[1]], 1)[:, : shape[0]]


def enlarge(values: np.ndarray, shape: tuple[int, int], factor: int) -> np.ndarray:
    """Return (bands, rows, cols) enlarged ``factor`` times, a power of two, to ``shape``, as double()."""
    if factor == 1:
        return values
    return double(enlarge(values, tuple(-(-size // 2) for size in shape), factor // 2), shape)


def fill(total: np.ndarray, weight: np.ndarray, coarse: np.ndarray | None = None, levels: int = 99) -> np.ndarray:
    """Return values (bands, rows, cols), known where weight > 0, filled from coarser levels elsewhere.

    ``total`` holds weighted values, ``weight`` (rows, cols) how much is known of each pixel. After ``levels`` halvings
    the pyramid takes ``coarse`` (already filled) if given; without it, it goes on to a single pixel.
    Where nothing at all is known the result is 0.
    """
    if coarse is not None and levels == 0:
        return coarse
    known = weight > 0
    values = total / np.maximum(weight, np.full(weight.shape[-1], LEAST, np.float32))  # totals are 0 where weights are
    if min(weight.shape) == 0 or (coarse is None and max(weight.shape) == 1) or known.all():
        return values
    filled = double(fill(sum_up(total), sum_up(weight), coarse, levels - 1), weight.shape)
    np.copyto(filled, values, where=known)
    return filled

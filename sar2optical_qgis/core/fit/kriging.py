"""Kriging of what the fit leaves over, by place and likeness: near pixels tell of a hidden one, like ones the more.

Simple kriging (Gaussian process regression) about a smooth level, BLOCK by BLOCK, each from clear pixels, drawn by lot,
in it and its eight neighbours. The kernel is exp(-d / REACH) (PLACE + (1 - PLACE) exp(-|df|^2 / 2 LIKENESS^2)) with
d the distance and df the difference of standardised covariates, as a root mean square. Chosen on training places
(training/EXPERIMENTS.md).
"""

from __future__ import annotations

import numpy as np

from ..machine.matmul import matmul
from ..raster.push_pull import BLOCK
from ..raster.tiling import Tiling

REACH, PLACE, LIKENESS, NOISE = 20.0, 0.4, 0.7, 0.12  # pixels; share; of a spread; of the residual's variance
MOST, FEWEST = 400, 10  # clear pixels of a block's system: 600 gain half a per cent, and take twice the time
PAYS = 2000**2  # pixels of an image up to which its time is little (training/RESULTS.md)
SHARE = 0.8  # of the kriged residual; the rest is push-pull's


def pays(tiling: Tiling) -> bool:
    """Whether kriging is worth its time in an image, and its tiles see all that it needs."""
    has_room = tiling.halo >= BLOCK or tiling.tile >= max(tiling.height, tiling.width)
    return has_room and tiling.height * tiling.width <= PAYS


def krige(
    residual: np.ndarray,
    level: np.ndarray,
    clear: np.ndarray,
    likeness: np.ndarray,
    corner: tuple[int, int],
    factor: int = 1,
) -> np.ndarray:
    """Return the residual (bands, rows, cols) of a window, estimated where it is not ``clear`` (rows, cols).

    ``residual`` of clear pixels; ``level``, of the same shape, what it is taken about and what stays far from clear
    pixels; ``likeness`` (d, rows, cols) standardised covariates. Pixels are squares of ``factor`` pixels. ``corner``:
    row and column of the window, a corner of the BLOCK raster, in such squares; what is drawn depends on it alone.
    """
    made, side = level.copy(), BLOCK // factor
    rows, cols = clear.shape
    order = _lots(clear.shape, corner)
    at = np.mgrid[:rows, :cols].astype(np.float32) * np.float32(factor / REACH)
    scaled = likeness * np.float32((2.0 * LIKENESS**2 * max(len(likeness), 1)) ** -0.5)
    for top in range(0, rows, side):
        for left in range(0, cols, side):
            own = np.s_[..., top : top + side, left : left + side]
            wanted = np.flatnonzero(~clear[own])
            if not len(wanted):
                continue
            around = np.s_[..., max(top - side, 0) : top + 2 * side, max(left - side, 0) : left + 2 * side]
            known = np.flatnonzero(clear[around])
            if len(known) < FEWEST:
                continue
            if len(known) > MOST:
                known = known[np.argpartition(order[around].ravel()[known], MOST)[:MOST]]
            p, f = (_columns(each[around], known) for each in (at, scaled))
            q, g = (_columns(each[own], wanted) for each in (at, scaled))
            system = _kernel(p, p, f, f)
            system[np.arange(len(known)), np.arange(len(known))] += np.float32(NOISE)
            left_over = _columns(residual[around], known) - _columns(level[around], known)
            weights = np.linalg.solve(system, left_over.T)
            part = made[own].reshape(len(made), -1)
            part[:, wanted] += matmul(_kernel(q, p, g, f), np.ascontiguousarray(weights, np.float32)).T
            made[own] = part.reshape(made[own].shape)
    return made


def _columns(values: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return (planes, n) of the pixels ``index`` of a window."""
    return values.reshape(len(values), -1)[:, index]


def _kernel(p: np.ndarray, q: np.ndarray, f: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Return the kernel (n, m) of places (2, n), (2, m) in reaches, and likenesses (d, n), (d, m), scaled."""
    place = np.exp(-np.sqrt(_squares(p, q)))
    if not len(f):
        return place
    alike = np.exp(-_squares(f, g))
    alike *= np.float32(1.0 - PLACE)
    alike += np.float32(PLACE)
    return place * alike


def _squares(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return squared distances (n, m) of columns (d, n), (d, m)."""
    made = matmul(np.ascontiguousarray(a.T), b)
    made *= np.float32(-2.0)
    made += (a * a).sum(axis=0)[:, None]
    made += (b * b).sum(axis=0)
    return np.maximum(made, np.float32(0.0), out=made)


def _lots(shape: tuple[int, int], corner: tuple[int, int]) -> np.ndarray:
    """Return a number for each pixel (rows, cols), that of its place in the raster: the lowest are drawn."""
    rows, cols = (np.arange(start, start + size, dtype=np.uint32) for start, size in zip(corner, shape))
    lot = rows[:, None] * np.uint32(2654435761) ^ cols * np.uint32(2246822519)  # Knuth's multiplicative hashing
    return (lot ^ (lot >> np.uint32(15))) * np.uint32(2654435761)

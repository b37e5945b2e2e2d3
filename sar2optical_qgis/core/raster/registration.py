"""Registration: by how many pixels two pictures of the same ground lie off each other, by phase correlation.

Kuglin and Hines 1975; the peak between pixels by a parabola. What is not seen in both is left out, and the answer is
given only where one peak stands far above all others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from .filters import box_mean
from .grid import Grid

LEAST, MOST = 0.5, 3.0  # pixels: a shift that is worth to be taken out; that a picture is off
SEEN = 0.4  # of a window
DETAIL_RADIUS = 3  # pixels: what is broader than the window of this radius is no detail
SURE = 1.6  # times the next best peak
ALIKE, MORE_ALIKE = 0.15, 0.03  # correlation of details with a shift taken out; more than without


def detail(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return what stands out of its surroundings, in units of its spread, (rows, cols); 0 where not valid."""
    made = np.where(valid, values - box_mean(np.where(valid, values, 0), valid, DETAIL_RADIUS), 0.0)
    spread = float(np.sqrt(np.mean(made[valid] ** 2))) if valid.any() else 0.0
    return np.clip(made / max(spread, 1e-12), -3.0, 3.0)


def displaced(grid: Grid, shift: tuple[float, float], pixel_m: float) -> Grid:
    """Return a grid with ``shift`` (rows, columns, in pixels of ``pixel_m`` metres) taken out."""
    down, right = (each * pixel_m / grid.pixel_size_m for each in shift)  # in its own pixels
    x, width, *middle, height = grid.transform
    moved = (x - right * width, width, middle[0], middle[1] - down * height, middle[2], height)
    return replace(grid, transform=moved)


def shift_told(role: str, of: str, shift: tuple[float, float]) -> str:
    """Return the sentence for a shift that was taken out."""
    down, right = shift
    return (
        f'{role} lies {abs(down):.1f} pixels {"below" if down > 0 else "above"} and {abs(right):.1f} '
        f'{"right" if right > 0 else "left"} of {of}, by phase correlation of what both show: that is taken out.'
    )


def shift_of(
    pairs: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]], most: float = MOST
) -> tuple[float, float] | None:
    """Return rows and columns by which the second pictures lie off the first ones; None where that is not sure.

    ``pairs``: windows (rows, cols) of one size: first, second, and where both show the ground. ``most``: pixels that
    they may lie off.
    """
    surface, pairs = None, [pair for pair in pairs if pair[2].mean() >= SEEN]
    for first, second, valid in pairs:
        taper = np.hanning(valid.shape[0])[:, None] * np.hanning(valid.shape[1])
        spectra = [np.fft.rfft2(detail(each, valid) * taper) for each in (first, second)]
        cross = np.conj(spectra[0]) * spectra[1]
        found = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-12), valid.shape)
        surface = found if surface is None else surface + found
    if surface is None:
        return None
    reach = int(most) + 2
    near = np.roll(surface, (reach, reach), (0, 1))[: 2 * reach + 1, : 2 * reach + 1]
    row, col = np.unravel_index(int(near.argmax()), near.shape)
    if not (0 < row < 2 * reach and 0 < col < 2 * reach):
        return None
    others = near.copy()
    others[row - 1 : row + 2, col - 1 : col + 2] = -np.inf
    if near[row, col] < SURE * max(float(others.max()), 1e-12):
        return None
    down = row - reach + _between(*near[row - 1 : row + 2, col])
    right = col - reach + _between(*near[row, col - 1 : col + 2])
    is_meant = max(abs(down), abs(right)) <= most + 0.5 and _agrees(pairs, down, right, int(most) + 1)
    return (float(down), float(right)) if is_meant else None


def _agrees(pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]], down: float, right: float, edge: int) -> bool:
    """Whether details of both pictures, ``edge`` inside, are more alike with a shift taken out than as they lie."""
    rows, cols = (round(each) for each in (down, right))
    if not (rows or cols):
        return True
    inner, sums = np.s_[edge:-edge, edge:-edge], np.zeros((2, 3))
    for first, second, valid in pairs:
        one, other = detail(first, valid), detail(second, valid)
        for total, (row, col) in zip(sums, ((0, 0), (rows, cols))):
            moved, seen = (np.roll(each, (-row, -col), (0, 1)) for each in (other, valid))
            both = (valid & seen)[inner]
            a, b = one[inner][both].astype(np.float64), moved[inner][both].astype(np.float64)
            total += (a @ b, a @ a, b @ b)
    before, after = (float(ab / np.sqrt(max(aa * bb, 1e-12))) for ab, aa, bb in sums)
    return after > max(ALIKE, before + MORE_ALIKE)


def _between(before: float, peak: float, after: float) -> float:
    """Return where between pixels a parabola through three values has its top."""
    bend = before - 2.0 * peak + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0

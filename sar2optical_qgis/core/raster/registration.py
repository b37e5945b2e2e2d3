"""Registration: by how many pixels two pictures of the same ground lie off each other, by phase correlation.

Kuglin and Hines 1975; the peak between pixels by a parabola. What is not seen in both is left out, and the answer is
given only where one peak stands far above all others.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .filters import box_mean

MOST = 3.0  # pixels that a picture is off
SEEN = 0.4  # of a window
DETAIL_RADIUS = 3  # pixels: what is broader than the window of this radius is no detail
SURE = 1.6  # times the next best peak


def detail(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return what stands out of its surroundings, in units of its spread, (rows, cols); 0 where not valid."""
    made = np.where(valid, values - box_mean(np.where(valid, values, 0), valid, DETAIL_RADIUS), 0.0)
    spread = float(np.sqrt(np.mean(made[valid] ** 2))) if valid.any() else 0.0
    return np.clip(made / max(spread, 1e-12), -3.0, 3.0)


def shift_of(pairs: Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> tuple[float, float] | None:
    """Return rows and columns by which the second pictures lie off the first ones; None where that is not sure.

    ``pairs``: windows (rows, cols) of one size: first, second, and where both show the ground.
    """
    surface = None
    for first, second, valid in pairs:
        if valid.mean() < SEEN:
            continue
        taper = np.hanning(valid.shape[0])[:, None] * np.hanning(valid.shape[1])
        spectra = [np.fft.rfft2(detail(each, valid) * taper) for each in (first, second)]
        cross = np.conj(spectra[0]) * spectra[1]
        found = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-12), valid.shape)
        surface = found if surface is None else surface + found
    if surface is None:
        return None
    reach = int(MOST) + 2
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
    return (float(down), float(right)) if max(abs(down), abs(right)) <= MOST + 0.5 else None


def _between(before: float, peak: float, after: float) -> float:
    """Return where between pixels a parabola through three values has its top."""
    bend = before - 2.0 * peak + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0

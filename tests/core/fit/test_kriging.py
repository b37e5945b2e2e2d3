"""Kriging of what a fit leaves over: like pixels tell of a hidden one, and the window it is seen in does not matter."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.fit.kriging import krige
from sar2optical_qgis.core.raster.push_pull import fill

SIZE = 160


def scene(seed=1):
    """A residual that hangs on place and on a hidden kind of ground, which the likeness shows; a hole in it."""
    rng = np.random.default_rng(seed)
    kind = np.kron(rng.integers(0, 2, (SIZE // 8, SIZE // 8)), np.ones((8, 8)))
    slope = np.linspace(-1, 1, SIZE)[None, :]
    residual = ((2 * kind - 1) * (1 + slope))[None].astype(np.float32)
    clear = np.ones((SIZE, SIZE), bool)
    clear[50:90, 60:110] = False
    likeness = (kind - 0.5)[None].astype(np.float32) * 2
    return residual, clear, likeness


def test_like_pixels_tell_more_than_near_ones():
    residual, clear, likeness = scene()
    seen = np.where(clear, residual, 0)
    made = krige(seen, np.zeros_like(residual), clear, likeness, (0, 0))
    smooth = fill(seen, clear.astype(np.float32))
    error, usual = (np.abs(each - residual)[:, ~clear].mean() for each in (made, smooth))
    assert error < 0.5 * usual


def test_a_window_gives_what_the_whole_gives():
    residual, clear, likeness = scene()
    level = np.full_like(residual, 0.1)
    whole = krige(np.where(clear, residual, 0), level, clear, likeness, (0, 0))
    here = np.s_[..., 32:160, 32:160]
    part = krige(np.where(clear, residual, 0)[here], level[here], clear[here], likeness[here], (32, 32))
    np.testing.assert_allclose(part[..., 32:96, 32:96], whole[..., 64:128, 64:128], atol=1e-3)


def test_far_from_clear_pixels_the_level_stays():
    clear = np.zeros((SIZE, SIZE), bool)
    clear[:20] = True
    level = np.full((2, SIZE, SIZE), 0.3, np.float32)
    made = krige(np.where(clear, 1.0, 0.0) + level, level, clear, np.zeros((1, SIZE, SIZE), np.float32), (0, 0))
    np.testing.assert_allclose(made[:, 96:], 0.3, atol=1e-6)
    assert (made[:, 21] > 0.7).all()

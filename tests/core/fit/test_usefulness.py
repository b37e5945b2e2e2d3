"""Covariates that help are told from noise, on chips as small as they come."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.fit.usefulness import helpful, moved, squares
from sar2optical_qgis.core.raster.filters import box_mean


def chip(seed, size):
    """Ground (2 bands), radar that tells some of it, a layer that tells the rest, and 12 planes of noise."""
    rng, everywhere = np.random.default_rng(seed), np.ones((size, size), bool)
    ground = box_mean(rng.normal(size=(4, size, size)).astype(np.float32), everywhere, 2) * 5
    bands = np.stack([ground[0] + 0.5 * ground[1], ground[1] - ground[0]]) + 0.5 * ground[2:]
    speckle, *noise = rng.normal(size=(13, size, size)).astype(np.float32)
    planes = np.stack([ground[0] + 0.1 * speckle, ground[1], *noise])
    return bands.reshape(2, -1), planes.reshape(14, -1), squares(0, 0, (size, size)).ravel()


def test_noise_is_kept_by_next_to_no_small_chip_and_help_by_all():
    kept = [helpful(*chip(seed, 32), [-1, 0, *[1] * 12]) for seed in range(12)]
    assert all(0 in each and each[0] > 0.05 for each in kept)
    assert sum(1 in each for each in kept) <= 1


def test_a_small_gain_counts_where_many_pixels_tell_it():
    bands, planes, square = chip(1, 128)
    assert set(helpful(bands + 3 * planes[3], planes[:3], square, [-1, 0, 1])) == {0}
    assert set(helpful(bands + 0.15 * planes[2:3], planes[:3], square, [-1, 0, 1])) == {0, 1}


def test_what_is_moved_stays_as_smooth_and_lies_elsewhere():
    bands, _, square = chip(2, 32)
    for clear in (np.arange(1024), np.flatnonzero(square % 7 > 0)):  # whole, and with holes
        smooth, beside = bands[0, clear], np.flatnonzero(np.diff(clear) == 1)
        for order in moved(square[clear], 5):
            again = smooth[order]
            assert np.corrcoef(again[beside], again[beside + 1])[0, 1] > 0.6, len(clear)
            assert abs(np.corrcoef(again, smooth)[0, 1]) < 0.3 and np.unique(order).size > 500, len(clear)


def test_squares_are_of_the_raster_not_of_the_window():
    whole, part = squares(0, 0, (32, 32)), squares(16, 8, (8, 4), 2)
    assert len(np.unique(whole)) == 64 and np.array_equal(part, whole[16::2, 8:16:2])

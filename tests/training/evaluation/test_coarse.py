"""Averaged chips, on which cover from coarse radar is judged."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.sentinel.cover import UNKNOWN
from training.evaluation.coarse import averaged, filtered, numbers
from training.evaluation.judged import Judged


def chip(db: np.ndarray, cover: np.ndarray) -> Judged:
    """Return a chip of VV that is valid all over."""
    valid = np.ones(cover.shape, bool)
    return Judged('chip', 'place', 'source', {'VV': db}, True, np.zeros((3, *cover.shape)), valid, cover)


def test_radar_is_averaged_in_power_and_cover_by_most_of_a_pixel():
    db = np.where(np.indices((256, 256)).sum(0) % 2, -10.0, -20.0).astype(np.float32)
    cover = np.zeros((256, 256), np.uint8)
    cover[::2, :128], cover[:64] = 1, 2
    small = averaged(chip(db, cover), 4)
    assert np.allclose(small.db['VV'], 10 * np.log10((0.1 + 0.01) / 2), atol=1e-4)
    assert (
        (small.cover[:16] == 2).all()
        and (small.cover[16:, :32] == UNKNOWN).all()
        and (small.cover[16:, 32:] == 0).all()
    )


def test_a_filter_leaves_the_size_and_takes_the_speckle():
    rng = np.random.default_rng(0)
    db = (-10 + 10 * np.log10(rng.gamma(4, 1 / 4, (256, 256)))).astype(np.float32)
    smooth = filtered(chip(db, np.zeros((256, 256), np.uint8)), 3)
    assert smooth.db['VV'].shape == db.shape and smooth.db['VV'].std() < db.std() / 4


def test_chips_with_gaps_or_too_small_are_left_out():
    db = np.full((256, 256), -10.0, np.float32)
    db[0, 0] = np.nan
    assert averaged(chip(db, np.zeros((256, 256), np.uint8)), 2) is None
    assert averaged(chip(db[1:100, 1:100], np.zeros((99, 99), np.uint8)), 2) is None


def test_places_count_alike():
    whole, half = np.diag([10, 10, 0, 0, 0, 0]), np.diag([1000, 0, 0, 0, 0, 0]) + np.diag([1000, 0, 0, 0, 0], 1)
    assert numbers({'a': whole, 'b': half}).startswith('0.750;')

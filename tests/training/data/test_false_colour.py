"""Cover of pictures in false colour, and what the radar says against it."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.sentinel.cover import GREEN, UNKNOWN, WATER
from training.data.false_colour import cover_of_false_colour, doubted_by_radar


def scene() -> tuple[np.ndarray, np.ndarray]:
    """Return cover of fields with a dark half, and dB in which half of that is dark, too, and the rest bright."""
    picture = np.full((3, 64, 64), 10, np.uint8)
    picture[1, :32] = 120
    db = np.random.default_rng(0).normal(-10, 1, (64, 64)).astype(np.float32)
    db[32:, :32], db[32:, 32:] = -20, -8
    return cover_of_false_colour(picture), db


def test_what_is_dark_for_the_eye_alone_is_in_doubt():
    cover, db = scene()
    assert (cover[32:] == WATER).all()
    made = doubted_by_radar(cover, db)
    assert (made[35:, :29] == WATER).all()
    assert (made[35:, 35:] == UNKNOWN).all()
    assert (made[:32] == GREEN).all()


def test_a_picture_of_water_alone_is_believed():
    _, db = scene()
    cover = np.full(db.shape, WATER, np.uint8)
    np.testing.assert_array_equal(doubted_by_radar(cover, db), cover)


def test_where_the_radar_saw_nothing_cover_stays():
    cover, db = scene()
    db[40:, 40:] = np.nan
    assert (doubted_by_radar(cover, db)[46:, 46:] == WATER).all()

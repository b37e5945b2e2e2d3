"""How much of an older picture no longer holds: fields fade, rough ground stays, the calendar tells how fast."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sar_to_optical.staleness import aged, aged_fields, fields


def ground(roughness):
    """Squares of 24 pixels of one colour each, as fields are, with soft rims, and noise from pixel to pixel."""
    rng, known = np.random.default_rng(0), np.ones((144, 144), bool)
    squares = box_mean(np.kron(rng.normal(0.4, 0.1, (3, 6, 6)), np.ones((24, 24))), known, 1)
    return (squares + rng.normal(0.0, roughness, squares.shape)).astype(np.float32), known


def test_smooth_squares_look_like_fields_and_rough_ground_does_not():
    smooth, between, rough = (fields(*ground(noise), 24) for noise in (0.005, 0.015, 0.06))
    assert smooth.mean() > 0.9 and rough.max() < 0.05
    assert smooth.mean() > between.mean() > rough.mean()


def test_holes_of_a_picture_do_not_make_it_rough():
    picture, known = ground(0.005)
    known[40:60, 40:60] = False
    assert fields(np.where(known, picture, 0.0), known, 24)[known].mean() > 0.9


def test_fields_fade_within_weeks_and_the_broad_colour_within_months():
    assert aged_fields(0) == 0.0 and aged_fields(30) > aged(30)
    assert aged_fields(90) > aged_fields(30) and aged_fields(-90) == aged_fields(90)
    assert aged_fields(10_000) < 1.0 and aged(10_000) < 1.0  # a year later is the same season

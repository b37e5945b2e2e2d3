"""Skies that are measured between two dates lie over other ground as they lay over theirs."""

from __future__ import annotations

import numpy as np
import pytest

from training.data.cloud_optics import through
from training.data.masks.transplants import layer_of, sky_between

NAMES, SIDE = ('B02', 'B03', 'B04'), 64
CLOUD, SHADE = np.s_[:, 10:30, 10:30], np.s_[:, 40:60, 40:60]


@pytest.fixture
def sky():
    """The sky of a date with one cloud and one shadow."""
    everywhere = np.ones((SIDE, SIDE), bool)
    ground = np.full((3, SIDE, SIDE), 0.1, np.float32)
    observed, shares = ground.copy(), np.zeros((3, SIDE, SIDE), np.float32)
    observed[CLOUD] = through(ground[CLOUD], np.full_like(ground[CLOUD], 0.6))
    observed[SHADE] *= 0.4
    shares[0][CLOUD[1:]], shares[2][SHADE[1:]] = 1.0, 1.0
    dates = [
        {'values': v, 'valid': everywhere, 'shares': shares, 'weight': everywhere * 1.0} for v in (observed, ground)
    ]
    return sky_between(NAMES, *dates)


def test_the_layer_is_what_a_cloud_adds_to_the_ground():
    ground, layer = np.array([0.02, 0.1, 0.3, 0.3]), np.array([0.1, 0.5, 0.9, 0.0])
    assert np.allclose(layer_of(through(ground, layer), ground), layer, atol=0.01)


def test_other_ground_is_hidden_by_the_cloud_dark_in_the_shadow_and_else_as_it_was(sky):
    made = sky.over(np.full((3, SIDE, SIDE), 0.3, np.float32), NAMES, np.random.default_rng(0))
    cloud, shade, clear = (made.observed[:, made.classes == k].mean() for k in (1, 3, 0))
    assert cloud > 0.5 and shade < 0.2 and clear == pytest.approx(0.3, abs=0.01)
    assert (made.classes == 1).sum() == 400 and (made.weight == 1).all()


def test_ground_with_a_band_that_the_sky_has_not_stays_without_it(sky):
    assert sky.over(np.zeros((1, SIDE, SIDE), np.float32), ('B11',), np.random.default_rng(0)) is None

"""A date of another scale than the others is told, and one of another order of its bands."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.composite.band_order import told_of_order
from sar2optical_qgis.core.composite.brightness import told_of_brightness


def told(*factors) -> list[str]:
    rng = np.random.default_rng(0)
    ground = rng.uniform(0.05, 0.4, (4, 300))
    values = np.stack([ground * np.reshape(factor, (-1, 1)) for factor in factors])
    return told_of_brightness(
        values, np.ones((len(factors), 300), bool), [f'INPUTS {k + 1}' for k in range(len(factors))]
    )


def test_a_date_of_another_scale_is_told_with_its_factor():
    (sentence,) = told(1.0, 1.1, 0.1, 0.9)
    assert sentence.startswith('INPUTS 3 is 0.1 times as bright') and 'a_scale' in sentence
    assert told(1.0, 5.0)[0].startswith('INPUTS 1 is 0.2 times')


def test_seasons_snow_and_dates_without_clear_pixels_are_not():
    assert not told(1.0, 2.0, 0.5, 1.0)
    assert not told(1.0, 1.0, [8.0, 7.0, 6.0, 0.4])
    assert not told_of_brightness(np.ones((2, 3, 50)), np.zeros((2, 50), bool), ['a', 'b'])


def test_a_date_with_its_bands_in_another_order_is_told_and_a_season_is_not():
    rng = np.random.default_rng(0)
    ground = np.array([0.05, 0.08, 0.07, 0.35])[:, None] * rng.uniform(0.8, 1.2, (4, 300))
    winter = ground * np.array([1.3, 1.2, 1.5, 0.4])[:, None]
    roles, clear = ['a', 'b', 'c', 'd'], np.ones((4, 300), bool)
    (sentence,) = told_of_order(np.stack([ground, ground, ground[::-1], winter]), clear, roles)
    assert sentence.startswith('c looks as if') and 'right names' in sentence
    assert not told_of_order(np.stack([ground, ground, winter, winter]), clear, roles)

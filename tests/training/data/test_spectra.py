"""Densities of reflectance: from chips that lack bands, as the ground has it and as seen from above the air."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel.look import SPECTRUM
from training.data.looks import fit_mixture, unlike
from training.data.spectra import above_the_air


def test_a_mixture_learns_from_chips_that_lack_bands_what_whole_ones_show():
    rng = np.random.default_rng(0)
    kinds = np.where(rng.random(600) < 0.3, 0.0, 4.0)
    whole = kinds[:, None] + rng.normal(0, 1, (600, 1)) + rng.normal(0, 0.3, (600, 3))
    lacking = np.where(rng.random(whole.shape) < 0.3, np.nan, whole)
    lacking[:, 0] = whole[:, 0]
    even = np.full(600, 1 / 600)
    fits = [
        max((fit_mixture(x, even, 2, seed, 0.01) for seed in range(4)), key=lambda f: f[1])[0] for x in (whole, lacking)
    ]
    orders = [np.argsort(fit.means[:, 0]) for fit in fits]  # components come in any order
    first, second = (fit.means[order] for fit, order in zip(fits, orders))
    assert np.abs(first - second).max() < 0.3
    spreads = [fit.covariances[order[0]].ravel() for fit, order in zip(fits, orders)]
    assert np.corrcoef(*spreads)[0, 1] > 0.9
    assert unlike(fits[0]).log_density(np.full(3, 30.0)) > fits[0].log_density(np.full(3, 30.0))


def test_the_air_brightens_blue_and_dims_what_is_bright_in_the_infrared():
    ground = np.repeat([300.0, 500, 400, 900, 2500, 3000, 3200, 3300, 2000, 1000], 2)
    seen = dict(zip(SPECTRUM, above_the_air(ground, np.random.default_rng(0))[::2] - ground[::2]))
    assert seen['B02'] > 500 and seen['B02'] > seen['B03'] > seen['B04'] > seen['B08'] and seen['B8A'] < seen['B08']
    assert seen['B12'] == pytest.approx(0, abs=60)

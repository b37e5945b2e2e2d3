"""The same-image fit learns what the radar can tell, keeps clear pixels, and does not depend on how it is tiled."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.fit import cells, regression
from sar2optical_qgis.core.fit.features import FeatureMap
from sar2optical_qgis.core.fit.normal_equations import NormalEquations
from sar2optical_qgis.core.raster.filters import dilate
from sar2optical_qgis.core.raster.push_pull import BLOCK, LEVELS, double, fill, sum_up


def scene(size=192, seed=0):
    rng = np.random.default_rng(seed)
    x = np.stack([np.kron(rng.normal(size=(size // 16, size // 16)), np.ones((16, 16))) for _ in range(3)])
    y = np.stack([0.2 + 0.05 * x[0], 0.3 + 0.04 * np.tanh(2 * x[1]), 0.25 + 0.03 * x[2] ** 2])
    y += np.linspace(0, 0.05, size)[None, None]  # a drift that no covariate knows
    clear = np.ones((size, size), bool)
    clear[40:120, 60:150] = False
    return x.astype(np.float32), y.astype(np.float32), clear


def fitted(x, y, clear, near=None):
    known = np.ones(x.shape, bool)
    sums = NormalEquations(clear.shape, len(y), FeatureMap(x[:, clear], near))
    for r, c, height, width in cells.windows(*clear.shape):
        w = np.s_[r : r + height, c : c + width]
        sums.accumulate(r, c, y[(..., *w)], clear[w], x[(..., *w)], known[(..., *w)])
    return sums.solve(), known


def of_squares(factor, *arrays):
    return (*(each[:, ::factor, ::factor] for each in arrays), factor)


@pytest.mark.parametrize('factor', [1, 2])
def test_it_sees_under_the_cloud_what_the_radar_knows(factor):
    x, y, clear = scene()
    fit, known = fitted(x, y, clear)
    made = fit.predict(0, 0, y, clear, *of_squares(factor, x, known))
    without = fill(np.where(clear, y, 0), clear.astype(np.float32))
    assert np.abs(made - y)[:, ~clear].mean() < 0.35 * np.abs(without - y)[:, ~clear].mean()


def test_clear_pixels_without_covariates_do_not_spoil_what_covariates_tell():
    x, y, clear = scene()
    fit, known = fitted(x, y, clear)
    usual = np.abs(fit.predict(0, 0, y, clear, x, known) - y)
    missing = known.copy()
    missing[:, dilate(~clear, 6) & clear] = False  # a reference that knows nothing around the hole
    made = np.abs(fit.predict(0, 0, y, clear, np.where(missing, x, -99.0).astype(np.float32), missing) - y)
    assert made[:, ~clear].mean() < 1.25 * usual[:, ~clear].mean()


@pytest.mark.parametrize('factor', [1, 2])
def test_clear_pixels_keep_their_values(factor):
    x, y, clear = scene()
    clear &= np.random.default_rng(2).random(clear.shape) > 0.1  # squares that are clear in part, too
    fit, known = fitted(x, y, clear)
    assert (fit.predict(0, 0, y, clear, *of_squares(factor, x, known))[:, clear] == y[:, clear]).all()


@pytest.mark.parametrize('factor', [1, 2])
def test_hidden_values_teach_nothing(factor):
    x, y, clear = scene()
    spoiled = np.where(clear, y, 9.0).astype(np.float32)
    (a, known), (b, _) = fitted(x, y, clear), fitted(x, spoiled, clear)
    told = of_squares(factor, x, known)
    assert np.array_equal(
        a.predict(0, 0, y, clear, *told)[:, ~clear], b.predict(0, 0, spoiled, clear, *told)[:, ~clear]
    )


@pytest.mark.parametrize('factor', [2, 4])
def test_squares_inside_a_field_are_estimated_as_their_pixels_are(factor):
    x, y, clear = scene()
    fit, known = fitted(x, y, clear)
    off = np.abs(fit.predict(0, 0, y, clear, *of_squares(factor, x, known)) - fit.predict(0, 0, y, clear, x, known))
    inside = np.abs(np.arange(len(clear)) % 16 - 7.5) < 4  # fields are 16 pixels
    assert off[:, ~clear & inside & inside[:, None]].max() < 1e-3 < off[:, ~clear].max()


def test_random_features_of_squares_are_those_of_like_pixels():
    x, y, clear = (each[..., :151, :149] for each in scene())  # squares lie within fields, but for the rims
    fit, known = fitted(x, y, clear)
    made = fit.predict(0, 0, y, clear, x, known)
    fit.square = 2
    assert np.abs(made - fit.predict(0, 0, y, clear, x, known)).max() < 1e-5


def test_a_second_fit_of_near_covariates_is_led_astray_less_by_far_ones():
    x, y, _ = scene()
    clear = np.random.default_rng(3).random(y.shape[1:]) < 0.02  # few pixels to learn from
    x = np.concatenate([x, np.random.default_rng(4).normal(size=(20, *clear.shape))]).astype(np.float32)
    off = []
    for near in (None, np.arange(len(x)) < 3):
        fit, known = fitted(x, y, clear, near)
        off.append(np.abs(fit.predict(0, 0, y, clear, x, known) - y)[:, ~clear].mean())
    assert off[1] < 0.9 * off[0]


@pytest.mark.parametrize('factor', [1, 2])
def test_odd_sizes_are_filled_to_their_rims(factor):
    x, y, clear = (each[..., :151, :149] for each in scene())
    fit, known = fitted(x, y, clear)
    made = fit.predict(0, 0, y, clear, *of_squares(factor, x, known))
    assert made.shape == y.shape and np.abs(made - y)[:, ~clear].mean() < 0.02
    assert np.abs(made - y)[:, :, -1].mean() < 0.03 and np.isfinite(made).all()


@pytest.mark.parametrize('factor', [1, 2])
@pytest.mark.parametrize('cell', [64, 512])
def test_a_tile_gives_what_the_whole_raster_gives(cell, factor, monkeypatch):
    monkeypatch.setattr(cells, 'CELL', cell)
    x, y, clear = scene()
    fit, known = fitted(x, y, clear)
    whole = fit.predict(0, 0, y, clear, *of_squares(factor, x, known))
    w = np.s_[32:160, 32:160]
    part = fit.predict(32, 32, y[(..., *w)], clear[w], *of_squares(factor, x[(..., *w)], known[(..., *w)]))
    inner = np.s_[..., BLOCK:-BLOCK, BLOCK:-BLOCK]
    assert np.abs(part[inner] - whole[(..., *w)][inner]).max() < 1e-5


@pytest.mark.parametrize('factor', [1, 2])
def test_without_covariates_it_is_push_pull(factor, monkeypatch):
    monkeypatch.setattr(regression, 'DOUBT', 1e-6)
    _, y, clear = scene()
    nothing = np.zeros((0, *clear.shape), np.float32)
    fit, known = fitted(nothing, y, clear)
    made = fit.predict(0, 0, y, clear, *of_squares(factor, nothing, known))
    assert np.allclose(made, fill(np.where(clear, y, 0), clear.astype(np.float32)), atol=2e-3)


def test_far_from_clear_pixels_the_residual_fades(monkeypatch):
    y, clear = np.full((1, 64, 1024), 3.0, np.float32), np.zeros((64, 1024), bool)
    y[..., 512:], clear[:, :256], clear[:, -256:] = 1.0, True, True
    nothing = np.zeros((0, *clear.shape), np.float32)
    lines = []
    for doubt in (1e-6, regression.DOUBT):
        monkeypatch.setattr(regression, 'DOUBT', doubt)
        fit, known = fitted(nothing, y, clear)
        lines.append(fit.predict(0, 0, y, clear, nothing, known)[0, 32])
    carried, faded = lines
    assert faded[256] > 2.8 and 2.1 < faded[288] < carried[288] - 0.2  # 2 is the mean of what is clear
    assert np.allclose(faded[400:512], 2.0, atol=0.05)


def test_few_clear_pixels_give_a_sober_answer():
    x, y, clear = scene()
    clear[:] = False
    clear[5:9, 5:9] = True
    fit, known = fitted(x, y, clear)
    made = fit.predict(0, 0, y, clear, x, known)
    assert np.isfinite(made).all() and made.min() >= 0 and made.max() <= y[:, clear].max() + 0.05


def test_the_residual_sigma_tells_an_easy_band_from_a_hard_one():
    x, y, clear = scene()
    y[1] += np.random.default_rng(5).normal(0, 0.05, clear.shape).astype(np.float32)
    fit, _ = fitted(x, y, clear)
    sigma = fit.sigma_at(0, 0, clear)[:, ~clear]
    assert 0.04 < sigma[1].mean() < 0.07 and sigma[0].mean() < 0.03


def test_the_uncertainty_grows_into_the_hole():
    x, y, clear = scene()
    fit, _ = fitted(x, y, clear)
    sigma = fit.sigma_at(0, 0, clear)[0]
    assert sigma[42, 100] < 0.75 * sigma[80, 105]


def test_bands_that_a_model_lacks_follow_the_others():
    x, y, clear = scene()
    y[2] = 0.5 * y[0] + 0.25 * y[1]
    fit, _ = fitted(x, y, clear)
    assert np.allclose(fit.spectral_gain([0, 1], [2]), [[0.5, 0.25]], atol=0.02)


def test_push_pull_keeps_a_constant_and_fills_everything():
    clear = np.random.default_rng(1).random((50, 37)) > 0.8
    assert np.allclose(fill(np.where(clear, 0.3, 0.0)[None], clear.astype(np.float32)), 0.3, atol=1e-6)


def test_halving_and_doubling_meet_at_odd_sizes():
    total = sum_up(np.ones((1, 5, 7), np.float32))
    assert total.shape == (1, 3, 4) and total.sum() == 35 and double(total, (5, 7)).shape == (1, 5, 7)
    assert BLOCK == 2**LEVELS


def test_what_is_left_over_is_told_band_against_band():
    x, y, clear = scene()
    fit, _ = fitted(x[:0], y, clear)  # nothing to go by but the mean
    np.testing.assert_allclose(fit.left_over[0, 0], np.cov(y[:, clear], bias=True), atol=1e-6)
    explained, _ = fitted(x, y, clear)
    assert np.trace(explained.left_over[0, 0]) < 0.2 * np.trace(fit.left_over[0, 0])
    np.testing.assert_allclose(explained.left_over[0, 0], explained.left_over[0, 0].T, atol=1e-7)

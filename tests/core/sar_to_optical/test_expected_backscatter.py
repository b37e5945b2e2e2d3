"""Radar against what an older picture lets expect: floods stand out, ground that is always dark to radar does not."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.fit.cells import windows
from sar2optical_qgis.core.sar_to_optical.expected_backscatter import MARGIN, MEAN, ExpectedBackscatter, looks_of
from sar2optical_qgis.core.sentinel.covariates import RADII

SIDE = 160


def scene(levels, flooded, seed=0):
    """Two covers whose colours and backscatter (dB) belong together, and water over a part of the first."""
    rng = np.random.default_rng(seed)
    first = np.zeros((SIDE + 2 * MARGIN,) * 2, bool)
    first[: SIDE // 2 + MARGIN] = True
    picture = np.where(first, 0.5, 0.25)[None] + rng.normal(0, 0.02, (3, *first.shape))
    radar = np.where(first, *levels)[MARGIN:-MARGIN, MARGIN:-MARGIN] + rng.normal(0, 0.7, (SIDE, SIDE))
    radar[flooded] = -21 + rng.normal(0, 0.7, radar[flooded].shape)
    return picture.astype(np.float32), np.stack([radar] * (len(RADII) + 1)).astype(np.float32)


def oddness(picture, radar, step=1):
    known = np.ones(radar.shape[1:], bool)
    looks = looks_of(picture, np.ones(picture.shape[1:], bool))
    expected = ExpectedBackscatter(looks[:, known][:, ::5], known.shape, 1, step)
    for every in (step, 1):  # as the two passes of the fit of colours
        for row, col, height, width in windows(*known.shape):
            part = np.s_[..., row : row + height : every, col : col + width : every]
            expected.add((row, col, height, width), looks[part], radar[part], known[part], every)
        expected.solve()
    return expected.odd((0, 0, *known.shape), looks, radar, known)[0]


@pytest.mark.parametrize('step', [1, 2])
@pytest.mark.parametrize('size', [16, 40])
def test_a_flood_lies_far_off_what_fields_let_expect(step, size):
    flood = np.s_[5 : 5 + size, 20 : 20 + size]
    odd = oddness(*scene((-11.0, -14.0), flood), step)
    assert np.median(odd[flood]) < -3
    dry = np.ones(odd.shape, bool)
    dry[flood] = False
    assert np.percentile(np.abs(odd[dry]), 90) < 2.5


def test_sand_that_is_as_dark_as_water_is_as_it_was_expected():
    odd = oddness(*scene((-21.0, -12.0), np.s_[10:40, 10:40]))
    assert np.abs(odd[:70]).mean() < 1.5


def test_what_was_never_fitted_says_nothing():
    picture, radar = scene((-11.0, -14.0), np.s_[:0, :0])
    looks = looks_of(picture, np.ones(picture.shape[1:], bool))
    nothing = ExpectedBackscatter(looks[:, 0], radar.shape[1:], 1, 1)
    known = np.ones(radar.shape[1:], bool)
    nothing.solve()
    assert not nothing.odd((0, 0, *known.shape), looks, radar, known).any()


def test_looks_are_those_of_a_larger_window():
    picture, _ = scene((-11.0, -14.0), np.s_[:0, :0])
    known = np.ones(picture.shape[1:], bool)
    known[30, 40] = False
    whole = looks_of(picture, known)
    part = looks_of(picture[:, 20:100, 8:90], known[20:100, 8:90])
    assert part.dtype == np.float32 and whole.shape == (10, SIDE, SIDE) and MEAN == 1
    assert np.allclose(part, whole[:, 20 : 100 - 2 * MARGIN, 8 : 90 - 2 * MARGIN], atol=1e-5)

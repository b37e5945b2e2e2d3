"""COVARIATES with holes: what one band lacks, the others tell; 0 in all bands is no data where it was written there."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel.component_holes import Holes
from sar2optical_qgis.core.sentinel.components import Components
from tests.core.remove_clouds.test_covariates import embeddings, error
from tests.core.runs import clean


def with_holes(values: np.ndarray, share: float, number: float = np.nan) -> np.ndarray:
    """Squares of 20 pixels without data, others in each band."""
    made, rng = values.astype(np.float32), np.random.default_rng(3)
    size = -(-values.shape[1] // 20)
    for band in made:
        band[np.kron(rng.random((size, size)) < share, np.ones((20, 20)))[:160, :160] > 0] = number
    return made


@pytest.mark.parametrize('share', [0.1, 0.3])
def test_holes_that_differ_by_band_cost_little_of_what_the_stack_tells(place, share):
    values = embeddings(place, 12)
    whole, mask, _ = clean(place, covariates=(place.write('whole.tif', values.astype(np.float32)),))
    made, _, report = clean(place, covariates=(place.write('holes.tif', with_holes(values, share)),))
    without, _, _ = clean(place)
    assert error(place, made, mask) < 0.5 * error(place, without, mask)
    assert error(place, made, mask) < 2.0 * error(place, whole, mask)
    assert 'COVARIATES 1 (holes.tif) saves' in ' '.join(report.decisions)


def test_bands_of_which_no_pixel_has_all_are_no_reason_to_refuse_the_stack(place):
    values = embeddings(place, 6).astype(np.float32)
    values[:2, :, 60:], values[4:, :, :100] = np.nan, np.nan
    made, mask, _ = clean(place, covariates=(place.write('halves.tif', values),))
    without, _, _ = clean(place)
    assert error(place, made, mask) < 0.7 * error(place, without, mask)


def test_what_fills_holes_does_not_hang_on_how_many_components_are_kept(place):
    path = place.write('holes.tif', with_holes(embeddings(place, 12), 0.3))
    many, few = (Components(Raster(path, 'COVARIATES 1')) for _ in range(2))
    few.count = 2
    assert few.look.holes is not None
    assert np.array_equal(few.read((0, 0, 160, 160), (1, 2))[0], many.read((0, 0, 160, 160), (1, 2))[0][:2])


def test_missing_bands_are_told_by_those_that_go_with_them():
    rng = np.random.default_rng(0)
    truth = rng.normal(size=(2, 500))
    directions = np.linalg.qr(rng.normal(size=(8, 2)))[0].T
    bands = directions.T @ truth
    good = np.ones(bands.shape, bool)
    good[1:4, ::2] = False
    made = directions @ np.where(good, bands, 0.0)
    power = np.array([1.0, 1.0, *np.full(6, 1e-6)])
    assert np.abs(made - truth)[:, ::2].mean() > 0.1
    Holes.of(directions, power).fill(made, good)
    assert np.abs(made - truth).mean() < 0.03


def test_0_in_all_bands_over_an_area_is_no_data_and_said(place):
    values = (embeddings(place, 6) * 100 + 400).astype(np.int16)
    values[:, :70] = 0
    made, _, report = clean(place, covariates=(place.write('zeros.tif', values.astype(np.float32)),))
    declared = place.write('declared.tif', values.astype(np.float32), nodata=0)
    as_declared, _, _ = clean(place, covariates=(declared,))
    assert np.array_equal(made, as_declared)
    assert any('0 in all bands is taken as no data' in told for told in report.decisions)


def test_0_that_single_bands_have_as_well_is_a_value(place):
    values = np.maximum(embeddings(place, 6) * 100, 0).round().astype(np.float32)
    values[:, :70] = 0
    _, _, report = clean(place, covariates=(place.write('amounts.tif', values),))
    assert not any('taken as no data' in told for told in report.decisions)

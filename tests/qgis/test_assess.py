"""Assess quality: the numbers are those of the shared metrics, by band and area; the report is a page of its own."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from sar2optical_qgis.core.assess import assessment, metrics
from tests.makers import read, write_raster

BANDS = ('B02', 'B03', 'B04', 'B08')


@pytest.fixture
def pair(tmp_path):
    """(generated, reference, mask) of 90 x 70 pixels, the error of a known size where generated."""
    rng = np.random.default_rng(4)
    truth = rng.integers(300, 3000, (4, 90, 70)).astype(np.uint16)
    mask = np.zeros((1, 90, 70), np.uint8)
    mask[:, 20:60, 10:50] = 1
    made = np.where(mask == 1, truth + rng.integers(0, 200, truth.shape), truth).astype(np.uint16)
    return (
        write_raster(tmp_path / 'made.tif', made, BANDS),
        write_raster(tmp_path / 'truth.tif', truth, BANDS),
        write_raster(tmp_path / 'mask.tif', mask, nodata=255),
    )


def values(path):
    return read(path).astype(np.float32) * 1e-4


def test_the_numbers_are_those_of_the_shared_metrics(run, pair):
    results = run('assess', {'GENERATED': pair[0], 'REFERENCE': pair[1]})
    made, truth = values(pair[0]), values(pair[1])
    for name in ('PSNR', 'SSIM', 'SAM', 'MAE', 'RMSE'):
        assert results[name] == pytest.approx(getattr(metrics, name.lower())(made, truth), rel=1e-4), name
    apart = metrics.ndvi(made[2], made[3]) - metrics.ndvi(truth[2], truth[3])
    assert results['NDVI_MAE'] == pytest.approx(np.abs(apart).mean(), rel=1e-4)
    assert results['AREA'] == 'all' and results['PIXELS'] == 90 * 70


def test_a_mask_parts_the_areas_and_the_outputs_are_of_the_generated_one(run, pair, tmp_path):
    path = tmp_path / 'metrics.json'
    results = run('assess', {'GENERATED': pair[0], 'REFERENCE': pair[1], 'MASK': pair[2], 'METRICS': str(path)})
    areas = json.loads(path.read_text())['areas']
    assert json.loads(results['SCORES'])['areas'] == areas  # an output too, for scripts and models
    hidden = read(pair[2])[0] == 1
    made, truth = values(pair[0]), values(pair[1])
    assert results['AREA'] == 'generated' and results['PIXELS'] == 1600
    assert results['MAE'] == pytest.approx(metrics.mae(made, truth, hidden), rel=1e-4)
    assert results['SSIM'] == pytest.approx(metrics.ssim(made, truth, hidden), rel=1e-4)
    assert areas['kept']['MAE'] == 0 and areas['kept']['PSNR'] is None  # equal: infinite, which JSON has not
    assert areas['generated']['bands']['B03']['RMSE'] == pytest.approx(
        metrics.rmse(made[1:2], truth[1:2], hidden), 1e-4
    )


def test_strips_make_no_difference(run, pair, monkeypatch):
    whole = run('assess', {'GENERATED': pair[0], 'REFERENCE': pair[1]})
    monkeypatch.setattr(assessment, 'STRIP', 17)
    parts = run('assess', {'GENERATED': pair[0], 'REFERENCE': pair[1]})
    assert all(
        parts[name] == pytest.approx(whole[name], rel=1e-5) for name in ('PSNR', 'SSIM', 'SAM', 'MAE', 'NDVI_MAE')
    )


def test_bands_are_matched_by_description_and_the_reference_is_resampled(run, pair, tmp_path):
    truth = read(pair[1])
    coarse = np.repeat(np.repeat(truth[::-1], 2, axis=1), 2, axis=2)
    other = write_raster(tmp_path / 'other.tif', coarse, BANDS[::-1], pixel=5.0)
    results = run('assess', {'GENERATED': pair[1], 'REFERENCE': other})
    assert results['MAE'] == 0


def test_a_picture_is_compared_with_the_natural_colours_of_a_reference(run, pair, tmp_path):
    from sar2optical_qgis.core.sentinel.radiometry import natural_colour

    colours = natural_colour(values(pair[1])[[2, 1, 0]])
    picture = np.rint(np.clip(colours, 0, 1) * 255).astype(np.uint8)
    path = write_raster(tmp_path / 'picture.tif', picture, ('B04', 'B03', 'B02'))
    assert run('assess', {'GENERATED': path, 'REFERENCE': pair[1]})['MAE'] < 0.003


def test_a_picture_without_names_is_red_green_and_blue_where_the_other_layer_has_names(run, pair, tmp_path):
    from sar2optical_qgis.core.sentinel.radiometry import natural_colour

    colours = natural_colour(values(pair[1])[[2, 1, 0]])
    path = write_raster(tmp_path / 'picture.tif', np.rint(np.clip(colours, 0, 1) * 255).astype(np.uint8))
    assert run('assess', {'GENERATED': path, 'REFERENCE': pair[1]})['MAE'] < 0.003
    linear = np.rint(np.clip(values(pair[1])[[2, 1, 0]] / 0.4, 0, 1) * 255).astype(np.uint8)
    path = write_raster(tmp_path / 'linear.tif', linear)
    assert run('assess', {'GENERATED': pair[1], 'REFERENCE': path})['MAE'] < 0.02


def test_the_report_is_one_page_with_pictures_plots_and_the_uncertainty(run, pair, tmp_path):
    sigma = np.full((4, 90, 70), 100.0, np.float32) + np.random.default_rng(1).uniform(0, 50, (4, 90, 70))
    sigma = write_raster(tmp_path / 'sigma.tif', sigma.astype(np.float32), nodata=-9999)
    path = tmp_path / 'report.html'
    parameters = {'GENERATED': pair[0], 'REFERENCE': pair[1], 'MASK': pair[2], 'UNCERTAINTY': sigma}
    assert run('assess', {**parameters, 'REPORT': str(path)})['REPORT'] == str(path)
    page = path.read_text('utf-8')
    assert page.count('data:image/png;base64,') == 3 and page.count('<svg') == 3
    assert 'Generated pixels, by band' in page and 'B08' in page and 'predicted sigma' in page
    assert '<script' not in page and not re.search(r'src="(?!data:)|href=', page)


@pytest.mark.parametrize(
    ('changes', 'words'),
    [
        ({'REFERENCE': 'nothing.tif'}, 'Choose a raster that shows the truth'),
        ({'MASK': 'nothing.tif'}, 'leave MASK empty'),
    ],
)
def test_what_cannot_be_compared_is_told_with_a_remedy(run, pair, changes, words):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match=words):
        run('assess', {'GENERATED': pair[0], 'REFERENCE': pair[1], **changes})


def test_two_places_are_refused(run, pair, tmp_path):
    from qgis.core import QgsProcessingException

    far = write_raster(tmp_path / 'far.tif', read(pair[1]), BANDS, origin=(600000.0, 5000000.0))
    with pytest.raises(QgsProcessingException, match='do not overlap'):
        run('assess', {'GENERATED': pair[0], 'REFERENCE': far})


def test_cancelling_gives_nothing(run, pair, log):
    log.cancel()
    assert run('assess', {'GENERATED': pair[0], 'REFERENCE': pair[1]}, feedback=log) == {}

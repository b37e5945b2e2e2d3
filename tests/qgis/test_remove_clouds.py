"""Remove clouds through Processing, by the same-image fit: what comes out is INPUT with its hidden pixels filled."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException


@pytest.fixture
def outputs(tmp_path):
    return {name: str(tmp_path / f'{name.lower()}.tif') for name in ('OUTPUT', 'MASK', 'UNCERTAINTY')}


def test_hidden_pixels_are_filled_and_all_others_stay_bit_for_bit(run, scene, outputs, read):
    run('removeclouds', scene.cloud_parameters(**outputs))
    filled, generated = read(outputs['OUTPUT']), read(outputs['MASK'])[0]
    assert filled.dtype == np.uint16 and set(np.unique(generated)) == {0, 1}
    assert (generated[scene.hidden] == 1).all()
    assert (filled[:, generated == 0] == scene.cloudy[:, generated == 0]).all()
    error = np.abs(filled[scene.hidden_bands].astype(float) - scene.clear[scene.hidden_bands])
    assert error.mean() < 700  # the cloud itself is about 6500 away


def test_the_grid_the_bands_and_the_nodata_are_those_of_the_input(run, scene, outputs):
    run('removeclouds', scene.cloud_parameters(**outputs))
    source, made = gdal.Open(scene.s2), gdal.Open(outputs['OUTPUT'])
    assert made.GetGeoTransform() == source.GetGeoTransform()
    assert made.GetProjection() == source.GetProjection()
    assert [made.GetRasterBand(k).GetDescription() for k in range(1, made.RasterCount + 1)] == list(scene.bands)
    assert made.GetRasterBand(1).GetNoDataValue() == 0


def test_every_output_says_that_it_is_generated(run, scene, outputs):
    run('removeclouds', scene.cloud_parameters(**outputs))
    for path in outputs.values():
        assert gdal.Open(path).GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'


def test_uncertainty_is_positive_where_generated_and_zero_where_kept(run, scene, outputs, read):
    run('removeclouds', scene.cloud_parameters(**outputs))
    sigma, generated = read(outputs['UNCERTAINTY']), read(outputs['MASK'])[0]
    assert sigma.shape[0] == len(scene.bands)
    assert (sigma[:, generated == 1] > 0).all() and (sigma[:, generated == 0] == 0).all()


def test_the_mask_alone_may_be_asked_for(run, scene, outputs, read):
    results = run('removeclouds', scene.cloud_parameters(MASK=outputs['MASK']))
    assert 'OUTPUT' not in results and read(results['MASK'])[0, 30, 30] == 1


def test_no_output_at_all_is_an_error_with_a_remedy(run, scene):
    with pytest.raises(QgsProcessingException, match=r'No output was asked for\. Give OUTPUT or MASK'):
        run('removeclouds', scene.cloud_parameters())


def test_radar_may_help(run, scene, outputs, read):
    run('removeclouds', scene.cloud_parameters(SAR=scene.sar, **outputs))
    filled = read(outputs['OUTPUT'])[scene.hidden_bands].astype(float)
    assert np.abs(filled - scene.clear[scene.hidden_bands]).mean() < 300  # the radar follows the fields


def test_references_and_covariates_are_one_layer_or_several(run, scene, outputs, read):
    given = [scene.sar, [scene.sar], [scene.sar, scene.sar]]
    told = []
    for reference in given:
        results = run('removeclouds', scene.cloud_parameters(REFERENCE=reference, COVARIATES=scene.sar, **outputs))
        filled = read(outputs['OUTPUT'])[scene.hidden_bands].astype(float)
        assert np.abs(filled - scene.clear[scene.hidden_bands]).mean() < 300
        told.append(results['DECISIONS'])
    assert told[0] == told[1] != told[2] and '2 other dates' in told[2] and 'COVARIATES 1' in told[0]
    with pytest.raises(QgsProcessingException, match='COVARIATES cannot be read as a raster: annual mean'):
        run('removeclouds', scene.cloud_parameters(COVARIATES='annual mean', **outputs))


def test_the_network_gets_the_fit_and_its_answer_comes_out(run, scene, cloud_model, outputs, read):
    parameters = scene.cloud_parameters(METHOD='network', MODEL=cloud_model, **outputs)
    results = run('removeclouds', parameters)
    by_fit = run('removeclouds', scene.cloud_parameters(OUTPUT='TEMPORARY_OUTPUT'))
    assert results['MODEL_USED'] == 'tiny' and len(results['MODEL_SHA256']) == 64
    by_network = read(outputs['OUTPUT']).astype(int)
    assert np.abs(by_network - read(by_fit['OUTPUT'])).max() <= 20  # the tiny network hands the fit through


def test_an_extent_in_another_crs_cuts_on_the_pixels_of_the_input(run, scene, outputs):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle

    box = QgsRectangle(500100, 5599500, 500500, 5599900)
    there = QgsCoordinateReferenceSystem('EPSG:4326')
    change = QgsCoordinateTransform(QgsCoordinateReferenceSystem('EPSG:32631'), there, QgsProject.instance())
    degrees = change.transformBoundingBox(box)
    sides = (degrees.xMinimum(), degrees.xMaximum(), degrees.yMinimum(), degrees.yMaximum())
    extent = ','.join(f'{side:.9f}' for side in sides) + ' [EPSG:4326]'
    run('removeclouds', scene.cloud_parameters(EXTENT=extent, **outputs))
    made = gdal.Open(outputs['OUTPUT'])
    x, dx, _, y, _, dy = made.GetGeoTransform()
    assert (dx, dy) == (10.0, -10.0) and x % 10 == 0 and y % 10 == 0
    assert 40 <= made.RasterXSize <= 42 and 40 <= made.RasterYSize <= 42


def test_a_mask_in_another_crs_and_pixel_size_works_since_it_is_warped(run, scene, outputs, read):
    other = gdal.Warp(str(scene.folder / 'geo.tif'), scene.scl, dstSRS='EPSG:4326', resampleAlg='near', dstNodata=0)
    del other
    run('removeclouds', scene.cloud_parameters(SCL=str(scene.folder / 'geo.tif'), **outputs))
    generated = read(outputs['MASK'])[0]
    assert generated[scene.hidden].mean() > 0.95 and generated[:8, 20:44].mean() < 0.5


def test_a_larger_mask_works_since_only_its_part_over_the_image_counts(run, scene, outputs, read):
    large = np.full((1, 64, 64), 4, np.uint8)
    large[:, 16:48, 16:48] = scene.classes[0]
    path = scene.write('large.tif', large, pixel=20.0, origin=(500000.0 - 320.0, 5600000.0 + 320.0))
    run('removeclouds', scene.cloud_parameters(SCL=path, DILATE=0, **outputs))
    generated = read(outputs['MASK'])[0]
    assert generated.sum() == 24 * 24 and (generated[scene.hidden] == 1).all()


def test_hide_and_mask_type_choose_the_pixels(run, scene, outputs, read):
    probability = np.kron(scene.classes == 9, np.ones((1, 2, 2))).astype(np.uint8) * 55
    path = scene.write('probability.tif', probability)
    change = {'SCL': path, 'MASK_TYPE': 'probability', 'HIDE': '>=50', 'DILATE': 0}
    run('removeclouds', scene.cloud_parameters(**change, **outputs))
    assert read(outputs['MASK'])[0].sum() == 24 * 24


@pytest.mark.parametrize('method', ['regression', 'network'])
def test_the_sample_comes_out_near_its_truth_and_far_from_its_clouds(run, sample, outputs, read, root, method):
    if method == 'network' and not (root / 'resources' / 'models' / 'cloud_removal.onnx').exists():
        pytest.skip('the trained model is not there yet')
    truth, cloudy = gdal.Open(str(sample.s2_clear)), gdal.Open(str(sample.s2_cloudy))
    x, dx, _, y, _, dy = cloudy.GetGeoTransform()
    extent = f'{x + 180 * dx},{x + 436 * dx},{y + 436 * dy},{y + 180 * dy}'
    parameters = {'INPUT': str(sample.s2_cloudy), 'SCL': str(sample.scl), 'SAR': str(sample.s1), 'METHOD': method}
    run('removeclouds', {**parameters, 'EXTENT': extent, **outputs})
    hidden = read(outputs['MASK'])[0] == 1
    window = (180, 180, 256, 256)
    clear, before = (dataset.ReadAsArray(*window).astype(float)[:, hidden] for dataset in (truth, cloudy))
    after = read(outputs['OUTPUT'])[:, hidden]
    assert 0.05 < hidden.mean() < 0.9
    assert np.abs(after - clear).mean() < 0.5 * np.abs(before - clear).mean()


def test_the_scl_beside_the_image_is_taken_where_none_is_given(run, scene, tmp_path):
    given = run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'given.tif')))
    found = run('removeclouds', scene.cloud_parameters(SCL=None, OUTPUT=str(tmp_path / 'found.tif')))
    assert found['GENERATED_PIXELS'] == given['GENERATED_PIXELS'] > 0

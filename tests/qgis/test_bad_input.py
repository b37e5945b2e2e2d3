"""Bad input ends in one or two sentences with cause and remedy, and leaves no file behind."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsVectorLayer


@pytest.fixture
def clouds(refusal, scene):
    """The sentence with which removing clouds refuses these changes to good parameters."""
    return lambda **changes: refusal('removeclouds', scene.cloud_parameters(**changes))


@pytest.fixture
def radar(refusal, scene, sar_model):
    """The sentence with which SAR to optical refuses these changes to good parameters."""
    return lambda **changes: refusal('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, **changes})


def is_helpful(sentence):
    return 20 < len(sentence) < 420 and sentence.rstrip().endswith('.') and 'Traceback' not in sentence


def test_a_missing_mask_is_named_with_a_remedy(clouds):
    assert clouds(SCL=None, MASK_TYPE='binary') == (
        'SCL is missing. Choose the SCL band of the same product, or another cloud mask and its MASK_TYPE.'
    )


def test_a_path_that_does_not_exist_is_named(clouds):
    sentence = clouds(SCL='/nowhere/scl.tif')
    assert sentence.startswith('SCL cannot be read as a raster: /nowhere/scl.tif.') and is_helpful(sentence)


@pytest.mark.parametrize('name', ['SCL', 'REFERENCE', 'COVARIATES'])
def test_a_vector_layer_in_place_of_a_raster_is_told_how_to_become_one(clouds, scene, name):
    path = scene.folder / 'clouds.geojson'
    corners = '[[[3.0, 50.0], [3.1, 50.0], [3.1, 50.1], [3.0, 50.0]]]'
    shape = f'{{"type": "Polygon", "coordinates": {corners}}}'
    path.write_text(
        f'{{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {{}}, "geometry": {shape}}}]}}'
    )
    for value in (str(path), QgsVectorLayer(str(path), 'clouds')):
        sentence = clouds(**{name: value})
        assert sentence.startswith(f'{name}: clouds') and 'Rasterize' in sentence and is_helpful(sentence)


def test_an_scl_of_another_place_is_refused_with_both_extents(clouds, scene):
    far = scene.write('far.tif', scene.classes, pixel=20.0, origin=(600000.0, 5000000.0))
    sentence = clouds(SCL=far)
    assert 'do not overlap' in sentence and '600000' in sentence and '500000' in sentence and is_helpful(sentence)


def test_an_scl_without_a_crs_is_refused(clouds, scene):
    gdal.Open(scene.scl, gdal.GA_Update).SetProjection('')
    sentence = clouds()
    assert 'has no CRS' in sentence and is_helpful(sentence)


def test_the_image_given_as_mask_is_refused(clouds, scene):
    sentence = clouds(SCL=scene.s2)
    assert 'MASK_TYPE' in sentence and is_helpful(sentence)


def test_radar_given_as_sentinel_2_is_refused(clouds, scene):
    sentence = clouds(INPUT=scene.sar)
    assert 'is a radar image' in sentence and 'SAR to optical' in sentence and is_helpful(sentence)


def test_sentinel_2_given_as_radar_is_refused(radar, scene):
    sentence = radar(INPUT=scene.s2)
    assert 'is an optical image' in sentence and 'Remove clouds' in sentence and is_helpful(sentence)


def test_sentinel_2_given_as_the_helping_radar_is_refused(clouds, scene):
    sentence = clouds(SAR=scene.s2)
    assert 'SAR is an optical image' in sentence and is_helpful(sentence)


def test_a_band_that_the_network_needs_and_is_missing_is_named(clouds, scene, cloud_model):
    path = scene.write('nir.tif', scene.cloudy[3:], ('B08', 'B11', 'B12'), nodata=0)
    sentence = clouds(INPUT=path, METHOD='network', MODEL=cloud_model)
    assert 'B02' in sentence and 'METHOD regression' in sentence and is_helpful(sentence)


def test_a_band_number_beyond_the_last_is_refused(radar):
    sentence = radar(BANDS='VV=1,VH=7')
    assert 'band 7' in sentence and 'has 2' in sentence and is_helpful(sentence)


def test_an_image_of_nodata_alone_is_refused(clouds, radar, scene):
    empty = scene.write('empty.tif', np.zeros_like(scene.cloudy), scene.bands, nodata=0)
    assert is_helpful(clouds(INPUT=empty))
    silent = scene.write('silent.tif', np.full_like(scene.backscatter, -9999), ('VV', 'VH'), nodata=-9999)
    assert 'no valid pixel' in radar(INPUT=silent)


def test_a_sky_that_is_all_cloud_is_refused(clouds, scene):
    overcast = scene.write('overcast.tif', np.full_like(scene.classes, 9), ('SCL',), pixel=20.0)
    assert is_helpful(clouds(SCL=overcast))


def test_nan_and_infinity_are_nodata(run, scene, sar_model, tmp_path, read):
    scene.backscatter[:, 5:9, 5:9] = np.nan
    scene.backscatter[:, 20:22, 5:9] = np.inf
    path = scene.write('holes.tif', scene.backscatter, ('VV', 'VH'))
    results = run('sartooptical', {'INPUT': path, 'MODEL': sar_model, 'OUTPUT': str(tmp_path / 'o.tif')})
    alpha = read(results['OUTPUT'])[3]
    assert (alpha == 0).sum() == 4 * 4 + 2 * 4 and results['VALID_PIXELS'] == 64 * 64 - 24


def test_nan_under_and_beside_the_cloud_is_survived(run, scene, tmp_path, read):
    values = scene.cloudy.astype(np.float32) / 10000
    values[:, 22:26, 22:26] = np.nan
    values[:, 50:52, :] = np.inf
    path = scene.write('holes.tif', values, scene.bands)
    results = run('removeclouds', scene.cloud_parameters(INPUT=path, OUTPUT=str(tmp_path / 'o.tif')))
    filled = read(results['OUTPUT'])
    assert filled.dtype == np.float32 and np.isfinite(filled[:, 30:40, 30:40]).all()
    assert np.isinf(filled[:, 50:52, :]).all()  # not valid, so not touched


@pytest.mark.parametrize(('rows', 'columns'), [(1, 1), (3, 100), (100, 3)])
def test_tiny_and_narrow_radar_works(run, scene, sar_model, tmp_path, read, rows, columns):
    values = np.resize(scene.backscatter, (2, rows, columns))
    path = scene.write('narrow.tif', values, ('VV', 'VH'))
    results = run('sartooptical', {'INPUT': path, 'MODEL': sar_model, 'OUTPUT': str(tmp_path / 'o.tif')})
    assert read(results['OUTPUT']).shape == (4, rows, columns)


def test_a_narrow_image_with_a_cloud_works(run, scene, tmp_path, read):
    values = np.ascontiguousarray(np.resize(scene.clear, (len(scene.bands), 3, 100)))
    classes = np.full((1, 3, 100), 4, np.uint8)
    classes[:, :, 40:60] = 9
    image, mask = scene.write('narrow.tif', values, scene.bands, nodata=0), scene.write('mask.tif', classes)
    results = run(
        'removeclouds', {'INPUT': image, 'SCL': mask, 'METHOD': 'regression', 'OUTPUT': str(tmp_path / 'o.tif')}
    )
    assert read(results['OUTPUT']).shape == (len(scene.bands), 3, 100) and results['GENERATED_PIXELS'] >= 60


def test_one_clouded_pixel_alone_is_refused(clouds, scene):
    image = scene.write('pixel.tif', scene.cloudy[:, :1, :1], scene.bands, nodata=0)
    mask = scene.write('mask.tif', np.full((1, 1, 1), 9, np.uint8))
    assert is_helpful(clouds(INPUT=image, SCL=mask))


@pytest.mark.parametrize('role', ['INPUT', 'SCL'])
def test_a_rotated_raster_is_refused_with_a_remedy(clouds, scene, role):
    values, names = (scene.cloudy, scene.bands) if role == 'INPUT' else (scene.classes, ('SCL',))
    sentence = clouds(**{role: scene.write('turned.tif', values, names, turn=1.5)})
    assert f'{role} is rotated' in sentence and 'Warp' in sentence and is_helpful(sentence)


def test_rotated_radar_is_refused_with_a_remedy(radar, scene):
    assert 'INPUT is rotated' in radar(INPUT=scene.write('turned.tif', scene.backscatter, ('VV', 'VH'), turn=1.5))


@pytest.mark.parametrize('folder', ['scene/s2.tif', 'scene/missing/deep'])
def test_a_folder_that_cannot_be_written_to_is_refused(clouds, radar, tmp_path, folder):
    target = str(tmp_path / folder / 'o.tif')
    if folder.endswith('deep'):
        (tmp_path / 'scene' / 'missing').write_text('a file in the way')
    for refused in (clouds(OUTPUT=target), radar(OUTPUT=target)):
        assert 'o.tif' in refused and is_helpful(refused)


def test_another_file_type_than_geotiff_is_refused_with_a_remedy(clouds, radar, tmp_path):
    for refused in (clouds(OUTPUT=str(tmp_path / 'o.jp2')), radar(UNCERTAINTY=str(tmp_path / 'o.jp2'))):
        assert is_helpful(refused)
        assert '.tif' in refused


def test_writing_over_an_input_is_refused(clouds, scene, read):
    before = read(scene.s2)
    assert 'would overwrite an input' in clouds(OUTPUT=scene.s2)
    assert (read(scene.s2) == before).all()


def test_writing_over_a_file_that_an_input_is_made_of_is_refused(radar, scene, tmp_path, read):
    file, inner, outer = (str(tmp_path / name) for name in ('part.tif', 'inner.vrt', 'outer.vrt'))
    gdal.Translate(file, scene.sar)
    gdal.Translate(inner, file, format='VRT')
    gdal.Translate(outer, inner, format='VRT')
    before = read(file)
    assert 'would overwrite an input' in radar(INPUT=outer, OUTPUT=file)
    assert (read(file) == before).all()


def test_two_outputs_in_one_file_are_refused(clouds, tmp_path):
    assert 'or another output, o.tif' in clouds(OUTPUT=str(tmp_path / 'o.tif'), MASK=str(tmp_path / 'o.tif'))


def test_a_truncated_model_is_refused(radar, tmp_path, sar_model):
    with open(sar_model, 'rb') as whole:
        content = whole.read()
    (tmp_path / 'half.onnx').write_bytes(content[: len(content) // 2])
    sentence = radar(MODEL=str(tmp_path / 'half.onnx'))
    assert 'half.onnx' in sentence and 'Get the file again' in sentence and is_helpful(sentence)


def test_a_model_of_another_task_is_refused(radar, clouds, sar_model, cloud_model):
    for refused in (radar(MODEL=cloud_model), clouds(METHOD='network', MODEL=sar_model)):
        assert 'is for' in refused and 'Choose a model for this task' in refused and is_helpful(refused)


def test_a_file_that_is_no_onnx_is_refused(radar, scene):
    sentence = radar(MODEL=scene.s2.replace('s2.tif', 'picture.onnx'))
    assert is_helpful(sentence)  # missing
    (scene.folder / 'picture.onnx').write_bytes(b'\x89PNG\r\n' * 100)
    assert 'is not a whole ONNX model' in radar(MODEL=str(scene.folder / 'picture.onnx'))


def test_an_onnx_without_a_card_is_refused(radar, tmp_path, sar_model):
    import onnx

    model = onnx.load(sar_model)
    del model.metadata_props[:]
    onnx.save(model, str(tmp_path / 'nameless.onnx'))
    sentence = radar(MODEL=str(tmp_path / 'nameless.onnx'))
    assert 'without a SAR2Optical card' in sentence and is_helpful(sentence)


def test_an_unknown_model_name_is_refused(radar):
    assert 'There is no model "nonesuch"' in radar(MODEL='nonesuch')


def test_without_onnxruntime_the_radar_is_refused_with_the_line_that_installs_it(radar, monkeypatch):
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)
    sentence = radar()
    assert 'onnxruntime' in sentence and '-m pip install' in sentence


def test_without_onnxruntime_the_cloud_network_is_refused_with_the_line_that_installs_it(
    clouds, monkeypatch, cloud_model
):
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)
    assert '-m pip install' in clouds(METHOD='network', MODEL=cloud_model)


def test_without_onnxruntime_clouds_are_still_removed_by_regression(run, scene, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)
    run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'o.tif')))


def test_a_gpu_that_is_asked_for_and_not_there_is_an_error(radar):
    onnxruntime = pytest.importorskip('onnxruntime')
    if 'CUDAExecutionProvider' in onnxruntime.get_available_providers():
        pytest.skip('this onnxruntime may have a GPU')
    assert 'DEVICE gpu cannot be used' in radar(DEVICE='gpu')


def test_an_enum_takes_words_and_names_them_when_given_a_number(clouds, radar):
    assert clouds(METHOD=1) == 'METHOD is "1". Use one of the words network, regression.'
    assert 'natural, realistic, colorized, vivid' in radar(STYLE='oil')


def test_a_web_map_is_refused_since_it_holds_no_values(clouds, qgis_new_project):
    layer = QgsRasterLayer('type=xyz&url=http://127.0.0.1:9/%7Bz%7D/%7Bx%7D/%7By%7D.png', 'web', 'wms')
    if not layer.isValid():
        pytest.skip('this QGIS has no WMS provider')
    sentence = clouds(INPUT=layer)
    assert 'provider "wms"' in sentence and 'GeoTIFF' in sentence and is_helpful(sentence)


def test_an_extent_beside_the_image_is_refused_with_both(clouds, scene):
    sentence = clouds(EXTENT='700000,700100,5000000,5000100')
    assert 'EXTENT' in sentence and '700000' in sentence and '500000' in sentence and is_helpful(sentence)


def test_hide_that_cannot_be_read_is_refused(clouds):
    assert 'HIDE "cloudy"' in clouds(HIDE='cloudy')


def test_an_error_of_the_core_is_not_a_traceback(run, scene, log, tmp_path):
    with pytest.raises(QgsProcessingException):
        run('removeclouds', scene.cloud_parameters(HIDE='x', OUTPUT=str(tmp_path / 'o.tif')), feedback=log)
    assert not [line for line in log.errors + log.infos if 'Traceback' in line or '.py' in line]

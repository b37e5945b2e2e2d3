"""SAR to optical through Processing, with a tiny model that shows that the right planes went in."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal


@pytest.fixture
def outputs(tmp_path):
    return {name: str(tmp_path / f'{name.lower()}.tif') for name in ('OUTPUT', 'UNCERTAINTY')}


def test_the_picture_is_8_bit_with_alpha_on_the_grid_of_the_radar(run, scene, sar_model, outputs):
    run('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, **outputs})
    source, made = gdal.Open(scene.sar), gdal.Open(outputs['OUTPUT'])
    assert made.GetGeoTransform() == source.GetGeoTransform() and made.GetProjection() == source.GetProjection()
    assert made.RasterCount == 4 and made.GetRasterBand(1).DataType == gdal.GDT_Byte
    assert made.GetRasterBand(4).GetColorInterpretation() == gdal.GCI_AlphaBand
    assert made.GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'


def test_the_picture_is_what_the_model_makes_of_the_radar(run, scene, sar_model, outputs, read):
    run('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, 'STYLE': 'natural', **outputs})
    vv = (np.clip(scene.backscatter[0], -45, 15) + 15.0) / 10.0
    expected = np.clip(0.2 * vv + 0.4, 0, 1) * 255
    assert np.abs(read(outputs['OUTPUT'])[0] - expected).max() <= 1.0
    assert np.abs(read(outputs['UNCERTAINTY']) - 0.05 * 255).max() < 0.5


def test_pixels_without_radar_are_transparent(run, scene, sar_model, outputs, read):
    scene.backscatter[:, :10, :] = -9999
    path = scene.write('part.tif', scene.backscatter, ('VV', 'VH'), nodata=-9999)
    results = run('sartooptical', {'INPUT': path, 'MODEL': sar_model, **outputs})
    alpha = read(outputs['OUTPUT'])[3]
    assert (alpha[:10] == 0).all() and (alpha[10:] == 255).all()
    assert (read(outputs['UNCERTAINTY'])[:, :10] == -9999).all()
    assert results['VALID_PIXELS'] == 54 * 64


def test_bands_may_be_named_where_the_file_does_not(run, scene, sar_model, outputs, read):
    nameless = scene.write('nameless.tif', scene.backscatter[::-1])
    run('sartooptical', {'INPUT': nameless, 'BANDS': 'VV=2,VH=1', 'MODEL': sar_model, 'STYLE': 'natural', **outputs})
    first = read(outputs['OUTPUT'])
    run('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, 'STYLE': 'natural', **outputs})
    assert (first == read(outputs['OUTPUT'])).all()


def test_an_older_clear_layer_teaches_the_colours_beside_the_network(run, scene, outputs, read):
    clear = scene.write('older.tif', scene.clear, scene.bands, nodata=0)
    older = {'REFERENCE': clear, 'REFERENCE_SAR': scene.sar}
    results = run('sartooptical', {'INPUT': scene.sar, **older, **outputs})
    assert 'REFERENCE teaches its colours' in results['DECISIONS']
    assert (read(outputs['OUTPUT'])[3] == 255).all() and (read(outputs['UNCERTAINTY']) > 0).all()
    assert 'REFERENCE=' in gdal.Open(outputs['OUTPUT']).GetMetadataItem('SAR2OPTICAL_INPUTS')


def test_one_polarisation_is_enough(run, scene, sar_model, outputs):
    path = scene.write('vv.tif', scene.backscatter[:1], ('VV',))
    assert run('sartooptical', {'INPUT': path, 'MODEL': sar_model, **outputs})['VALID_PIXELS'] == 64 * 64


def test_a_picture_without_a_place_is_cut_where_qgis_shows_it(run, tmp_path, sar_model, outputs, read):
    values = np.full((40, 60), 100, np.uint8)
    values[20:24, 10:16] = 250
    path = str(tmp_path / 'picture.png')
    memory = gdal.GetDriverByName('MEM').Create('', 60, 40, 1)
    memory.GetRasterBand(1).WriteArray(values)
    gdal.GetDriverByName('PNG').CreateCopy(path, memory)
    extent = '10,34,-36,-20'  # QGIS counts rows from 0 at the top to -40 at the bottom
    run('sartooptical', {'INPUT': path, 'MODEL': sar_model, 'EXTENT': extent, **outputs})
    blue = read(outputs['OUTPUT'])[2]
    assert blue.shape == (16, 24)
    assert (blue[:4, :6] > 50).all() and (blue > 50).sum() == 4 * 6


@pytest.mark.parametrize('style', ['natural', 'realistic', 'colorized', 'vivid'])
def test_every_style_makes_a_picture_that_is_not_flat(run, scene, sar_model, outputs, read, style):
    run('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, 'STYLE': style, **outputs})
    assert read(outputs['OUTPUT'])[:3].std() > 5


def test_decisions_are_told_in_the_log_and_in_the_results(run, scene, sar_model, outputs, log):
    results = run('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, **outputs}, feedback=log)
    assert results['DECISIONS'] and all(line in '\n'.join(log.infos) for line in results['DECISIONS'].split('\n'))
    assert any('tiny' in line and results['MODEL_SHA256'] in line for line in log.infos)


def test_the_shipped_model_makes_a_picture_of_the_sample(run, sample, outputs, read, root):
    if not (root / 'resources' / 'models' / 'sar_to_optical.onnx').exists():
        pytest.skip('the trained model is not there yet')
    extent = ','.join(map(str, middle_of(sample.s1, 128)))
    parameters = {'INPUT': str(sample.s1), 'LANDCOVER': str(sample.landcover), 'EXTENT': extent, **outputs}
    run('sartooptical', parameters)
    picture = read(outputs['OUTPUT'])
    assert picture.shape == (4, 128, 128) and 10 < picture[:3].mean() < 245 and picture[:3].std() > 5
    assert (read(outputs['UNCERTAINTY']) > 0).all()


def middle_of(path, pixels):
    """(xmin, xmax, ymin, ymax) of a square in the middle of a raster."""
    dataset = gdal.Open(str(path))
    x, dx, _, y, _, dy = dataset.GetGeoTransform()
    column, row = (dataset.RasterXSize - pixels) // 2, (dataset.RasterYSize - pixels) // 2
    return x + column * dx, x + (column + pixels) * dx, y + (row + pixels) * dy, y + row * dy


def test_falling_back_from_the_gpu_is_a_warning_that_says_why(run, scene, sar_model, outputs, log, monkeypatch):
    onnxruntime = pytest.importorskip('onnxruntime')
    monkeypatch.setattr('sar2optical_qgis.core.model.network.has_nvidia_driver', lambda: True)
    monkeypatch.setattr(onnxruntime, 'get_available_providers', lambda: ['CPUExecutionProvider'])
    results = run('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, **outputs}, feedback=log)
    assert results['DEVICE_USED'] == 'cpu'
    assert len(log.warnings) == 1 and 'The GPU is not used: ' in log.warnings[0]


def test_cover_is_a_layer_of_classes_and_probabilities_with_a_legend(run, scene, cover_model, tmp_path, read):
    path = str(tmp_path / 'cover.tif')
    results = run('sartooptical', {'INPUT': scene.sar, 'MODEL': cover_model, 'COVER': path, 'OUTPUT': None})
    code, percent = read(path)
    assert results['COVER'] == path and set(np.unique(code)) == {1, 3} and percent.min() >= 50 and percent.max() <= 100
    dark = scene.backscatter[0] < -13
    assert (code[dark] == 1).all() and (code[scene.backscatter[0] > -12] == 3).all()
    legend = (tmp_path / 'cover.qml').read_text(encoding='utf-8')
    assert 'paletted' in legend and 'label="Water"' in legend and 'label="Built-up"' in legend


def test_a_model_that_tells_no_cover_apart_says_so(refusal, scene, sar_model, tmp_path):
    parameters = {'INPUT': scene.sar, 'MODEL': sar_model, 'COVER': str(tmp_path / 'results' / 'cover.tif')}
    assert 'tiny does not tell cover apart. Choose another MODEL' in refusal('sartooptical', parameters)

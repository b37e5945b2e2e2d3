"""The examples that ship run as they are."""

from __future__ import annotations

import ast
import json
import shutil

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm


@pytest.fixture
def examples(root):
    return root / 'resources' / 'examples'


def run_model(path, parameters):
    import processing

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(path))
    model.setProvider(QgsApplication.processingRegistry().providerById('model'))
    model.initAlgorithm()
    assert model.validate()[0], model.validate()[1]
    return processing.run(model, parameters)


def test_the_model_radar_to_colour(provider, examples, scene, sar_model, tmp_path, monkeypatch):
    from sar2optical_qgis.core.sar_to_optical import request as sar_to_optical

    find = sar_to_optical.find_model
    monkeypatch.setattr(sar_to_optical, 'find_model', lambda name, task: find(name or sar_model, task))
    targets = {f'colour:{name}': str(tmp_path / f'{name}.tif') for name in ('Optical', 'Uncertainty')}
    run_model(examples / 'radar_to_colour.model3', {'radar': scene.sar, **targets})
    assert gdal.Open(targets['colour:Optical']).RasterCount == 4
    assert gdal.Open(targets['colour:Uncertainty']).RasterCount == 3


def test_the_model_clouds_then_ndvi(provider, examples, sample, tmp_path):
    if not QgsApplication.processingRegistry().algorithmById('gdal:rastercalculator') or not shutil.which(
        'gdal_calc.py'
    ):
        pytest.skip('needs the GDAL provider and gdal_calc.py')
    pytest.importorskip('onnxruntime')
    targets = {'clear:CloudFree': str(tmp_path / 'clear.tif'), 'ndvi:NDVI': str(tmp_path / 'ndvi.tif')}
    series = sample.s2_cloudy.parent / 'series'
    bands = {'red': 3, 'nir': 4}
    inputs = {'image': str(series / 's2_2024-06-05.tif'), 'mask': str(series / 'scl_2024-06-05.tif')}
    run_model(examples / 'clouds_then_ndvi.model3', {**inputs, **bands, **targets})
    ndvi = gdal.Open(targets['ndvi:NDVI']).ReadAsArray()
    clear = gdal.Open(targets['clear:CloudFree']).ReadAsArray().astype(float)
    expected = (clear[3] - clear[2]) / (clear[3] + clear[2])
    assert np.allclose(ndvi, expected, atol=1e-4) and 0.2 < np.median(ndvi) < 1.0


def test_the_batch(run, examples, sample, sar_model, tmp_path):
    rows = json.loads((examples / 'batch.json').read_text('utf-8'))
    for row in rows:
        given = {name: ast.literal_eval(value) for name, value in row['PARAMETERS'].items()}  # as the batch dialog does
        files = {n: str(sample.s1.parent / v) for n, v in given.items() if str(v).endswith('.tif')}
        targets = {name: str(tmp_path / file) for name, file in row['OUTPUTS'].items()}
        assert run('sartooptical', {**given, **files, **targets, 'MODEL': sar_model})['VALID_PIXELS'] > 0
    assert len(list(tmp_path.glob('*.tif'))) == len(rows) == 2

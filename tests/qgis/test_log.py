"""The Processing log holds what a bug report needs."""

from __future__ import annotations

import re

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import Qgis, QgsProcessingException, QgsRasterLayer, QgsRasterRange

from sar2optical_qgis.core.sentinel.sentinel2 import CloudyImage


def test_the_log_tells_versions_device_model_decisions_and_seconds_of_each_stage(run, scene, sar_model, tmp_path, log):
    results = run(
        'sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, 'OUTPUT': str(tmp_path / 'o.tif')}, feedback=log
    )
    text = '\n'.join(log.infos)
    for version in (Qgis.QGIS_VERSION, np.__version__, gdal.__version__):
        assert version in text
    assert re.search(r'onnxruntime(-gpu)? \d', text) and re.search(r'SAR2Optical \d', text)
    assert f'Device: {results["DEVICE_USED"]}' in text and results['MODEL_SHA256'] in text
    for decision in results['DECISIONS'].split('\n'):
        assert decision in text
    assert re.search(r'SAR scale \w+ \(auto\)', text)
    assert re.search(r'Time: [\d.]+ s \(.*read [\d.]+ s.*network [\d.]+ s.*write [\d.]+ s', text)


def test_cloud_removal_says_what_every_auto_decided(run, scene, tmp_path, log):
    run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'o.tif')), feedback=log)
    text = '\n'.join(log.infos)
    for words in ('bands by description', 'Reflectance = (value', '(auto)', 'learned from', 'fit ', 'finish '):
        assert words in text


def test_no_data_that_only_the_layers_properties_know_is_told_to_be_unread(run, scene, sar_model, tmp_path, log):
    layer = QgsRasterLayer(scene.sar, 'radar')
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(-12.0, -8.0)])
    run('sartooptical', {'INPUT': layer, 'MODEL': sar_model, 'OUTPUT': str(tmp_path / 'o.tif')}, feedback=log)
    assert 'say of no data is not read' in ' '.join(log.warnings)


def test_memory_that_runs_out_anywhere_is_one_sentence(run, scene, tmp_path, monkeypatch, log):
    def exhausted(*_, **__):
        raise MemoryError

    monkeypatch.setattr(CloudyImage, 'read_mask', exhausted)
    with pytest.raises(QgsProcessingException, match='Memory ran out'):
        run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'o.tif')), feedback=log)

"""What QGIS sees of the provider before anything runs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest
from osgeo import gdal, ogr
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)

from sar2optical_qgis import classFactory
from sar2optical_qgis.core.catalog import reader

FIXED = {
    'sartooptical': (
        'INPUT BANDS LANDCOVER_CLASS LANDCOVER STYLE REFERENCE REFERENCE_SAR EXTENT LANDCOVER_LEGEND SAR_SCALE '
        'CALIBRATION S2_OFFSET MODEL DEVICE TILE_SIZE OVERLAP AREA COMPRESSION OUTPUT UNCERTAINTY COVER'
    ),
    'removeclouds': (
        'INPUT SCL MASK_TYPE SAR REFERENCE COVARIATES METHOD EXTENT HIDE REFINE_MASK DILATE REFERENCE_MASKS '
        'RESIDUAL BANDS S2_OFFSET SAR_SCALE MODEL DEVICE TILE_SIZE OVERLAP AREA COMPRESSION OUTPUT MASK UNCERTAINTY'
    ),
    'cloudfreecomposite': (
        'INPUTS SCLS MASK_TYPE TARGET_DATE METHOD SARS COVARIATES EXTENT DATES FILL HIDE REFINE_MASK DILATE '
        'BANDS S2_OFFSET SAR_SCALE MODEL DEVICE TILE_SIZE OVERLAP AREA COMPRESSION OUTPUT SOURCE UNCERTAINTY'
    ),
    'cloudmask': (
        'INPUT SCL MASK_TYPE OTHERS THRESHOLD DILATE EXTENT BANDS S2_OFFSET MODEL DEVICE TILE_SIZE OVERLAP AREA '
        'COMPRESSION OUTPUT PROBABILITY MASKS'
    ),
    'assess': 'GENERATED REFERENCE MASK UNCERTAINTY S2_OFFSET REPORT METRICS',
    'fetchscenes': (
        'EXTENT DATE DAYS WHAT CATALOG MAX_CLOUD RESOLUTION FOLDER PREVIEW LOAD SCENES AUTH WORLDCOVER COMPRESSION'
    ),
    'pictureofplace': (
        'EXTENT DATE DAYS CATALOG FOLDER WAY PREVIEW METHOD DEVICE RESOLUTION AUTH WORLDCOVER COMPRESSION OUTPUT '
        'UNCERTAINTY SOURCE'
    ),
    'environment': 'REPORT',
}
REQUIRED = {
    'sartooptical': {'INPUT'},
    'removeclouds': {'INPUT'},
    'cloudfreecomposite': {'INPUTS'},
    'cloudmask': {'INPUT'},
    'assess': {'GENERATED', 'REFERENCE'},
    'fetchscenes': {'EXTENT', 'DATE', 'FOLDER'},
    'pictureofplace': {'EXTENT', 'DATE', 'FOLDER'},
    'environment': set(),
}
WORDS = {
    'LANDCOVER_CLASS': ['auto', 'barren', 'grassland', 'agriculture', 'urban', 'forest', 'water'],
    'STYLE': ['natural', 'realistic', 'colorized', 'vivid'],
    'LANDCOVER_LEGEND': [
        'auto',
        'worldcover',
        'dynamicworld',
        'esri',
        'esacci',
        'corine',
        'corinegrid',
        'cgls',
        'lcfm',
        'clcplus',
        'globeland',
        'fromglc',
        'glcfcs',
        'nlcd',
        'cdl',
        'mapbiomas',
        'igbp',
    ],
    'SAR_SCALE': ['auto', 'db', 'linear', 'amplitude', 'uint8'],
    'CALIBRATION': ['sigma0', 'gamma0'],
    'MASK_TYPE': ['scl', 'binary', 'omnicloudmask', 'fmask', 'probability', 'auto'],
    'cloudmask MASK_TYPE': ['scl', 'binary', 'omnicloudmask', 'fmask', 'probability'],
    'REFINE_MASK': ['off', 'add', 'correct'],
    'removeclouds REFINE_MASK': ['off', 'add', 'correct', 'auto'],
    'removeclouds METHOD': ['network', 'regression'],
    'RESIDUAL': ['auto', 'pushpull', 'kriging'],
    'cloudfreecomposite METHOD': ['timegate', 'regression', 'median', 'medoid', 'leastcloudy', 'lastclear'],
    'pictureofplace METHOD': ['network', 'regression'],
    'WAY': ['auto', 'optical', 'clouds', 'composite', 'radar'],
    'WHAT': ['radar', 'optical', 'series', 'reference', 'reference-radar', 'landcover'],
    'FILL': ['interpolate', 'nodata'],
    'S2_OFFSET': ['auto', 'none', '-1000'],
    'DEVICE': ['auto', 'gpu', 'cpu'],
    'COMPRESSION': ['deflate', 'zstd', 'none'],
}
Flag = QgsProcessingParameterDefinition.Flag


@pytest.fixture(params=sorted(FIXED))
def algorithm(request, provider):
    return QgsApplication.processingRegistry().createAlgorithmById(f'sar2optical:{request.param}')


def test_all_algorithms_are_listed_whatever_is_installed(provider):
    assert sorted(algorithm.name() for algorithm in provider.algorithms()) == sorted(FIXED)


def test_parameter_ids_are_the_fixed_names(algorithm):
    assert {p.name() for p in algorithm.parameterDefinitions()} == set(FIXED[algorithm.name()].split())


def test_every_parameter_has_help(algorithm):
    assert [p.name() for p in algorithm.parameterDefinitions() if len(p.help()) < 20] == []


def test_enums_are_static_words_and_their_default_is_one_of_them(algorithm):
    enums = [p for p in algorithm.parameterDefinitions() if isinstance(p, QgsProcessingParameterEnum)]
    for p in enums:
        assert p.options() == WORDS.get(f'{algorithm.name()} {p.name()}', WORDS.get(p.name()))
    chosen = [p.defaultValue() if p.allowMultiple() else [p.defaultValue()] for p in enums]
    assert all(p.usesStaticStrings() and set(words) <= set(p.options()) for p, words in zip(enums, chosen))


def test_only_the_data_themselves_are_required(algorithm):
    required = {
        p.name()
        for p in algorithm.parameterDefinitions()
        if not p.flags() & Flag.FlagOptional and p.defaultValue() is None
    }
    assert required == REQUIRED[algorithm.name()]


def test_technical_parameters_are_advanced(algorithm):
    technical = {'MODEL', 'DEVICE', 'TILE_SIZE', 'OVERLAP', 'SAR_SCALE', 'S2_OFFSET', 'CALIBRATION'}
    plain = {p.name() for p in algorithm.parameterDefinitions() if not p.flags() & Flag.FlagAdvanced}
    assert not plain & technical


def test_algorithms_may_run_in_the_background(algorithm):
    assert not algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading
    assert algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagCanCancel


def test_help_is_plain_text(algorithm):
    assert len(algorithm.shortHelpString()) > 200
    assert '<' not in algorithm.shortHelpString()


def test_algorithms_have_icon_group_and_tags(algorithm):
    assert not algorithm.icon().isNull()
    assert algorithm.icon().availableSizes() or not algorithm.icon().pixmap(16).isNull()
    assert algorithm.group() and algorithm.groupId() and len(algorithm.tags()) >= 5


def test_results_are_offered_as_geotiff_only(provider):
    assert provider.supportedOutputRasterLayerExtensions()[0] == provider.defaultRasterFileExtension() == 'tif'


def test_loading_the_plugin_does_not_import_onnxruntime_or_anything_of_training(root):
    code = (
        'import sys; from qgis.core import QgsApplication; app = QgsApplication([], False); app.initQgis()\n'
        'from sar2optical_qgis import classFactory; plugin = classFactory(None); plugin.initProcessing()\n'
        "heavy = {'onnxruntime', 'torch', 'onnx', 'training'} & set(sys.modules)\n"
        'print(sorted(heavy), len(plugin.provider.algorithms()))\n'
        'plugin.unload()'
    )
    environment = {**os.environ, 'PYTHONPATH': os.pathsep.join([str(root), *filter(None, sys.path)])}
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, env=environment, timeout=120)
    assert done.stdout.split('\n')[0] == '[] 8', done.stderr


@pytest.fixture
def silent_gdal():
    """GDAL as other plugins may have it, without exceptions."""
    before = [module.GetUseExceptions() for module in (gdal, ogr)]
    for module in (ogr, gdal):
        module.DontUseExceptions()
    yield
    for module, raised in zip((gdal, ogr), before):
        if raised:
            module.UseExceptions()


def test_gdal_raises_exceptions_only_while_the_plugin_works(run, scene, tmp_path, root, silent_gdal):
    run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'o.tif')))
    assert not gdal.GetUseExceptions()
    code = (
        'from osgeo import gdal; from sar2optical_qgis import classFactory\n'
        'classFactory(None); print(gdal.GetUseExceptions())'
    )
    environment = {**os.environ, 'PYTHONPATH': os.pathsep.join([str(root), *filter(None, sys.path)])}
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, env=environment, timeout=120)
    assert done.stdout.strip() in ('0', 'False'), done.stderr


def test_unload_takes_the_provider_away_and_can_be_repeated(provider):
    from sar2optical_qgis.plugin import Sar2OpticalPlugin

    plugin = Sar2OpticalPlugin(None)
    plugin.unload()  # never started: nothing happens
    assert QgsApplication.processingRegistry().providerById('sar2optical') is provider


def test_the_plugin_goes_only_when_downloads_that_were_stopped_have_ended(qgis_app):
    stopped = threading.Thread(target=time.sleep, args=(0.5,))
    stopped.start()
    reader._left.append(stopped)
    classFactory(None).unload()
    assert not stopped.is_alive()

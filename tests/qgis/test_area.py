"""AREA and COMPRESSION, which every algorithm that makes rasters has: polygons of a layer, a file, a selection."""

from __future__ import annotations

import json

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)

from sar2optical_qgis.core.raster import codecs

ALGORITHMS = ('sartooptical', 'removeclouds', 'cloudfreecomposite')
LEFT = (
    'POLYGON((500000 5600000, 500320 5600000, 500320 5599360, 500000 5599360, 500000 5600000))'  # of the scene's half
)
RIGHT = 'POLYGON((500320 5600000, 500640 5600000, 500640 5599360, 500320 5599360, 500320 5600000))'


@pytest.fixture
def halves(qgis_new_project):
    """A layer of two polygons, each over a half of the scene."""
    layer = QgsVectorLayer('Polygon?crs=EPSG:32631', 'halves', 'memory')
    features = []
    for wkt in (LEFT, RIGHT):
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def left_file(tmp_path):
    """The left half as a file in degrees, as people draw areas on web maps."""
    path = tmp_path / 'left.geojson'
    half = QgsGeometry.fromWkt(LEFT).densifyByDistance(20.0)
    crs = [QgsCoordinateReferenceSystem(f'EPSG:{code}') for code in (32631, 4326)]
    half.transform(QgsCoordinateTransform(*crs, QgsProject.instance()))
    feature = {'type': 'Feature', 'properties': {}, 'geometry': json.loads(half.asJson(9))}
    path.write_text(json.dumps({'type': 'FeatureCollection', 'features': [feature]}))
    return str(path)


def written(values):
    """Which columns of (bands, rows, cols) hold anything: (left half, right half)."""
    return bool(values[:, :, :32].any()), bool(values[:, :, 32:].any())


@pytest.mark.parametrize('name', ALGORITHMS)
def test_every_algorithm_that_makes_rasters_takes_both(provider, name):
    algorithm = provider.algorithm(name)
    assert algorithm.parameterDefinition('AREA').help()
    assert tuple(algorithm.parameterDefinition('COMPRESSION').options()) == codecs.writable()


@pytest.mark.parametrize('name', ['fetchscenes', 'pictureofplace'])
def test_what_fetches_scenes_takes_the_codec_alone(provider, name):
    algorithm = provider.algorithm(name)
    assert tuple(algorithm.parameterDefinition('COMPRESSION').options()) == codecs.writable()
    assert algorithm.parameterDefinition('AREA') is None


def test_the_report_of_quality_takes_neither(provider):
    assert provider.algorithm('assess').parameterDefinition('AREA') is None


def test_a_file_in_degrees_limits_what_is_written(run, scene, left_file, tmp_path, read):
    whole, part = str(tmp_path / 'whole.tif'), str(tmp_path / 'part.tif')
    run('removeclouds', scene.cloud_parameters(OUTPUT=whole))
    run('removeclouds', scene.cloud_parameters(OUTPUT=part, AREA=left_file))
    made = read(part)
    assert written(made) == (True, False)
    assert np.array_equal(made[:, :, :31], read(whole)[:, :, :31])
    assert gdal.Open(part).GetRasterBand(1).GetNoDataValue() == 0


def test_a_layer_or_what_is_selected_in_it_limits_what_is_written(run, scene, halves, sar_model, tmp_path, read):
    halves.selectByIds([2])
    chosen = QgsProcessingFeatureSourceDefinition(halves.id(), selectedFeaturesOnly=True)
    for area, halves_written in ((halves, (True, True)), (chosen, (False, True))):
        output = str(tmp_path / f'{halves_written[0]}.tif')
        run('sartooptical', {'INPUT': scene.sar, 'MODEL': sar_model, 'AREA': area, 'OUTPUT': output})
        assert written(read(output)) == halves_written


def test_areas_that_cannot_be_used_are_refused_with_a_remedy(run, scene, halves, tmp_path):
    lines = QgsVectorLayer('LineString?crs=EPSG:32631', 'lines', 'memory')
    line = QgsFeature()
    line.setGeometry(QgsGeometry.fromWkt('LINESTRING(500000 5600000, 500100 5599900)'))
    lines.dataProvider().addFeatures([line])
    QgsProject.instance().addMapLayer(lines)
    none = QgsProcessingFeatureSourceDefinition(halves.id(), selectedFeaturesOnly=True)
    for area, words in ((lines, 'needs polygons'), (none, 'none is selected'), ('/nowhere.gpkg', 'cannot be read')):
        with pytest.raises(QgsProcessingException, match=words):
            run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'x.tif'), AREA=area))
    assert not (tmp_path / 'x.tif').exists()


@pytest.mark.parametrize('name', codecs.writable())
def test_the_result_is_written_with_the_codec_that_was_chosen(run, scene, tmp_path, name):
    output = str(tmp_path / 'x.tif')
    run('removeclouds', scene.cloud_parameters(OUTPUT=output, COMPRESSION=name))
    told = gdal.Open(output).GetMetadataItem('COMPRESSION', 'IMAGE_STRUCTURE') or 'none'
    assert told.lower() == name


def test_an_unknown_codec_is_refused(run, scene, tmp_path):
    with pytest.raises(QgsProcessingException, match='COMPRESSION is "lzma"'):
        run('removeclouds', scene.cloud_parameters(OUTPUT=str(tmp_path / 'x.tif'), COMPRESSION='lzma'))

"""Cloud mask through Processing: what is found, its look, its probabilities; and cloud removal that needs no mask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal
from qgis.core import QgsRasterLayer

from sar2optical_qgis.core.model.registry import resources_dir

CLOUDY = str(resources_dir() / 'sample' / 's2_cloudy.tif')


def corner(tmp_path):
    """A part of the sample under another name, so that no SCL lies beside it."""
    path = str(tmp_path / 'cloudy.tif')
    gdal.Translate(path, CLOUDY, srcWin=[0, 0, 256, 256])
    return path


def test_the_mask_is_styled_by_what_its_codes_mean(run, tmp_path, read):
    paths = {name: str(tmp_path / f'{name}.tif') for name in ('OUTPUT', 'PROBABILITY')}
    results = run('cloudmask', {'INPUT': corner(tmp_path), 'DILATE': 2, **paths})
    assert set(np.unique(read(paths['OUTPUT']))) <= {0, 1, 2, 3, 255}
    assert results['MODEL_USED'] == 'cloud_mask' and 'Clouds found in the pixels' in results['DECISIONS']
    layer = QgsRasterLayer(paths['OUTPUT'], 'x')
    assert layer.loadNamedStyle(paths['OUTPUT'].replace('.tif', '.qml'))[1]
    assert {entry.value: entry.label for entry in layer.renderer().classes()}[3] == 'Cloud shadow'
    assert Path(paths['PROBABILITY'].replace('.tif', '.qml')).is_file()


def test_clouds_are_removed_from_a_layer_alone(run, tmp_path, read):
    paths = {name: str(tmp_path / f'{name}.tif') for name in ('OUTPUT', 'MASK')}
    results = run('removeclouds', {'INPUT': corner(tmp_path), 'METHOD': 'regression', **paths})
    assert 0 < (read(paths['MASK'])[0] == 1).mean() < 1
    assert 'found in the pixels by the model cloud_mask' in results['DECISIONS']

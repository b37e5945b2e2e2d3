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


def test_a_folder_of_masks_goes_into_a_composite(run, tmp_path, read):
    series = sorted((resources_dir() / 'sample' / 'series').glob('s2_*.tif'))
    first, *others = map(str, series)
    results = run('cloudmask', {'INPUT': first, 'OTHERS': others, 'MASKS': str(tmp_path / 'masks')})
    masks = [str(path) for path in sorted((tmp_path / 'masks').glob('*.tif'))]
    assert results['MASKS'] == str(tmp_path / 'masks') and len(masks) == len(series) and 'OUTPUT' not in results
    assert all(Path(mask).with_suffix('.qml').is_file() for mask in masks)
    made = str(tmp_path / 'made.tif')
    run('cloudfreecomposite', {'INPUTS': [first, *others], 'SCLS': masks, 'MASK_TYPE': 'omnicloudmask', 'OUTPUT': made})
    assert read(made).shape == read(first).shape


def test_clouds_are_removed_from_a_layer_alone(run, tmp_path, read):
    paths = {name: str(tmp_path / f'{name}.tif') for name in ('OUTPUT', 'MASK')}
    results = run('removeclouds', {'INPUT': corner(tmp_path), 'METHOD': 'regression', **paths})
    assert 0 < (read(paths['MASK'])[0] == 1).mean() < 1
    assert 'found in the pixels by the model cloud_mask' in results['DECISIONS']

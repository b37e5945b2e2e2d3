"""The real application on a virtual display: from the zip and an empty profile to colour on the map, by clicks."""

from __future__ import annotations

import shutil

import pytest
from osgeo import gdal

PICTURES = (
    'message.png', 'install.jpg', 'first_colour.png', 'live_preview.jpg', 'swiped.png', 'dialog.png', 'whole_layer.png',
    'clouds_preview.jpg', 'models_page.png', 'results_viewer.png',
)  # fmt: skip


def test_a_new_user_comes_from_the_zip_to_colour_and_a_report_without_a_terminal(wheels, pip_wheel, tmp_path):
    if not (shutil.which('qgis') and shutil.which('xvfb-run')):
        pytest.skip('needs QGIS with its window, and xvfb-run')
    from training.delivery.screenshots import take

    folder = shutil.copytree(wheels, tmp_path / 'wheels')
    shutil.copy(pip_wheel, folder)
    seconds = take(tmp_path, str(folder))
    assert 'install onnxruntime with the button' in seconds and 'clouds (first picture)' in seconds
    for name in PICTURES:
        picture = gdal.Open(str(tmp_path / name)).ReadAsArray()
        assert picture.shape[1] > 400 and picture[:3].std() > 10, name

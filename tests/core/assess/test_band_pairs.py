"""Which bands of two layers are compared."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.assess.assessment import Assess
from sar2optical_qgis.core.errors import InputError
from tests.makers import write_raster


@pytest.mark.parametrize('role', ['GENERATED', 'REFERENCE'])
def test_radar_is_not_compared_with_reflectance(tmp_path, role):
    values = np.random.default_rng(0).uniform(0.1, 0.4, (2, 40, 40)).astype(np.float32)
    picture = write_raster(tmp_path / 'picture.tif', values, ('B04', 'B08'))
    radar = write_raster(tmp_path / 'radar.tif', values * 10 - 20, ('VV', 'VH'))
    layers = (radar, picture) if role == 'GENERATED' else (picture, radar)
    with pytest.raises(InputError, match=rf'{role} is a radar image \(bands VV, VH\), the other layer is none'):
        Assess(*layers).run()


@pytest.mark.parametrize(
    ('names', 'told'),
    [
        (('VV', 'VH'), 'GENERATED and REFERENCE are both radar, and only reflectance or pictures'),
        ((), 'GENERATED holds mostly negative values, as radar in dB does, and only reflectance or pictures'),
    ],
    ids=['by their names', 'by their numbers'],
)
def test_two_layers_of_radar_are_told_as_such_rather_than_as_without_a_pixel_in_common(tmp_path, names, told):
    decibels = np.random.default_rng(0).normal(-15, 3, (2, 40, 40)).astype(np.float32)
    made, truth = (write_raster(tmp_path / f'{name}.tif', decibels, names) for name in ('made', 'truth'))
    with pytest.raises(InputError, match=told):
        Assess(made, truth).run()


def test_a_result_of_landsat_has_the_bands_of_its_input_though_its_file_does_not_name_the_sensor(tmp_path):
    values = np.random.default_rng(0).uniform(0.1, 0.4, (3, 40, 40)).astype(np.float32)
    names = 'B4', 'B5', 'B6'
    truth = write_raster(tmp_path / 'LC08_L2SP_194025_20240725.tif', values, names)
    report = Assess(write_raster(tmp_path / 'clear.tif', values, names), truth).run()
    assert any('B04, B8A, B11' in line for line in report.decisions)

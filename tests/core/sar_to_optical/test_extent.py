"""EXTENT: a part of the picture is what the whole picture shows there, for the network sees the ground around it."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.makers import read, write_raster

pytest.importorskip('onnxruntime')
LEFT, TOP, PIXEL = 512000.0, 5380000.0, 10.0  # of the sample


def extent(row, col, height, width):
    return LEFT + PIXEL * col, TOP - PIXEL * (row + height), LEFT + PIXEL * (col + width), TOP - PIXEL * row


@pytest.fixture(scope='module')
def whole(tmp_path_factory, sample):
    folder = tmp_path_factory.mktemp('whole')
    SarToOptical(input=str(sample.s1), output=str(folder / 'o.tif'), cover=str(folder / 'c.tif')).run()
    return read(folder / 'o.tif').astype(float), read(folder / 'c.tif')


@pytest.mark.parametrize('part', [(200, 200, 8, 10), (0, 0, 64, 64), (448, 400, 64, 112), (300, 300, 1, 1)])
def test_a_part_is_drawn_as_it_is_in_the_whole(tmp_path, sample, whole, part):
    paths = {name: str(tmp_path / f'{name}.tif') for name in ('output', 'cover', 'uncertainty')}
    report = SarToOptical(input=str(sample.s1), extent=extent(*part), **paths).run()
    row, col, height, width = part
    there = np.s_[:, row : row + height, col : col + width]
    made, cover = read(paths['output']), read(paths['cover'])
    assert made.shape == (4, height, width) and report.pixels['valid'] == height * width
    assert np.abs(made - whole[0][there])[:3].mean() < 5 and (cover[0] == whole[1][there][0]).mean() > 0.9
    assert all(read(path).shape[1:] == (height, width) for path in paths.values())
    placed = gdal.Open(paths['output']).GetGeoTransform()
    assert (placed[0], placed[3]) == (LEFT + PIXEL * col, TOP - PIXEL * row)


def test_a_part_without_data_is_refused_although_there_is_some_around_it(tmp_path, sample):
    radar = read(sample.s1)
    radar[:, 200:240, 200:240] = -9999
    path = write_raster(tmp_path / 's1.tif', radar, ('VV', 'VH'), 32632, (LEFT, TOP), nodata=-9999)
    with pytest.raises(InputError, match='no valid pixel'):
        SarToOptical(input=path, output=str(tmp_path / 'o.tif'), extent=extent(205, 205, 20, 20)).run()
    assert not (tmp_path / 'o.tif').exists()

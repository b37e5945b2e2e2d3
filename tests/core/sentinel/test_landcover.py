"""Legends of land cover are told by their codes, and by the layer's name where codes leave a choice."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.names import LANDCOVER_CLASSES
from sar2optical_qgis.core.sentinel.landcover import legend_of, planes_of_codes


@pytest.mark.parametrize(
    ('codes', 'name', 'legend', 'code', 'kind'),
    [
        ((10, 30, 40, 50, 80), 'a.tif', 'ESA WorldCover', 80, 'water'),
        ((0, 10, 95), 'a.tif', 'ESA WorldCover', 10, 'forest'),
        ((0, 1, 2, 4, 6), 'a.tif', 'Dynamic World', 0, 'water'),
        ((1, 2, 5, 7, 11), 'a.tif', 'Esri', 7, 'urban'),
        ((0, 1, 2, 5, 7, 9, 10, 11), 'a.tif', 'Esri', 2, 'forest'),  # 10 is cloud
        ((10, 30, 95, -9999, np.nan), 'a.tif', 'ESA WorldCover', 10, 'forest'),
        ((2, 12, 18, 24), 'a.tif', 'CORINE (1 to 44)', 18, 'grassland'),
        ((1, 2, 5, 7), 'dynamic_world.tif', 'Dynamic World', 1, 'forest'),
        ((11, 30, 61, 120, 190, 210), 'a.tif', 'ESA CCI', 190, 'urban'),
        ((10, 30, 60, 100), 'ESACCI-LC-L4.tif', 'ESA CCI', 60, 'forest'),
        ((112, 211, 311, 512), 'a.tif', 'CORINE', 311, 'forest'),
        ((2, 12, 23, 41), 'CLC2018.tif', 'CORINE (1 to 44)', 23, 'forest'),
        ((40, 50, 111, 126, 200), 'a.tif', 'Copernicus', 126, 'forest'),
        ((10, 20, 60, 80), 'GlobeLand30.tif', 'GlobeLand30', 60, 'water'),
        ((11, 21, 41, 82, 90), 'a.tif', 'NLCD', 82, 'agriculture'),
        ((1, 10, 12, 17), 'MCD12Q1.tif', 'IGBP', 17, 'water'),
    ],
)
def test_the_legend_is_told_from_codes_and_name(codes, name, legend, code, kind):
    found, sentence = legend_of(np.repeat(codes, 100), name)
    assert legend in sentence
    plane = planes_of_codes(np.array([[code]]), found)[:, 0, 0]
    assert LANDCOVER_CLASSES[int(plane.argmax())] == kind and plane.sum() == 1


@pytest.mark.parametrize('codes', [(3, 77, 141, 1000), (10, 30, 40, 1, 2, 4, 6), (111, 311, 0, 1, 4), (0,), (0, 255)])
def test_a_mix_of_unknown_codes_is_a_sentence(codes):
    with pytest.raises(InputError, match='of no legend that is known'):
        legend_of(np.repeat(codes, 50), 'a.tif')


def test_a_legend_by_hand_wins():
    assert legend_of(np.array([1, 2, 5]), 'a.tif', 'esri')[0][7] == 'urban'
    with pytest.raises(InputError, match='LANDCOVER_LEGEND'):
        legend_of(np.array([1]), 'a.tif', 'mine')


def test_codes_of_several_legends_are_told_with_the_remedy():
    _, sentence = legend_of(np.repeat([10, 30, 60], 50), 'a.tif')
    assert 'GlobeLand30' in sentence and 'LANDCOVER_LEGEND' in sentence
    assert 'might' not in legend_of(np.repeat([10, 30, 95], 50), 'a.tif')[1]

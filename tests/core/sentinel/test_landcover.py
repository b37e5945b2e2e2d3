"""Legends of land cover are told by their codes, and by file, place, colours and names where codes leave a choice."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.names import LANDCOVER_CLASSES
from sar2optical_qgis.core.sentinel.landcover import Signs, legend_of, open_landcover, planes_of_codes
from tests.makers import write_raster

EUROPE, BRAZIL, IOWA, ASIA = (4.0, 50.5), (-49.0, -16.0), (-93.5, 42.0), (100.0, 30.0)
WORLDCOVER = {10: (0, 100, 0), 30: (255, 255, 76), 50: (250, 0, 0), 80: (0, 100, 200)}
LCFM = {10: (0, 100, 0), 50: (0, 150, 160), 80: (180, 180, 180), 90: (250, 0, 0), 100: (0, 100, 200)}
DYNAMIC = {1: (57, 125, 73), 2: (136, 176, 83), 4: (228, 150, 53), 5: (223, 195, 90), 7: (165, 155, 143)}
ESRI = {1: (26, 91, 171), 2: (53, 130, 33), 5: (255, 219, 92), 7: (237, 2, 42)}
CORINE = {2: (255, 0, 0), 12: (255, 255, 168), 23: (128, 255, 0), 41: (128, 242, 230)}
MAPBIOMAS = {3: (31, 141, 73), 15: (237, 222, 142), 24: (212, 39, 30), 33: (37, 50, 228)}


@pytest.mark.parametrize(
    ('codes', 'signs', 'legend', 'code', 'kind'),
    [
        ((10, 30, 40, 50, 80), Signs(), 'ESA WorldCover', 80, 'water'),
        ((0, 10, 95), Signs(), 'ESA WorldCover', 10, 'forest'),
        ((10, 30, 95, -9999, np.nan), Signs(), 'ESA WorldCover', 10, 'forest'),
        (tuple(WORLDCOVER), Signs(colours=WORLDCOVER), 'read as ESA WorldCover', 50, 'urban'),
        ((10, 30, 80, 90, 100), Signs('LCFM_LCM-10_V100_2020_S60W030_MAP.tif'), 'LCFM', 90, 'urban'),
        (tuple(LCFM), Signs(colours=LCFM), 'read as Copernicus LCFM', 100, 'water'),
        ((0, 1, 2, 4, 6), Signs(), 'Dynamic World', 0, 'water'),
        ((1, 2, 5, 7), Signs('dynamic_world.tif'), 'Dynamic World', 1, 'forest'),
        ((1, 2, 4, 5, 7), Signs(colours=DYNAMIC), 'taken for Dynamic World', 1, 'forest'),
        ((1, 2, 5, 7, 11), Signs(), 'Esri', 7, 'urban'),
        ((0, 1, 2, 5, 7, 9, 10, 11), Signs(), 'Esri', 2, 'forest'),  # 10 is cloud
        ((1, 2, 5, 7), Signs(colours=ESRI), 'read as Esri', 1, 'water'),
        ((11, 30, 61, 120, 190, 210), Signs(), 'ESA CCI', 190, 'urban'),
        ((10, 30, 60, 100), Signs('ESACCI-LC-L4.tif'), 'ESA CCI', 60, 'forest'),
        ((11, 51, 61, 190, 210), Signs(), 'GLC_FCS30', 51, 'forest'),
        ((112, 211, 311, 512), Signs(), 'CORINE', 311, 'forest'),
        ((2, 12, 18, 24), Signs(place=EUROPE), 'CORINE (1 to 44)', 18, 'grassland'),
        ((10, 30, 50), Signs(file='occitanie.tif', place=EUROPE), 'ESA WorldCover', 50, 'urban'),  # no CCI
        ((2, 12, 23, 41), Signs('CLC2018.tif'), 'CORINE (1 to 44)', 23, 'forest'),
        ((2, 12, 23, 41), Signs(colours=CORINE), 'CORINE (1 to 44)', 23, 'forest'),
        ((1, 3, 6, 7, 10), Signs('CLCplus_RASTER_2021.tif'), 'CLC+', 7, 'agriculture'),
        ((3, 15, 24, 33), Signs(place=BRAZIL), 'MapBiomas', 33, 'water'),
        ((3, 4, 15), Signs(place=BRAZIL), 'MapBiomas', 15, 'grassland'),
        ((3, 15, 24, 33), Signs(colours=MAPBIOMAS), 'MapBiomas', 24, 'urban'),
        ((3, 15, 24, 33), Signs('MapBiomas_India.tif', ASIA), 'MapBiomas', 33, 'water'),
        ((3, 4, 11, 9), Signs('mapbiomas_lulc_2022.tif'), 'MapBiomas', 11, 'grassland'),
        ((40, 50, 111, 126, 200), Signs(), 'Copernicus Global', 126, 'forest'),
        ((10, 20, 60, 80), Signs('GlobeLand30.tif'), 'GlobeLand30', 60, 'water'),
        ((1, 2, 6, 8), Signs('FROM-GLC_2017.tif'), 'FROM-GLC (1 to 10)', 8, 'urban'),
        ((11, 21, 41, 82, 90), Signs(), 'NLCD', 82, 'agriculture'),
        ((1, 5, 111, 121, 141, 176), Signs(place=IOWA), 'Cropland Data Layer', 5, 'agriculture'),
        ((1, 10, 12, 17), Signs('MCD12Q1.tif'), 'IGBP', 17, 'water'),
        ((1, 2, 9), Signs(names={1: 'Arable land', 2: 'Broadleaved woods', 9: 'Lakes'}), 'names', 9, 'water'),
        ((1, 2, 5), Signs(names={1: 'Water', 2: 'Trees', 5: 'Crops'}), 'read as Esri', 7, 'urban'),
    ],
)
def test_the_legend_is_told_from_codes_and_signs(codes, signs, legend, code, kind):
    found, sentence = legend_of(np.repeat(codes, 100), signs)
    assert legend in sentence
    plane = planes_of_codes(np.array([[code]]), found)[:, 0, 0]
    assert LANDCOVER_CLASSES[int(plane.argmax())] == kind and plane.sum() == 1


@pytest.mark.parametrize(
    'names',
    [
        ('Arable land', 'Broadleaved woods', 'Lakes'),
        ('Ackerland', 'Laubwald', 'Gewässer'),
        ('Terres cultivées', 'Forêt de feuillus', "Plans d'eau"),
        ('Cultivos', 'Bosque', 'Láminas de agua'),
        ('Lavoura', 'Floresta', 'Corpos de água'),
    ],
)
def test_signs_are_read_from_the_file(tmp_path, names):
    plain = write_raster(tmp_path / 'map.tif', np.array([[[1, 2], [9, 9]]], np.uint8))
    path = str(tmp_path / 'map.img')
    dataset, table = gdal.Translate(path, plain, format='HFA'), gdal.RasterAttributeTable()
    table.CreateColumn('Class_Names', gdal.GFT_String, gdal.GFU_Name)
    table.SetRowCount(10)
    for code, name in zip((1, 2, 9), names):
        table.SetValueAsString(code, 0, name)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset = None
    raster, _, legend, told = open_landcover(path)
    assert legend == {1: 'agriculture', 2: 'forest', 9: 'water'} and 'names of its classes' in told
    x, y = Signs.of(raster).place
    assert 2.9 < x < 3.1 and 50.4 < y < 50.7


@pytest.mark.parametrize(
    ('codes', 'signs', 'said'),
    [
        ((3, 77, 141, 1000), Signs(), 'of no legend that is known'),
        ((10, 30, 40, 1, 2, 4, 6), Signs(), 'of no legend that is known'),
        ((111, 311, 0, 1, 4), Signs(), 'of no legend that is known'),
        ((0,), Signs(), 'of no legend that is known'),
        ((0, 255), Signs(), 'of no legend that is known'),
        ((3, 15, 24, 33), Signs(place=ASIA), 'of no legend that is known'),
        ((3, 15, 24, 33), Signs(), 'CORINE and of MapBiomas'),
        ((1, 2, 3, 5), Signs(file='corine_level_1.tif', place=EUROPE), 'called as one of CORINE'),
        ((0, 1), Signs(), 'as the mask of one class does'),
        ((1, 255), Signs(place=EUROPE), 'as the mask of one class does'),
        ((10, 40, -66, -46), Signs(), 'of no legend that is known'),  # ESA CCI with a sign
    ],
)
def test_what_cannot_be_told_is_a_sentence(codes, signs, said):
    with pytest.raises(InputError, match=said):
        legend_of(np.repeat(codes, 50), signs)


def test_a_legend_by_hand_or_by_name_wins():
    assert legend_of(np.array([0, 1]), Signs('dynamic_world.tif'))[0][0] == 'water'
    assert legend_of(np.array([0, 1]), Signs(), 'dynamicworld')[0][1] == 'forest'
    assert legend_of(np.array([1, 2, 5]), Signs(), 'esri')[0][7] == 'urban'
    with pytest.raises(InputError, match='LANDCOVER_LEGEND'):
        legend_of(np.array([1]), Signs(), 'mine')


def test_codes_of_several_legends_are_told_with_the_remedy():
    _, sentence = legend_of(np.repeat([10, 30, 60], 50), Signs())
    assert 'GlobeLand30' in sentence and 'LANDCOVER_LEGEND' in sentence
    assert 'might' not in legend_of(np.repeat([10, 30, 95], 50), Signs())[1]


@pytest.mark.parametrize('alpha', [0, 1])
def test_a_picture_of_land_cover_is_refused(tmp_path, alpha):
    path = write_raster(tmp_path / 'map.tif', np.array([[[0, 240]], [[100, 150]], [[0, 255]], [[255, 255]]], np.uint8))
    made = str(tmp_path / 'picture.tif')
    kinds = ('red,green,blue', 'red,green,blue,alpha')[alpha]
    gdal.Translate(made, path, bandList=[1, 2, 3, 4][: 3 + alpha], options=['-colorinterp', kinds])
    with pytest.raises(InputError, match='its colours are no codes'):
        open_landcover(made)


def test_shares_of_land_cover_are_refused(tmp_path):
    values = np.random.default_rng(0).random((2, 20, 20)).astype(np.float32)
    with pytest.raises(InputError, match='as shares and probabilities are'):
        open_landcover(write_raster(tmp_path / 'dynamic_world.tif', values, ('water', 'trees')))


def test_of_several_bands_the_one_of_the_classes_is_read(tmp_path):
    values = np.array([[[0.5, 0.25]], [[1.0, 3.0]], [[9.0, 0.5]], [[0.0, 1.0]], [[0.1, 0.2]]], np.float32)
    names = ('water', 'label_2020', 'trees', 'label_2021', 'bare')  # as of Dynamic World and MapBiomas
    path = write_raster(tmp_path / 'dynamic_world.tif', values, names)
    _, number, legend, told = open_landcover(path)
    assert number == 4 and legend[0] == 'water' and '4 is read (label_2021)' in told

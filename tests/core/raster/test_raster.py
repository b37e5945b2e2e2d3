"""Files as users have them: odd nodata, bands of mixed types."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.raster.fill import Fill, Zero
from sar2optical_qgis.core.raster.raster import Raster


def write_typed(path, values: np.ndarray, gdal_type: int, nodata: float) -> str:
    rows, cols = values.shape
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), cols, rows, 1, gdal_type)
    dataset.SetGeoTransform((500000.0, 10.0, 0.0, 5600000.0, 0.0, -10.0))
    dataset.GetRasterBand(1).WriteArray(values)
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    return str(path)


@pytest.mark.parametrize(
    ('gdal_type', 'dtype', 'nodata', 'value'),
    [
        (gdal.GDT_Int16, np.int16, 32767, 32767),
        (gdal.GDT_Int16, np.int16, -9999, -9999),
        (gdal.GDT_Int32, np.int32, 2**31 - 1, 2**31 - 1),
        (gdal.GDT_UInt16, np.uint16, 65535, 65535),
        (gdal.GDT_Float32, np.float32, -3.4028234663852886e38, -3.4028234663852886e38),
    ],
)
def test_nodata_is_found_in_every_type(tmp_path, gdal_type, dtype, nodata, value):
    values = np.full((4, 5), 7, dtype)
    values[1, 2] = value
    raster = Raster(write_typed(tmp_path / 'a.tif', values, gdal_type, nodata), 'INPUT')
    _, valid = raster.read((0, 0, 5, 4), (1,))
    assert not valid[0, 1, 2] and valid.sum() == 19


@pytest.mark.parametrize('nodata', [-9999.0, 0.5, 1e30, float('inf'), float('nan')])
def test_nodata_that_the_type_cannot_hold_counts_as_none(tmp_path, nodata):
    values = np.arange(20, dtype=np.uint16).reshape(4, 5)
    raster = Raster(write_typed(tmp_path / 'a.tif', values, gdal.GDT_UInt16, nodata), 'INPUT')
    assert raster.nodata == (None,) and raster.read((0, 0, 5, 4), (1,))[1].all()


def test_bands_of_mixed_types_are_read_in_one_that_holds_them_all(tmp_path):
    whole = write_typed(tmp_path / 'whole.tif', np.full((4, 5), 300, np.uint16), gdal.GDT_UInt16, 0)
    broken = np.full((4, 5), 0.25, np.float32)
    broken[2, 2] = np.nan
    parts = [whole, write_typed(tmp_path / 'broken.tif', broken, gdal.GDT_Float32, -9999)]
    gdal.BuildVRT(str(tmp_path / 'both.vrt'), parts, separate=True)
    raster = Raster(str(tmp_path / 'both.vrt'), 'INPUT')
    values, valid = raster.read((0, 0, 5, 4), (1, 2))
    assert raster.gdal_type == gdal.GDT_Float32 and not raster.is_integer
    assert values[0, 0, 0] == 300 and values[1, 0, 0] == 0.25 and valid.sum() == 39 and not valid[1, 2, 2]


def test_a_sample_finds_data_that_lies_between_its_windows(tmp_path):
    values = np.zeros((3000, 3000), np.float32)
    values[700:1000, 700:1000] = -12.0
    raster = Raster(write_typed(tmp_path / 'a.tif', values, gdal.GDT_Float32, -9999), 'INPUT')
    raster.fill = Fill(zero=Zero.NOTHING)
    sample, valid = raster.sample((1,))
    assert valid.any() and (sample[valid] == -12.0).all()


def test_values_beyond_any_measurement_are_nodata_without_a_word(tmp_path):
    values = np.full((4, 5), 0.1, np.float32)
    values[0, 0], values[1, 1], values[2, 2] = -3.4e38, np.nan, np.inf
    raster = Raster(write_typed(tmp_path / 'a.tif', values, gdal.GDT_Float32, -9999), 'REFERENCE')
    assert raster.read((0, 0, 5, 4), (1,))[1].sum() == 17


def test_a_mask_inside_the_file_is_heeded(tmp_path):
    path = tmp_path / 'a.tif'
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), 5, 4, 2, gdal.GDT_Byte)
    dataset.WriteArray(np.full((2, 4, 5), 9, np.uint8))
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    inside = np.full((4, 5), 255, np.uint8)
    inside[:, 0] = 0
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(inside)
    dataset = None
    _, valid = Raster(str(path), 'INPUT').read((-1, 0, 5, 4), (1, 2))
    assert (valid == np.array([False, False, True, True, True])).all()

"""Bands that are called by numbers alone: whose numbers they are is told by what the ground looks like."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.sentinel.bands import find_s2_bands
from tests.core.conftest import TEN
from tests.makers import read, write_raster

OLI = {'B2': 'B02', 'B3': 'B03', 'B4': 'B04', 'B5': 'B8A', 'B6': 'B11', 'B7': 'B12'}
TM = {'B1': 'B02', 'B2': 'B03', 'B3': 'B04', 'B4': 'B08', 'B5': 'B11', 'B7': 'B12'}
OWN = {f'B{k}': f'B{k:02d}' for k in range(2, 8)}
MUX = {'B5': 'B02', 'B6': 'B03', 'B7': 'B04', 'B8': 'B08'}


@pytest.fixture(scope='module')
def ground(sample):
    """Reflectance x 10000 (rows, cols) by band."""
    return dict(zip(TEN, read(sample.s2_clear)))


def stack(path, ground, bands, how=lambda values: values):
    """Write bands {name that they get: band that they are}; return the path."""
    return write_raster(path, how(np.stack([ground[band] for band in bands.values()])), tuple(bands))


@pytest.mark.parametrize(
    'how',
    [
        lambda v: v,
        lambda v: v / np.float32(1e4),
        lambda v: np.rint((v / 1e4 + 0.2) / 2.75e-5).astype(np.uint16),
    ],
    ids=['digital numbers', 'reflectance', 'numbers of Collection 2'],
)
@pytest.mark.parametrize(
    ('bands', 'sensor'), [(OLI, 'Landsat 8 and 9'), (TM, 'Landsat 4 to 7'), (MUX, 'CBERS and Amazonia')]
)
def test_numbers_of_other_sensors_are_told_by_the_ground_in_any_unit(tmp_path, ground, bands, sensor, how):
    found, note = find_s2_bands(Raster(stack(tmp_path / 'image.tif', ground, bands, how), 'INPUT'))
    assert list(found) == list(bands.values())
    assert sensor in note and 'BANDS' in note


@pytest.mark.parametrize('names', ['B2 B3 B4 B5 B6 B7', 'B4 B3 B2', 'B5 B6 B7 B8', 'B2 B3 B4 B8', 'B2 B3 B4 B5'])
def test_numbers_of_sentinel_2_stay_what_they_are(tmp_path, ground, names):
    own = {name: f'B0{name[1]}' for name in names.split()}
    found, note = find_s2_bands(Raster(stack(tmp_path / 'image.tif', ground, own), 'INPUT'))
    assert list(found) == list(own.values()) and 'Landsat' not in note and 'CBERS' not in note


def test_a_name_of_sentinel_2_is_believed_whatever_its_bands_look_like(tmp_path, ground):
    found, _ = find_s2_bands(Raster(stack(tmp_path / 'S2_2024.tif', ground, OLI), 'INPUT'))
    assert list(found) == list(OWN.values())


def test_numbers_as_esa_writes_them_are_believed_whatever_the_bands_look_like(tmp_path, ground):
    padded = {f'B0{name[1]}': band for name, band in OLI.items()}
    found, note = find_s2_bands(Raster(stack(tmp_path / 'image.tif', ground, padded), 'INPUT'))
    assert list(found) == list(padded) and 'Landsat' not in note


def test_number_0_is_no_band_of_sentinel_2(tmp_path, ground):
    bands = {'B2': 'B04', 'B1': 'B03', 'B0': 'B02', 'B3': 'B08'}
    found, note = find_s2_bands(Raster(stack(tmp_path / 'image.tif', ground, bands), 'INPUT'))
    assert list(found) == ['B04', 'B03', 'B02', 'B08'] and 'SPOT' in note


def test_a_virtual_raster_of_landsat_is_told_by_the_files_that_it_is_made_of(tmp_path, ground):
    files = []
    for number, band in zip(range(2, 8), OLI.values()):
        path = tmp_path / f'LC08_L2SP_194025_20240725_20240730_02_T1_SR_B{number}.TIF'
        numbers = np.rint((ground[band] / 1e4 + 0.2) / 2.75e-5).astype(np.uint16)
        files.append(write_raster(path, numbers[None], ('',)))
    gdal.BuildVRT(str(tmp_path / 'virtual.vrt'), files, separate=True).FlushCache()
    found, note = find_s2_bands(Raster(str(tmp_path / 'virtual.vrt'), 'INPUT'))
    assert list(found) == list(OLI.values()) and 'Landsat 8 and 9' in note

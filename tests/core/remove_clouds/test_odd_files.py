"""A table of odd files, each an image or a mask as people have it: what it is, how it is made, what must come out.

The place is one for all: ten bands of fields under one cloud; the plain file tells what is right. GDAL is the oracle of
what the results say of themselves.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from tests.core.conftest import TEN, make_place
from tests.makers import read, write_raster

SIZE = 96
OUTSIDE = np.add.outer(np.arange(SIZE), np.arange(SIZE)) < 40
SCALED = {  # numbers of an image of digital numbers without offset: how they are made, and by what they are divided
    'digital numbers': (lambda a: a, 1e4, 0.0),
    'digital numbers with the offset': (lambda a: a + 1000, 1e4, -0.1),
    'reflectance as float': (lambda a: a / np.float32(1e4), 1.0, 0.0),
    'digital numbers as float': (lambda a: a.astype(np.float32), 1e4, 0.0),
    'per cent as float': (lambda a: a / np.float32(100), 100.0, 0.0),
    'reflectance x 2.5': (lambda a: a * np.float32(2.5e-4), 2.5, 0.0),
    'reflectance x 65535': (lambda a: (a * 6.5535).astype(np.uint16), 65535.0, 0.0),
}
FILLED = {  # fill around the swath, as the file has it: number, type, declared nodata
    '0, nodata 65535': (0, np.uint16, 65535),
    '0, NaN declared': (0, np.float32, float('nan')),
    '0, nothing declared': (0, np.uint16, None),
    '65535, nothing declared': (65535, np.uint16, None),
    '-9999, nothing declared': (-9999, np.float32, None),
    '-10000 of MAJA': (-10000, np.float32, None),
    'NaN': (float('nan'), np.float32, None),
}
MASKS = {  # a mask of the cloud: values of (cloud, clear), MASK_TYPE, band names, nodata
    'HLS Fmask bits': (0b11000010, 0b01000000, 'fmask', (), None),
    'Fmask codes': (4, 0, 'fmask', (), None),
    'Landsat QA_PIXEL': (22280, 21824, 'fmask', (), None),
    'QA60': (1024, 0, 'binary', (), None),
    'probability in per cent': (90, 5, 'probability', (), None),
    'probability to 255': (230, 20, 'probability', (), None),
    'probability to 1': (0.9, 0.05, 'probability', (), None),
    'probability to 10000': (9000, 500, 'probability', (), None),
    'binary': (1, 0, 'binary', (), None),
    'binary, 0 is nodata': (1, 0, 'binary', (), 0),
    'clouds on nodata 255': (1, 255, 'binary', (), 255),
    'UDM2': ((0, 0, 0, 0, 0, 1, 90, 1), (1, 0, 0, 0, 0, 0, 90, 0), 'binary',
             ('clear', 'snow', 'shadow', 'light_haze', 'heavy_haze', 'cloud', 'confidence', 'unusable'), None),
    'UDM2 without names': ((0, 0, 0, 0, 0, 1, 90, 1), (1, 0, 0, 0, 0, 0, 90, 0), 'binary', (), None),
    'cloud and shadow bands': ((1, 0), (0, 0), 'binary', ('cloud', 'shadow'), None),
    'one band among others': ((9, 7), (4, 7), 'scl', ('SCL', 'other'), None),
}  # fmt: skip
REFUSED = {
    'bands without names': ((1, 7), (4, 3), 'scl', (), None),
    'class codes that were interpolated': (8.5, 4.25, 'scl', (), None),
    '0 and 1 as SCL': (1, 0, 'scl', (), None),
    'bits as binary': (None, None, 'binary', (), None),
}


@pytest.fixture(scope='module')
def place(tmp_path_factory):
    return make_place(tmp_path_factory.mktemp('odd'), SIZE)


@pytest.fixture(scope='module')
def plain(place):
    """(reflectance, mask) of the plain files."""
    return clean(place, place.s2, place.scl)


def clean(place, image, mask, divide=1e4, offset=0.0, **options):
    names = {key: str(place.folder / f'{key}.tif') for key in ('output', 'generated_mask')}
    request = RemoveClouds(image, mask, **names, method='regression', dilate=0)
    replace(request, **options).run()
    return read(names['output']) / divide + offset, read(names['generated_mask'])[0]


def write_mask(place, cloud, clear, names, nodata):
    hidden = place.classes[0] == 9
    cloud, clear = (np.atleast_1d(each) for each in (cloud, clear))
    kind = np.float32 if max(cloud.max(), clear.max()) > 65535 or (cloud != np.rint(cloud)).any() else np.uint16
    kind = np.uint8 if kind is np.uint16 and max(cloud.max(), clear.max()) < 256 else kind
    values = np.where(hidden, cloud[:, None, None], clear[:, None, None]).astype(kind)
    return write_raster(place.folder / 'odd_mask.tif', values, names, nodata=nodata)


@pytest.mark.parametrize('what', SCALED)
def test_numbers_of_any_scale_become_the_same_reflectance(place, plain, what):
    change, divide, offset = SCALED[what]
    image = place.write('scaled.tif', change(place.cloudy.astype(np.uint16)), TEN)
    made, mask = clean(place, image, place.scl, divide, offset)
    assert (mask == plain[1]).all() and np.abs(made - plain[0]).max() < 2e-3


@pytest.mark.parametrize('what', FILLED)
def test_nothing_is_made_where_the_image_has_fill(place, plain, what):
    number, kind, nodata = FILLED[what]
    values = place.cloudy.astype(kind)
    values[:, OUTSIDE] = number
    made, mask = clean(place, place.write('filled.tif', values, TEN, nodata=nodata), place.scl)
    assert (mask[OUTSIDE] == 255).all() and (mask[~OUTSIDE] == plain[1][~OUTSIDE]).all()
    kept = made[:, OUTSIDE] * 1e4
    assert np.isnan(kept).all() if number != number else np.allclose(kept, number, atol=1e-2)


@pytest.mark.parametrize('what', MASKS)
def test_masks_of_any_kind_hide_the_cloud(place, what):
    cloud, clear, kind, names, nodata = MASKS[what]
    _, mask = clean(place, place.s2, write_mask(place, cloud, clear, names, nodata), mask_type=kind)
    assert ((mask == 1) == (place.classes[0] == 9)).all()


@pytest.mark.parametrize('what', REFUSED)
def test_masks_that_cannot_be_read_are_refused(place, what):
    cloud, clear, kind, names, nodata = REFUSED[what]
    if cloud is None:
        bits = np.random.default_rng(0).integers(0, 255, (1, SIZE, SIZE)).astype(np.uint8)
        path = write_raster(place.folder / 'bits.tif', bits)
    else:
        path = write_mask(place, cloud, clear, names, nodata)
    with pytest.raises(InputError):
        clean(place, place.s2, path, mask_type=kind)


def test_a_mask_of_half_the_image_is_refused(place):
    half = write_raster(place.folder / 'half.tif', place.classes[:, :, : SIZE // 2])
    with pytest.raises(InputError, match='says nothing of'):
        clean(place, place.s2, half)


def test_clouds_that_were_cut_out_are_filled(place):
    values = place.cloudy.copy()
    values[:, place.classes[0] == 9] = 0
    made, mask = clean(place, place.write('cut.tif', values, TEN, nodata=0), place.scl)
    assert ((mask == 1) == (place.classes[0] == 9)).all() and (made[:, mask == 1] > 0).all()


def test_a_pixel_under_cloud_is_filled_where_one_band_is_nodata(place):
    values = place.cloudy.copy()
    values[3, ::7, ::5] = 0
    _, mask = clean(place, place.write('one.tif', values, TEN, nodata=0), place.scl)
    assert (mask[place.classes[0] == 9] == 1).all()


def test_what_gdal_says_of_the_bands_is_carried_over(place):
    path = place.write('said.tif', place.cloudy, TEN)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in range(1, 11):
        band = dataset.GetRasterBand(number)
        band.SetScale(1e-4)
        band.SetOffset(-0.02)
        band.SetUnitType('reflectance')
    dataset.GetRasterBand(10).SetColorInterpretation(gdal.GCI_AlphaBand)  # its name wins
    gdal.SetConfigOption('GDAL_TIFF_INTERNAL_MASK', 'YES')
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(OUTSIDE, 0, 255).astype(np.uint8))
    gdal.SetConfigOption('GDAL_TIFF_INTERNAL_MASK', None)
    dataset = None
    sigma = str(place.folder / 'sigma.tif')
    clean(place, path, place.scl, uncertainty=sigma)
    made, sigma = gdal.Open(str(place.folder / 'output.tif')), gdal.Open(sigma)
    for number in range(1, 11):
        band, spread = made.GetRasterBand(number), sigma.GetRasterBand(number)
        assert (band.GetScale(), band.GetOffset(), band.GetUnitType()) == (1e-4, -0.02, 'reflectance')
        assert (spread.GetScale(), spread.GetOffset() or 0.0) == (1e-4, 0.0) and band.GetDescription() == TEN[
            number - 1
        ]
    assert ((made.GetRasterBand(1).GetMaskBand().ReadAsArray() == 0) == OUTSIDE).all()
    changed = made.GetRasterBand(10).ReadAsArray() != place.cloudy[9]
    assert changed[(place.classes[0] == 9) & ~OUTSIDE].mean() > 0.9

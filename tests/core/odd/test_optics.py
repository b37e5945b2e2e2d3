"""Every algorithm reads the optical layers of files.py rightly, or says why it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.assess.assessment import Assess
from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.errors import InputError
from tests.core.conftest import TEN
from tests.core.odd.files import (
    OPTICAL,
    OUTSIDE,
    PLAIN,
    SIZE,
    Odd,
    write,
)
from tests.core.odd.runs import CLOSE, clean, compose, optical, require_like
from tests.makers import read, write_raster


@pytest.mark.parametrize('what', OPTICAL)
def test_remove_clouds_reads_optical_layers(place, plain, what):
    row = OPTICAL[what]
    path = optical(place, row)
    out, generated, told = clean(place, path)
    require_like(out, row, plain[0], read(generated)[0])
    before, after, kept = read(path), read(out), read(generated)[0] != 1
    assert np.array_equal(before[:, kept], after[:, kept], equal_nan=before.dtype.kind == 'f')
    assert row.told in told


@pytest.mark.parametrize('what', [name for name, row in OPTICAL.items() if row.names is None])
def test_the_network_of_remove_clouds_gets_reflectance(place, plain, models, what):
    row = OPTICAL[what]
    out, generated, _ = clean(place, optical(place, row), method='network', model=models['clouds'])
    require_like(out, row, plain[0], read(generated)[0])


@pytest.mark.parametrize('what', [name for name, row in OPTICAL.items() if row.empty is None])
def test_a_composite_reads_optical_layers(place, plain, what):
    row = OPTICAL[what]
    out, _ = compose(place, optical(place, row), place.scl, row)
    require_like(out, row, plain[2])


@pytest.mark.parametrize('what', OPTICAL)
def test_assess_compares_reflectance(place, what):
    row = OPTICAL[what]
    reference = write(place.folder, replace(row, file=f'{row.file}_other'), place.clear, TEN)
    found = Assess(optical(place, row), reference).run().scores['all']
    own = ~row.empty if row.empty is not None else np.ones((SIZE, SIZE), bool)
    both = [row.make(values).astype(float)[: len(row.bands), own] for values in (place.cloudy, place.clear)]
    off = np.abs(both[0] - both[1]).mean() / row.divide
    assert found['pixels'] == own.sum() and abs(found['MAE'] - off) < 1e-3


@pytest.mark.parametrize('kind', [np.uint16, np.float32])
def test_a_true_colour_picture_in_more_bits_is_compared_as_its_bytes_are(place, kind):
    bright = 2 * place.clear
    levels = np.rint(bright[[2, 1, 0]] / 15.6863).astype(kind)  # nothing is white, so 255 does not tell
    colours = write_raster(place.folder / 'colours.tif', levels, ('Red', 'Green', 'Blue'))
    found = Assess(colours, write_raster(place.folder / 'bright.tif', bright, TEN)).run()
    assert levels.max() < 255 and found.scores['all']['MAE'] < CLOSE
    assert 'GENERATED: reflectance = (value +0) x 0.00156863' in ' '.join(found.decisions)


@pytest.mark.parametrize('newer', ['digital numbers with the offset', 'offset in floats'])
def test_one_date_with_the_offset_and_one_without_are_told_apart(place, plain, newer):
    row, days = OPTICAL[newer], '2024-07-25,2024-07-15'
    clear = write_raster(place.folder / 'clear_scl.tif', np.full((1, SIZE, SIZE), 4, np.uint8))
    old = replace(OPTICAL['digital numbers as float'], file='old')
    if 'float' in newer:
        old = replace(OPTICAL['reflectance as float'], file='old')
    paths, out = (optical(place, row), write(place.folder, old, place.clear, TEN)), str(place.folder / 'mixed.tif')
    CloudFreeComposite(paths, (place.scl, clear), out, dates=days, method='regression', dilate=0).run()
    require_like(out, row, plain[2])


def test_a_date_that_lies_off_the_target_is_moved_onto_it(place, plain):
    image, days = optical(place, PLAIN), '2024-07-25,2024-07-15'
    clear, made = np.full((1, SIZE, SIZE), 4, np.uint8), []
    for name, origin in (('right', (500000.0, 5600000.0)), ('off', (500020.0, 5600010.0))):
        other = write_raster(place.folder / f'{name}.tif', place.clear, TEN, nodata=0, origin=origin)
        mask = write_raster(place.folder / f'{name}_scl.tif', clear, origin=origin)
        out = str(place.folder / 'composite.tif')
        told = CloudFreeComposite((image, other), (place.scl, mask), out, dates=days, dilate=0).run().decisions
        assert ('by phase correlation' in ' '.join(told)) == (name == 'off')
        made.append(np.abs(read(out) - place.clear.astype(float))[:, place.classes[0] == 9].mean())
    assert made[1] < 1.7 * made[0]


def test_bands_that_are_given_win_over_names_in_a_composite_too(place, plain):
    names = [band.replace('B06', 'B05') for band in TEN]  # two of one name
    row = replace(PLAIN, names=tuple(names))
    with pytest.raises(InputError, match='two bands that are described as B05'):
        compose(place, optical(place, row), place.scl, row)
    given = ','.join(f'{band}={number}' for number, band in enumerate(TEN, 1))
    out, _ = compose(place, optical(place, row), place.scl, row, bands=given)
    require_like(out, row, plain[2])


@pytest.mark.parametrize(
    ('scale', 'kind', 'name'),
    [(2e-3, np.float32, 'NDVI'), (20.0, np.int16, 'NDVI'), (0.5, np.float32, 'LST'), (2e-3, np.float32, 'VV')],
)
def test_bands_of_other_units_among_the_bands_take_no_pixel_away_and_are_filled_in_their_own(
    place, plain, scale, kind, name
):
    def other(values: np.ndarray) -> np.ndarray:
        return (values - (0.0 if name == 'LST' else 1500.0)) * scale - (9.0 if name == 'VV' else 0.0)

    bands = place.cloudy.astype(np.float32) / (1e4 if kind is np.float32 else 1.0)
    values = np.concatenate([bands, other(place.cloudy[6:7].astype(float))]).astype(kind)
    row = Odd(lambda _: values, (*TEN, name), divide=1.0 if kind is np.float32 else 1e4)
    out, generated, told = clean(place, optical(place, row))
    require_like(out, row, plain[0], read(generated)[0])
    hidden, made = read(generated)[0] == 1, read(out)[-1].astype(float)
    assert (hidden == (place.classes[0] == 9)).all() and ('VV hold no reflectance' in told) == (name == 'VV')
    wanted = values[-1] if name == 'VV' else other(plain[0][6] * 1e4)
    assert np.abs(made - wanted)[hidden].max() < 60 * scale


@pytest.mark.parametrize('kind', [np.uint16, np.float32])
@pytest.mark.parametrize(
    ('name', 'at'), [('waterMask', 5), ('cloudmask', 10), ('Landnutzung', 0), ('', 10), (None, 10)]
)
def test_classes_among_the_bands_stay_as_they_are_whatever_they_are_called(place, plain, name, at, kind):
    codes = np.kron(np.arange(36).reshape(6, 6) % 5, np.ones((SIZE // 6, SIZE // 6)))
    values = np.insert(place.cloudy.astype(kind), at, codes, axis=0)
    names = () if name is None else (*TEN[:at], name, *TEN[at:])  # None: no band has a name
    out, generated, told = clean(place, optical(place, Odd(lambda _: values, names, nodata=0)))
    made, hidden = read(out), read(generated)[0] == 1
    assert (made[at] == codes).all() and (hidden == (place.classes[0] == 9)).all()
    assert np.abs(np.delete(made, at, axis=0) / 1e4 - plain[0]).max() < CLOSE
    assert ('hold classes' if name in ('Landnutzung', '', None) else f'{name} hold no reflectance') in told


@pytest.mark.parametrize('role', ['image', 'reference', 'sar'])
def test_a_layer_of_one_number_alone_is_refused_with_the_remedy(place, role):
    flat = write_raster(place.folder / 'flat.tif', place.clear * 0 + 3000, TEN)
    if role == 'sar':
        flat = write_raster(place.folder / 'flat.tif', place.db * 0 - 12, ('VV', 'VH'))
    layers = {'image': optical(place, PLAIN), role: flat}
    with pytest.raises(InputError, match='wherever it was looked at'):
        clean(place, layers.pop('image'), **layers)


@pytest.mark.parametrize('driver', ['PNG', 'JPEG'])
def test_the_colours_of_a_picture_file_are_its_bands(place, driver):
    levels = np.rint(place.cloudy[[2, 1, 0]] / 15.6863).clip(1, 254).astype(np.uint8)
    plain = write_raster(place.folder / 'colours.tif', levels)
    path = str(place.folder / f'colours.{driver.lower()}')
    gdal.Translate(path, plain, format=driver)
    _, generated, told = clean(place, path)
    assert 'is a picture, whose colours are taken as B04, B03, B02' in told
    assert ((read(generated)[0] == 1) == (place.classes[0] == 9)).all()
    assert 'No band is described' in clean(place, plain)[2]  # GeoTIFF may hold any three bands


def test_bands_of_different_scales_are_refused(place):
    path = write_raster(place.folder / 'scales.tif', place.cloudy, TEN, nodata=0)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in range(1, 11):
        dataset.GetRasterBand(number).SetScale(1e-4 if number < 5 else 2e-4)
    dataset = None
    with pytest.raises(InputError, match='another scale or offset'):
        clean(place, path)


def test_what_gdal_says_of_the_bands_is_carried_over(place):
    path = write_raster(place.folder / 'said.tif', place.cloudy, TEN)
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
    out, _, _ = clean(place, path, uncertainty=sigma)
    made, sigma = gdal.Open(out), gdal.Open(sigma)
    for number in range(1, 11):
        band, spread = made.GetRasterBand(number), sigma.GetRasterBand(number)
        assert (band.GetScale(), band.GetOffset(), band.GetUnitType()) == (1e-4, -0.02, 'reflectance')
        assert (spread.GetScale(), spread.GetOffset() or 0.0) == (1e-4, 0.0)
        assert band.GetDescription() == TEN[number - 1]
    assert ((made.GetRasterBand(1).GetMaskBand().ReadAsArray() == 0) == OUTSIDE).all()
    changed = made.GetRasterBand(10).ReadAsArray() != place.cloudy[9]
    assert changed[(place.classes[0] == 9) & ~OUTSIDE].mean() > 0.9

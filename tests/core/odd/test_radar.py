"""Every algorithm reads the radar of files.py rightly, or says why it does not."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.batch.scenes import Scene, perform
from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.preview import Window, preview
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.core.conftest import TEN
from tests.core.odd.files import (
    OPTICAL,
    OUTSIDE,
    PICTURES,
    PLAIN,
    RADAR,
    REFUSED_RADAR,
    SIZE,
    power,
    stretched,
)
from tests.core.odd.runs import CLOSE, RADAR_NAMES, clean, compose, optical, picture, radar, reflectance
from tests.makers import read, write_raster


def with_holes(place, empty: np.ndarray | None) -> str:
    """Return the path of plain radar with a declared nodata where a row has no data."""
    values = place.db.copy()
    if empty is not None:
        values[:, empty] = -9999
    return write_raster(place.folder / 'plain_radar.tif', values, RADAR_NAMES, nodata=-9999)


@pytest.mark.parametrize('what', RADAR)
def test_sar_to_optical_reads_radar(place, models, what):
    row = RADAR[what]
    wanted, _ = picture(place, with_holes(place, row.empty), models['sar'])
    made, told = picture(place, radar(place, row), models['sar'])
    assert (made[3] == wanted[3]).mean() > 0.995 and np.abs(made - wanted)[:, made[3] == wanted[3]].max() <= 1
    assert row.told in told


@pytest.mark.parametrize('what', RADAR)
def test_remove_clouds_reads_radar(place, what):
    row, image = RADAR[what], optical(place, PLAIN)
    wanted = reflectance(clean(place, image, sar=with_holes(place, row.empty))[0], PLAIN)
    made = reflectance(clean(place, image, sar=radar(place, row))[0], PLAIN)
    assert np.abs(made - wanted).max() < 3 * CLOSE


@pytest.mark.parametrize('what', ['power', 'dB x 100', '-9999 in dB'])
def test_a_composite_and_a_preview_read_radar(place, models, what):
    row, image, path = RADAR[what], optical(place, PLAIN), radar(place, RADAR[what])
    wanted, _ = compose(place, image, place.scl, PLAIN, sars=(with_holes(place, row.empty),))
    wanted = reflectance(wanted, PLAIN)
    made, _ = compose(place, image, place.scl, PLAIN, sars=(path,))
    assert np.abs(reflectance(made, PLAIN) - wanted).max() < 3 * CLOSE
    pictures = []
    for each in (with_holes(place, row.empty), path):
        request = SarToOptical(each, model=models['sar'], device='cpu')
        x, _, _, y, _, _ = gdal.Open(each).GetGeoTransform()
        shown = Window((x, y - 10 * SIZE, x + 10 * SIZE, y), 30.0)
        pictures.append(read(preview(request, shown, place.folder).path).astype(int))
    assert np.abs(pictures[0] - pictures[1])[:, pictures[0][3] == pictures[1][3]].max() <= 1
    assert (pictures[0][3] == pictures[1][3]).mean() > 0.98


@pytest.mark.parametrize(('number', 'name'), [(0, 'VV'), (1, 'VH')])
def test_a_radar_band_without_a_name_is_told_by_its_values(place, models, number, name):
    made, told = picture(place, write_raster(place.folder / 'alone.tif', place.db[number, None]), models['sar'])
    named = write_raster(place.folder / 'named.tif', place.db[number, None], (name,))
    assert f'taken as {name}' in told and np.array_equal(made, picture(place, named, models['sar'])[0])


def test_the_other_polarisation_beside_a_file_is_told(place, models):
    vv, vh = (place.folder / f'S1A_20240725_{name}.tif' for name in RADAR_NAMES)
    path = write_raster(vv, place.db[:1])
    assert 'Beside it' not in picture(place, path, models['sar'])[1]
    write_raster(vh, place.db[1:])
    assert f'Beside it lies {vh.name}' in picture(place, path, models['sar'])[1]


def test_land_cover_that_was_interpolated_is_refused(place, models):
    coarse = np.random.default_rng(0).choice([10, 30, 40, 80], (1, SIZE // 4, SIZE // 4)).astype(np.uint8)
    small = gdal.Open(write_raster(place.folder / 'cover.tif', coarse, pixel=40.0))
    path, radar_file = str(place.folder / 'fine_cover.tif'), radar(place, RADAR['power'])
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg='bilinear')
    with pytest.raises(InputError, match=r'LANDCOVER .* as interpolation makes'):
        picture(place, radar_file, models['sar'], landcover=path)
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg='near')
    assert 'ESA WorldCover' in picture(place, radar_file, models['sar'], landcover=path)[1]


def test_zeros_of_the_one_polarisation_of_a_vrt_that_declares_no_nodata_are_padding(place, models):
    values, paths = power(place.db), []
    values[:, OUTSIDE] = 0
    for band, name, nodata in zip(values, RADAR_NAMES, (0, None)):
        paths.append(write_raster(place.folder / f'half_{name}.tif', band[None], (name,), nodata=nodata))
    both = str(place.folder / 'halves.vrt')
    made = gdal.BuildVRT(both, paths, separate=True)
    for number, name in enumerate(RADAR_NAMES, 1):
        made.GetRasterBand(number).SetDescription(name)
    made = None
    wanted, _ = picture(place, with_holes(place, OUTSIDE), models['sar'])
    found, _ = picture(place, both, models['sar'])
    assert (found[3] == wanted[3]).all() and np.abs(found - wanted).max() <= 1


@pytest.mark.parametrize('names', [('2020', '2021'), ('classification_2021', 'classification_1985')])
def test_of_the_years_of_a_land_cover_the_latest_is_read(place, models, names):
    codes = np.random.default_rng(0).choice([10, 30, 40, 80], (1, SIZE // 8, SIZE // 8)).astype(np.uint8)
    codes = np.kron(codes, np.ones((1, 8, 8), np.uint8))
    both = np.concatenate([codes, codes * 0 + 30]) if '2021' in names[0] else np.concatenate([codes * 0 + 30, codes])
    paths = [
        write_raster(place.folder / f'years_{len(values)}.tif', values, names if len(values) > 1 else ())
        for values in (codes, both)
    ]
    wanted, made = (picture(place, radar(place, RADAR['power']), models['sar'], landcover=path)[0] for path in paths)
    assert np.array_equal(wanted, made)


def test_a_reference_in_bytes_with_infrared_is_reflectance_as_it_is_elsewhere(place, models):
    values = np.rint(place.clear / 1e4 * 255).astype(np.uint8)
    paths = [write_raster(place.folder / f'reference_{each.dtype}.tif', each, TEN) for each in (place.clear, values)]
    (wanted, _), (made, told) = (
        picture(place, radar(place, RADAR['power']), models['sar'], reference=path) for path in paths
    )
    assert np.abs(wanted - made).max() <= 10 and 'reflectance x 255' in told


@pytest.mark.parametrize('shown', ['Blue Green Red', 'Alpha Red Green Blue', 'Red Green Blue'])
def test_a_reference_shows_its_bands_in_the_colours_that_the_file_declares(place, models, shown):
    colours = dict(zip(('Red', 'Green', 'Blue'), np.rint(place.clear[[2, 1, 0]] / 16).astype(np.uint8)))
    wanted, made = (
        picture(place, radar(place, RADAR['power']), models['sar'], reference=as_shown(place, colours, order))[0]
        for order in ('Red Green Blue', shown)
    )
    assert np.array_equal(wanted, made)


def as_shown(place, colours, shown: str) -> str:
    planes = np.stack([colours.get(colour, np.full((SIZE, SIZE), 255, np.uint8)) for colour in shown.split()])
    path = write_raster(place.folder / f'{shown.replace(" ", "_")}.tif', planes)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, colour in enumerate(shown.split(), 1):
        dataset.GetRasterBand(number).SetColorInterpretation(getattr(gdal, f'GCI_{colour}Band'))
    dataset = None
    return path


def test_a_grey_picture_of_radar_is_read_whatever_its_colours_are_called(place, models):
    grey = stretched(place.db)[:1].astype(np.uint8)
    wanted, _ = picture(place, write_raster(place.folder / 'grey.tif', grey.repeat(3, 0)), models['sar'])
    made, _ = picture(place, write_raster(place.folder / 'bgr.tif', grey.repeat(3, 0), ('B', 'G', 'R')), models['sar'])
    assert np.array_equal(wanted, made)


@pytest.mark.parametrize('what', PICTURES)
def test_pictures_of_radar_are_read_as_their_bytes(place, models, what):
    grey = stretched(place.db).astype(np.uint8)
    wanted, _ = picture(place, write_raster(place.folder / 'bytes.tif', grey, RADAR_NAMES), models['sar'])
    made, told = picture(place, radar(place, PICTURES[what]), models['sar'])
    assert np.abs(made - wanted).max() <= 2 and 'a picture of unknown stretch' in told


@pytest.mark.parametrize('number', [0, 255])
@pytest.mark.parametrize('bands', [1, 2])
def test_black_or_white_around_a_picture_of_radar_is_no_data(place, models, number, bands):
    grey = stretched(place.db)[:bands].clip(1, 254).astype(np.uint8)
    grey[:, OUTSIDE] = number
    made = []
    for nodata in (number, None):
        path = write_raster(place.folder / f'framed_{nodata}.tif', grey, RADAR_NAMES[:bands], nodata=nodata)
        shown, told = picture(place, path, models['sar'])
        made.append(shown)
    assert np.array_equal(*made) and (made[1][3][OUTSIDE] == 0).all()
    assert f'{number} around the picture is taken as no data' in told


@pytest.mark.parametrize('what', REFUSED_RADAR)
def test_radar_that_cannot_be_read_is_refused(place, models, what):
    row, sentence = REFUSED_RADAR[what]
    with pytest.raises(InputError, match=sentence):
        picture(place, radar(place, row), models['sar'])


@pytest.mark.parametrize('what', ['255 in all bands, among the values', '-9999 in dB'])
def test_a_batch_reads_the_same_files(place, models, what):
    if what in OPTICAL:
        path, wanted = optical(place, OPTICAL[what]), read(clean(place, optical(place, OPTICAL[what]))[0])
        entry = {'algorithm': 'removeclouds', 'input': path, 'mask': place.scl, 'method': 'regression', 'dilate': 0}
    else:
        path = radar(place, RADAR[what])
        wanted, _ = picture(place, path, models['sar'])
        entry = {'algorithm': 'sartooptical', 'input': path, 'model': models['sar']}
    scene = Scene.of({**entry, 'device': 'cpu', 'output': str(place.folder / 'of_batch.tif')}, place.folder)
    scene.outputs[0].unlink(missing_ok=True)
    assert perform(scene).state == 'done' and np.array_equal(read(scene.outputs[0]), wanted)
    swapped = place.s1 if what in OPTICAL else optical(place, PLAIN)
    refused = perform(Scene.of({**entry, 'input': swapped, 'output': 'no.tif'}, place.folder))
    assert refused.state == 'failed' and ' a Sentinel-' in refused.sentence

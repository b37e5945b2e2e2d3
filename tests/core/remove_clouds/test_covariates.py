"""COVARIATES of cloud removal: any raster that no cloud hides teaches what lies under the cloud, or is left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.raster.target_grid import TargetGrid
from sar2optical_qgis.core.sentinel.covariate_layers import CovariateLayers
from tests.core.conftest import CLOUD, make_place
from tests.core.runs import clean


def embeddings(place, bands=64, seed=5):
    """Mixtures of the true bands, as annual embeddings are, -1..1."""
    rng = np.random.default_rng(seed)
    true = place.clear / place.clear.max(axis=(1, 2), keepdims=True) - 0.5
    return np.tensordot(rng.normal(0, 0.5, (bands, len(true))), true, 1) + rng.normal(0, 0.02, (bands, *true.shape[1:]))


def error(place, made, mask, where=True):
    return np.abs(made.astype(int) - place.clear)[:, (mask == 1) & where].mean()


def write_embeddings(path, values, south_up=True, nodata=-128):
    """8-bit embeddings as AlphaEarth ships them: roots, signed, the last row first."""
    quantised = (np.sign(values) * np.sqrt(np.abs(values).clip(0, 1)) * 127.5).round().clip(-127, 127).astype(np.int8)
    quantised[:, :20] = -128
    rows, cols = values.shape[1:]
    options = ['PIXELTYPE=SIGNEDBYTE'] if int(gdal.VersionInfo()) < 3070000 else []
    kind = gdal.GDT_Byte if options else gdal.GDT_Int8
    data = gdal.GetDriverByName('GTiff').Create(str(path), cols, rows, len(values), kind, options)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    data.SetProjection(reference.ExportToWkt())
    y = 5600000.0
    data.SetGeoTransform((500000.0, 10, 0, y - 10 * rows, 0, 10) if south_up else (500000.0, 10, 0, y, 0, -10))
    quantised = quantised[:, ::-1] if south_up else quantised
    for number, band in enumerate(quantised, 1):
        data.GetRasterBand(number).WriteArray(band.view(np.uint8) if options else band)
        if nodata is not None:
            data.GetRasterBand(number).SetNoDataValue(nodata)
    data = None
    return str(path)


@pytest.mark.parametrize('nodata', [-128, None])
def test_embeddings_of_eight_bits_stand_upside_down_and_teach_what_lies_under_the_cloud(place, nodata):
    path = write_embeddings(place.folder / 'aef.tif', embeddings(place), nodata=nodata)
    made, mask, report = clean(place, covariates=(path,))
    without, _, _ = clean(place)
    assert error(place, made, mask) < 0.3 * error(place, without, mask)
    told = ' '.join(report.decisions)
    assert 'COVARIATES 1 (aef.tif)' in told and '64 band(s) of 8-bit embeddings, no data in 12% of it' in told
    assert 'of the error on clear pixels that were held back' in told


def test_layers_of_any_grid_crs_and_type_come_together_and_the_tile_size_changes_nothing(place):
    values = embeddings(place, 3).astype(np.float32)
    layers = (
        place.write('coarse.tif', values[:2, ::2, ::2], pixel=20.0),
        place.write('fine.tif', np.kron(values[2:], np.ones((1, 2, 2))).astype(np.float32), pixel=5.0),
        place.write('dem.tif', np.linspace(0, 900, 160 * 160).reshape(1, 160, 160).astype(np.uint16)),
    )
    degrees = str(place.folder / 'degrees.tif')
    gdal.Warp(degrees, place.write('utm.tif', embeddings(place, 4, 9).astype(np.float32)), dstSRS='EPSG:4326')
    given = {'covariates': (*layers, degrees), 'sar': place.s1, 'residual': 'pushpull'}
    made, mask, _ = clean(place, **given)
    again, _, _ = clean(place, **given, tile_size=96, overlap=32)
    assert error(place, made, mask) < 60
    assert np.abs(made.astype(int) - again).max() <= 1


def test_where_a_covariate_has_no_data_the_pixel_stays(place):
    values = embeddings(place).astype(np.float32)
    values[:, :, 72:] = np.nan
    path = place.write('half.tif', values)
    made, mask, _ = clean(place, covariates=(path,), sar=place.s1)
    radar, _, _ = clean(place, sar=place.s1)
    there = np.arange(160) < 72
    assert error(place, made, mask, there) < 0.8 * error(place, radar, mask, there)
    assert error(place, made, mask, ~there) < 1.15 * error(place, radar, mask, ~there)


def test_classes_are_planes_of_their_own(place):
    fields = (place.clear[0].astype(float) // 200).astype(np.uint8)
    codes = np.array([10, 95, 20, 80, 30, 60, 40, 50, 90, 70, 100, 0])[fields.clip(0, 11)].astype(np.uint8)
    made, mask, report = clean(place, covariates=(place.write('cover.tif', codes[None]),))
    as_floats, _, _ = clean(place, covariates=(place.write('floats.tif', codes[None].astype(np.float32)),))
    without, _, _ = clean(place)
    assert np.array_equal(made, as_floats)
    assert error(place, made, mask) < 0.6 * error(place, without, mask)
    assert 'classes' in ' '.join(report.decisions)


@pytest.mark.parametrize('bands', [1, 3])
def test_one_mad_pixel_makes_no_covariate_useless(place, bands):
    values = embeddings(place, bands).astype(np.float32)
    plain, mask, _ = clean(place, covariates=(place.write('calm.tif', values),))
    values[0, 5, 5] = 1e12
    made, _, report = clean(place, covariates=(place.write('mad.tif', values),))
    assert error(place, made, mask) < 1.05 * error(place, plain, mask)
    assert 'COVARIATES 1 (mad.tif) saves' in ' '.join(report.decisions)


def test_noise_is_found_out_and_costs_nothing(place):
    noise = np.random.default_rng(1).normal(size=(64, 160, 160)).astype(np.float32)
    made, mask, report = clean(place, covariates=(place.write('noise.tif', noise),), sar=place.s1)
    plain = np.zeros((1, 160, 160), np.float32)
    radar, _, _ = clean(place, covariates=(place.write('plain.tif', plain),), sar=place.s1)
    assert error(place, made, mask) < 1.01 * error(place, radar, mask)
    assert 'does not help on clear pixels that were held back and is left out' in ' '.join(report.decisions)


def test_what_helps_is_not_judged_by_the_few_clear_pixels_of_a_first_look(tmp_path):
    place = make_place(tmp_path, 900)
    place.classes[:] = 9
    place.classes[:, :, 96:114] = 4  # between the windows of the sample
    place.classes[:, 2:14, 2:14] = 4  # all that these see, of one field
    place.cloudy[:] = np.where(place.classes == 9, CLOUD, place.clear)
    fields = np.kron(place.clear[:3, ::20, ::20], np.ones((20, 20), np.float32)).astype(np.float32)
    path = place.write('layer.tif', fields)
    _, _, report = clean(place, covariates=(path,), residual='pushpull', dilate=0)
    assert 'COVARIATES 1 (layer.tif) saves' in ' '.join(report.decisions)


def test_two_hundred_bands_are_twelve_components(place):
    values = embeddings(place, 200).astype(np.float32)
    values += np.random.default_rng(2).normal(0, 0.3, values.shape).astype(np.float32)
    _, _, report = clean(place, covariates=(place.write('many.tif', values),))
    assert '12 principal component(s)' in ' '.join(report.decisions) and '200 band(s)' in ' '.join(report.decisions)


@pytest.mark.parametrize('kind', ['covariates', 'reference'])
@pytest.mark.parametrize('change', [lambda v: v, lambda v: v[2:5], lambda v: (v / 7100 * 255).astype(np.uint8)])
def test_a_copy_of_the_cloudy_image_is_refused_under_any_name_for_it_would_teach_clouds(place, kind, change):
    path = place.write('annual.tif', change(place.cloudy))
    with pytest.raises(InputError, match='shows INPUT itself, clouds and all'):
        clean(place, **{kind: (path,)})


def test_an_earlier_result_may_be_a_covariate_though_it_shows_the_clear_pixels_of_the_image(place):
    made, mask, _ = clean(place, covariates=(place.write('earlier.tif', place.clear),))
    assert error(place, made, mask) < 100


def test_a_band_without_any_data_takes_no_other_band_with_it(place):
    values = np.insert(embeddings(place, 5).astype(np.float32), 2, np.nan, axis=0)
    made, _, report = clean(place, covariates=(place.write('stack.tif', values),), residual='pushpull')
    full, _, _ = clean(place, covariates=(place.write('full.tif', np.delete(values, 2, 0)),), residual='pushpull')
    assert np.array_equal(made, full)
    assert any('of the variance of 5 band(s).' in told for told in report.decisions)


def test_layers_that_do_not_help_take_no_components_from_one_that_does(place):
    rng = np.random.default_rng(8)
    noise = [place.write(f'n{k}.tif', rng.normal(size=(1, 160, 160)).astype(np.float32)) for k in range(11)]
    annual = place.write('annual.tif', rng.normal(size=(14, 160, 160)).astype(np.float32))
    layers = CovariateLayers((annual, *noise), TargetGrid.of(Raster(place.s2, 'INPUT')))
    planes = np.zeros((len(layers.groups), 160, 160), np.float32)
    layers.covariates(0, 0, 160, 160, 1, planes[:0], planes)
    stays = layers.keep([0])
    again = np.zeros((12, 160, 160), np.float32)
    layers.covariates(0, 0, 160, 160, 1, again[:0], again)
    assert layers.groups == [0] * 12 and np.array_equal(planes[stays], again)
    assert layers.sentences[0].startswith('COVARIATES 1 (annual.tif): 12 principal component(s) hold 8')


def test_bad_covariates_are_told_in_a_sentence(place):
    values, vector = embeddings(place, 2).astype(np.float32), str(place.folder / 'fields.geojson')
    Path(vector).write_text('{"type": "FeatureCollection", "features": []}')
    cases = {
        'do not overlap': place.write('far.tif', values, origin=(700000.0, 5600000.0)),
        'holds no data here': place.write('empty.tif', np.full_like(values, -9999), nodata=-9999),
        'has no CRS': place.write('nowhere.tif', values),
        'cannot be opened': 'annual mean',
        'is a vector layer.*Rasterize': vector,
    }
    gdal.Open(cases['has no CRS'], gdal.GA_Update).SetProjection('')
    for sentence, path in cases.items():
        with pytest.raises(InputError, match=sentence) as found:
            clean(place, covariates=(path,))
        assert 'COVARIATES 1' in str(found.value)
    _, _, report = clean(place, covariates=place.write('flat.tif', np.full_like(values, 7)))
    assert 'COVARIATES 1 (flat.tif) is the same everywhere here and is left out.' in report.decisions
    with pytest.raises(InputError, match='at most 12'):
        clean(place, covariates=('a.tif',) * 13)

"""Cloud removal through the engine: clear pixels bit for bit, radar, values of every kind, networks, refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from sar2optical_qgis.core.errors import Cancelled, InputError
from sar2optical_qgis.core.remove_clouds import fitting as learning
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from tests.core.conftest import CLOUD, TEN, make_place
from tests.core.runs import clean
from tests.makers import read


def test_clear_pixels_leave_bit_for_bit_and_hidden_ones_come_back(place):
    made, mask, report = clean(place, sar=place.s1)
    hidden = mask == 1
    assert (made[:, ~hidden] == place.cloudy[:, ~hidden]).all() and made.dtype == np.uint16
    assert (place.classes[0] == 9)[hidden].sum() == (place.classes[0] == 9).sum()  # all of the cloud, and its rim
    error = np.abs(made.astype(int) - place.clear)[:, hidden].mean()
    flat = np.abs(np.median(place.clear, axis=(1, 2), keepdims=True) - place.clear)[:, hidden].mean()
    assert error < 0.4 * flat and report.pixels['generated'] == hidden.sum()


def test_radar_helps(place):
    with_radar, mask, _ = clean(place, sar=place.s1)
    without, _, _ = clean(place)
    errors = [np.abs(m.astype(int) - place.clear)[:, mask == 1].mean() for m in (with_radar, without)]
    assert errors[0] < 0.6 * errors[1]


@pytest.mark.parametrize('corner', [slice(0, 200), slice(220, 420)])
def test_radar_helps_wherever_the_cloud_lies(tmp_path, corner):
    place = make_place(tmp_path, size=420)
    place.cloudy = place.clear.copy()
    place.cloudy[:, corner, corner] = CLOUD
    place.classes[:] = 4
    place.classes[:, corner, corner] = 9
    made, mask, _ = clean(place, sar=place.s1)
    assert np.abs(made.astype(int) - place.clear)[:, mask == 1].mean() < 80


def test_the_only_clear_corner_of_a_large_image_teaches_too(tmp_path, monkeypatch):
    monkeypatch.setattr(learning, 'SAMPLE_COUNT', 2)
    place = make_place(tmp_path, size=420)
    place.classes[:] = 9
    place.cloudy[:] = place.clear
    place.classes[:, 150:210, 150:210] = 4  # between the windows that the covariates are sampled from
    made, mask, _ = clean(place, sar=place.s1, dilate=0)
    assert np.abs(made.astype(int) - place.clear)[:, mask == 1].mean() < 150


def test_file_type_names_nodata_and_grid_are_the_inputs(place):
    place.cloudy[:, :10] = 0
    made, mask, _ = clean(place)
    a, b = gdal.Open(str(place.folder / 's2.tif')), gdal.Open(str(place.folder / 'out.tif'))
    assert a.GetGeoTransform() == b.GetGeoTransform() and a.GetProjection() == b.GetProjection()
    assert [b.GetRasterBand(k + 1).GetDescription() for k in range(10)] == list(TEN)
    assert b.GetRasterBand(3).GetNoDataValue() == 0 and (made[:, :10] == 0).all() and (mask[:10] == 255).all()
    assert b.GetMetadata()['SAR2OPTICAL_SYNTHETIC'] == 'YES'


def test_uncertainty_is_in_the_inputs_units_and_zero_where_kept(place):
    path = place.folder / 'sigma.tif'
    _, mask, _ = clean(place, uncertainty=str(path))
    sigma = read(path)
    assert (sigma[:, mask == 0] == 0).all() and 20 < sigma[9, mask == 1].mean() < 2000


@pytest.mark.parametrize('offset', [0, 1000])
def test_the_offset_of_newer_products_is_found_and_kept(place, offset):
    place.cloudy += np.uint16(offset)
    made, mask, report = clean(place, sar=place.s1)
    assert f'value {-offset:+d}' in ' '.join(report.decisions)
    assert np.abs(made.astype(int) - offset - place.clear)[:, mask == 1].mean() < 150


def test_float_reflectance_stays_float_reflectance(place):
    path = place.write('float.tif', (place.cloudy / 1e4).astype(np.float32), TEN)
    made, mask, _ = clean(place, input=path, sar=place.s1)
    assert made.dtype == np.float32 and (made[:, mask == 0] == read(path)[:, mask == 0]).all()
    assert np.abs(made - place.clear / 1e4)[:, mask == 1].mean() < 0.015


def test_nan_and_infinity_are_nodata_and_come_back_as_they_were(place):
    values = (place.cloudy / 1e4).astype(np.float32)
    values[:, 3, 4], values[2, 10, 10], values[3, 60, 60] = np.nan, np.inf, np.inf  # the last is hidden
    path = place.write('holes.tif', values, TEN)
    made, mask, _ = clean(place, input=path)
    assert np.isnan(made[:, 3, 4]).all() and np.isinf(made[2, 10, 10]) and mask[3, 4] == mask[10, 10] == 255
    assert np.isfinite(made[:, mask == 1]).all()


def test_a_band_without_any_data_does_not_hide_the_others(place):
    eleven = np.concatenate([place.cloudy / 1e4, np.full((1, 160, 160), np.nan)])  # B10 of Level-2A stacks
    path = place.write('eleven.tif', eleven.astype(np.float32), (*TEN, 'B10'))
    made, mask, report = clean(place, input=path, sar=place.s1)
    assert np.isnan(made[10]).all() and np.isfinite(made[:10]).all()
    assert np.abs(made[:10] * 1e4 - place.clear)[:, mask == 1].mean() < 150
    assert 'hold no data' in ' '.join(report.decisions)


@pytest.mark.parametrize('method', ['regression', 'network'])
def test_a_band_of_one_number_alone_stays_as_it_is_and_spoils_no_other(place, cloud_model, method):
    eleven = np.concatenate([place.cloudy, np.full((1, 160, 160), 1, place.cloudy.dtype)])  # B10 of Level-2A stacks
    path = place.write('eleven.tif', eleven, (*TEN, 'B10'))
    made, mask, report = clean(place, input=path, sar=place.s1, method=method, model=cloud_model)
    assert (made[10] == 1).all() and 'Band(s) 11 hold no data, or one number alone' in ' '.join(report.decisions)
    assert np.abs(made[:10].astype(float) - place.clear)[:, mask == 1].mean() < 150


LEVEL_2A_MAPS = ('AOT, Aerosol Optical Thickness map (at 550nm)', 'WVP, Scene-average Water Vapour map')  # GDAL's words


@pytest.mark.parametrize('method', ['regression', 'network'])
@pytest.mark.parametrize('first', [True, False])
def test_bands_that_are_no_reflectance_stay_as_they_are(place, cloud_model, method, first):
    aerosol, vapour = np.full((1, 160, 160), 150, np.uint16), place.cloudy[:1] // 3 + 2000
    maps = np.concatenate([aerosol, vapour])
    maps[:, 5, 5] = 0  # their own gaps are not the image's
    values, names, own = [place.cloudy, maps], (*TEN, *LEVEL_2A_MAPS), slice(10, 12)
    if first:
        values, names, own = values[::-1], (*LEVEL_2A_MAPS, *TEN), slice(0, 2)
    path = place.write('subdataset.tif', np.concatenate(values), names)
    sigma = place.folder / 'sigma.tif'
    options = {'sar': place.s1, 'method': method, 'model': cloud_model, 'uncertainty': str(sigma)}
    made, mask, report = clean(place, input=path, **options)
    assert (made[own] == maps).all() and not read(sigma)[own].any() and mask[5, 5] == 0
    alone, _, _ = clean(place, **options)
    bands = np.delete(made, np.r_[own], axis=0)
    assert np.abs(bands.astype(int) - alone).max() <= 1, 'the others are made as without the maps'
    assert 'AOT, WVP hold no reflectance' in ' '.join(report.decisions)


def test_a_layer_of_no_reflectance_at_all_is_refused(place):
    path = place.write('maps.tif', place.cloudy[:2], LEVEL_2A_MAPS)
    with pytest.raises(InputError, match='only AOT, WVP'):
        clean(place, input=path)


def test_a_picture_keeps_its_transparency(place):
    picture = np.clip(place.cloudy[[2, 1, 0]] // 12, 1, 255).astype(np.uint8)
    alpha = np.full((1, 160, 160), 255, np.uint8)
    alpha[:, :30] = 0
    path = place.write('rgba.tif', np.concatenate([picture, alpha]))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset = None
    made, mask, _ = clean(place, input=path, extent=(500000, 5598400, 501500, 5599900), tile_size=160, overlap=0)
    assert (made[3] == alpha[0, 10:, :150]).all() and ((mask == 255) == (made[3] == 0)).all()
    written = gdal.Open(str(place.folder / 'out.tif'))
    assert written.GetRasterBand(4).GetColorInterpretation() == gdal.GCI_AlphaBand


def test_geographic_coordinates_work(place):
    gdal.Warp(str(place.folder / 'g2.tif'), gdal.Open(place.s2), dstSRS='EPSG:4326', resampleAlg='near')
    _, mask, _ = clean(place, input=str(place.folder / 'g2.tif'), sar=place.s1)
    dataset = gdal.Open(str(place.folder / 'out.tif'))
    assert osr.SpatialReference(wkt=dataset.GetProjection()).IsGeographic() and (mask == 1).sum() > 500


def test_a_south_up_raster_keeps_its_orientation(place):
    path = place.write('south_up.tif', place.cloudy, TEN, nodata=0)
    dataset = gdal.Open(path, gdal.GA_Update)
    x0, dx, _, y0, _, dy = dataset.GetGeoTransform()
    dataset.SetGeoTransform((x0, dx, 0, y0 + 160 * dy, 0, -dy))
    dataset.WriteArray(np.ascontiguousarray(place.cloudy[:, ::-1]))
    dataset = None
    _, mask, _ = clean(place, input=path, dilate=0)
    assert ((mask == 1) == (place.classes[0, ::-1] == 9)).all()
    assert gdal.Open(str(place.folder / 'out.tif')).GetGeoTransform()[5] > 0


def test_bands_that_the_network_does_not_know_are_filled_too(place, cloud_model):
    eleven = np.concatenate([place.cloudy, (place.cloudy[2:3] // 2 + 100)])
    path = place.write('eleven.tif', eleven, (*TEN, 'B09'), nodata=0)
    made, mask, report = clean(place, input=path, sar=place.s1, method='network', model=cloud_model)
    hidden = mask == 1
    assert np.abs(made[10].astype(int) - (place.clear[2] // 2 + 100))[hidden].mean() < 80
    assert 'follow by regression' in ' '.join(report.decisions)


def test_a_network_that_has_learned_nothing_gives_the_fit(place, cloud_model):
    fit, _, _ = clean(place, sar=place.s1, residual='pushpull')
    network, _, report = clean(place, sar=place.s1, residual='pushpull', method='network', model=cloud_model)
    assert np.abs(fit.astype(int) - network).max() <= 1 and report.model == 'tiny'


def test_four_bands_in_another_order_are_enough(place, cloud_model):
    order = [6, 2, 1, 0]
    path = place.write('four.tif', place.cloudy[order], ('B08', 'B04', 'B03', 'B02'), nodata=0)
    made, mask, _ = clean(place, input=path, sar=place.s1, method='network', model=cloud_model)
    assert made.shape[0] == 4 and np.abs(made.astype(int) - place.clear[order])[:, mask == 1].mean() < 150


def test_any_sensor_works_by_regression(place):
    path = place.write('other.tif', place.cloudy[:3], ('red edge?', 'thermal', 'x'), nodata=0)
    made, mask, _ = clean(place, input=path, sar=place.s1)
    assert np.abs(made.astype(int) - place.clear[:3])[:, mask == 1].mean() < 150


def test_radar_beside_the_extent_is_told_from_a_mask_that_hides_everything(place):
    corner = place.write('corner.tif', place.db[:, :40, :40], ('VV', 'VH'))
    with pytest.raises(InputError, match='SAR or REFERENCE has no data'):
        clean(place, sar=corner, extent=(500800, 5598400, 501600, 5599200))


@pytest.mark.parametrize(
    ('change', 'words'),
    [
        ({'method': 'magic'}, 'METHOD'),
        ({'mask': '', 'mask_type': 'x'}, 'MASK_TYPE'),
        ({'refine_mask': 'x'}, 'REFINE_MASK'),
        ({'mask_type': 'x'}, 'MASK_TYPE'),
        ({'hide': 'all'}, 'HIDE'),
        ({'bands': 'B02=1,B02=2'}, 'twice'),
        ({'method': 'network', 'bands': 'B11=1,B12=2'}, 'B02, B03, B04'),
    ],
)
def test_parameters_that_make_no_sense_are_refused(place, change, words):
    with pytest.raises(InputError, match=words):
        clean(place, **change)
    assert not (place.folder / 'out.tif').exists()


def test_a_truncated_input_is_told_and_leaves_nothing(place):
    path = Path(place.write('truncated.tif', place.cloudy, TEN, nodata=0))
    path.write_bytes(path.read_bytes()[: 6 * 160 * 160 * 2])
    with pytest.raises(InputError, match=r'cannot be (read|opened)'):
        RemoveClouds(str(path), place.scl, str(place.folder / 'out.tif'), method='regression').run()
    assert not (place.folder / 'out.tif').exists() and not list(place.folder.glob('.*'))


def test_a_cancel_in_the_middle_leaves_nothing(place):
    calls = []

    def cancelled():
        calls.append(1)
        return len(calls) > 3

    with pytest.raises(Cancelled):
        RemoveClouds(place.s2, place.scl, str(place.folder / 'out.tif'), method='regression', tile_size=256).run(
            cancelled=cancelled
        )
    assert not (place.folder / 'out.tif').exists() and not list(place.folder.glob('.*'))


@pytest.mark.parametrize('case', ['network', 'a band that it does not know', 'regression'])
def test_the_layer_is_the_same_whether_the_uncertainty_is_asked_for_or_not(place, case):
    options = {'sar': place.s1, 'method': 'regression' if case == 'regression' else 'network'}
    if case == 'a band that it does not know':
        eleven = np.concatenate([place.cloudy, (place.cloudy[2:3] // 2 + 100)])
        options['input'] = place.write('eleven.tif', eleven, (*TEN, 'B09'), nodata=0)
    alone, _, _ = clean(place, **options)
    beside, _, _ = clean(place, uncertainty=str(place.folder / 'sigma.tif'), **options)
    assert alone.tobytes() == beside.tobytes()

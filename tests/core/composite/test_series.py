"""Dates of layers, masks matched to them, and layers of any grid brought to the first one's."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.composite.series import Series
from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sentinel.dates import dates_of, find_date, match_masks, nearest_radar, radars_near
from tests.core.series_place import BANDS, make_series
from tests.makers import write_raster


@pytest.fixture
def place(tmp_path):
    return make_series(tmp_path)


@pytest.mark.parametrize(
    ('text', 'day'),
    [
        ('2024-05-17', date(2024, 5, 17)),
        ('s2_20240517.tif', date(2024, 5, 17)),
        ('S2A_MSIL2A_20240517T103031_N0510_R108_T32UMD_20240517T161000.SAFE', date(2024, 5, 17)),
        ('field 2024_05_17 clear', date(2024, 5, 17)),
        ('2021-03_s2.tif', date(2021, 3, 15)),
        ('HLS.S30.T31UFS.2024138T104031.v2.0.tif', date(2024, 5, 17)),
        ('MOD09GA.A2024138.h18v04.061.tif', date(2024, 5, 17)),
        ('S2L2A_20240517103031.tif', date(2024, 5, 17)),
        ('HLS.S30.T31UFS.2023366T104031.v2.0.tif', None),
        ('T32UMD_10m.tif', None),
        ('Sigma0_VV_17May2024', date(2024, 5, 17)),
        ('17-MAY-2024 10:30:31.024', date(2024, 5, 17)),
        ('31Feb2024', None),
        ('s2_20240230.tif', None),
        ('120240517', None),
        ('', None),
    ],
)
def test_dates_are_found_as_people_and_agencies_write_them(text, day):
    assert find_date(text) == day


def test_a_product_folder_or_the_metadata_tell_the_date_where_the_name_does_not(tmp_path):
    folder = tmp_path / 'S2B_MSIL2A_20230801T104629_N0509_R051_T31UFS_20230801T135410.SAFE'
    folder.mkdir()
    a = write_raster(folder / 'stack.tif', np.ones((1, 4, 4), np.uint16))
    b = write_raster(tmp_path / 'b.tif', np.ones((1, 4, 4), np.uint16))
    dataset = gdal.Open(b, gdal.GA_Update)
    dataset.SetMetadataItem('ACQUISITION_DATE', '2023-08-06T10:46:29Z')
    dataset = None
    assert dates_of((a, b))[0] == [date(2023, 8, 1), date(2023, 8, 6)]


def test_a_date_that_cannot_be_read_is_an_error_that_names_the_layer_and_dates_heals_it(tmp_path):
    path = write_raster(tmp_path / 'field.tif', np.ones((1, 4, 4), np.uint16))
    with pytest.raises(InputError, match=r'INPUTS 2 \(field.tif\).*DATES'):
        dates_of(('2024-01-01.tif', path))
    assert dates_of((path, path), '2024-01-01; 20240111')[0] == [date(2024, 1, 1), date(2024, 1, 11)]


@pytest.mark.parametrize(('text', 'words'), [('2024-01-01', '1 date'), ('2024-01-01,soon', '"soon" is no date')])
def test_dates_that_do_not_fit_are_refused(text, words):
    with pytest.raises(InputError, match=words):
        dates_of(('a.tif', 'b.tif'), text)


def test_masks_are_matched_by_date_and_else_by_order():
    days = [date(2024, 1, 1), date(2024, 1, 11)]
    turned = ('scl_20240111.tif', 'scl_20240101.tif')
    assert match_masks(days, turned) == ((turned[1], turned[0]), 'Masks matched by date.')
    masks, how = match_masks(days, ('a.tif', 'scl_20240101.tif'))
    assert masks == ('a.tif', 'scl_20240101.tif') and 'order' in how
    assert 'order' in match_masks(days, ('2023-01-01.tif', '2023-01-11.tif'))[1]


def test_masks_without_dates_are_matched_by_what_differs_in_the_names():
    days = [date(2024, 1, 1), date(2024, 1, 11)]
    masks, how = match_masks(days, ('b/scene1_mask.tif', 'b/scene0_mask.tif'), ('a/scene0.tif', 'a/scene1.tif'))
    assert masks == ('b/scene0_mask.tif', 'b/scene1_mask.tif') and how == 'Masks matched by name.'
    for unlike in (('mask_a.tif', 'mask_b.tif'), ('scene0_mask.tif', 'scene0_mask.tif')):
        masks, how = match_masks(days, unlike, ('scene0.tif', 'scene1.tif'))
        assert masks == unlike and 'order' in how


def test_masks_of_two_tiles_of_one_day_go_with_that_day_in_their_order():
    days = [date(2024, 1, 11), date(2024, 1, 11), date(2024, 1, 1)]
    given = ('scl_20240101.tif', 'scl_T31UFS_20240111.tif', 'scl_T31UFT_20240111.tif')
    masks, how = match_masks(days, given)
    assert masks == (given[1], given[2], given[0])
    assert how == 'Masks matched by date, those of one day in the order given.'


def test_masks_and_inputs_of_different_number_are_refused():
    with pytest.raises(InputError, match='INPUTS has 2 layers, but SCLS has 1'):
        match_masks([date(2024, 1, 1), date(2024, 1, 11)], ('a.tif',))


def test_the_nearest_radar_is_taken():
    chosen, how = nearest_radar(date(2024, 5, 10), ('s1_20240501.tif', 's1_20240512.tif'))
    assert chosen == 's1_20240512.tif' and '2 day(s)' in how
    with pytest.raises(InputError, match='SARS'):
        nearest_radar(date(2024, 5, 10), ('a.tif', 's1_20240512.tif'))


def test_every_date_gets_the_radar_that_is_near_enough():
    days = [date(2024, 5, 1), date(2024, 5, 11), date(2024, 6, 20)]
    sars = ('s1_20240503.tif', 's1_20240512.tif', 's1_undated.tif')
    assert radars_near(days, sars) == ['s1_20240503.tif', 's1_20240512.tif', '']


def test_the_target_is_the_latest_date_or_the_one_asked_for(place):
    assert Series(place.inputs, place.masks).target == 4
    assert Series(place.inputs, place.masks, target_date='2024-05-01').target == 2
    near = Series(place.inputs, place.masks, target_date='20240413')
    assert near.target == 1 and 'takes its place' in ' '.join(near.decisions)


def test_common_bands_are_found_by_name_in_the_first_layers_order(place):
    inputs = list(place.inputs)
    order = [3, 0, 2]
    inputs[1] = write_raster(
        place.folder / 'other_20240411.tif', place.cloudy(1)[order], [BANDS[k] for k in order], nodata=0
    )
    series = Series(tuple(inputs), place.masks)
    assert series.bands == ('B02', 'B04', 'B08')
    assert (series.read(1, 0, 0, 96, 96).raw == place.cloudy(1)[[0, 2, 3]]).all()


def test_another_offset_extent_resolution_and_crs_are_brought_to_the_first_grid(place):
    inputs = list(place.inputs)
    inputs[1] = write_raster(  # 16 pixels further to the south-east
        place.folder / 'cut_20240411.tif', place.cloudy(1)[:, 16:, 16:], BANDS, origin=(500160.0, 5599840.0), nodata=0
    )
    half = place.cloudy(2).reshape(4, 48, 2, 48, 2).mean(axis=(2, 4)).astype(np.uint16)
    inputs[2] = write_raster(place.folder / 'half_20240501.tif', half, BANDS, pixel=20.0, nodata=0)
    gdal.Warp(
        str(place.folder / 'geo_20240506.tif'), inputs[3], dstSRS='EPSG:4326', resampleAlg='bilinear', dstNodata=0
    )
    inputs[3] = str(place.folder / 'geo_20240506.tif')
    series = Series(tuple(inputs), place.masks)
    windows = [series.read(k, 0, 0, 96, 96) for k in range(5)]
    assert (windows[1].raw[:, 16:, 16:] == place.cloudy(1)[:, 16:, 16:]).all() and not windows[1].valid[:16].any()
    for k in (2, 3):
        inner = windows[k].valid[8:-8, 8:-8]
        off = np.abs(windows[k].reflectance * 1e4 - place.cloudy(k))[:, 8:-8, 8:-8]
        assert inner.mean() > 0.99 and np.median(off[:, inner]) < 40, k
    assert not series.keeps_raw(2) and not series.keeps_raw(3) and series.keeps_raw(1)


@pytest.mark.parametrize('lost', [0, 1])
def test_a_date_without_a_place_on_the_map_lies_pixel_for_pixel_on_the_others(place, lost):
    inputs = list(place.inputs)
    inputs[lost] = str(place.folder / f'placeless_2024040{lost}.tif')
    gdal.GetDriverByName('GTiff').Create(inputs[lost], 96, 96, 4, gdal.GDT_UInt16)
    dataset = gdal.Open(inputs[lost], gdal.GA_Update)
    for number, (plane, name) in enumerate(zip(place.cloudy(lost), BANDS), 1):
        dataset.GetRasterBand(number).WriteArray(plane)
        dataset.GetRasterBand(number).SetDescription(name)
    dataset = None
    series = Series(tuple(inputs), place.masks, dates=','.join(map(str, dates_of(place.inputs)[0])))
    assert (series.read(0, 0, 0, 96, 96).raw == place.cloudy(0)).all()
    assert (series.read(1, 0, 0, 96, 96).raw == place.cloudy(1)).all()
    assert series.keeps_raw(0) and series.keeps_raw(1)


def test_a_10_m_layer_is_averaged_on_a_20_m_grid(place):
    inputs = list(place.inputs)
    half = place.cloudy(0).reshape(4, 48, 2, 48, 2).mean(axis=(2, 4)).astype(np.uint16)
    inputs[0] = write_raster(place.folder / 'half_20240401.tif', half, BANDS, pixel=20.0, nodata=0)
    series = Series(tuple(inputs), place.masks)
    wanted = place.cloudy(4).reshape(4, 48, 2, 48, 2).mean(axis=(2, 4))
    assert series.grid.width == 48
    assert np.abs(series.read(4, 0, 0, 48, 48).reflectance * 1e4 - wanted).max() < 1


def test_layers_of_another_scale_become_reflectance(place):
    inputs = list(place.inputs)
    values = (place.cloudy(1) / 1e4).astype(np.float32)
    inputs[1] = write_raster(place.folder / 'float_20240411.tif', values, BANDS, nodata=0)
    series = Series(tuple(inputs), place.masks)
    assert np.abs(series.read(1, 0, 0, 96, 96).reflectance * 1e4 - place.cloudy(1)).max() < 0.1
    assert 'layer' in next(d for d in series.decisions if d.startswith('Reflectance'))


def test_no_common_area_names_both_extents(place):
    inputs = list(place.inputs)
    inputs[2] = write_raster(
        place.folder / 'far_20240501.tif', place.cloudy(2), BANDS, origin=(700000.0, 5e6), nodata=0
    )
    with pytest.raises(InputError, match=r'INPUTS 1 .*INPUTS 3 \(far_20240501.tif\).*do not overlap'):
        Series(tuple(inputs), place.masks)


def test_bands_without_names_that_hold_classes_are_left_out(place):
    inputs = []
    for k, day in enumerate(place.days):
        codes = np.kron(np.random.default_rng(k).integers(4, 8, (12, 12)), np.ones((8, 8)))[None].astype(np.uint16)
        stack = np.concatenate([place.cloudy(k)[:2], codes, place.cloudy(k)[2:]])
        inputs.append(write_raster(place.folder / f'stack_{day}.tif', stack, nodata=0))
    series = Series(tuple(inputs), place.masks)
    assert series.bands == ('Band 1', 'Band 2', 'Band 4', 'Band 5')
    assert any('Band(s) 3 hold no reflectance' in told for told in series.decisions)


@pytest.mark.parametrize('level, is_told', [('1C', True), ('2A', False)])
def test_dates_of_both_levels_are_told(place, level, is_told):
    names = [f'S2A_MSIL{level if k == 1 else "2A"}_{day.replace("-", "")}T103031' for k, day in enumerate(place.days)]
    inputs = [
        write_raster(place.folder / f'{name}.tif', place.cloudy(k), BANDS, nodata=0) for k, name in enumerate(names)
    ]
    decisions = Series(tuple(inputs), place.masks).decisions
    assert any('are mixed' in told and 'INPUTS 2' in told.split(' of Level 1')[0] for told in decisions) == is_told


def test_no_common_band_is_told(place):
    inputs = list(place.inputs)
    inputs[2] = write_raster(place.folder / 'swir_20240501.tif', place.cloudy(2)[:2], ('B11', 'B12'), nodata=0)
    with pytest.raises(InputError, match=r'no band in common.*3: B11, B12'):
        Series(tuple(inputs), place.masks)


@pytest.mark.parametrize('count', [1, 31])
def test_too_few_and_too_many_dates_are_refused(place, count):
    with pytest.raises(InputError, match=f'INPUTS has {count} layer'):
        Series(place.inputs[:1] * count, place.masks[:1] * count)


def test_a_broken_layer_is_named(place):
    inputs = list(place.inputs)
    (place.folder / 'broken_20240411.tif').write_bytes(b'no picture')
    inputs[1] = str(place.folder / 'broken_20240411.tif')
    with pytest.raises(InputError, match='INPUTS 2'):
        Series(tuple(inputs), place.masks)


def test_a_mask_or_radar_that_does_not_fit_is_named_by_its_own_file(place):
    place.classes[1][:] = 77
    with pytest.raises(InputError, match=r'SCLS \(scl_2024-04-11.tif\) holds values from 77'):
        Series(place.inputs, place.masks)
    place.classes[1][:] = 4
    nothing = write_raster(place.folder / 's1_20240526.tif', np.full((2, 96, 96), -9999.0), ('VV', 'VH'), nodata=-9999)
    with pytest.raises(InputError, match=r'SARS \(s1_20240526.tif\) holds no valid pixel.*leave SARS'):
        Series(place.inputs, place.masks, (nothing,))

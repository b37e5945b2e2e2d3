"""Masks of masks.py hide the cloud, or a sentence says why they cannot be read; and so do holes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.errors import InputError
from tests.core.conftest import TEN
from tests.core.odd.files import OUTSIDE, PLAIN, SIZE, filled
from tests.core.odd.masks import MASKS, REFUSED_MASKS
from tests.core.odd.runs import clean, optical
from tests.makers import read, write_raster


@pytest.mark.parametrize('what', MASKS)
def test_masks_of_any_kind_hide_the_cloud(place, what):
    mask = MASKS[what]
    image, path = optical(place, PLAIN), mask.write(place)
    _, generated, _ = clean(place, image, path, mask_type=mask.kind)
    assert ((read(generated)[0] == 1) == (place.classes[0] == 9)).all()


@pytest.mark.parametrize('what', ['HLS Fmask bits', 'UDM2', 'probability to 255', 'called clear'])
def test_a_composite_reads_masks(place, plain, what):
    mask, image = MASKS[what], optical(place, PLAIN)
    names = ('clear_mask.tif', 'other.tif')
    clear = replace(mask, cloud=mask.clear, file=names[0][:-4] if what == 'called clear' else 'clear_scl').write(place)
    days = ('2024-07-15', '2024-07-25')
    other = write_raster(place.folder / 'other.tif', place.clear, TEN, nodata=0)
    out, source = (str(place.folder / f'{name}.tif') for name in ('composite', 'source'))
    request = CloudFreeComposite((other, image), (clear, mask.write(place)), out, source, dates=','.join(days))
    replace(request, method='lastclear', dilate=0, mask_type=mask.kind).run()
    assert ((read(source)[0] == 1) == (place.classes[0] == 9)).all()


@pytest.mark.parametrize('what', REFUSED_MASKS)
def test_masks_that_cannot_be_read_are_refused(place, what):
    mask = REFUSED_MASKS[what]
    with pytest.raises(InputError, match=mask.refused):
        clean(place, optical(place, PLAIN), mask.write(place), mask_type=mask.kind)


@pytest.mark.parametrize('bands', [1, 3])
def test_a_mask_that_jpeg_softened_hides_what_it_hid_before(place, bands):
    hidden = np.roll(place.classes[0] == 9, (3, 3), (0, 1))  # not along the blocks of JPEG
    levels = np.where(hidden, 255, 0).astype(np.uint8)[None].repeat(bands, axis=0)
    sharp = gdal.Open(write_raster(place.folder / 'sharp.tif', levels))
    path = str(place.folder / 'soft.tif')
    gdal.Translate(path, sharp, creationOptions=['COMPRESS=JPEG', 'JPEG_QUALITY=60'])
    assert len(np.unique(read(path))) > 9
    _, generated, told = clean(place, optical(place, PLAIN), path, mask_type='binary')
    assert ((read(generated)[0] == 1) == hidden).mean() > 0.995 and 'softened' in told


@pytest.mark.parametrize('how', ['bilinear', 'cubic', 'lanczos'])
def test_classes_that_were_interpolated_to_whole_numbers_are_refused(place, how):
    rng = np.random.default_rng(0)
    coarse = rng.choice([4, 4, 5, 9], (1, SIZE // 4, SIZE // 4)).astype(np.uint8)
    small = gdal.Open(write_raster(place.folder / 'coarse.tif', coarse, pixel=40.0))
    path = str(place.folder / 'fine.tif')
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg=how)
    with pytest.raises(InputError, match='as interpolation makes'):
        clean(place, optical(place, PLAIN), path)
    gdal.Translate(path, small, width=SIZE, height=SIZE, resampleAlg='near')
    clean(place, optical(place, PLAIN), path)


@pytest.mark.parametrize(
    ('kind', 'cloud', 'names'),
    [
        ('binary', 0, ('cloud', 'clear')),
        ('binary', 2, ('no data', 'no cloud', 'cloud shadow')),
        ('omnicloudmask', 3, ('nodata', 'land', 'water', 'cloud over water')),
        ('fmask', 1, ('Wasser', 'Wolke')),
        ('scl', 4, ('no data', 'clear', 'shadow', 'thin cloud', 'cloud')),
    ],
)
def test_names_that_a_file_gives_the_classes_of_its_mask_win_over_what_their_codes_usually_mean(
    place, kind, cloud, names
):
    codes = np.where(place.classes == 9, cloud, 1 if cloud != 1 else 0).astype(np.uint8)
    path = str(place.folder / 'named.vrt')  # a GeoTIFF has such names in a file beside it
    made = gdal.Translate(path, write_raster(place.folder / 'nameless.tif', codes), format='VRT')
    made.GetRasterBand(1).SetCategoryNames(list(names))
    made = None
    _, generated, told = clean(place, optical(place, PLAIN), path, mask_type=kind)
    assert ((read(generated)[0] == 1) == (place.classes[0] == 9)).all()
    assert 'by the names of its classes:' in told and f'{cloud} hide' in told


def test_names_of_a_scene_classification_leave_its_dark_areas_and_what_is_unclassified_as_ground(place):
    names = 'NO_DATA SATURATED_DEFECTIVE CAST_SHADOW CLOUD_SHADOW VEGETATION NOT_VEGETATED WATER LOW_CLOUD_PROBABILITY'
    codes = np.where(place.classes == 9, 3, np.where(np.arange(place.classes.shape[2]) % 2, 2, 7)).astype(np.uint8)
    path = str(place.folder / 'named_scl.vrt')
    made = gdal.Translate(path, write_raster(place.folder / 'nameless.tif', codes), format='VRT')
    made.GetRasterBand(1).SetCategoryNames(names.split())
    made = None
    _, generated, told = clean(place, optical(place, PLAIN), path)
    assert ((read(generated)[0] == 1) == (place.classes[0] == 9)).all() and 'by the names' not in told


@pytest.mark.parametrize('day, is_told', [('2024-05-17', False), ('2024-05', False), ('2024-06-17', True)])
def test_a_mask_of_another_day_by_its_name_is_told(place, day, is_told):
    image = optical(place, replace(PLAIN, file='s2_20240517'))
    _, _, told = clean(place, image, write_raster(place.folder / f'scl_{day}.tif', place.classes))
    assert ('clouds of another day' in told) == is_told


@pytest.mark.parametrize('fill', [255, 65535])
def test_what_a_mask_has_where_nothing_was_seen_is_no_data_though_the_file_does_not_say_so(place, fill):
    image = optical(place, replace(PLAIN, make=filled(0, np.uint16)))
    codes = np.where(OUTSIDE, np.uint16(fill), place.classes)
    _, generated, told = clean(place, image, write_raster(place.folder / 'fill_scl.tif', codes))
    made = read(generated)[0]
    assert ((made == 1) == ((place.classes[0] == 9) & ~OUTSIDE)).all() and (made[OUTSIDE] == 255).all()
    assert f'{fill} is taken as no data' in told


def test_a_real_scene_classification_may_leave_what_is_brighter_than_its_shadows(place):
    codes = np.where(place.classes == 9, 7, 3).astype(np.uint8)
    clean(place, optical(place, PLAIN), write_raster(place.folder / 'shadows_scl.tif', codes))


def test_bits_of_an_unknown_kind_are_refused(place):
    bits = np.random.default_rng(0).integers(0, 255, (1, SIZE, SIZE)).astype(np.uint8)
    with pytest.raises(InputError, match='different values'):
        clean(place, optical(place, PLAIN), write_raster(place.folder / 'bits.tif', bits), mask_type='binary')


def test_a_mask_of_half_the_image_is_refused(place):
    half = write_raster(place.folder / 'half.tif', place.classes[:, :, : SIZE // 2])
    with pytest.raises(InputError, match='says nothing of'):
        clean(place, optical(place, PLAIN), half)


def test_a_mask_that_hides_nothing_is_told(place):
    clear = write_raster(place.folder / 'clear_scl.tif', np.full((1, SIZE, SIZE), 4, np.uint8))
    assert 'The mask hides nothing' in clean(place, optical(place, PLAIN), clear)[2]


def test_clouds_that_were_cut_out_are_filled(place):
    values = place.cloudy.copy()
    values[:, place.classes[0] == 9] = 0
    out, generated, _ = clean(place, write_raster(place.folder / 'cut.tif', values, TEN, nodata=0))
    hidden = read(generated)[0] == 1
    assert (hidden == (place.classes[0] == 9)).all() and (read(out)[:, hidden] > 0).all()


def test_clouds_that_were_cut_out_of_an_image_that_ends_within_its_mask_are_told_with_the_remedy(place):
    values, codes = place.cloudy.copy(), (place.classes == 9).astype(np.uint8)
    values[:, OUTSIDE | (place.classes[0] == 9)] = 0
    image, path = (str(place.folder / f'ends_{name}.tif') for name in ('image', 'mask'))
    write_raster(image, values, TEN, nodata=0)
    assert 'give a mask that has no data' in clean(place, image, write_raster(path, codes), mask_type='binary')[2]
    codes[:, OUTSIDE & (codes[0] == 0)] = 255
    _, generated, told = clean(place, image, write_raster(path, codes, nodata=255), mask_type='binary')
    assert 'these holes are filled' in told and (read(generated)[0][codes[0] == 1] == 1).all()


def test_a_pixel_under_cloud_is_filled_where_one_band_is_nodata(place):
    values = place.cloudy.copy()
    values[3, ::7, ::5] = 0
    _, generated, _ = clean(place, write_raster(place.folder / 'one.tif', values, TEN, nodata=0))
    assert (read(generated)[0][place.classes[0] == 9] == 1).all()


def test_a_probability_of_one_per_cent_at_most_hides_nothing(place, plain):
    values = np.zeros((1, SIZE, SIZE), np.uint8)
    values[:, ::2] = 1
    path = write_raster(place.folder / 'MSK_CLDPRB_20m.tif', values)
    _, generated, _ = clean(place, optical(place, PLAIN), path, mask_type='probability')
    assert not (read(generated)[0] == 1).any()


def test_a_composite_tells_how_the_masks_of_which_dates_were_read(place, plain):
    bits, image = MASKS['HLS Fmask bits'], optical(place, PLAIN)
    clear = write_raster(place.folder / 'clear.tif', np.where(place.classes == 9, 64, 0).astype(np.uint8))
    other = write_raster(place.folder / 'other.tif', place.clear, TEN, nodata=0)
    request = CloudFreeComposite((other, image), (clear, bits.write(place)), str(place.folder / 'made.tif'))
    report = replace(request, dates='2024-07-15,2024-07-25', method='lastclear', mask_type='fmask').run()
    assert any('bits' in sentence for sentence in report.decisions), report.decisions

"""SAR to optical through the engine: grids, scales, nodata, land cover, tiles."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import Cancelled, InputError
from sar2optical_qgis.core.model.registry import shipped_models
from sar2optical_qgis.core.sar_to_optical.colorize import CONTRAST
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from sar2optical_qgis.core.sar_to_optical.styles import STYLES
from tests.core.runs import translate
from tests.makers import read


def test_the_picture_lies_on_the_radars_own_grid_and_says_what_it_is(place, sar_model):
    uncertainty = place.folder / 'sigma.tif'
    out, report = translate(place, sar_model, uncertainty=str(uncertainty))
    a, b = gdal.Open(place.s1), gdal.Open(str(out))
    assert a.GetGeoTransform() == b.GetGeoTransform() and a.GetProjection() == b.GetProjection()
    assert [b.GetRasterBand(k).GetColorInterpretation() for k in (1, 4)] == [gdal.GCI_RedBand, gdal.GCI_AlphaBand]
    items = b.GetMetadata()
    assert items['SAR2OPTICAL_SYNTHETIC'] == 'YES' and items['SAR2OPTICAL_MODEL_SHA256'] == report.model_sha256
    assert items['SAR2OPTICAL_DEVICE'] == 'cpu' and items['SAR2OPTICAL_INPUTS'] == 'INPUT=s1.tif'
    assert np.allclose(read(uncertainty), 0.05 * 255)
    assert report.pixels['generated'] == 160 * 160


@pytest.mark.parametrize('style', STYLES)
def test_nodata_in_is_nodata_out(place, sar_model, style):
    place.db[:, :30, :50] = -9999
    place.db[:, 100, 100] = np.nan
    place.db[:, 101, 100] = np.inf
    out, _ = translate(place, sar_model, style=style)
    alpha = read(out)[3]
    expected = np.full(alpha.shape, 255)
    expected[:30, :50] = expected[100, 100] = expected[101, 100] = 0
    assert (alpha == expected).all() and (read(out)[:3, alpha == 0] == 0).all()


def test_decibels_power_and_amplitude_of_one_scene_give_one_picture(place, sar_model):
    pictures = []
    for values in (place.db, 10 ** (place.db / 10), 10 ** (place.db / 20)):
        path = place.write('scaled.tif', values.astype(np.float32), ('VV', 'VH'))
        pictures.append(read(translate(place, sar_model, input=path)[0]).astype(int))
    assert abs(pictures[0] - pictures[1]).max() <= 1 and abs(pictures[0] - pictures[2]).max() <= 1


@pytest.mark.parametrize('band', ['VV', 'VH'])
def test_one_polarisation_is_enough(place, sar_model, band):
    path = place.write('one.tif', place.db[:1], (f'Sigma0_{band}_db',))
    assert f'{band}=1' in ' '.join(translate(place, sar_model, input=path)[1].decisions)


def test_an_8_bit_picture_without_a_place_on_the_map_works(place, sar_model):
    grey = np.clip((place.db[0] + 25) * 10, 0, 255).astype(np.uint8)
    path = place.folder / 'picture.png'
    memory = gdal.GetDriverByName('MEM').Create('', 160, 160, 1)
    memory.GetRasterBand(1).WriteArray(grey)
    gdal.GetDriverByName('PNG').CreateCopy(str(path), memory)
    out, report = translate(place, sar_model, input=str(path))
    told = ' '.join(report.decisions)
    assert (read(out)[3] == 255).all() and 'unknown stretch' in told and 'usual brightness' in told


def test_dark_of_an_8_bit_picture_that_stands_apart_is_told_to_be_taken_for_water(place, sar_model):
    grey = np.clip((place.db[0] + 25) * 3, 0, 100).astype(np.uint8)
    grey[80:] += 140
    told = ' '.join(translate(place, sar_model, input=place.write('grey.tif', grey[None], ('VV',)))[1].decisions)
    assert 'the dark 50 percent are taken for water' in told and 'may be drawn as land' not in told


def test_land_cover_reaches_the_network_from_a_raster_of_another_resolution(place, sar_model):
    codes = np.full((1, 80, 80), 40, np.uint8)
    codes[:, :40] = 80  # water in the upper half
    path = place.write('cover.tif', codes, pixel=20.0)
    plain, with_cover = (
        read(translate(place, sar_model, landcover=c, style='natural')[0])[2].astype(int) for c in ('', path)
    )
    assert (with_cover - plain)[:80].min() > 60 and abs(with_cover - plain)[80:].max() == 0


def test_how_much_of_the_radar_a_land_cover_knows_is_told(place, sar_model):
    half = place.write('half.tif', np.full((1, 160, 80), 40, np.uint8))
    told = ' '.join(translate(place, sar_model, landcover=half)[1].decisions)
    assert 'LANDCOVER has data for about 50% of INPUT: elsewhere the radar alone' in told
    both = np.full((1, 160, 160), 40, np.uint8)
    both[:, :, 80:] = 0  # which the file does not call no data
    told = ' '.join(translate(place, sar_model, landcover=place.write('both.tif', both))[1].decisions)
    assert 'LANDCOVER has data for about 50% of INPUT: elsewhere the radar alone' in told
    empty = place.write('empty.tif', np.zeros((1, 160, 160), np.uint8), nodata=0)
    with pytest.raises(InputError, match='LANDCOVER holds no valid pixel'):
        translate(place, sar_model, landcover=empty)


def test_a_class_for_the_whole_scene_reaches_the_network(place, sar_model):
    options = {'style': 'natural'}
    plain, water = (
        read(translate(place, sar_model, landcover_class=c, **options)[0])[2].astype(int) for c in ('auto', 'water')
    )
    assert (water - plain).min() > 60


def test_an_extent_gives_the_same_pixels_as_the_whole(place, sar_model):
    out, _ = translate(place, sar_model)
    part, _ = translate(place, sar_model, extent=(500205.0, 5599000.0, 500795.0, 5599795.0))
    assert gdal.Open(str(part)).GetGeoTransform()[:4] == (500200.0, 10.0, 0.0, 5599800.0)
    assert read(part).shape[1:] == (80, 60)
    assert (read(part)[3] == 255).all() and read(out).shape[1:] == (160, 160)


@pytest.mark.parametrize('shape', [(1, 1), (3, 100), (100, 3), (33, 65)])
def test_tiny_rasters_come_back_in_their_own_size(place, sar_model, shape):
    path = place.write('tiny.tif', place.db[:, : shape[0], : shape[1]], ('VV', 'VH'))
    out, _ = translate(place, sar_model, input=path, style='colorized')
    assert read(out).shape == (4, *shape)


@pytest.mark.parametrize(
    ('change', 'words'),
    [
        ({'style': 'oil'}, 'STYLE'),
        ({'landcover_class': 'moon'}, 'LANDCOVER_CLASS'),
        ({'bands': 'VV=9'}, 'band 9'),
        ({'bands': 'XX=1'}, 'cannot be read'),
        ({'sar_scale': 'furlong'}, 'SAR_SCALE'),
        ({'extent': (0.0, 0.0, 1.0, 1.0)}, 'does not touch'),
    ],
)
def test_parameters_that_make_no_sense_are_refused(place, sar_model, change, words):
    with pytest.raises(InputError, match=words):
        translate(place, sar_model, **change)
    assert not list(place.folder.glob('out*')) and not list(place.folder.glob('.*'))


def test_a_cancel_leaves_nothing(place, sar_model):
    out = place.folder / 'out.tif'
    with pytest.raises(Cancelled):
        SarToOptical(place.s1, str(out), model=sar_model).run(cancelled=lambda: True)
    assert not out.exists() and not list(place.folder.glob('.*'))


@pytest.mark.parametrize('style', STYLES)
def test_the_tile_size_does_not_change_the_picture(sample, tmp_path, style):
    if not any(m.card.task == 'sar-to-optical' for m in shipped_models()):
        pytest.skip('no model for SAR to optical is shipped yet')
    pictures = []
    for size in (256, 1024):
        out = tmp_path / f'{size}.tif'
        SarToOptical(str(sample.s1), str(out), landcover=str(sample.landcover), style=style, tile_size=size).run()
        pictures.append(read(out).astype(int))
    apart = abs(pictures[0] - pictures[1])
    contrast, often = {'vivid': (CONTRAST, 0.006), 'realistic': (1.5, 0.002)}.get(style, (1.0, 0.002))
    assert apart.max() <= 2 * contrast and (apart > 1).mean() < often


def test_zero_in_one_polarisation_is_a_value_and_in_all_of_them_padding(place, sar_model):
    place.db[0, 20:24, 20:24] = 0.0  # bright roofs, clipped at 0 dB
    place.db[:, :, :10] = 0.0
    path = place.write('padded.tif', place.db, ('VV', 'VH'))
    alpha = read(translate(place, sar_model, input=path)[0])[3]
    assert (alpha[:, :10] == 0).all() and (alpha[:, 10:] == 255).all()


def test_the_picture_is_the_same_whether_the_uncertainty_is_asked_for_or_not(place, sar_model):
    for options in ({}, {'reference': place.s2}):
        alone, _ = translate(place, sar_model, **options)
        beside, _ = translate(place, sar_model, uncertainty=str(place.folder / 'beside.tif'), **options)
        assert read(alone).tobytes() == read(beside).tobytes()

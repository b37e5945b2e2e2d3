"""Layers as they come: a nodata for each band, palettes, masks a turn of the Earth away, few clear pixels."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.raster import Raster
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from tests.makers import read, write_raster

RGB = ('B02', 'B03', 'B04')


def values(size: int, level: float = 800.0, bands: int = 3) -> np.ndarray:
    return (level + np.random.default_rng(0).normal(0, 50, (bands, size, size))).astype(np.uint16)


def classes(size: int, hidden=np.s_[:, 20:30, 20:30], clear: int = 4) -> np.ndarray:
    made = np.full((1, size, size), clear, np.uint8)
    made[hidden] = 9
    return made


def remove(tmp_path, image, mask):
    request = RemoveClouds(image, mask, str(tmp_path / 'o.tif'), str(tmp_path / 'm.tif'), method='regression', dilate=0)
    return request.run()


def test_a_few_clear_pixels_between_the_sampled_ones_are_enough_to_learn_from(tmp_path):
    mask = np.full((1, 1600, 1600), 9, np.uint8)
    mask[:, 801:840:2, 801:840:2] = 4  # the fit looks at every second pixel of a raster of this size
    image = write_raster(tmp_path / 'i.tif', values(1600, bands=1), RGB[:1], nodata=0)
    report = remove(tmp_path, image, write_raster(tmp_path / 'c.tif', mask))
    assert 'learned from 400 clear pixels' in report.decisions[-1]


def test_the_offset_is_found_where_all_that_is_clear_lies_between_the_windows_of_the_sample(tmp_path):
    mask = np.full((1, 1200, 1200), 9, np.uint8)
    mask[:, 140:200, 140:200] = 4
    image = write_raster(tmp_path / 'i.tif', values(1200, 1300.0, bands=2), nodata=0)
    report = remove(tmp_path, image, write_raster(tmp_path / 'c.tif', mask))
    assert any('Reflectance = (value -1000) x 0.0001 (auto)' in told for told in report.decisions)


def test_every_band_has_its_own_nodata_and_the_output_one_for_all(tmp_path):
    first, second = (np.full((1, 64, 64), level, np.uint16) for level in (500, 600))
    first[0, :8], second[0, -8:] = 0, 65535
    paths = [
        write_raster(tmp_path / f'{name}.tif', band, (name,), nodata=nodata)
        for name, band, nodata in (('B02', first, 0), ('B03', second, 65535))
    ]
    gdal.BuildVRT(str(tmp_path / 'stack.vrt'), paths, separate=True).FlushCache()
    report = remove(tmp_path, str(tmp_path / 'stack.vrt'), write_raster(tmp_path / 'c.tif', classes(64)))
    made, kept = read(tmp_path / 'o.tif'), read(tmp_path / 'm.tif')[0]
    assert report.pixels == {'valid': 48 * 64, 'generated': 100}
    assert (kept[:8] == 255).all() and (kept[-8:] == 255).all() and (made[1, -8:] == 0).all()
    assert set(np.unique(made)) == {0, 500, 600}


@pytest.mark.parametrize('west', [-10.0, 350.0])
def test_a_mask_in_degrees_may_lie_a_turn_of_the_earth_away(tmp_path, west):
    place = {'epsg': 4326, 'pixel': 0.0001}
    image = write_raster(tmp_path / 'i.tif', values(64), RGB, origin=(-10.0, 50.0), nodata=0, **place)
    mask = write_raster(tmp_path / 'c.tif', classes(64), origin=(west, 50.0), **place)
    assert remove(tmp_path, image, mask).pixels == {'valid': 64 * 64, 'generated': 100}
    assert (read(tmp_path / 'm.tif')[0, 20:30, 20:30] == 1).all()


def test_a_mask_of_the_whole_earth_covers_an_image_over_the_antimeridian(tmp_path):
    earth = np.full((1, 20, 36000), 4, np.uint8)
    earth[:, :, :3] = 9  # east of -180 degrees
    mask = write_raster(tmp_path / 'c.tif', earth, epsg=4326, origin=(-180.0, 0.1), pixel=0.01)
    image = write_raster(tmp_path / 'i.tif', values(64), RGB, epsg=32660, origin=(833658.0, 1000.0), nodata=0)
    assert remove(tmp_path, image, mask).pixels['valid'] == 64 * 64
    made = read(tmp_path / 'm.tif')[0]
    assert (made[:, :31] == 0).all() and (made[:, 33:] == 1).all()


@pytest.mark.parametrize('is_transparent', [False, True])
def test_the_colours_of_a_palette_picture_are_taken_not_its_indices(tmp_path, is_transparent):
    indices = np.random.default_rng(1).integers(0, 4, (64, 64)).astype(np.uint8)
    dataset = gdal.GetDriverByName('MEM').Create('', 64, 64, 1, gdal.GDT_Byte)
    dataset.GetRasterBand(1).WriteArray(indices)
    greys = np.array([200, 20, 90, 140])
    palette = gdal.ColorTable()
    for k, grey in enumerate(greys.tolist()):
        palette.SetColorEntry(k, (grey, grey, grey, 0 if is_transparent and k == 0 else 255))
    dataset.GetRasterBand(1).SetColorTable(palette)
    gdal.GetDriverByName('PNG').CreateCopy(str(tmp_path / 'p.png'), dataset)
    picture, mask = Raster(str(tmp_path / 'p.png'), 'INPUT', is_picture=True), Raster(str(tmp_path / 'p.png'), 'SCL')
    found, valid = picture.read((0, 0, 64, 64), (1,))
    assert picture.count == 3 and (valid[0] == (indices > 0 if is_transparent else True)).all()
    assert (found[0] == greys[indices])[valid[0]].all()
    assert (mask.read((0, 0, 64, 64), (1,))[0][0] == indices).all()


def flagged_alpha(path, planes: np.ndarray, kind: int, names=()) -> str:
    """Write planes (bands, rows, cols), the last of which is flagged as alpha; return the path."""
    made = gdal.GetDriverByName('GTiff').Create(str(path), *planes.shape[:0:-1], len(planes), kind)
    for number, plane in enumerate(planes, 1):
        made.GetRasterBand(number).WriteArray(plane)
        if number <= len(names):
            made.GetRasterBand(number).SetDescription(names[number - 1])
    made.GetRasterBand(len(planes)).SetColorInterpretation(gdal.GCI_AlphaBand)
    made = None
    return str(path)


def test_near_infrared_that_a_picture_of_four_bands_flags_as_alpha_is_a_band(tmp_path):
    planes = np.random.default_rng(0).integers(20, 230, (4, 64, 64)).astype(np.uint8)
    seen, rim = planes.copy(), np.clip(np.arange(64) * 40, 0, 255)  # feathered
    seen[3] = rim
    infrared = Raster(flagged_alpha(tmp_path / 'n.tif', planes, gdal.GDT_Byte), 'INPUT')
    alpha = Raster(flagged_alpha(tmp_path / 'a.tif', seen, gdal.GDT_Byte), 'INPUT')
    assert (infrared.count, alpha.count) == (4, 3)
    assert infrared.read((0, 0, 64, 64), (1,))[1].all()
    assert (alpha.read((0, 0, 64, 64), (1,))[1][0] == (rim > 0)).all()


def test_alpha_of_many_bands_is_alpha_in_the_output_and_no_other_band_is(tmp_path):
    planes = np.concatenate([values(64), np.full((1, 64, 64), 65535, np.uint16)])
    planes[-1, :8] = 0
    image = flagged_alpha(tmp_path / 'i.tif', np.concatenate([planes[:3], planes]), gdal.GDT_UInt16)
    remove(tmp_path, image, write_raster(tmp_path / 'c.tif', classes(64)))
    made = gdal.Open(str(tmp_path / 'o.tif'))
    flags = [made.GetRasterBand(k).GetColorInterpretation() == gdal.GCI_AlphaBand for k in range(1, 8)]
    assert flags == [False] * 6 + [True] and (made.GetRasterBand(7).ReadAsArray() == planes[-1]).all()
    assert (read(tmp_path / 'm.tif')[0, :8] == 255).all()


def test_a_file_that_a_vrt_is_made_of_and_is_gone_is_named_with_the_remedy(tmp_path):
    path = write_raster(tmp_path / 'moved.tif', values(64), RGB)
    gdal.BuildVRT(str(tmp_path / 'layer.vrt'), [path]).FlushCache()
    (tmp_path / 'moved.tif').unlink()
    layer = Raster(str(tmp_path / 'layer.vrt'), 'INPUTS 1 (layer.vrt)')
    with pytest.raises(InputError, match=r'^INPUTS 1 \(layer.vrt\) cannot be read .*moved.tif.* Put that file back'):
        layer.read((0, 0, 8, 8), (1,))


@pytest.mark.parametrize('scale, offset', [(np.nan, 0.0), (np.inf, np.nan), (0.0, -np.inf)])
def test_a_scale_or_offset_that_is_no_number_is_none(tmp_path, scale, offset):
    path = write_raster(tmp_path / 'odd.tif', np.ones((2, 8, 8), np.uint16))
    made = gdal.Open(path, gdal.GA_Update)
    for number in (1, 2):
        made.GetRasterBand(number).SetScale(float(scale))
        made.GetRasterBand(number).SetOffset(float(offset))
    made = None
    assert Raster(path, 'INPUT').scaling == ((1.0, 0.0), (1.0, 0.0))


LOCAL = 'LOCAL_CS["site",UNIT["metre",1]]'


def placed(path, crs):
    layer = gdal.Open(str(path), gdal.GA_Update)
    layer.SetProjection(crs)
    layer = None
    return str(path)


def test_a_local_crs_is_no_place_for_another_one_and_works_among_its_own(tmp_path):
    image = placed(write_raster(tmp_path / 'i.tif', values(64), RGB, nodata=0), LOCAL)
    mask = write_raster(tmp_path / 'c.tif', classes(64))
    with pytest.raises(InputError, match='has a local CRS'):
        remove(tmp_path, image, mask)
    assert Raster(image, 'INPUT').grid.middle_in_degrees() is None
    assert 'learned from' in remove(tmp_path, image, placed(mask, LOCAL)).decisions[-1]


def test_control_points_in_a_local_crs_are_refused_with_a_remedy(tmp_path):
    layer = gdal.GetDriverByName('GTiff').Create(str(tmp_path / 'p.tif'), 64, 64, 1, gdal.GDT_Byte)
    corners = [(0, 0), (64, 0), (0, 64), (64, 64)]
    layer.SetGCPs([gdal.GCP(10.0 * col, -10.0 * row, 0.0, col, row) for col, row in corners], LOCAL)
    layer = None
    with pytest.raises(InputError, match='their CRS is a local one'):
        Raster(str(tmp_path / 'p.tif'), 'INPUT')

"""Masks laid over the image: other grids and CRS, values, what lies beyond an extent, what a mask missed."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError
from tests.core.conftest import TEN
from tests.core.runs import clean


def test_a_20_m_mask_is_laid_over_10_m_pixels(place):
    coarse = np.full((1, 80, 80), 4, np.uint8)
    coarse[:, 30:40, 30:40] = 8
    path = place.write('scl20.tif', coarse, pixel=20.0)
    _, mask, _ = clean(place, mask=path, dilate=0)
    assert (mask == 1).sum() == 400 and (mask[60:80, 60:80] == 1).all()


def test_zero_is_clear_in_a_binary_mask_that_calls_it_nodata(place):
    path = place.write('drawn.tif', (place.classes == 9).astype(np.uint8), nodata=0)  # as Rasterize writes it
    _, mask, _ = clean(place, mask=path, mask_type='binary', dilate=0)
    assert ((mask == 1) == (place.classes[0] == 9)).all()


def test_probabilities_may_go_from_0_to_1(place):
    share = np.where(place.classes == 9, 0.9, 0.05).astype(np.float32)
    path = place.write('probability.tif', share)
    for hide in ('', '>=0.4'):
        _, mask, _ = clean(place, mask=path, mask_type='probability', hide=hide, dilate=0)
        assert ((mask == 1) == (place.classes[0] == 9)).all()


def test_a_mask_in_degrees_over_the_antimeridian_is_laid_over(place):
    path = place.write('fiji.tif', place.cloudy, TEN, nodata=0, epsg=32701, origin=(179800.0, 8118000.0))
    mask = place.write('fiji_scl.tif', place.classes, epsg=32701, origin=(179800.0, 8118000.0))
    bounds = (179.98, -17.03, 180.02, -16.98)
    gdal.Warp(str(place.folder / 'degrees.tif'), mask, dstSRS='EPSG:4326', outputBounds=bounds, width=400, height=500)
    _, mask, _ = clean(place, input=path, mask=str(place.folder / 'degrees.tif'), dilate=0)
    assert (mask == 1)[place.classes[0] == 9].mean() > 0.9 and (mask == 1).mean() < 0.1


def test_a_mask_in_another_crs_is_warped(place):
    source = gdal.Open(place.scl)
    options = {'dstSRS': 'EPSG:4326', 'resampleAlg': 'near', 'warpOptions': ['INIT_DEST=4']}
    gdal.Warp(str(place.folder / 'degrees.tif'), source, **options)
    _, mask, _ = clean(place, mask=str(place.folder / 'degrees.tif'), dilate=2)
    cloud = place.classes[0] == 9
    assert (mask == 1)[cloud].mean() > 0.99 and (mask == 1).sum() < 2 * cloud.sum()


def test_a_cloud_beyond_the_extent_reaches_into_it_as_in_the_whole_layer(place):
    _, whole, _ = clean(place, dilate=6)
    _, part, _ = clean(place, dilate=6, extent=(500950.0, 5598400.0, 501600.0, 5600000.0))
    assert (part == whole[:, 95:]).all() and (part == 1).any()


def test_an_empty_mask_gives_the_input_back(place):
    place.classes[:] = 4
    made, mask, report = clean(place)
    assert (made == place.cloudy).all() and (mask == 0).all() and report.pixels['generated'] == 0


def test_a_mask_that_hides_everything_is_refused_with_a_remedy(place):
    place.classes[:] = 9
    with pytest.raises(InputError, match='hides every pixel'):
        clean(place, mask=place.write('by_hand.tif', place.classes))  # an SCL beside INPUT would give way
    assert not (place.folder / 'out.tif').exists() and not list(place.folder.glob('.*'))


@pytest.mark.parametrize('radar', [False, True])
def test_a_cloud_that_the_mask_missed_does_not_bleed_into_what_it_hides(place, radar):
    """A strip of the cloud, beside what is hidden, is called clear: it stays as it is and teaches nothing."""
    top = place.classes.shape[1] // 3
    place.classes[:, top : top + 6] = 4
    radar = place.s1 if radar else ''
    made, mask, _ = clean(place, dilate=0, sar=radar)
    hidden = mask == 1
    error = np.abs(made.astype(float) - place.clear)[:, hidden].mean()
    place.cloudy[:, top : top + 6] = place.clear[:, top : top + 6]
    right, *_ = clean(place, dilate=0, sar=radar)
    assert error < 1.5 * np.abs(right.astype(float) - place.clear)[:, hidden].mean() + 20

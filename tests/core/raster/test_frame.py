"""Black or white around a picture of bytes is no data; clouds and seas that reach its border are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sar2optical_qgis.core.raster.frame_look import frame_of
from sar2optical_qgis.core.raster.raster import Raster
from tests.makers import write_raster

SIZE = 200
ROWS, COLS = np.mgrid[:SIZE, :SIZE]
EVERY = (1, 2, 3)
FRAMES = {
    'of a swath': ROWS + COLS < 120,
    'at the left': COLS < 40,
    'at the top': ROWS < 30,
    'all around': (ROWS < 20) | (ROWS >= 180) | (COLS < 25) | (COLS >= 170),
}


@pytest.fixture
def ground():
    return np.random.default_rng(0).integers(40, 120, (3, SIZE, SIZE)).astype(np.uint8)


def opened(folder, values) -> Raster:
    return Raster(write_raster(folder / 'picture.tif', values), 'INPUT')


@pytest.mark.parametrize('number', [0, 255])
@pytest.mark.parametrize('where', FRAMES)
def test_a_frame_is_found_and_its_pixels_are_no_data_whatever_window_is_read(tmp_path, ground, where, number):
    ground[:, FRAMES[where]] = number
    raster = opened(tmp_path, ground)
    sure, _ = frame_of(raster, EVERY, (0.0, 255.0))
    assert [frame.number for frame in sure] == [number]
    raster.fill = replace(raster.fill, frame=sure)
    whole = raster.read((0, 0, SIZE, SIZE), EVERY)[1]
    assert ((~whole).all(axis=0) == FRAMES[where]).all()
    assert (raster.read((10, 15, 50, 60), EVERY)[1] == whole[:, 15:75, 10:60]).all()


def test_white_clouds_within_a_white_frame_stay(tmp_path, ground):
    cloud = (ROWS - 120) ** 2 + (COLS - 120) ** 2 < 900
    ground[:, cloud | FRAMES['at the left']] = 255
    raster = opened(tmp_path, ground)
    raster.fill = replace(raster.fill, frame=frame_of(raster, EVERY, (255.0,))[0])
    assert ((~raster.read((0, 0, SIZE, SIZE), EVERY)[1]).all(axis=0) == FRAMES['at the left']).all()


def test_a_cloud_whose_rim_is_nearly_white_is_no_frame(tmp_path, ground):
    ground[:] = np.where(COLS < 40, 255, np.where(COLS < 60, 255 - 4 * (COLS - 40), ground)).astype(np.uint8)
    assert frame_of(opened(tmp_path, ground), EVERY, (255.0,)) == ((), (255.0,))


def test_a_black_sea_is_no_frame_but_may_be(tmp_path, ground):
    ground[:, COLS - 20 * np.sin(ROWS / 9.0) < 60] = 0
    assert frame_of(opened(tmp_path, ground), EVERY, (0.0,)) == ((), (0.0,))


def test_a_picture_without_black_and_white_borders_has_none(tmp_path, ground):
    assert frame_of(opened(tmp_path, ground), EVERY, (0.0, 255.0)) == ((), ())

"""What is no measurement, though the file does not say so."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.raster.fill import Fill, Zero, constants_in, uniform_in
from sar2optical_qgis.core.raster.raster import Raster
from tests.makers import write_raster


@pytest.mark.parametrize('number', [-9999.0, 9999.0, -32768.0, 65535.0, -10000.0])
def test_usual_numbers_far_off_all_others_are_found(number):
    values = np.random.default_rng(0).normal(-12, 4, 3000)
    values[:5] = number
    assert constants_in(values) == (number,)


def test_a_number_that_is_repeated_far_off_all_others_is_found():
    values = np.random.default_rng(0).normal(-12, 4, 3000)
    values[:40] = -777.0
    assert constants_in(values) == (-777.0,) and constants_in(values[:0]) == ()
    values[:40] = values[40:].max()  # cut off at the top
    assert constants_in(values) == ()


def test_a_number_below_all_others_in_every_band_is_found():
    values = np.random.default_rng(0).uniform(0.02, 0.4, (4, 3000))
    values[:, :200] = -0.1
    assert uniform_in(values) == (-0.1,)
    values[:, :200] = values[:, 200:400]
    assert uniform_in(values) == ()


def test_a_number_above_all_others_is_fill_unless_some_bands_reach_it_alone():
    values = np.random.default_rng(0).uniform(200, 11000, (4, 3000)).round()
    values[:, :200] = 20000
    assert uniform_in(values, 60000) == (20000,)
    cut = np.where(np.arange(3000) < 200, values * np.linspace(1, 1.2, 4)[:, None], values).clip(0, 20000)
    cut[:2, 200:230] = 20000  # the rim of a cloud
    assert uniform_in(cut, 60000) == ()


def test_a_usual_number_among_others_is_a_value():
    assert constants_in(np.linspace(0, 20000, 20001)) == ()


@pytest.mark.parametrize('tile', [40, 64, 200])
def test_zero_is_padding_where_it_hangs_together_with_the_border(tmp_path, tile):
    values = np.random.default_rng(0).uniform(0.01, 1, (2, 200, 200)).astype(np.float32)
    outside = np.add.outer(np.arange(200), np.arange(200)) < 90
    values[:, outside] = 0
    values[:, 120:122, 140:142] = 0  # a roof
    values[0, 150, 150] = 0  # in one band
    values[:, :, -3:] = 0  # a narrow strip
    raster = Raster(write_raster(tmp_path / 'a.tif', values), 'INPUT')
    assert raster.has_blank_border((1, 2))
    raster.fill = Fill(zero=Zero.RIM)
    valid = np.ones((200, 200), bool)
    for row in range(0, 200, tile):
        for col in range(0, 200, tile):
            size = min(tile, 200 - col), min(tile, 200 - row)
            part = raster.read((col, row, *size), (1, 2))[1].all(axis=0)
            valid[row : row + size[1], col : col + size[0]] = part
    expected = ~outside
    expected[:, -3:] = False
    assert (valid == expected).all()


def test_zeros_within_alone_make_no_border(tmp_path):
    values = np.ones((1, 90, 90), np.float32)
    values[:, 30:60, 30:60] = 0
    assert not Raster(write_raster(tmp_path / 'a.tif', values), 'INPUT').has_blank_border((1,))

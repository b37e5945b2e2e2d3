"""Scales are told apart by what the numbers look like, and every change has its inverse."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.sentinel.radiometry import (
    ReflectanceScale,
    from_natural_colour,
    guess_reflectance_scale,
    guess_sar_scale,
    is_calibrated,
    natural_colour,
    to_db,
)

DB = np.random.default_rng(0).normal(-12.0, 4.0, 5000).astype(np.float32)


@pytest.mark.parametrize(
    ('values', 'scale'),
    [(DB, 'db'), (10 ** (DB / 10), 'linear'), (10 ** (DB / 20), 'amplitude'), (10 ** (DB / 20) * 800, 'amplitude')],
)
def test_sar_scales_are_told_from_the_values(values, scale):
    assert guess_sar_scale(values, is_byte=False) == scale


def test_bytes_are_a_picture_of_unknown_stretch():
    assert guess_sar_scale(np.arange(256), is_byte=True) == 'uint8'
    assert not is_calibrated(to_db(np.arange(256), 'uint8'), 'uint8')


@pytest.mark.parametrize(('scale', 'factor'), [('linear', 10), ('amplitude', 20)])
def test_power_and_amplitude_become_the_same_decibels(scale, factor):
    assert np.allclose(to_db(10 ** (DB.astype(float) / factor), scale), DB, atol=1e-4)


def test_zero_power_stays_finite():
    assert np.isfinite(to_db(np.zeros(3), 'linear')).all()


def test_uncalibrated_amplitude_is_not_taken_for_backscatter():
    assert is_calibrated(DB, 'db')
    assert not is_calibrated(to_db(10 ** (DB / 20) * 800, 'amplitude'), 'amplitude')


@pytest.mark.parametrize(
    ('darkest', 'known', 'offset'), [(1150, None, -1000), (1150, False, 0), (420, None, 0), (420, True, 0)]
)
def test_the_offset_shows_in_the_darkest_clear_pixels(darkest, known, offset):
    sample = np.random.default_rng(1).uniform(darkest, 4000, (4, 3000))
    assert guess_reflectance_scale(sample, True, 'auto', sample, known).offset == offset


def test_an_offset_that_is_given_is_not_questioned():
    dark = np.full((4, 100), 300.0)
    assert guess_reflectance_scale(dark, True, '-1000').offset == -1000
    assert guess_reflectance_scale(dark + 2000, True, 'none').offset == 0
    with pytest.raises(InputError, match='S2_OFFSET'):
        guess_reflectance_scale(dark, True, 'minus')


def test_float_reflectance_is_left_as_it_is():
    assert guess_reflectance_scale(np.random.default_rng(2).uniform(0, 0.6, (3, 500)), False) == ReflectanceScale(
        1.0, 0.0
    )


@pytest.mark.parametrize('offset', [0.0, -1000.0])
def test_digital_numbers_survive_the_way_to_reflectance_and_back(offset):
    scale, numbers = ReflectanceScale(1e-4, offset), np.arange(1001, 12000, 7, dtype=np.uint16)
    assert (scale.from_reflectance(scale.to_reflectance(numbers), np.dtype('uint16')) == numbers).all()


def test_a_generated_pixel_never_takes_the_nodata_value_zero():
    made = ReflectanceScale().from_reflectance(np.array([-0.2, 0.0, 9.0]), np.dtype('uint16'))
    assert made.min() == 1 and made.max() == 65535


@pytest.mark.parametrize('dtype', [np.int32, np.uint32])
def test_numbers_of_32_bits_end_at_their_largest_instead_of_turning_over(dtype):
    made = ReflectanceScale().from_reflectance(np.array([1e9, 0.5], np.float32), np.dtype(dtype))
    assert made[0] > 0.99 * np.iinfo(dtype).max and made[1] == 5000


def test_natural_colour_has_its_inverse_below_white():
    reflectance = np.linspace(0, 0.4, 50)
    assert np.allclose(from_natural_colour(natural_colour(reflectance)), reflectance, atol=1e-6)
    assert natural_colour(np.array([2.0]))[0] == 1.0


def test_power_with_noise_below_zero_is_still_power():
    power = np.full(1000, 0.05, np.float32)
    power[:50] = -1e-3
    assert guess_sar_scale(power, False) == 'linear'


@pytest.mark.parametrize(
    ('dtype', 'nodata', 'scale'),
    [(np.uint8, 255, 0.4 / 255), (np.int16, 1, 1e-4), (np.uint16, 65535, 1e-4), (np.float32, 0.0, 1.0)],
)
def test_what_is_made_is_never_nodata(dtype, nodata, scale):
    made = ReflectanceScale(scale).from_reflectance(np.linspace(0, 8, 9, dtype=np.float32), np.dtype(dtype), nodata)
    assert (made != nodata).all() and made.dtype == dtype


def test_dark_water_in_16_bit_is_not_taken_for_an_8_bit_picture():
    water = np.random.default_rng(3).integers(20, 240, (4, 500))
    assert guess_reflectance_scale(water, True) == ReflectanceScale(1e-4, 0.0)
    assert guess_reflectance_scale(water, True, is_byte=True).scale > 1e-3

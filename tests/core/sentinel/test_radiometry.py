"""Scales are told apart by what the numbers look like, and every change has its inverse."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel.radiometry import (
    ReflectanceScale,
    from_natural_colour,
    natural_colour,
    to_db,
)

DB = np.random.default_rng(0).normal(-12.0, 4.0, 5000).astype(np.float32)


@pytest.mark.parametrize(('scale', 'factor'), [('linear', 10), ('amplitude', 20)])
def test_power_and_amplitude_become_the_same_decibels(scale, factor):
    assert np.allclose(to_db(10 ** (DB.astype(float) / factor), scale), DB, atol=1e-4)


def test_zero_power_stays_finite():
    assert np.isfinite(to_db(np.zeros(3), 'linear')).all()


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


@pytest.mark.parametrize(
    ('dtype', 'nodata', 'scale'),
    [(np.uint8, 255, 0.4 / 255), (np.int16, 1, 1e-4), (np.uint16, 65535, 1e-4), (np.float32, 0.0, 1.0)],
)
def test_what_is_made_is_never_nodata(dtype, nodata, scale):
    made = ReflectanceScale(scale).from_reflectance(np.linspace(0, 8, 9, dtype=np.float32), np.dtype(dtype), nodata)
    assert (made != nodata).all() and made.dtype == dtype

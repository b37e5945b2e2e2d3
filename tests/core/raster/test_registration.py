"""How far two pictures lie off each other is found where it is sure, and only there."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.raster.registration import shift_of


def ground(size: int = 160, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.kron(rng.uniform(0, 1, (size // 8, size // 8)), np.ones((8, 8))) + 0.02 * rng.normal(0, 1, (size, size))


def window(first: np.ndarray, second: np.ndarray, hidden: np.ndarray | None = None) -> tuple:
    valid = np.ones(first.shape, bool) if hidden is None else ~hidden
    return first, second, valid


@pytest.mark.parametrize('shift', [(0, 0), (1, -2), (3, 3), (-3, 1)])
def test_a_shift_of_whole_pixels_is_found(shift):
    first = ground()
    later = 0.5 * np.roll(first, shift, (0, 1)) + 0.02 * np.random.default_rng(9).normal(0, 1, first.shape)
    assert shift_of([window(first, later)]) == pytest.approx(shift, abs=0.1)


def test_half_a_pixel_is_found():
    first = ground()
    later = 0.5 * (first + np.roll(first, 1, 0))
    down, right = shift_of([window(first, later)])
    assert 0.2 < down < 0.8 and abs(right) < 0.1


def test_what_is_not_seen_does_not_count():
    first, hidden = ground(), np.zeros((160, 160), bool)
    later = np.roll(first, (2, 1), (0, 1))
    hidden[40:100, 30:110] = True
    later[hidden] = 9.0
    assert shift_of([window(first, later, hidden)]) == pytest.approx((2, 1), abs=0.2)


def test_other_ground_and_far_shifts_are_no_answer():
    first = ground()
    assert shift_of([window(first, np.random.default_rng(5).normal(0, 1, first.shape))]) is None
    assert shift_of([window(first, np.roll(first, 12, 0))]) is None
    assert shift_of([window(first, first, np.ones(first.shape, bool))]) is None

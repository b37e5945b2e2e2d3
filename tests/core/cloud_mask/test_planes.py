"""What the mask network sees: means over blocks, planes by name, a given mask as a hint."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.cloud_mask.detection import enlarged
from sar2optical_qgis.core.cloud_mask.planes import (
    CHANNELS,
    block_codes,
    block_means,
    factor_of,
    mask_planes,
)  # fmt: skip
from sar2optical_qgis.core.model.channels import stack


@pytest.mark.parametrize(('metres', 'factor'), [(3.0, 7), (10.0, 2), (20.0, 1), (30.0, 1), (60.0, 1)])
def test_pixels_of_any_size_become_pixels_of_about_twenty_metres(metres, factor):
    assert factor_of(metres) == factor


def test_a_block_is_the_mean_of_its_valid_pixels():
    values = np.arange(16, dtype=np.float32).reshape(1, 4, 4)
    means, seen = block_means(values, np.ones((4, 4), bool), 2)
    assert means[0].tolist() == [[2.5, 4.5], [10.5, 12.5]] and seen.all()
    valid = np.ones((4, 4), bool)
    valid[:2, :2] = False
    valid[0, 2] = False
    means, seen = block_means(values, valid, 2)
    assert seen.tolist() == [[False, True], [True, True]] and means[0, 0, 1] == pytest.approx((3 + 6 + 7) / 3)


def test_whole_numbers_are_averaged_as_they_are_and_come_back_as_squares():
    values = np.full((1, 6, 6), 65535, np.uint16)
    values[0, :3, :3] = 3 * np.arange(9).reshape(3, 3)
    means, _ = block_means(values, np.ones((6, 6), bool), 3)
    assert means.dtype == np.float32 and means[0].tolist() == [[12, 65535], [65535, 65535]]
    assert (enlarged(means, 3) == means.repeat(3, 1).repeat(3, 2)).all()


def test_one_cloudy_pixel_makes_its_block_cloudy():
    codes = np.zeros((4, 6), np.uint8)
    codes[1, 3] = 2
    assert block_codes(codes, 2).tolist() == [[0, 2, 0], [0, 0, 0]]


def test_planes_name_what_is_there_and_what_is_not():
    green = np.full((2, 2), 0.2, np.float32)
    valid = np.array([[True, False], [True, True]])
    given = np.array([[0, 1], [3, 255]], np.uint8)
    planes = stack(CHANNELS, mask_planes({'B02': green, 'B03': green, 'B04': green, 'B8A': 9 * green}, valid, given))
    named = dict(zip(CHANNELS, planes))
    assert named['has_B08'].min() == 1 and named['has_B11'].max() == 0  # B8A stands in for B08
    assert named['obs_B08'].max() == pytest.approx(1.6) and named['obs_B02'][0, 1] == 0
    assert named['given'].tolist() == [[1, 1], [1, 0]] and named['given_shadow'].tolist() == [[0, 0], [1, 0]]

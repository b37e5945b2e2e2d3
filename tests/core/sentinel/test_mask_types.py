"""Masks of every type hide what they should, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.raster.filters import box_mean, dilate
from sar2optical_qgis.core.sentinel.mask_types import check_values, hidden_by, parse_hide

SCL = np.arange(12).reshape(3, 4)
SEEN = np.ones(SCL.shape, bool)


def test_scl_hides_cloud_shadow_and_defects_but_never_snow():
    assert set(SCL[hidden_by(SCL, SEEN, 'scl')]) == {0, 1, 3, 8, 9, 10}


@pytest.mark.parametrize(
    ('mask_type', 'values', 'hidden'),
    [
        ('binary', [0, 1, 255], [0, 1, 1]),
        ('omnicloudmask', [0, 1, 2, 3], [0, 1, 1, 1]),
        ('fmask', [0, 1, 2, 3, 4, 255], [0, 0, 1, 0, 1, 0]),
        ('probability', [0, 39, 40, 100, 255], [0, 0, 1, 1, 0]),
    ],
)
def test_each_mask_type_hides_by_its_own_code(mask_type, values, hidden):
    mask = np.array([values])
    assert hidden_by(mask, np.ones(mask.shape, bool), mask_type).tolist() == [[bool(h) for h in hidden]]


def test_what_to_hide_can_be_given():
    assert set(SCL[hidden_by(SCL, SEEN, 'scl', '6, 11')]) == {6, 11}
    assert hidden_by(np.array([[10, 20]]), np.ones((1, 2), bool), 'probability', '>15').tolist() == [[False, True]]


def test_where_the_mask_has_no_data_the_pixel_counts_as_hidden():
    assert hidden_by(np.full((1, 2), 4), np.array([[True, False]]), 'scl').tolist() == [[False, True]]


@pytest.mark.parametrize('text', ['clouds', '3;8', '>=', '-1'])
def test_unreadable_hide_values_are_refused(text):
    with pytest.raises(InputError, match='HIDE'):
        parse_hide(text, 'scl')


def test_a_mask_of_another_kind_is_refused():
    with pytest.raises(InputError, match='MASK_TYPE scl'):
        check_values(np.array([0, 4, 200]), 'scl', 'SCL')


@pytest.mark.parametrize('radius', [1, 3, 6, 11])
def test_dilation_grows_by_the_radius_along_the_axes_and_less_across(radius):
    mask = np.zeros((41, 41), bool)
    mask[20, 20] = True
    rows, cols = np.nonzero(dilate(mask, radius))
    assert rows.min() == 20 - radius and cols.max() == 20 + radius
    assert np.hypot(rows - 20, cols - 20).max() <= radius * 1.13 + 0.5  # an octagon about the disc


def test_box_means_leave_out_what_is_not_valid():
    values, valid = np.array([[1.0, 100.0, 3.0]]), np.array([[True, False, True]])
    assert box_mean(values, valid, 1).tolist() == [[1.0, 2.0, 3.0]]

"""What a network says of hidden ground is believed as far as it looks like ground of the image, and cloud is thin."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.fit.cells import CELL
from sar2optical_qgis.core.remove_clouds.correction import Correction, most_within, planes_needed

BANDS = ('B02', 'B03', 'B04', 'B08')
GREENER, BROWNER = np.array([0.0, 0.1, 0.0, 0.995]), np.array([-0.7, 0.0, 0.714, 0.0])  # lengths of 1
SIZE = 32


def forest(spread=0.05):
    """Covariance of ground that is now more, now less green, and hardly ever brown."""
    return spread**2 * np.outer(GREENER, GREENER) + 0.002**2 * np.eye(4)


def seen(veil, change, hidden=1.0):
    """Input planes of a grey estimate under a veil, and a network's answer that differs from it by ``change``."""
    planes = np.zeros((9, SIZE, SIZE), np.float32)
    planes[0] = hidden
    planes[1:5] = 0.1
    planes[5:] = 0.1 + veil
    answer = np.full((4, SIZE, SIZE), 0.1, np.float32) + np.float32(change)[:, None, None]
    return planes, answer


def kept(veil, direction, covariance=None, corner=(0, 0), **options):
    covariance = forest()[None, None] if covariance is None else covariance
    correction = Correction(covariance, BANDS, range(4), planes_needed(BANDS))
    planes, answer = seen(veil, 0.03 * direction, **options)
    correction.filter(planes, answer, corner)
    return np.einsum('krc,k->rc', answer - 0.1, direction) / 0.03


def test_through_a_haze_the_network_is_right():
    for direction in (GREENER, BROWNER):
        assert kept(0.001, direction).min() > 0.95


def test_under_thick_cloud_a_colour_that_the_ground_does_not_have_is_left_out():
    assert kept(0.2, BROWNER).max() < 0.01
    assert kept(0.05, GREENER).min() > 0.8  # ground differs like that
    assert kept(0.05, BROWNER).max() < 0.05


def test_shadows_are_a_veil_as_well():
    np.testing.assert_allclose(kept(-0.05, BROWNER), kept(0.05, BROWNER), atol=1e-5)


def test_what_is_beside_clouds_is_no_veil():
    assert kept(0.2, BROWNER, hidden=0.0).min() > 0.99


def test_ground_of_near_cells_says_what_is_likely():
    brown = 0.05**2 * np.outer(BROWNER, BROWNER) + 0.002**2 * np.eye(4)
    both = np.stack([forest(), brown])[None]  # woods to the left, soils to the right
    assert kept(0.05, BROWNER, both).max() < 0.1 < 0.7 < kept(0.05, BROWNER, both, (0, 2 * CELL)).min()


@pytest.mark.parametrize('bands', [('B08',), ('B8A', 'B11')])
def test_layers_without_visible_bands_are_filtered_by_those_they_have(bands):
    count = len(bands)
    correction = Correction(1e-4 * np.eye(count)[None, None], bands, range(count), planes_needed(bands))
    planes = np.zeros((1 + 2 * count, SIZE, SIZE), np.float32)
    planes[0], planes[1 + count :] = 1.0, 0.5
    answer = np.full((count, SIZE, SIZE), 0.2, np.float32)
    correction.filter(planes, answer)
    assert answer.max() < 0.01


def test_bands_that_the_layer_lacks_stay_as_they_are():
    correction = Correction(1e-6 * np.eye(2)[None, None], ('B02', 'B08'), (0, 2), planes_needed(('B02', 'B08')))
    planes, answer = np.zeros((5, SIZE, SIZE), np.float32), np.full((3, SIZE, SIZE), 0.2, np.float32)
    planes[0], planes[3:] = 1.0, 0.5
    correction.filter(planes, answer)
    assert answer[0].max() < 0.01 and answer[2].max() < 0.01 and answer[1].min() == np.float32(0.2)


def test_the_rim_of_a_cloud_is_under_it_too():
    correction = Correction(forest()[None, None], BANDS, range(4), planes_needed(BANDS))
    planes, answer = seen(0.0, 0.03 * BROWNER)
    planes[5:, :, :16] += 0.3
    correction.filter(planes, answer)
    kept = np.einsum('krc,k->rc', answer - 0.1, BROWNER)[SIZE // 2] / 0.03
    assert kept[17] < 0.01 and kept[-1] > 0.99


def test_the_largest_around_a_pixel_is_that_of_a_square():
    values = np.zeros((7, 9), np.float32)
    values[2, 4] = 1.0
    made = np.zeros((7, 9), np.float32)
    made[1:4, 3:6] = 1.0
    np.testing.assert_array_equal(most_within(values, 1), made)
    assert most_within(values, 2).sum() == 25 and most_within(values, 0).sum() == 1

"""Layers that lie off each other are told: the scores would blame the picture for it."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.assess.assessment import Assess
from tests.makers import write_raster

SIZE = 160


def ground(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    fields = np.kron(rng.uniform(300, 4000, (4, SIZE // 8, SIZE // 8)), np.ones((8, 8)))
    return (fields + rng.normal(0, 30, fields.shape)).astype(np.uint16)


def told(tmp_path, made: np.ndarray, truth: np.ndarray, **how) -> list[str]:
    names = ('B02', 'B03', 'B04', 'B08')
    paths = (write_raster(tmp_path / f'{k}.tif', each, names, **how) for k, each in enumerate((made, truth)))
    return [sentence for sentence in Assess(*map(str, paths)).run().decisions if 'same ground' in sentence]


@pytest.mark.parametrize(
    'shift, words',
    [((1, 0), '1.0 pixels below'), ((-4, 3), '4.0 pixels above and 3.0 pixels right'), ((0, -9), '9.0 pixels left')],
)
def test_a_shift_of_one_to_nine_pixels_is_told_with_its_remedy(tmp_path, shift, words):
    truth = ground()
    (sentence,) = told(tmp_path, np.roll(truth, shift, (1, 2)), truth)
    assert words in sentence and 'Correct the place' in sentence


def test_other_colours_in_place_and_other_ground_are_no_shift(tmp_path):
    truth = ground()
    assert not told(tmp_path, (truth // 2 + 400).astype(np.uint16), truth)
    assert not told(tmp_path, ground(1), truth)


def test_a_small_layer_and_one_of_a_single_value_are_no_shift(tmp_path):
    truth = ground()
    assert not told(tmp_path, truth[:, :32, :32], np.roll(truth, 3, 1)[:, :32, :32])
    assert not told(tmp_path, np.full_like(truth, 900), truth)

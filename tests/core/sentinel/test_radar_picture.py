"""Level and spread of radar pictures of unknown stretch."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.model.channels import SceneStatistics
from sar2optical_qgis.core.sentinel.radar_picture import statistics_of

COUNT = 20000


def heap(level: float, share: float = 1.0, spread: float = 1.5) -> np.ndarray:
    """Return grey levels as dB around a level, as many as a share of the picture."""
    return np.random.default_rng(int(100 * share)).normal(level, spread, int(share * COUNT)).astype(np.float32)


@pytest.mark.parametrize('share', [0.2, 0.5, 0.7])
def test_a_flood_does_not_move_the_level_of_the_land(share):
    land = heap(-5.0, 1 - share)
    found = statistics_of(np.concatenate([land, heap(-14.0, share)]))
    assert found.scene.median_db == pytest.approx(float(np.median(land)), abs=0.1)
    assert found.dark == pytest.approx(share, abs=0.01)


def test_ground_of_one_heap_is_taken_as_it_is():
    levels = heap(-11.0, spread=3.0)
    assert statistics_of(levels).scene == SceneStatistics.of(levels) and statistics_of(levels).dark == 0


@pytest.mark.parametrize('share', [0.05, 0.3, 0.5])
def test_walls_or_slopes_that_were_cut_off_to_white_do_not_make_water_of_the_rest(share):
    white = heap(0.5, share, 0.4).clip(-25, 0)  # a JPEG leaves them nearly white
    assert statistics_of(np.concatenate([heap(-12.0, 1 - share, 3.0), white])).dark == 0


@pytest.mark.parametrize('levels', [np.full(100, -7.0), np.array([-3.0]), np.zeros(0)])
def test_a_picture_of_one_level_or_none_has_statistics_too(levels):
    assert statistics_of(levels.astype(np.float32)).scene.spread_db > 0

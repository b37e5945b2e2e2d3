"""How frequent covers are, in places that count alike."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.sentinel.cover import COVERS, FOREST, GREEN, UNKNOWN, WATER
from tests.training.data.test_transplant import example
from training.data.whole_looks import land_shares


def test_places_count_alike_however_many_chips_they_have_and_water_does_not_count():
    shore = example(-10, 0.5, FOREST, place='b')
    shore.cover[:32] = WATER
    shares = land_shares([example(-10, 0.5, GREEN)] * 3 + [shore, example(-10, 0.5, UNKNOWN, place='c')])
    assert shares[GREEN] == shares[FOREST] == 0.5 and shares.sum() == 1


def test_where_nothing_is_known_all_covers_are_alike():
    assert np.allclose(land_shares([example(-10, 0.5, UNKNOWN)]), 1 / len(COVERS))

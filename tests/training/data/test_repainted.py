"""Ground whose radar is that of another place's ground, and the looks that teach what water looks like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel.cover import FOREST, GREEN, UNKNOWN, WATER
from tests.training.data.test_transplant import example
from training.data.repainted import OF_WATER, WIND, Grounds
from training.data.water_looks import LOOKS, PICTURE, REAL, REPAINTED, water_looks


@pytest.fixture(scope='module')
def chips():
    """Fields and a wood of place a; a lake of place b."""
    half = np.where(np.arange(64) < 32, FOREST, GREEN).astype(np.uint8)[:, None].repeat(64, 1)
    fields = replace(example(-10.0, 0.5, GREEN), cover=half)
    return [fields, example(-22.0, 0.2, WATER, place='b')]


def test_a_flood_is_another_places_water_over_ground_whose_map_and_picture_stay(chips):
    rng, grounds, seen = np.random.default_rng(0), Grounds(chips), 0
    for _ in range(40):
        made = grounds.repainted(chips[0], rng)
        if made is None or not (made.cover == WATER).any():
            continue
        seen += 1
        wet = made.cover == WATER
        assert (made.cover[~wet] == chips[0].cover[~wet]).all()
        assert made.classes is chips[0].classes and made.target is chips[0].target
        for name in ('VV', 'VH'):
            assert (made.db[name][~wet] == -10.0).all()
            least, most = (-22.0 + shift for shift in OF_WATER)
            assert least - 6 * WIND < made.db[name][wet].min() and made.db[name][wet].max() < most + 6 * WIND
    assert seen > 10


def test_no_place_is_repainted_with_its_own_ground(chips):
    rng, alone = np.random.default_rng(0), Grounds(chips[1:])
    assert all(alone.repainted(chips[1], rng) is None for _ in range(10))


def test_dry_ground_is_laid_down_as_well(chips):
    rng, grounds = np.random.default_rng(0), Grounds(chips)
    made = [grounds.repainted(chips[1], rng) for _ in range(40)]
    assert any(chip is not None and np.isin(chip.cover, [FOREST, GREEN]).any() for chip in made)


def test_every_kind_of_look_has_its_share_and_unknown_ground_gives_none(chips):
    flood = replace(example(-10.0, 0.5, WATER, place='f'), calibrated=False, source='cover')
    unknown = replace(example(-10.0, 0.5, UNKNOWN, place='u'))
    made = list(water_looks([*chips, flood, unknown], 16))
    assert 2 * len(chips) + 1 < len(made) <= LOOKS * len(chips) + 1
    assert sum(share for *_, share in made) <= REAL + REPAINTED + PICTURE + 1e-9
    assert made[-1][2] == PICTURE
    assert all(look.shape[1:] == cover.shape for look, cover, _ in made)

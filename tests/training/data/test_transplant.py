"""Ground that has changed since the map: radar, picture and cover of another place, the map of what was there."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.sentinel.cover import GREEN, UNKNOWN, WATER
from training.data.examples import Example
from training.data.transplant import Givers, transplanted


def example(
    level_db: float, colour: float, cover: int, names=('VV', 'VH'), place: str = 'a', side: int = 64
) -> Example:
    db = {name: np.full((side, side), level_db, np.float32) for name in names}
    target = np.full((3, side, side), colour, np.float32)
    classes = np.full((side, side), 2, np.uint8)
    cover = np.full((side, side), cover, np.uint8)
    return Example(
        place, place, 'multispectral', db, True, target, np.ones((side, side), bool), classes, '', 10.0, cover
    )


def test_a_flood_changes_radar_picture_and_cover_but_not_the_map():
    fields, lake = example(-10.0, 0.5, GREEN), example(-22.0, 0.2, WATER, place='b')
    made = transplanted(fields, lake, True, np.random.default_rng(1))
    wet = made.cover == WATER
    assert 0.05 < wet.mean() <= 1.0 and (made.classes == 2).all()
    for name in ('VV', 'VH'):
        assert (made.db[name] == np.where(wet, -22.0, -10.0)).all()
    assert (made.target == np.where(wet, np.float32(0.2), np.float32(0.5))).all()


def test_polarisations_that_the_giver_lacks_go():
    made = transplanted(example(-10, 0.5, GREEN), example(-22, 0.2, WATER, ('VV',)), True, np.random.default_rng(1))
    assert set(made.db) == {'VV'}
    kept = example(-10, 0.5, GREEN, ('VH',))
    assert transplanted(kept, example(-22, 0.2, WATER, ('VV',)), True, np.random.default_rng(1)) is kept


def test_givers_of_water_show_water():
    chips = [example(-22, 0.2, WATER, place='sea'), example(-10, 0.5, UNKNOWN, place='land')]
    rng, givers = np.random.default_rng(0), Givers(chips)
    drawn = [givers.draw(32, rng) for _ in range(40)]
    assert all((chip.cover == WATER).all() for chip, of_water in drawn if of_water)
    assert 10 < sum(of_water for _, of_water in drawn) < 36

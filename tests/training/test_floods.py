"""Floods read from pictures: what is true, what Otsu and the reader find, and what does not count."""

import numpy as np
import pytest

from training.data.cover_labels import GREEN, UNKNOWN, WATER
from training.evaluation.floods import (
    BY_OTSU,
    BY_RADAR,
    BY_READER,
    LAND,
    Flood,
    lines,
    measured,
    otsu,
    water_of_false_colour,
)
from training.evaluation.forest import Forest, Labelled
from training.evaluation.judged import Judged
from training.evaluation.reader import features_of_picture

FIELD, CLEAR, MURKY, BRIGHT = (0.25, 0.40, 0.07), (0.01, 0.02, 0.05), (0.06, 0.12, 0.14), (0.6, 0.7, 0.7)


def false_colour(left, right, side=32):
    picture = np.empty((3, side, side), np.float32)
    picture[:, :, : side // 2] = np.array(left)[:, None, None]
    picture[:, :, side // 2 :] = np.array(right)[:, None, None]
    return picture


@pytest.mark.parametrize('water', [CLEAR, MURKY])
def test_clear_and_murky_water_beside_fields_is_water(water):
    labels = water_of_false_colour(false_colour(water, FIELD))
    assert (labels[:, :14] == WATER).all() and (labels[:, 18:] == LAND).all()


def test_nothing_dark_is_trusted_where_clouds_are():
    picture = false_colour(CLEAR, FIELD)
    picture[:, :8, 24:] = np.array(BRIGHT)[:, None, None]
    labels = water_of_false_colour(picture)
    assert not (labels == WATER).any() and (labels[:8, 24:] == UNKNOWN).all()


def test_through_haze_nothing_is_sure():
    assert (water_of_false_colour(false_colour((0.2, 0.3, 0.2), (0.15, 0.17, 0.2))) == UNKNOWN).all()


def test_padding_is_unknown():
    picture = false_colour(FIELD, FIELD)
    picture[:, :4] = 0
    assert (water_of_false_colour(picture)[:4] == UNKNOWN).all()


def test_otsu_parts_two_heaps():
    rng = np.random.default_rng(0)
    low, high = rng.normal(0, 0.5, 500), rng.normal(5, 0.5, 200)
    threshold = otsu(np.concatenate([low, high]))
    assert (low <= threshold).mean() > 0.99 and (high > threshold).mean() > 0.99


def day(name, cover):
    rng = np.random.default_rng(len(name))
    vv = np.where(cover == WATER, -22.0, -8.0) + rng.normal(0, 1, cover.shape)
    picture = np.where(cover == WATER, 0.2, 0.5) + rng.normal(0, 0.01, (3, *cover.shape))
    return Judged(name, 'here', 'made', {'VV': vv}, False, picture, np.ones(cover.shape, bool), cover)


@pytest.fixture
def flood():
    dry = np.full((40, 40), LAND, np.uint8)
    dry[:10] = WATER
    wet = dry.copy()
    wet[:25] = WATER
    wet[39] = UNKNOWN
    return Flood(day('before', dry), day('after', wet))


def test_a_lake_that_was_there_before_is_no_flood(flood):
    assert not flood.flooded[:10].any() and flood.flooded[10:25].all() and not flood.flooded[25:].any()
    assert not flood.dry[:10].any() and not flood.dry[39].any()


def test_a_picture_that_shows_the_flood_is_read_and_one_that_hides_it_is_not(flood):
    everywhere = np.ones((40, 40), bool)
    reader = Forest.fit(
        [
            Labelled(
                'there',
                features_of_picture(flood.before.truth, everywhere),
                np.where(flood.before.cover == WATER, WATER, GREEN).ravel(),
            )
        ]
    )
    makers = {'shows': lambda chip: chip.truth, 'hides': lambda chip: flood.before.truth}
    found = measured([flood], makers, reader)
    iou = {way: places['here'][0] / places['here'][1] for way, places in found.items()}
    assert iou[BY_RADAR] > 0.85
    for way in (BY_OTSU, BY_READER):
        assert iou[f'shows, {way}'] > 0.85 and iou[f'hides, {way}'] < 0.1
    assert sum(line.count('|') for line in lines(found, 1)[-5:]) == 5 * 5

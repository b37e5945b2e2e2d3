"""REFERENCE beside the older picture itself: pairs of dates, and what is told of them."""

from dataclasses import replace

import numpy as np

from training.data.cover_labels import GREEN, WATER
from training.evaluation.judged import Judged
from training.evaluation.older_picture import OLDER, Beaten, lines, measured, measures, pairs


def chip(name, place, date, seed=0, side=64):
    rng = np.random.default_rng(seed)
    cover = np.full((side, side), GREEN, np.uint8)
    cover[: side // 2] = WATER
    light = np.where(cover == WATER, 0.2, 0.5)[None] + rng.normal(0, 0.05, (3, side, side))
    vv = np.where(cover == WATER, -20.0, -9.0) + rng.normal(0, 1, (side, side))
    radar = {'VV': vv.astype(np.float32)}
    return Judged(name, place, 'made', radar, True, light.astype(np.float32), np.ones(cover.shape, bool), cover, date)


def test_each_date_is_paired_with_the_one_before_it():
    chips = [chip('c', 'p', '2020-08-01'), chip('a', 'p', '2020-05-01'), chip('b', 'p', '2020-07'), chip('z', 'q', '')]
    assert [(today.id, before.id) for today, before in pairs(chips)] == [('b', 'a'), ('c', 'b')]


def test_two_grounds_of_one_place_are_not_paired_with_each_other():
    chips = [chip(f'city_{side}_t{k}', 'city', f'201{k}0101') for side in ('e', 'w') for k in (1, 2)]
    assert [(a.id, b.id) for a, b in pairs(chips)] == [('city_e_t2', 'city_e_t1'), ('city_w_t2', 'city_w_t1')]


def test_months_of_a_series_have_an_order():
    chips = [chip('late', 'p', 'month 11 (00=September)'), chip('early', 'p', 'month 02 (00=September)')]
    assert [(a.id, b.id) for a, b in pairs(chips)] == [('late', 'early')]


def test_the_truth_has_no_error_and_wrong_water_is_told_in_grey_levels():
    today = chip('a', 'p', '2020-05-01')
    everywhere = today.valid
    assert np.allclose(measures(today.truth, today, today, everywhere, everywhere), [0, 0, 1, 1, 0, 0], atol=1e-5)
    olive = today.truth + np.where(today.cover == WATER, 10 / 255, 0)
    assert np.allclose(measures(olive, today, today, everywhere, everywhere)[4:], 10, atol=1e-3)


def test_a_date_that_names_no_day_is_left_out():
    assert not list(pairs([chip('a', 'p', 'Aug or Sep'), chip('b', 'p', '2020-05-01')]))


def test_a_place_is_worse_only_beyond_three_per_cent():
    rows = {OLDER: {'p': [np.array([10.0, 20, 0.8, 1, 2])]}}
    for name, error in (('as good', 10.2), ('worse', 10.4)):
        rows[name] = {'p': [np.array([error, 20, 0.8, 1, 2])]}
    told = lines(Beaten(rows, {'p': 'made'}))
    assert next(line for line in told if line.startswith('| as good')).endswith('0 of 1 |')
    assert next(line for line in told if line.startswith('| worse')).endswith('1 of 1 |')


def test_the_product_itself_makes_the_pictures_of_a_pair(tmp_path):
    before = chip('a', 'p', '2020-05-01')
    today = replace(chip('b', 'p', '2020-06-01', 1), truth=np.clip(before.truth * 0.9, 0, 1))
    found = measured([before, today], tmp_path)
    assert set(found.rows) == {OLDER, 'REFERENCE', 'REFERENCE, REFERENCE_SAR'}
    assert all(np.isfinite(row['p'][0]).all() for row in found.rows.values())
    assert 0 < found.rows[OLDER]['p'][0][0] < 15

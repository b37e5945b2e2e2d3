"""No place may be on both sides of a split."""

from __future__ import annotations

import pytest

from training.data.index import Chip, prove_disjoint, read_index, split_by_group


def chip(group: str, split: str = 'train', date: str = '') -> Chip:
    return Chip(f'{group} {date}', 'clear', 'test', group, split, date, 10.0, 'L2A', (), '', '', '', '', '', '', '')


def test_split_follows_the_index():
    train, val = split_by_group([chip('a'), chip('a'), chip('b', 'val')])
    assert {c.group for c in train} == {'a'} and {c.group for c in val} == {'b'}


def test_held_out_groups_override_the_index():
    train, val = split_by_group([chip('a'), chip('b', 'val'), chip('c')], held_out=['c'])
    assert {c.group for c in train} == {'a', 'b'} and {c.group for c in val} == {'c'}


def test_a_place_on_both_sides_is_refused():
    with pytest.raises(ValueError, match='both sides'):
        split_by_group([chip('a'), chip('a', 'val')])


def test_a_series_may_be_split_in_time_only():
    early, late = chip('hainaut', 'train', '2018-08-04'), chip('hainaut', 'val', '2019-08-04')
    prove_disjoint([early], [late], ['hainaut'])
    with pytest.raises(ValueError, match='Dates of hainaut'):
        prove_disjoint([early], [early], ['hainaut'])


@pytest.mark.data
def test_the_real_index_splits_cleanly(shared_data):
    train, val = split_by_group(read_index(str(shared_data)))
    assert len(train) > 1000 and len(val) > 50
    assert not ({c.group for c in train} & {c.group for c in val}) - {'hainaut'}

"""Leave-place-out: every place is held out once, neighbours together."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from training.evaluation.leave_place_out import BY_SOURCE, NEIGHBOURS, by_source, deal

PLACES = {'a': True, 'b': True, 'c': True, 'd': True, 'T11SLT': False, 'T11SMT': False, 'p': False, 'q': False}
EXAMPLES = [SimpleNamespace(place=place, calibrated=sure) for place, sure in PLACES.items() for _ in range(3)]


def test_every_place_is_held_out_in_exactly_one_fold():
    folds = deal(EXAMPLES, 3)
    assert sorted(place for fold in folds for place in fold) == sorted(PLACES)


def test_neighbouring_places_are_never_on_both_sides():
    for count in (2, 3, 4):
        for group in NEIGHBOURS:
            assert sum(bool(set(group) & set(fold)) for fold in deal(EXAMPLES, count)) == 1


def test_every_fold_holds_out_radar_in_db_and_pictures():
    for fold in deal(EXAMPLES, 3):
        assert {PLACES[place] for place in fold} == {True, False}


def test_each_source_counts_its_places_alike():
    chips = {'a': [np.full(6, 20.0), np.full(6, 22.0)], 'b': [np.full(6, 30.0)], 'p': [np.full(6, 10.0)]}
    lines = by_source(dict.fromkeys(BY_SOURCE, chips), {'a': 'one', 'b': 'one', 'p': 'other'})
    assert lines[0] == '| method | one (2) | other (1) |'
    assert lines[2] == f'| {BY_SOURCE[0]} | 25.5 (25.5) | 10.0 (10.0) |'

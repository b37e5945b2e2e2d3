"""How much of an older picture no longer holds: by the calendar, and by the radar of both dates."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.staleness import AGED, LEAST, UNKNOWN, Likeness, aged


def test_a_picture_ages_with_the_days_whichever_of_the_two_is_older_and_never_wholly():
    shares = [aged(days) for days in (0, 30, 60, 120, 365)]
    assert shares == sorted(shares) and shares[0] == LEAST < aged(None) == UNKNOWN < shares[-1] < AGED
    assert aged(-60) == aged(60)


def radar(seed: int, shape=(2, 4096)) -> np.ndarray:
    return np.random.default_rng(seed).normal(-12, 3, shape)


def test_likeness_is_the_correlation_of_both_dates_whatever_the_level_of_each():
    likeness = Likeness([0], [0], 64)
    likeness.add(0, 0, radar(1), 0.8 * radar(1) + 0.6 * radar(2) - 4.0)
    assert likeness.finish() == pytest.approx(0.8, abs=0.03)
    assert likeness.at(0, 0, 5, 7) == pytest.approx(np.full((5, 7), 0.8), abs=0.03)


def test_likeness_is_local_and_runs_smoothly_from_place_to_place():
    starts = [0, 100, 200, 300, 400, 500]
    likeness = Likeness([0], starts, 64)
    for j in range(len(starts)):
        likeness.add(0, j, radar(j), radar(j if j < 3 else 9 + j))
    likeness.finish()
    line = likeness.at(0, 0, 4, 600)[0]
    assert line[:60].min() > 0.9 and line[540:].max() < 0.15
    assert np.abs(np.diff(line)).max() < 0.02
    assert (likeness.at(0, 250, 4, 100)[0] == line[250:350]).all()


def test_without_common_ground_nothing_is_alike():
    likeness = Likeness([0], [0], 64)
    likeness.add(0, 0, np.zeros((2, 0)), np.zeros((2, 0)))
    assert likeness.finish() == 0.0 and (likeness.at(0, 0, 3, 3) == 0.0).all()

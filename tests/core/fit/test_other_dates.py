"""Other dates as covariates: which of them speak where."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.fit.other_dates import OtherDates


def test_spare_dates_speak_only_where_all_chosen_ones_are_hidden():
    rng = np.random.default_rng(1)
    values = rng.uniform(0.1, 0.4, (8, 2, 400)).astype(np.float32)
    values[7] = values[0] * 1.5
    others = OtherDates(values, np.ones((8, 400), bool), 0, [1, 2, 3, 4, 5, 6, 7])
    assert others.chosen == (1, 2, 3, 4, 5) and others.spare == (6, 7)
    flat = {k: v[:, None] for k, v in enumerate(values)}
    here = {k: np.ones((1, 400), bool) for k in (1, 2)}
    with_spare = {**here, 6: np.ones((1, 400), bool)}
    assert (others.covariates(flat, here)[0] == others.covariates(flat, with_spare)[0]).all()
    assert others.covariates(flat, {6: with_spare[6]})[1].all()


def test_dates_that_are_never_clear_together_still_teach_each_for_itself():
    values = np.random.default_rng(2).uniform(0.1, 0.4, (3, 2, 400)).astype(np.float32)
    clear = np.ones((3, 400), bool)
    clear[1, 200:], clear[2, :200] = False, False
    others = OtherDates(values, clear, 0, [1, 2])
    flat, seen = {k: values[k][:, None] for k in (1, 2)}, {k: clear[k][None] for k in (1, 2)}
    planes, known = others.covariates(flat, seen)
    assert others.chosen == (1, 2) and known.all()
    assert (planes[:2, 0, :200] == values[1][:, :200]).all()
    assert np.allclose(planes[:2, 0, 200:], values[1][:, :200].mean(axis=1, keepdims=True))

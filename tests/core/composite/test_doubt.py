"""Sigma of a composite by the dates that are seen."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from sar2optical_qgis.core.composite.doubt import DoubtByDates


def test_doubt_is_larger_where_the_best_date_is_hidden_and_largest_where_all_are():
    rng = np.random.default_rng(2)
    seen = rng.random((3, 4000)) < 0.7
    seen[2, seen[0]] = True  # the third hidden beside the first: never among the clear pixels
    ground = rng.normal(size=(2, 4000))
    errors = np.where(seen[0], 0.1, 0.5) * rng.normal(size=(2, 4000))
    doubt = DoubtByDates(ground, ground + errors, seen)
    doubt.learn(SimpleNamespace(beta=np.eye(2)[None, None], features=lambda planes: planes))
    both, rest, alone, never = doubt(np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]], bool))
    assert np.allclose((rest / both, alone / rest, doubt.factor[1]), (5, 1, both), rtol=0.2)
    assert never == doubt.factor.max() and 0.5 < (doubt.factor[[7, 6]] ** 2 * (0.7, 0.3)).sum() < 1.5

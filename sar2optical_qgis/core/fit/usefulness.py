"""Which groups of covariates help: found out on clear pixels that are held back from the fit."""

from __future__ import annotations

import numpy as np

from .features import FeatureMap
from .normal_equations import solve

MOST_PIXELS = 20_000  # of a sample that are looked at
GAIN = 0.002  # of the error on pixels held back, that a group has to save
FOLD = 16  # pixels along the side of the squares that are held back together


def helpful(values: np.ndarray, covariates: np.ndarray, folds: np.ndarray, groups: list[int]) -> dict[int, float]:
    """Return the groups that help, and the share of the error on pixels held back that each saves.

    ``values`` (bands, n), ``covariates`` (d, n), ``folds`` (n,) 0 or 1. ``groups``: of each covariate, -1 = it stays
    whatever it is worth. Each group in turn is left out of the rest; the least useful goes first.
    """
    few = np.linspace(0, max(values.shape[1] - 1, 0), min(values.shape[1], MOST_PIXELS)).astype(int)
    values, covariates, folds = values[:, few], covariates[:, few], folds[few]
    member, left, gains = np.asarray(groups), sorted(set(groups) - {-1}), {}
    if min(np.count_nonzero(folds == k) for k in (0, 1)) < 10 * len(left):
        return dict.fromkeys(left, 0.0)  # too few to tell
    spread = np.maximum(values.std(axis=1), 1e-6)
    whole = _error(values, covariates[np.isin(member, [-1, *left])], folds, spread)
    while left:
        without = {k: _error(values, covariates[np.isin(member, [-1, *(g for g in left if g != k)])], folds, spread)
                   for k in left}  # fmt: skip
        gains = {k: 1.0 - whole / error for k, error in without.items()}
        worst = min(left, key=lambda k: gains[k])
        if gains[worst] >= GAIN:
            break
        left.remove(worst)
        whole = without[worst]
    return {k: gains[k] for k in left}


def squares(row: int, col: int, shape: tuple[int, int], step: int = 1) -> np.ndarray:
    """Return the fold of every ``step``-th pixel of a window at (row, col), (rows, cols) of 0 and 1."""
    rows, cols = (start + np.arange(size) * step for start, size in zip((row, col), shape))
    return (rows // FOLD)[:, None] + cols // FOLD & 1


def _error(values: np.ndarray, covariates: np.ndarray, folds: np.ndarray, spread: np.ndarray) -> float:
    """Return the mean absolute error on each half by a fit on the other, in spreads of the bands."""
    errors = []
    for held in (0, 1):
        taught, tested = folds != held, folds == held
        features = FeatureMap(covariates[:, taught])
        x, y = features(np.ascontiguousarray(covariates[:, taught])), values[:, taught]
        beta = solve((x @ x.T).astype(float), (x @ y.T).astype(float), features.linear)
        made = beta.T @ features(np.ascontiguousarray(covariates[:, tested]))
        errors.append(float((np.abs(made - values[:, tested]).mean(axis=1) / spread).mean()))
    return max(float(np.mean(errors)), 1e-9)

"""Which groups of covariates help: found out on clear pixels that are held back from the fit."""

from __future__ import annotations

import numpy as np

from .features import FeatureMap
from .normal_equations import solve

MOST_PIXELS = 20_000  # of a sample that are looked at
GAIN = 0.002  # of the error on pixels held back, that a group has to save
SQUARE = 4  # pixels along the side of squares that err alike
FOLDS = (4, 2, 1)  # squares along the side of those that are held back together, the largest that leave enough
ENOUGH = 10  # pixels of each half, a group
ROW = 2**20  # squares of a row, in their numbers
SURE, FEW = 1.0, 64  # standard errors that are no chance in so few squares; of more, in proportion fewer


def helpful(values: np.ndarray, covariates: np.ndarray, square: np.ndarray, groups: list[int]) -> dict[int, float]:
    """Return the groups that help, and the share of the error on pixels held back that each saves.

    ``values`` (bands, n), ``covariates`` (d, n), ``square`` (n,) of squares(). ``groups``: of each covariate, -1 = it
    stays whatever it is worth. Each group in turn is left out of the rest, and given with its pixels shuffled: more
    covariates smooth a fit, whatever they tell. The least useful goes first. What a group saves has to be more than
    chance, which in a small sample is its standard error over the squares.
    """
    few = np.linspace(0, max(values.shape[1] - 1, 0), min(values.shape[1], MOST_PIXELS)).astype(int)
    values, covariates, square = values[:, few], covariates[:, few], square[few]
    member, left = np.asarray(groups), sorted(set(groups) - {-1})
    for side in FOLDS:
        held = (square // ROW // side + square % ROW // side) & 1
        if min(np.count_nonzero(held == k) for k in (0, 1)) >= ENOUGH * len(left):
            break
    else:
        return dict.fromkeys(left, 0.0)  # too few to tell
    spread = np.maximum(values.std(axis=1), 1e-6)
    lots = np.random.default_rng(7).permutation(values.shape[1])
    gains, whole = {}, _errors(values, covariates[np.isin(member, [-1, *left])], held, spread)
    while left:
        without, gains = {}, {}
        for k in left:
            rest = covariates[np.isin(member, [-1, *(g for g in left if g != k)])]
            shuffled = np.concatenate([rest, covariates[member == k][:, lots]])
            without[k] = _errors(values, rest, held, spread)
            others = without[k], _errors(values, shuffled, held, spread)
            gains[k] = min((_saved(errors, whole, square) for errors in others), key=lambda told: told[0] - told[1])
        worst = min(left, key=lambda k: gains[k][0] - gains[k][1])
        if gains[worst][0] >= max(GAIN, gains[worst][1]):
            break
        left.remove(worst)
        whole = without[worst]
    return {k: gains[k][0] for k in left}


def squares(row: int, col: int, shape: tuple[int, int], step: int = 1) -> np.ndarray:
    """Return the number of the square of every ``step``-th pixel of a window at (row, col), (rows, cols) int."""
    rows, cols = (start + np.arange(size) * step for start, size in zip((row, col), shape))
    return (rows // SQUARE * ROW)[:, None] + cols // SQUARE


def _saved(without: np.ndarray, whole: np.ndarray, square: np.ndarray) -> tuple[float, float]:
    """Return the share of the errors (n,) that is saved, and what chance may save: pixels of a square err alike."""
    _, index, count = np.unique(square, return_inverse=True, return_counts=True)
    saved, m = without - whole, len(count)
    off = np.bincount(index, saved) - count * saved.mean()
    chance = np.sqrt((off**2).sum() * m / max(m - 1, 1)) * SURE * min(FEW / m, 1.0)
    total = max(float(without.sum()), 1e-9)
    return float(saved.sum()) / total, float(chance) / total


def _errors(values: np.ndarray, covariates: np.ndarray, held: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return the absolute errors (n,) on each half by a fit on the other, mean over the bands, in their spreads."""
    errors = np.empty(len(held))
    for half in (0, 1):
        taught, tested = held != half, held == half
        features = FeatureMap(covariates[:, taught])
        x, y = features(np.ascontiguousarray(covariates[:, taught])), values[:, taught]
        beta = solve((x @ x.T).astype(float), (x @ y.T).astype(float), features.linear)
        made = beta.T @ features(np.ascontiguousarray(covariates[:, tested]))
        errors[tested] = (np.abs(made - values[:, tested]).T / spread).mean(axis=1)
    return errors

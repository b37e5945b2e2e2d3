"""Which groups of covariates help: found out on clear pixels that are held back from the fit."""

from __future__ import annotations

from itertools import product

import numpy as np

from .features import FeatureMap
from .normal_equations import solve

MOST_PIXELS = 20_000  # of a sample that are looked at
GAIN = 0.002  # of the error on pixels held back, that a group has to save
SQUARE = 4  # pixels along the side of the squares that are held back or not
FOLDS = (4, 2, 1)  # squares along the side of those that are held back together, the largest that leave enough
ENOUGH = 10  # pixels of each half, a group
ROW = 2**20  # squares of a row, in their numbers
LOTS = (4, 9)  # times that a group is moved, for a large and for a small sample


def helpful(values: np.ndarray, covariates: np.ndarray, square: np.ndarray, groups: list[int]) -> dict[int, float]:
    """Return the groups that help, and the share of the error on pixels held back that each saves.

    ``values`` (bands, n), ``covariates`` (d, n), ``square`` (n,) of squares(). ``groups``: of each covariate, -1 = it
    stays whatever it is worth. Each group in turn is left out of the rest, and given as it lies elsewhere, again and
    again: it has to win over all of that by GAIN (a permutation test; noise wins over nine once in ten times, and has
    to save something, too). The least useful goes first.
    """
    few = np.linspace(0, max(values.shape[1] - 1, 0), min(values.shape[1], MOST_PIXELS)).astype(int)
    values, covariates, square = values[:, few], covariates[:, few], square[few]
    member, left = np.asarray(groups), sorted(set(groups) - {-1})
    shifts = (0, 1) if values.shape[1] < MOST_PIXELS else (0,)  # few pixels are held back in two patterns
    for side in FOLDS:
        held = [((square // ROW + shift * side // 2) // side + square % ROW // side) & 1 for shift in shifts]
        if min(np.count_nonzero(each == k) for each in held for k in (0, 1)) >= ENOUGH * len(left):
            break
    else:
        return dict.fromkeys(left, 0.0)  # too few to tell
    spread = np.maximum(values.std(axis=1), 1e-6)
    lots = moved(square, int(np.clip(LOTS[0] * MOST_PIXELS // max(values.shape[1], 1), *LOTS)))
    gains, whole = {}, _error(values, covariates[np.isin(member, [-1, *left])], held, spread)
    while left:
        without = {}
        for k in left:
            rest, own = (covariates[np.isin(member, some)] for some in ([-1, *(g for g in left if g != k)], [k]))
            without[k] = _error(values, rest, held, spread)
            gains[k] = 1.0 - whole / without[k]
            for lot in lots if gains[k] >= GAIN else ():
                beaten = 1.0 - whole / _error(values, np.concatenate([rest, own[:, lot]]), held, spread)
                if beaten < GAIN:
                    gains[k] = beaten
                    break
        worst = min(left, key=lambda k: gains[k])
        if gains[worst] >= GAIN:
            break
        left.remove(worst)
        whole = without[worst]
    return {k: gains[k] for k in left}


def squares(row: int, col: int, shape: tuple[int, int], step: int = 1) -> np.ndarray:
    """Return the number of the square of every ``step``-th pixel of a window at (row, col), (rows, cols) int."""
    rows, cols = (start + np.arange(size) * step for start, size in zip((row, col), shape))
    return (rows // SQUARE * ROW)[:, None] + cols // SQUARE


def moved(square: np.ndarray, count: int) -> list[np.ndarray]:
    """Return ``count`` times the index of another pixel for each, (n,): the same place in a square some way off.

    All squares are moved alike, beyond one rim and in at the other. So smooth noise stays as smooth as it is, and tells
    as much of places by chance. Where no pixel lies, the next one to the right is taken.
    """
    rng, (numbers, own) = np.random.default_rng(7), np.unique(square, return_inverse=True)
    pixels, sizes = np.argsort(own, kind='stable'), np.bincount(own)
    starts = np.cumsum(sizes) - sizes
    within = np.argsort(pixels) - starts[own]
    found = []
    for _ in range(count):
        row, col = (_around(each, rng) for each in (numbers // ROW, numbers % ROW))
        there = (np.searchsorted(numbers, row * ROW + col) % len(numbers))[own]
        found.append(pixels[starts[there] + within % sizes[there]])
    return found


def _around(places: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return places (n,) along an axis shifted by chance, those beyond its end in at its start."""
    first, length = places.min(), np.ptp(places) + 1
    return first + (places - first + rng.integers(length)) % length


def _error(values: np.ndarray, covariates: np.ndarray, held: list[np.ndarray], spread: np.ndarray) -> float:
    """Return the mean absolute error on each half by a fit on the other, of all bands in their spreads.

    ``held``: one or several ways to halve the pixels, (n,) of 0 and 1.
    """
    total = 0.0
    for each, half in product(held, (0, 1)):
        taught, tested = each != half, each == half
        features = FeatureMap(covariates[:, taught])
        x, y = features(np.ascontiguousarray(covariates[:, taught])), values[:, taught]
        beta = solve((x @ x.T).astype(float), (x @ y.T).astype(float), features)
        made = beta.T @ features(np.ascontiguousarray(covariates[:, tested]))
        total += float((np.abs(made - values[:, tested]).T / spread).sum())
    return max(total / values.size / len(held), 1e-9)

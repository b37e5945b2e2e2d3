"""How far a fit on other dates is off where some of them are hidden, as clear pixels of the target date show it.

Sigma of a fit is that of all clear pixels. Where the best date is hidden, and what it would show is filled from worse
ones, errors are several times as large as where all dates are seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..fit.regression import SameImageFit

MOST_PIXELS = 20_000  # of a sample that are looked at
PRIOR = 100  # pixels' worth of what coarser groups say: of the same best date, of all pixels


class DoubtByDates:
    """The factor of sigma for every combination of dates that are seen."""

    def __init__(self, values: np.ndarray, covariates: np.ndarray, seen: np.ndarray) -> None:
        """Take a sample of clear pixels: ``values`` (bands, n), ``covariates`` (d, n) of the fit, ``seen`` (dates, n).

        The dates are in order, the one that knows most of the target first.
        """
        few = np.linspace(0, max(values.shape[1] - 1, 0), min(values.shape[1], MOST_PIXELS)).astype(int)
        self.values, self.covariates, self.pattern = values[:, few], covariates[:, few], patterns(seen[:, few])
        self.factor = np.ones(2 ** len(seen), np.float32)

    def learn(self, fit: SameImageFit) -> None:
        """Compare the mean of the local fits with the sample, which is let go."""
        count, size = self.values.shape[1], len(self.factor)
        if count:
            made = fit.beta.mean(axis=(0, 1)) @ fit.features(self.covariates)
            squares = (made - self.values) ** 2
            square = (squares / np.maximum(squares.mean(axis=1, keepdims=True), 1e-12)).mean(axis=0)
            first = np.array([0, *(1 + (k & -k).bit_length() for k in range(1, size))])  # the best date that is seen
            total, pixels = (np.bincount(self.pattern, weight, size) for weight in (square, None))
            by_first, pixels_first = (np.bincount(first, each) for each in (total, pixels))
            prior = (by_first + PRIOR) / (pixels_first + PRIOR)
            self.factor = np.sqrt((total + PRIOR * prior[first]) / (pixels + PRIOR)).astype(np.float32)
            self.factor[0] = max(self.factor)  # none of them is seen
        del self.values, self.covariates, self.pattern

    def __call__(self, seen: Sequence[np.ndarray]) -> np.ndarray:
        """Return the factor (rows, cols) where ``seen`` (dates, rows, cols)."""
        return self.factor[patterns(seen)]


def patterns(seen: Sequence[np.ndarray]) -> np.ndarray:
    """Return a number for each combination of dates, whose bit k stands for date k: (dates, ...) bool to (...) int."""
    return sum(np.asarray(each).astype(np.int64) << k for k, each in enumerate(seen))

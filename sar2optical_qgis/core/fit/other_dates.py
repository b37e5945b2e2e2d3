"""Other dates as covariates of the same-image fit, with what clouds hide of them filled from one another.

Every date's bands are regressed on every other date's, pair by pair, on a sample of pixels that are clear in both.
Where a date is hidden, the mean of what the visible dates say of it takes its place, weighted by how well each knows
it.
One joint fit over all of them then serves every pattern of clouds. It was measured against a fit for each pattern of
visible dates (fewer pixels for each), hidden covariates at their mean, and a mean of fits on one date: better or equal,
and one set of sums (training/RESULTS.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DATES = 5  # of a joint fit: more say nothing new (SCIENCE.md, section 7; training/RESULTS.md)
FEWEST_PIXELS = 50  # clear in both dates, of a pairwise regression
RIDGE = 100.0  # penalty, as so many pixels, on standardised bands
LEAST_SEEN = 0.02  # of the target's hidden pixels: a date that shows less of them is no help


@dataclass(frozen=True)
class PairFit:
    """One date's bands from another's: y = x @ gain + offset, and the mean squared error of that."""

    gain: np.ndarray  # (bands of x, bands of y) float32
    offset: np.ndarray  # (bands of y,)
    error: float

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray) -> PairFit:
        """Fit y (bands, n) on x (other bands, n): ridge regression on standardised bands."""
        mean, spread = x.mean(axis=1, keepdims=True), np.maximum(x.std(axis=1, keepdims=True), 1e-6)
        level = y.mean(axis=1, keepdims=True)
        z, left = ((x - mean) / spread).astype(np.float64), (y - level).astype(np.float64)
        beta = np.linalg.solve(z @ z.T + RIDGE * np.eye(len(z)), z @ left.T)
        error = float(((left - beta.T @ z) ** 2).mean())
        gain = beta / spread
        return cls(gain.astype(np.float32), (level[:, 0] - mean[:, 0] @ gain).astype(np.float32), max(error, 1e-8))

    def of_first(self, count: int) -> PairFit:
        """Return the fit of the first ``count`` bands of y alone."""
        return PairFit(self.gain[:, :count], self.offset[:count], self.error)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Return the estimate (n, bands of y) for x (n, bands of x)."""
        return x @ self.gain + self.offset


class OtherDates:
    """Pairwise regressions between dates, and the covariates that they make of any window."""

    def __init__(
        self,
        values: Sequence[np.ndarray],
        clear: np.ndarray,
        target: int,
        candidates: list[int],
        is_ordered: bool = True,
    ) -> None:
        """Learn from a sample: values (bands, n) of each date, whose bands may differ, and clear (dates, n).

        ``candidates``: other dates, best first; not ``is_ordered`` = those that tell most of the target come first.
        Those that share no clear pixels with the target are left out; the first DATES of the rest are ``chosen``.
        """
        self.bands = [len(each) for each in values]

        def pair(source: int, wanted: int) -> PairFit | None:
            both = clear[source] & clear[wanted]
            enough = np.count_nonzero(both) >= FEWEST_PIXELS
            return PairFit.of(values[source][:, both], values[wanted][:, both]) if enough else None

        fits = {k: pair(k, target) for k in candidates}
        self.to_target = {k: fit for k, fit in fits.items() if fit is not None}
        if not is_ordered:
            self.to_target = dict(sorted(self.to_target.items(), key=lambda item: item[1].error))
        self.weight = {k: 1.0 / fit.error for k, fit in self.to_target.items()}  # of each date for the target
        self.chosen = tuple(self.weight)[:DATES]
        self.spare = tuple(self.weight)[DATES:]  # looked at only where all chosen ones are hidden
        self.pairs = {(i, j): pair(i, j) for j in self.chosen for i in self.weight if i != j}
        self.mean = {j: values[j][:, clear[j]].mean(axis=1)[:, None] for j in self.chosen}

    def covariates(self, values: dict[int, np.ndarray], clear: dict[int, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Return covariates (chosen dates x bands, rows, cols) and where any date is known, (rows, cols).

        ``values`` (bands, rows, cols) and ``clear`` (rows, cols) of the dates that were read; chosen dates that are
        missing count as hidden. Spare dates speak only where no chosen one is clear: the rest of the window must not
        depend on whether they were read.
        """
        shape = next(iter(clear.values())).shape
        nothing = np.zeros(shape, bool)
        seen = np.any([clear.get(k, nothing) for k in self.chosen], axis=0)
        use = {k: c if k in self.chosen else c & ~seen for k, c in clear.items()}
        planes, known = [], np.any(list(use.values()), axis=0)
        for j in self.chosen:
            own = use.get(j, nothing)
            plane = (
                np.where(own, values[j], 0.0).astype(np.float32)
                if j in values
                else np.zeros((self.bands[j], *shape), np.float32)
            )
            total, weight = np.zeros_like(plane), np.zeros(shape, np.float32)
            for i in use:
                fit = self.pairs.get((i, j))
                where = use[i] & ~own
                if i != j and fit is not None and where.any():
                    total[:, where] += fit(values[i][:, where].T).T * np.float32(1.0 / fit.error)
                    weight[where] += np.float32(1.0 / fit.error)
            filled = ~own & (weight > 0)
            plane[:, filled] = total[:, filled] / weight[filled]
            unknown = ~own & ~filled  # no date that was ever clear together with this one
            plane[:, unknown] = self.mean[j]
            planes.append(plane)
        return np.concatenate(planes), known

    def sources(self, clear: dict[int, np.ndarray]) -> np.ndarray:
        """Return which date says most of the target at each pixel, (rows, cols) int; -1 where none is clear."""
        best = np.zeros(next(iter(clear.values())).shape, np.float64)
        source = np.full(best.shape, -1)
        for k, weight in self.weight.items():
            better = clear[k] & (weight > best) if k in clear else np.zeros(best.shape, bool)
            best[better], source[better] = weight, k
        return source


def useful(nearest: list[int], shows: np.ndarray, hidden: int) -> list[int]:
    """Return the dates, nearest first, that show enough of the target's ``hidden`` pixels; ``shows`` counts them."""
    return [k for k in nearest if shows[k] >= LEAST_SEEN * hidden and shows[k] > 0]

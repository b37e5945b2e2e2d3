"""Holes of single bands in a stack: the components of a pixel by those of its bands that have data.

With bands x = U'z + noise, components z of known variances and a noise that all bands share (probabilistic PCA, Tipping
and Bishop 1999), the most likely z of some bands p is (U_p U_p' + noise / variances)^-1 U_p x_p.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HALF = 0.5  # of the bands that a pixel needs, else it has no data
LEAST_NOISE = 0.01  # of a band's variance
MOST_PATTERNS = 256  # of holes in one strip: what is missing in rarer ones stays at its mean


def enough(good: np.ndarray) -> np.ndarray:
    """Return which pixels have data in so many bands (bands, ...) that these tell the others."""
    return good.sum(axis=0) >= max(HALF * len(good), 1)


@dataclass(frozen=True)
class Holes:
    """What fills holes: ``directions`` (components, bands) of length 1, ``trust`` (components,), noise to variance."""

    directions: np.ndarray
    trust: np.ndarray

    @classmethod
    def of(cls, directions: np.ndarray, power: np.ndarray) -> Holes:
        """Return what the first of all components of ``power`` (bands,), the largest first, tell."""
        rest = power[len(directions) :]
        noise = max(float(rest.mean()) if rest.size else 0.0, LEAST_NOISE)
        return cls(directions, noise / np.maximum(power[: len(directions)], 1e-12))

    def fill(self, made: np.ndarray, good: np.ndarray) -> None:
        """Change components (components, n) that were made with missing bands at their mean; ``good`` (bands, n)."""
        holed = np.flatnonzero(~good.all(axis=0) & enough(good))
        if not holed.size:
            return
        patterns = np.packbits(good[:, holed], axis=0)
        _, which, counts = np.unique(patterns, axis=1, return_inverse=True, return_counts=True)
        which, order = which.ravel(), np.argsort(-counts)[:MOST_PATTERNS]
        for number in order.tolist():
            there = holed[which == number]
            seen = self.directions[:, good[:, there[0]]]
            made[:, there] = np.linalg.solve(seen @ seen.T + np.diag(self.trust), made[:, there])

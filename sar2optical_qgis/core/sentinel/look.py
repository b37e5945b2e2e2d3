"""What real Sentinel data look like in their proper units, as densities: which units a layer has, they tell.

Values have no unit written on them, and ranges overlap: -6 dB as power is a forest of the tropics, or -12 dB as
amplitude. So each unit that may be is tried, and the one wins in which the values look most like what the satellites
measure. The densities (look.json) are Gaussian mixtures fitted on real chips by training/data/looks.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

STORED = Path(__file__).parent / 'look.json'
RUN = 4  # neighbours in a row: their spread is speckle
SPECTRUM = ('B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B11', 'B12')  # bands whose look is known
DARK, SHIFT = -180.0, 250.0  # reflectance x 10000: no band is darker; keeps the logarithm below finite
TOO_DARK = -150.0  # what no ground reflects
MOST = 400_000  # values that are looked at


@dataclass(frozen=True)
class Mixture:
    """A Gaussian mixture: weights (k,), means (k, d), covariances (k, d, d)."""

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray

    def log_density(self, x: np.ndarray) -> float:
        """Return the natural logarithm of the density at x (d,); where x is NaN it is not known."""
        known = np.isfinite(x)
        if not known.any():
            return 0.0
        parts = []
        for weight, mean, covariance in zip(self.weights, self.means, self.covariances):
            off, spread = x[known] - mean[known], covariance[np.ix_(known, known)]
            square = off @ np.linalg.solve(spread, off)
            parts.append(np.log(weight) - 0.5 * (square + np.linalg.slogdet(2.0 * np.pi * spread)[1]))
        return float(np.logaddexp.reduce(parts))


@lru_cache(maxsize=1)
def known_looks() -> dict[str, Mixture]:
    """Return the densities of VV and VH (features of `backscatter_look`) and of reflectance (`spectral_look`)."""
    stored = json.loads(STORED.read_text('utf-8'))
    return {name: Mixture(*(np.array(part) for part in parts)) for name, parts in stored.items()}


def backscatter_look(db: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return five features of decibels in the order of the raster's rows, (n,): what changes when the unit is wrong.

    The median; logarithms of the spread of neighbours and of the range above and below the median; and the skew of
    neighbours, which is speckle's own: the more looks, the less of either.
    """
    seen = db[valid]
    low, middle, high = np.percentile(seen, (2, 50, 98))
    most = min(db.size, MOST) // RUN * RUN
    runs = db[:most].reshape(-1, RUN)[valid[:most].reshape(-1, RUN).all(axis=1)].astype(np.float64)
    spread, skew = np.nan, np.nan
    if len(runs) >= 10:
        off = runs - runs.mean(axis=1, keepdims=True)
        square = (off**2).sum(axis=1) / (RUN - 1)
        usual = np.median(square)
        calm = square <= 2.0 * usual
        cube = RUN / ((RUN - 1) * (RUN - 2)) * (off[calm] ** 3).sum(axis=1).mean()
        spread = 0.5 * np.log(max(usual, 0.01))
        skew = float(np.clip(cube / max(square[calm].mean(), 1e-6) ** 1.5, -1.5, 1.5))
    return np.array([middle, spread, np.log(max(high - middle, 0.2)), np.log(max(middle - low, 0.2)), skew])


def spectral_look(values: dict[str, np.ndarray]) -> np.ndarray:
    """Return the 1st and the 50th percentile of each band of SPECTRUM, (20,), in the values' own numbers.

    ``values``: clear pixels (n,) by band. NaN where the layer has no such band.
    """
    found = []
    for band in SPECTRUM:
        seen = values.get(band, np.zeros(0))
        found.append(np.percentile(seen, (1, 50)) if seen.size else (np.nan, np.nan))
    return np.concatenate(found)


def log_reflectance(look: np.ndarray) -> np.ndarray:
    """Return the features of the density of reflectance, of a spectral look in reflectance x 10000."""
    return np.log(np.maximum(look, DARK) + SHIFT)


def likelihood_of_reflectance(look: np.ndarray, scale: float, offset: float) -> float:
    """Return the log-likelihood of a spectral look where reflectance = (value + offset) x scale."""
    numbers = (look + offset) * (scale * 1e4)
    x = log_reflectance(numbers)
    change = np.where(np.isfinite(look), np.log(scale * 1e4) - x, 0.0).sum()  # densities are of the values themselves
    return known_looks()['reflectance'].log_density(x) + float(change) - 3.0 * int((numbers < TOO_DARK).sum())

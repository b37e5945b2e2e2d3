"""The plain same-image fit: one ridge regression a pattern of visible dates, plus push-pull of its residual.

What METHOD regression has to beat: no Fourier features, no local fits, no filling of hidden dates, no limits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sar2optical_qgis.core.raster import push_pull as pushpull

RIDGE = 300.0  # penalty, as so many pixels, on standardised covariates
FEWEST = 60  # clear pixels of a fit; a pattern with fewer is left to patterns with fewer dates
DATES = 5


def fill(truth: np.ndarray, clear: np.ndarray, dates: Sequence[np.ndarray], shows: Sequence[np.ndarray]) -> np.ndarray:
    """Return (bands, rows, cols) with hidden pixels estimated from other dates, the nearest first.

    ``truth`` (bands, rows, cols) is looked at where it is ``clear`` alone. ``dates``: covariates (d, rows, cols) each,
    ``shows`` (rows, cols) where they hold. Every pixel is fitted on the dates that show it, pattern by pattern; where
    no date does, push-pull stays.
    """
    dates, shows = list(dates)[:DATES], np.stack(list(shows)[:DATES])
    made = pushpull.fill(np.where(clear, truth, 0.0).astype(np.float32), clear.astype(np.float32))
    code = (shows * (1 << np.arange(len(dates)))[:, None, None]).sum(axis=0)
    for pattern in np.unique(code[~clear]):
        chosen = [k for k in range(len(dates)) if pattern >> k & 1]
        while chosen and (clear & shows[chosen].all(axis=0)).sum() < FEWEST:
            chosen.pop()  # the furthest in time
        if chosen:
            here = ~clear & (code == pattern)
            together = np.concatenate([dates[k] for k in chosen])
            made[:, here] = _fit(truth, clear, together, shows[chosen].all(axis=0))[:, here]
    return np.where(clear, truth, made)


def _fit(truth: np.ndarray, clear: np.ndarray, covariates: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the estimate (bands, rows, cols) of one ridge regression and the push-pull of what it leaves over."""
    use = clear & known
    x, y = covariates[:, use].astype(np.float64), truth[:, use].astype(np.float64)
    mean, spread = x.mean(axis=1), np.maximum(x.std(axis=1), 1e-6)
    z, level = ((x.T - mean) / spread).T, y.mean(axis=1)
    beta = np.linalg.solve(z @ z.T + RIDGE * np.eye(len(z)), z @ (y.T - level))
    everywhere = (covariates.reshape(len(covariates), -1).T - mean) / spread
    fitted = (everywhere @ beta + level).T.reshape(truth.shape).astype(np.float32)
    residual = np.where(use, truth - fitted, 0.0).astype(np.float32)
    return fitted + pushpull.fill(residual, use.astype(np.float32))

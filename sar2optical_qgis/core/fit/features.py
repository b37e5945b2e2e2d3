"""What the same-image fit is linear in: covariates brought to one scale, and random Fourier features of them."""

from __future__ import annotations

import numpy as np

from ..machine.matmul import matmul

FOURIER, NEAR_FOURIER = 128, 64  # random features of all covariates, and of the near ones
RANGE = (0.5, 99.5)  # percentiles of the covariates of clear pixels that a fit may use
CHUNK = 8192  # pixels whose features are made at once: fewer wait for the interpreter than for the cache
FREQUENCY = 1.0  # of the random features, per root of the number of standardised covariates


class FeatureMap:
    """Standardised covariates and random Fourier features of them: 1, x, cos(W x + b)."""

    def __init__(self, sample: np.ndarray, near: np.ndarray | None = None) -> None:
        """Take mean, spread and range from covariates (d, n) of clear pixels; d may be 0.

        Beyond the range that the clear pixels have, the covariates are held at its rim: a fit must not extrapolate.
        ``near`` (d,): those that a second fit sees alone, whose mean with the first is the estimate; None = one fit.
        """
        d = sample.shape[0]
        some = sample.shape[1] > 1
        self.mean = sample.mean(axis=1).astype(np.float32) if some else np.zeros(d, np.float32)
        spread = sample.std(axis=1).astype(np.float32) if some else np.ones(d, np.float32)
        self.scale = 1.0 / np.maximum(spread, 1e-6)
        limits = np.percentile(sample, RANGE, axis=1).astype(np.float32) if some else np.zeros((2, d), np.float32)
        self.low, self.high = limits if some else (self.mean - 5.0, self.mean + 5.0)
        rng = np.random.default_rng(7)  # the same features on every run: results are repeatable
        self.linear = self.size = 1 + d
        self.fits: list[tuple[np.ndarray, np.ndarray]] = []  # of each fit its linear features, and all of its features
        waves = []
        for seen, count in ((np.arange(d), FOURIER), *([] if near is None else [(np.flatnonzero(near), NEAR_FOURIER)])):
            weights = np.zeros((1 + d, count if len(seen) else 0), np.float32)
            weights[1 + seen] = rng.normal(0.0, FREQUENCY / max(len(seen), 1) ** 0.5, (len(seen), weights.shape[1]))
            weights[0] = rng.uniform(0.0, 2 * np.pi, weights.shape[1])
            waves.append(weights.T)
            own = np.concatenate([[0], 1 + seen])
            self.fits.append((own, np.concatenate([own, self.size + np.arange(weights.shape[1])])))
            self.size += weights.shape[1]
        self.waves = np.ascontiguousarray(np.concatenate(waves))

    def __call__(
        self, covariates: np.ndarray, known: np.ndarray | None = None, out: np.ndarray | None = None
    ) -> np.ndarray:
        """Return features (size, n) float32 of covariates (d, n), written into ``out`` if given.

        Where ``known`` (d, n) says so, a covariate is missing and says nothing: it counts as the mean.
        """
        features = np.empty((self.size, covariates.shape[1]), np.float32) if out is None else out
        linear = features[: self.linear]
        linear[0] = 1.0
        self.standardised(covariates, known, linear[1:])
        self.waves_of(linear, features[self.linear :])
        return features

    def waves_of(self, linear: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
        """Return the random features (size - linear, n) of 1 and standardised covariates, (linear, n)."""
        waves = matmul(self.waves, linear, out=out)
        return np.cos(waves, out=waves)

    def standardised(
        self, covariates: np.ndarray, known: np.ndarray | None = None, out: np.ndarray | None = None
    ) -> np.ndarray:
        """Return covariates (d, ...) within their range, in spreads from their mean, and 0 where not ``known``."""
        cols, ones = covariates.shape[-1], [1] * (covariates.ndim - 1)
        mean, scale = (v.reshape(-1, *ones) for v in (self.mean, self.scale))
        low, high = (v.repeat(cols).reshape(len(v), *ones[1:], cols) for v in (self.low, self.high))  # see limited()
        x = np.maximum(covariates, low, out=out)
        np.minimum(x, high, out=x)
        x -= mean
        x *= scale
        if known is not None and not known.all():
            np.copyto(x, 0.0, where=~known)
        return x

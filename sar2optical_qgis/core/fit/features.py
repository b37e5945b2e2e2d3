"""What the same-image fit is linear in: covariates brought to one scale, and random Fourier features of them."""

from __future__ import annotations

import numpy as np

from ..machine.matmul import matmul

FOURIER = 128  # random features
RANGE = (0.5, 99.5)  # percentiles of the covariates of clear pixels that a fit may use
CHUNK = 8192  # pixels whose features are made at once: fewer wait for the interpreter than for the cache
FREQUENCY = 1.0  # of the random features, per root of the number of standardised covariates


class FeatureMap:
    """Standardised covariates and random Fourier features of them: 1, x, cos(W x + b)."""

    def __init__(self, sample: np.ndarray) -> None:
        """Take mean, spread and range from covariates (d, n) of clear pixels; d may be 0.

        Beyond the range that the clear pixels have, the covariates are held at its rim: a fit must not extrapolate.
        """
        d = sample.shape[0]
        some = sample.shape[1] > 1
        self.mean = sample.mean(axis=1).astype(np.float32) if some else np.zeros(d, np.float32)
        spread = sample.std(axis=1).astype(np.float32) if some else np.ones(d, np.float32)
        self.scale = 1.0 / np.maximum(spread, 1e-6)
        limits = np.percentile(sample, RANGE, axis=1).astype(np.float32) if some else np.zeros((2, d), np.float32)
        self.low, self.high = limits if some else (self.mean - 5.0, self.mean + 5.0)
        rng = np.random.default_rng(7)  # the same features on every run: results are repeatable
        count = FOURIER if d else 0
        weights = rng.normal(0.0, FREQUENCY / max(d, 1) ** 0.5, (d, count)).astype(np.float32)
        phase = rng.uniform(0.0, 2 * np.pi, count).astype(np.float32)
        self.waves = np.concatenate([phase[:, None], weights.T], axis=1)
        self.linear = 1 + d
        self.size = 1 + d + count

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

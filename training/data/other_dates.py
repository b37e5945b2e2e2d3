"""Other dates made up from one clear picture: its kinds of ground change colour each their own way, some fields wholly.

Real series are few. This gives places without one a rough idea of what a season does.
"""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.names import S2_BANDS
from training.data.clouds import fractal
from training.data.series_scenes import Acquisition, Series

GROUPS = (0, 0, 0, 1, 1, 2, 2, 2, 3, 3)  # of S2_BANDS that change together: visible, red edge, infrared, short-wave
DATES = 5


def made_up(series: Series, rng: np.random.Generator) -> Series:
    """Return the series of one acquisition with DATES more, made up from it; their days are not known."""
    one = series.acquisitions[0]
    values = one.reflectance.astype(np.float32)
    kinds = _kinds(values, rng)
    groups = np.array([GROUPS[S2_BANDS.index(b)] for b in series.bands])
    level = values.mean(axis=(1, 2), keepdims=True)
    acquisitions = [one]
    for _ in range(DATES):
        size = rng.uniform(0.05, 0.5)
        gain = np.exp(rng.normal(0.0, size, (int(kinds.max()) + 2, 4))[:, groups] + rng.normal(0.0, 0.04, len(groups)))
        lift = rng.normal(0.0, 0.08, (len(gain), len(groups)))
        ground = np.where(fractal(kinds.shape, rng) > rng.uniform(0.7, 1.0), len(gain) - 1, kinds)
        made = values * gain[ground].transpose(2, 0, 1) + level * lift[ground].transpose(2, 0, 1)
        made += rng.normal(0.0, 0.003, made.shape)
        acquisitions.append(Acquisition(0, np.clip(made, 0.001, 1.5).astype(np.float16), one.valid, one.clear, {}))
    return Series(series.name, series.place, series.bands, tuple(acquisitions))


def _kinds(values: np.ndarray, rng: np.random.Generator, steps: int = 4) -> np.ndarray:
    """Return kinds of ground (rows, cols): quantiles of two random mixtures of the bands."""
    logs = np.log(np.maximum(values, 1e-3))
    logs -= logs.mean(axis=(1, 2), keepdims=True)
    kinds = np.zeros(values.shape[1:], int)
    for _ in range(2):
        mixed = np.tensordot(rng.normal(size=len(values)), logs, 1)
        edges = np.quantile(mixed, np.sort(rng.uniform(0.1, 0.9, steps - 1)))
        kinds = kinds * steps + np.digitize(mixed, edges)
    return kinds

"""Masks as they come with data, made of true ones: late, early, shifted, blind to shadows, or wrong altogether."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.raster.filters import dilate
from training.data.clouds import fractal, without_blobs

SAYS_NOTHING = 255


def with_faults(classes: np.ndarray, bright: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return codes 0..3 (rows, cols) of a mask that errs as those of products do.

    ``bright``: the picture's brightness (rows, cols); bright ground is what they take for cloud.
    """
    draw = rng.random()
    if draw < 0.12:  # sees nothing
        return np.zeros_like(classes)
    if draw < 0.22:  # calls all of it cirrus, or cloud
        return np.full_like(classes, 2 if rng.random() < 0.7 else 1)
    thick, thin, shadow = classes == 1, classes == 2, classes == 3
    cloud = thick | thin
    if rng.random() < 0.3:  # blind to thin cloud
        cloud = thick.copy()
    if cloud.any() and rng.random() < 0.4:
        cloud = without_blobs(cloud, rng.uniform(0.05, 0.5), rng)
    grown = int(rng.integers(-2, 5))
    cloud = dilate(cloud, grown) if grown >= 0 else ~dilate(~cloud, -grown)
    if rng.random() < 0.5:
        shadow = np.zeros_like(shadow)
    else:
        shadow = np.roll(shadow, tuple(rng.integers(-3, 4, 2)), (0, 1))
    if rng.random() < 0.3:  # roofs, beaches, snow
        cloud |= bright > np.quantile(bright, rng.uniform(0.9, 0.995))
    if rng.random() < 0.15:
        noise = fractal(cloud.shape, rng)
        cloud |= noise > np.quantile(noise, rng.uniform(0.7, 0.98))
    if rng.random() < 0.2:  # dark water and slopes
        shadow |= bright < np.quantile(bright, rng.uniform(0.01, 0.1))
    as_thin = thin & ~thick if rng.random() < 0.6 else np.zeros_like(thin)
    return np.select([cloud & ~as_thin, cloud, shadow], [1, 2, 3], 0).astype(np.uint8)

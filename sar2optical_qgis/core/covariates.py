"""Covariates of the same-image fit: radar despeckled at several scales, its texture; bands of a reference date."""

from __future__ import annotations

import numpy as np

from .filters import box_mean
from .radiometry import db_to_power, power_to_db

RADII = (1, 3, 8)  # pixels: 3 x 3, 7 x 7 and 17 x 17 windows
TEXTURE_RADIUS = 3
REFERENCE_MARGIN = 1  # pixels of context of reference_covariates
MARGIN = RADII[-1] + TEXTURE_RADIUS  # pixels of context that a tile needs around it


def sar_covariates(db: dict[str, np.ndarray], valid: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return covariates (4 per polarisation, rows, cols) float32 and where they hold (rows, cols).

    Means are taken in linear power over 3, 7 and 17 pixels (multilooking); texture is the local standard deviation of
    the 3 x 3 means in dB over 7 x 7.
    """
    planes, everywhere = [], None
    for polarisation, values in db.items():
        good = valid[polarisation]
        power = db_to_power(values)
        levels = [power_to_db(box_mean(power, good, radius)) for radius in RADII]
        mean = box_mean(levels[0], good, TEXTURE_RADIUS)
        square = box_mean(levels[0] ** 2, good, TEXTURE_RADIUS)
        planes += [*levels, np.sqrt(np.maximum(square - mean**2, 0.0))]
        everywhere = good if everywhere is None else everywhere & good
    return np.stack(planes), everywhere


def reference_covariates(values: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the bands (bands, rows, cols) of another date and their 3 x 3 means, (2 bands, rows, cols) float32.

    ``valid`` (rows, cols): where they hold, which is returned too. The means forgive small shifts between the dates.
    """
    values = np.where(valid, values, 0).astype(np.float32)
    return np.concatenate([values, box_mean(values, valid, REFERENCE_MARGIN)]), valid

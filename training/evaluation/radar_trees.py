"""What the radar itself knows of cover: features for a forest, of VV and VH over windows of 5 to 31 pixels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.radiometry import db_to_power, power_to_db

RADII = (2, 4, 8, 15)


def features_of_radar(db: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return features (rows * cols, n) of dB (rows, cols) by polarisation; nan where a polarisation is missing."""
    shape = next(iter(db.values())).shape
    planes = []
    for name in ('VV', 'VH'):
        if name not in db:
            planes += [np.full(shape, np.nan, np.float32)] * (2 * len(RADII))
            continue
        values = db[name].astype(np.float32)
        seen = np.isfinite(values)
        power, level = db_to_power(np.where(seen, values, -50.0)), np.where(seen, values, 0.0)
        for radius in RADII:
            middle = box_mean(level, seen, radius)
            spread = np.sqrt(np.maximum(box_mean(level * level, seen, radius) - middle * middle, 0))
            planes += [power_to_db(box_mean(power, seen, radius)), spread]
    return np.stack([plane.ravel() for plane in planes], axis=1)


def smoothed(db: Mapping[str, np.ndarray], radius: int = 2) -> np.ndarray:
    """Return the 5 x 5 mean of VV (of VH where there is no VV) in dB, (rows, cols)."""
    values = db.get('VV', db.get('VH')).astype(np.float32)
    seen = np.isfinite(values)
    return power_to_db(box_mean(db_to_power(np.where(seen, values, -50.0)), seen, radius))

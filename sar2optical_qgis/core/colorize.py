"""STYLE colorized: the network's colours over the despeckled radar's own structure (SAR colorization)."""

from __future__ import annotations

import numpy as np

from .filters import box_mean
from .radiometry import db_to_power, power_to_db

LOOKS = 4.4  # equivalent number of looks of Sentinel-1 GRD at 10 m
LEE_RADIUS = 2  # pixels: 5 x 5 windows
BROAD_RADIUS = 14  # pixels: structure is what stands out against 29 x 29 means
MARGIN = LEE_RADIUS + BROAD_RADIUS  # pixels of context that a tile needs around it
FULL_DB = 8.0  # a structure of this many dB ...
STRENGTH = 0.45  # ... changes the luminance by this share


def lee(db: np.ndarray, valid: np.ndarray, radius: int = LEE_RADIUS, looks: float = LOOKS) -> np.ndarray:
    """Return despeckled dB (rows, cols) by the local-statistics filter in linear power (Lee 1980)."""
    power = db_to_power(db)
    mean = box_mean(power, valid, radius)
    variance = np.maximum(box_mean(power**2, valid, radius) - mean**2, 0.0)
    relative = variance / np.maximum(mean**2, 1e-12)
    weight = np.clip(1.0 - (1.0 / looks) / np.maximum(relative, 1e-6), 0.0, 1.0)
    return power_to_db(np.where(valid, mean + weight * (power - mean), 0.0))


def structure(db: dict[str, np.ndarray], valid: dict[str, np.ndarray]) -> np.ndarray:
    """Return the radar's structure (rows, cols), -1..1: despeckled dB against its surroundings, averaged."""
    total, count = 0.0, 0.0
    for polarisation, values in db.items():
        good = valid[polarisation]
        smooth = lee(values, good)
        detail = np.tanh((smooth - box_mean(smooth, good, BROAD_RADIUS)) / FULL_DB)
        total, count = total + np.where(good, detail, 0.0), count + good
    return (total / np.maximum(count, 1)).astype(np.float32)


def colorize(picture: np.ndarray, detail: np.ndarray) -> np.ndarray:
    """Return the picture (3, rows, cols) 0..1 with its luminance modulated by the radar's structure; hue is kept."""
    return np.clip(picture * (1.0 + STRENGTH * detail), 0.0, 1.0)

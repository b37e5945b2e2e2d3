"""STYLE colorized: the network's colours over the despeckled radar's own structure (SAR colorization)."""

from __future__ import annotations

import numpy as np

from .filters import box_mean
from .radiometry import db_to_power, power_to_db

MEAN_RADIUS = 2  # pixels: 5 x 5 means come first, for speckle reaches over neighbours in resampled pictures
LEE_RADIUS = 3  # pixels: 7 x 7 windows of the adaptive filter
BROAD_RADIUS = 20  # pixels: structure is what stands out against 41 x 41 means
MARGIN = MEAN_RADIUS + LEE_RADIUS + BROAD_RADIUS  # pixels of context that a tile needs around it
CALM = 30  # percentile of the local variation that is speckle alone
USUAL_SPECKLE = 0.01  # relative variance of Sentinel-1 GRD after that mean, where nothing can be measured
FULL_DB = 8.0  # a structure of this many dB ...
STRENGTH = 0.2  # ... changes the luminance by this share


def _multilooked(db: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return power after a mean filter, and its local mean and relative variance, all (rows, cols)."""
    power = box_mean(db_to_power(db), valid, MEAN_RADIUS)
    mean = box_mean(power, valid, LEE_RADIUS)
    variance = np.maximum(box_mean(power**2, valid, LEE_RADIUS) - mean**2, 0.0)
    return power, mean, variance / np.maximum(mean**2, 1e-12)


def speckle(db: np.ndarray, valid: np.ndarray) -> float:
    """Return the relative variance that speckle alone leaves after the mean filter, from calm places of a sample."""
    _, _, relative = _multilooked(db, valid)
    return float(np.clip(np.percentile(relative[valid], CALM), 1e-3, 1.0)) if valid.any() else USUAL_SPECKLE


def despeckle(db: np.ndarray, valid: np.ndarray, noise: float) -> np.ndarray:
    """Return dB (rows, cols) after the local-statistics filter in linear power (Lee 1980)."""
    power, mean, relative = _multilooked(db, valid)
    weight = np.clip(1.0 - noise / np.maximum(relative, 1e-6), 0.0, 1.0)
    return power_to_db(np.where(valid, mean + weight * (power - mean), 0.0))


def structure(db: dict[str, np.ndarray], valid: dict[str, np.ndarray], noise: dict[str, float]) -> np.ndarray:
    """Return the radar's structure (rows, cols), -1..1: despeckled dB against its surroundings, over polarisations."""
    total, count = 0.0, 0.0
    for polarisation, values in db.items():
        good = valid[polarisation]
        smooth = despeckle(values, good, noise[polarisation])
        detail = np.tanh((smooth - box_mean(smooth, good, BROAD_RADIUS)) / FULL_DB)
        total, count = total + np.where(good, detail, 0.0), count + good
    return (total / np.maximum(count, 1)).astype(np.float32)


def colorize(picture: np.ndarray, detail: np.ndarray) -> np.ndarray:
    """Return the picture (3, rows, cols) 0..1 with its luminance modulated by the radar's structure; hue is kept."""
    return np.clip(picture * (1.0 + STRENGTH * detail), 0.0, 1.0)

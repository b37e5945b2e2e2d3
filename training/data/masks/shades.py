"""Wide shadows over clear ground, for training: of clouds far beyond the picture, with soft edges.

Shadows that clouds of the same picture throw are small and sharp. What was missed on places never seen were wide ones,
through the air above which their colours are washed out (products that are not corrected for it, L1C).
"""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from training.data.cloud_optics import dimmed
from training.data.clouds import MaskBank, fractal
from training.data.masks.skies import Sky, lay_sky

DARK, LIT = 0.2, 0.07  # of infrared light that is taken: shadow from, clear up to, as of labels.py
UNCORRECTED, HAZIEST = 0.5, 0.1  # of pictures with the air's light in them; of blue
AIR = {'B02': 1.0, 'B03': 0.5, 'B04': 0.25, 'B08': 0.1, 'B8A': 0.1}  # as shares of its blue
LEFT = 0.8  # of the ground's own brightness, that the air makes up at most
CLOUDED = 0.4  # of pictures with clouds, too
STEEPEST, SOFTEST = 12.0, 1.5  # edges of a shadow: how much darkness grows over the picture's field


def lay_shade(clear: np.ndarray, bands: tuple[str, ...], bank: MaskBank, rng: np.random.Generator) -> Sky:
    """Lay a wide shadow, and clouds now and then, over clear reflectance (bands, rows, cols), square."""
    light = dimmed(bands, shade(clear.shape[1:], rng), rng)
    air = np.zeros((len(bands), 1, 1), np.float32)
    if rng.random() < UNCORRECTED:
        air = np.array([AIR.get(band, 0.0) for band in bands], np.float32)[:, None, None]
        air = air * rng.uniform(0.0, HAZIEST)
    air = np.minimum(air, LEFT * clear)
    observed = ((clear - air) * light + air).astype(np.float32)
    taken = 1.0 - light[-1]
    classes, weight = np.where(taken > DARK, 3, 0), ((taken > DARK) | (taken <= LIT)).astype(np.float32)
    if rng.random() < CLOUDED:
        sky = lay_sky(observed, bands, bank, rng, 'usual')
        is_cloud = (sky.classes == 1) | (sky.classes == 2)
        classes = np.where(is_cloud, sky.classes, np.where(sky.classes == 3, 3, classes))
        weight = np.where(is_cloud | (sky.classes == 3), sky.weight, weight * sky.weight)
        observed = sky.observed
    return Sky(observed, classes.astype(np.uint8), weight.astype(np.float32))


def shade(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return how dark it is, 0..1 (rows, cols)."""
    field = fractal(shape, rng, rng.uniform(0.25, 0.5))
    growth = np.exp(rng.uniform(np.log(SOFTEST), np.log(STEEPEST)))
    dark = np.clip((field - rng.uniform(0.15, 0.85)) * growth, 0.0, 1.0).astype(np.float32)
    dark *= 1.0 - rng.uniform(0.0, 0.4) * fractal(shape, rng)
    return box_mean(dark, np.ones(shape, bool), int(rng.integers(1, 4)))

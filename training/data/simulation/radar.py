"""What Sentinel-1 sees: sigma0 of the covers, the slopes that face it, and speckle."""

from __future__ import annotations

import numpy as np

from .covers import codes, table
from .landscape import Landscape
from .noise import block_mean, blur, fractal

INCIDENCE = np.radians(38)
RANGE = np.array([0.2, 1.0]) / np.hypot(0.2, 1.0)  # (down, right): an ascending pass looks east, a little south
LOOKS = 4.6  # after the blur below: neighbouring pixels share their speckle, as in a GRD product


def backscatter(rng: np.random.Generator, land: Landscape) -> np.ndarray:
    """Sigma0 in dB, (2, rows, cols) VV and VH at 10 m, float32, from a landscape at 5 m."""
    cover, parcels = land.cover, land.parcels
    size = len(cover)
    level = np.stack([table('vv_db')[cover], table('vh_db')[cover]])
    # Roughness and moisture move both polarisations; the density of plants moves VH more.
    rough = rng.normal(0, 1.4, parcels.count).astype(np.float32)[parcels.number]
    dense = rng.normal(0, 0.8, parcels.count).astype(np.float32)[parcels.number]
    field = table('worldcover')[cover] == 40
    level += np.where(field, rough, 0.25 * rough) + np.array([0.2, 1.0])[:, None, None] * np.where(field, dense, 0)
    level += 0.5 * fractal(rng, size, 1.3, longest=80)
    water = np.isin(cover, codes('river', 'lake'))
    wind = 0.9 * fractal(rng, size, 1.8, longest=400)
    level = np.where(water, level + wind, level)
    roof = np.isin(cover, codes('red roof', 'grey roof', 'white roof'))
    level = np.where(roof, level + _corners(rng, size), level)
    wood = np.isin(cover, codes('broadleaf', 'conifer'))
    level = np.where(wood, level + 0.8 * fractal(rng, size, 0.8, longest=20), level)
    level = level + _facing_db(land, water)

    seen = blur(block_mean(10 ** (level.astype(np.float32) / 10), 2), 0.6)
    kernel_energy = _kernel_energy()
    shape = LOOKS * kernel_energy
    speckle = rng.gamma(shape, 1 / shape, seen.shape).astype(np.float32)
    return (10 * np.log10(_share(seen * speckle))).astype(np.float32)


def _corners(rng: np.random.Generator, size: int) -> np.ndarray:
    """Extra dB of walls: few corners shine, most roofs turn the echo away."""
    shine = rng.exponential(2.6, (size, size)).astype(np.float32)
    return shine - 4.5 + np.where(rng.random((size, size)) < 0.03, rng.uniform(5, 11, (size, size)), 0)


def _facing_db(land: Landscape, water: np.ndarray) -> np.ndarray:
    """Gain in dB of slopes and wood edges that face the radar, loss of the others (ratio of areas, Small 2011)."""
    down, right = np.gradient(blur(land.elevation_m, 2), land.pixel_m)
    tilt = np.arctan(down * RANGE[0] + right * RANGE[1])
    gain = np.sin(INCIDENCE) / np.sin(np.clip(INCIDENCE - 0.65 * tilt, np.radians(9), np.radians(85)))
    down, right = np.gradient(blur(land.canopy_m, 1.6), land.pixel_m)
    edge = np.clip(3.2 * (down * RANGE[0] + right * RANGE[1]), -4.5, 4.5)
    return np.where(water, np.minimum(edge, 0), 10 * np.log10(gain) + edge)


def _share(power: np.ndarray) -> np.ndarray:
    """Blur of the impulse response, [1 4 1] / 6 along rows and columns."""
    for axis in (-2, -1):
        before, after = np.roll(power, 1, axis), np.roll(power, -1, axis)
        power = (before + 4 * power + after) / 6
    return power


def _kernel_energy() -> float:
    """Sum of the squared weights of `_share`: the looks before it, as a share of those after."""
    return float(((1 + 16 + 1) / 36) ** 2)

"""What Sentinel-2 sees: reflectance of the clear landscape, then cloud, shadow and the scene classification over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .covers import BANDS, SOIL, codes, table
from .landscape import Landscape
from .noise import block_mean, blur, fractal, hashed

SUN_AZIMUTH, SUN_ELEVATION = np.radians(152), np.radians(58)
AT_10_M = tuple(BANDS.index(name) for name in ('B02', 'B03', 'B04', 'B08'))
# How opaque thin cloud is in each band, relative to blue: long waves see through haze.
HAZE = np.array([1.0, 0.93, 0.86, 0.82, 0.78, 0.75, 0.72, 0.70, 0.48, 0.36], np.float32)
CLOUD = np.array([0.68, 0.67, 0.68, 0.69, 0.70, 0.70, 0.71, 0.70, 0.52, 0.42], np.float32)
# Light that still reaches a full shadow, from the blue sky.
SHADE = np.array([0.52, 0.44, 0.38, 0.36, 0.34, 0.33, 0.32, 0.31, 0.27, 0.25], np.float32)


def reflectance(rng: np.random.Generator, land: Landscape) -> np.ndarray:
    """Clear surface reflectance (10, rows, cols) at 10 m, float32 0..1; the 20 m bands are doubled, as in a stack.

    `land` is drawn at 5 m, so that roads, roofs and edges mix within a pixel as they do from orbit.
    """
    cover, parcels = land.cover, land.parcels
    spectra = table('spectrum') / 1000
    field = np.isin(cover, codes('wheat', 'barley', 'rapeseed', 'beet', 'maize', 'bare', 'stubble', 'meadow', 'mown'))

    # Every field has its own growth and soil, and both vary inside it.
    growth = np.clip(rng.gamma(1.6, 0.09, parcels.count), 0, 0.6).astype(np.float32)[parcels.number]
    patch = fractal(rng, len(cover), 1.5, longest=60)
    bare_share = np.where(field, np.clip(growth + 0.06 * patch, 0, 0.8), 0)
    soil_tone = 1 + 0.2 * fractal(rng, len(cover), 1.8, longest=300) + 0.04 * patch
    bright = rng.normal(1, 0.07, parcels.count).astype(np.float32)[parcels.number]
    rows_of_crop = 0.025 * np.sin(parcels.across * (2 * np.pi / 28)) * (hashed(parcels.number, seed=11) < 0.5)
    bright = np.where(field, bright + rows_of_crop + 0.03 * patch, 1 + 0.05 * patch)
    bright = np.where(np.isin(cover, codes('bare', 'stubble', 'maize')), bright * soil_tone, bright)
    crown = table('crown')[cover]
    bright *= 1 + crown * _fine(rng, len(cover))
    bright *= _light(land)
    bright = np.where(np.isin(cover, codes('river', 'lake')), 1 + 0.04 * patch, bright).astype(np.float32)

    bands = []
    for band in range(len(BANDS)):
        mixed = spectra[cover, band] * (1 - bare_share) + SOIL[band] * soil_tone * bare_share
        seen = block_mean(mixed * bright, 2)
        bands.append(_optics(rng, seen, band))
    return np.clip(np.stack(bands), 0.001, 1).astype(np.float32)


def _fine(rng: np.random.Generator, size: int) -> np.ndarray:
    """Texture of crowns and roofs, standard deviation about 1, at 5 to 20 m."""
    return 0.75 * fractal(rng, size, 0.5, longest=8) + 0.65 * fractal(rng, size, 1.0, longest=40)


def _light(land: Landscape) -> np.ndarray:
    """Sunlight on relief and canopy relative to flat land; crowns at the edge of a wood throw a shadow."""
    sun = np.array([-np.cos(SUN_AZIMUTH), np.sin(SUN_AZIMUTH)]) / np.tan(SUN_ELEVATION)
    down, right = np.gradient(land.elevation_m, land.pixel_m)
    relief = 1 - 1.15 * (down * sun[0] + right * sun[1])
    down, right = np.gradient(blur(land.canopy_m, 0.8), land.pixel_m)
    edges = 1 - 0.2 * (down * sun[0] + right * sun[1])
    return (np.clip(relief, 0.35, 1.6) * np.clip(edges, 0.62, 1.2)).astype(np.float32)


def _optics(rng: np.random.Generator, seen: np.ndarray, band: int) -> np.ndarray:
    """Point spread and noise of the instrument, at 10 or 20 m."""
    if band in AT_10_M:
        return blur(seen, 0.5) + rng.normal(0, 0.0006, seen.shape)
    half = block_mean(seen, 2)
    half = blur(half, 0.45) + rng.normal(0, 0.0006, half.shape)
    return half.repeat(2, axis=0).repeat(2, axis=1)


def _doubled(field: np.ndarray) -> np.ndarray:
    """A 10 m raster as the 20 m bands see it: the mean of 2 x 2 pixels, doubled again."""
    return block_mean(field.astype(np.float32), 2).repeat(2, axis=0).repeat(2, axis=1)


@dataclass(frozen=True)
class Sky:
    """Cloud over the scene at 10 m, shape (rows, cols): `depth` of cloud (0 clear .. 4 opaque), `veil` of cirrus
    in the same unit, `shade` 0..1."""

    depth: np.ndarray
    veil: np.ndarray
    shade: np.ndarray


def draw_sky(rng: np.random.Generator, size: int, cover_share: float = 0.12) -> Sky:
    """Cumulus over about `cover_share` of the scene with soft rims, its shadow to the north-west, and a veil."""
    wide = size + 160  # clouds outside the scene shade it too
    towers = fractal(rng, wide, 1.8, longest=230) + 0.07 * fractal(rng, wide, 1.0, longest=30)
    depth = np.clip((towers - np.quantile(towers, 1 - cover_share)) * 4.2, 0, 4)
    start = np.linspace(-1, 1, wide)
    fibres = fractal(rng, wide, 1.5, longest=150)
    band = np.exp(-(((start[:, None] - 0.55 * start[None, :] - 0.86) / 0.13) ** 2))
    veil = np.clip(band * (0.55 + 0.28 * fibres), 0, 0.8)
    height, length = 48, 1 / np.tan(SUN_ELEVATION)
    down = round(float(height * length * np.cos(SUN_AZIMUTH)))
    right = round(float(-height * length * np.sin(SUN_AZIMUTH)))
    shade = blur(np.clip(np.roll(depth, (down, right), (0, 1)) / 1.6, 0, 1).astype(np.float32), 1.2)
    crop = (slice(80, 80 + size), slice(80, 80 + size))
    return Sky(depth[crop].astype(np.float32), veil[crop].astype(np.float32), shade[crop])


def under_sky(rng: np.random.Generator, clear: np.ndarray, sky: Sky) -> np.ndarray:
    """The picture (10, rows, cols) that the satellite takes of `clear` under `sky`; untouched pixels stay equal."""
    size = clear.shape[-1]
    billow = 1 + 0.07 * fractal(rng, size, 1.4, longest=60) + 0.05 * (blur(sky.depth, 6) - 2)
    cloudy = np.empty_like(clear)
    white = billow * np.clip(0.82 + 0.08 * sky.depth, 0, 1.15)
    coarse = Sky(*(_doubled(field) for field in (sky.depth, sky.veil, sky.shade)))
    for band, (haze, cloud, light) in enumerate(zip(HAZE, CLOUD, SHADE)):
        over, shine = (sky, white) if band in AT_10_M else (coarse, _doubled(white))
        ground = clear[band] * (1 - over.shade * (1 - light))
        opaque = 1 - np.exp(-(over.depth**1.5 + over.veil * haze) * (haze**0.5))
        cloudy[band] = ground * (1 - opaque) + cloud * shine * opaque
    touched = _doubled((sky.depth > 0) | (sky.veil > 0.01) | (sky.shade > 0.004)) > 0
    return np.where(touched, np.clip(cloudy, 0.001, 1.2), clear).astype(np.float32)


def scene_classification(cover_10m: np.ndarray, clear: np.ndarray, sky: Sky) -> np.ndarray:
    """SCL at 20 m (uint8, half the rows and columns of the bands), as Sen2Cor would: it misses the thinnest rims."""
    red, infrared = (block_mean(clear[BANDS.index(name)], 2) for name in ('B04', 'B08'))
    vegetation = (infrared - red) / (infrared + red)
    water = block_mean(np.isin(cover_10m, codes('river', 'lake')).astype(np.float32), 2) > 0.5
    town = block_mean((table('worldcover')[cover_10m] == 50).astype(np.float32), 2) > 0.5
    depth, veil, shade = (block_mean(field, 2) for field in (sky.depth, sky.veil, sky.shade))
    scl = np.select([water, vegetation > 0.42, town & (vegetation > 0.3)], [6, 4, 7], 5)
    scl = np.where(shade > 0.32, 3, scl)
    scl = np.where(veil > 0.16, 10, scl)
    scl = np.where(depth > 0.35, 8, scl)
    return np.where(depth > 1.3, 9, scl).astype(np.uint8)

"""Clouds laid over clear ground for masks: wider, thicker and thinner than those that cloud removal is taught by.

Real labels are few and of few places. Small cumulus can be made up as well as it can be labelled; what is added here is
what made-up clouds lacked: shadows far from their cloud, skies that are all cloud, veils without a rim, and ground
that only looks like cloud (snow, muddy water).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from training.data.cloud_optics import MOST, dimmed, draw_spectrum, through
from training.data.clouds import MaskBank, cloud_layer, fractal

KINDS = {'usual': 0.36, 'overcast': 0.18, 'veil': 0.14, 'snow': 0.14, 'mud': 0.08, 'shade': 0.1}
THICK, SEEN, UNSEEN = 0.33, 0.05, 0.02  # reflectance of a layer: thick from, cloud from, clear up to
DARK, LIT = 0.3, 0.1  # of a shadow: shadow from, clear up to
SNOW = {'B02': 0.85, 'B03': 0.84, 'B04': 0.82, 'B08': 0.74, 'B11': 0.12, 'B12': 0.09}
MUD = {'B02': 0.08, 'B03': 0.13, 'B04': 0.16, 'B08': 0.07, 'B11': 0.01, 'B12': 0.005}


@dataclass(frozen=True)
class Sky:
    """Ground under clouds (bands, rows, cols); class 0..3 and weight (rows, cols)."""

    observed: np.ndarray
    classes: np.ndarray
    weight: np.ndarray


def lay_sky(clear: np.ndarray, bands: tuple[str, ...], bank: MaskBank, rng: np.random.Generator, kind: str) -> Sky:
    """Lay a sky of one of KINDS over clear reflectance (bands, rows, cols), square."""
    size = clear.shape[-1]
    if kind in ('snow', 'mud'):
        return _covered(clear, bands, SNOW if kind == 'snow' else MUD, rng)
    everywhere = np.ones((size, size), bool)
    if kind == 'veil':
        texture = 'thin'
        thickest = np.exp(rng.uniform(np.log(0.03), np.log(0.35)))
        field = fractal((size, size), rng, rng.uniform(0.35, 0.6))
        layer = thickest * np.clip(field + rng.uniform(-0.3, 0.7), 0.0, 1.0)
        for _ in range(2):
            layer = box_mean(layer.astype(np.float32), everywhere, 5)
    else:
        texture = str(rng.choice(('opaque', 'broken', 'thin'), p=(0.35, 0.4, 0.25)))
        shapes, _ = bank.window(size, rng, *((0.5, 0.99) if kind == 'overcast' else (0.04, 0.65)))
        if kind == 'overcast' and rng.random() < 0.5:
            shapes = np.ones_like(shapes)
        layer, _ = cloud_layer(shapes, texture, rng)
        if kind == 'overcast' and rng.random() < 0.4:  # a dark underside: thick, and lit by little
            layer = layer * rng.uniform(0.4, 0.9)
    dark = thrown(layer, rng) if kind != 'veil' else np.zeros_like(layer)
    if kind == 'shade':  # the clouds lie beyond the picture
        layer, dark = np.zeros_like(layer), box_mean(np.clip(1.6 * layer, 0.0, 1.0).astype(np.float32), everywhere, 1)
    spectrum = draw_spectrum(bands, texture if kind != 'veil' else 'thin', rng)[:, None, None]
    noise = fractal((size, size), rng)
    observed = through(clear * dimmed(bands, dark, rng), np.minimum(layer * spectrum, MOST))
    observed *= 1.0 - rng.uniform(0.0, 0.4) * layer * noise
    classes = np.select([layer > THICK, layer > SEEN, dark > DARK], [1, 2, 3], 0)
    unsure = ((layer > UNSEEN) & (layer <= SEEN)) | ((classes == 0) & (dark > LIT))
    return Sky(np.clip(observed, 0.0, 1.5).astype(np.float32), classes.astype(np.uint8), (~unsure).astype(np.float32))


def thrown(layer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the shadow 0..1 (rows, cols) of a layer of clouds, up to half the picture away, at times of clouds beyond.

    A cloud outside the picture throws its shadow into it: the layer is mirrored there.
    """
    size = layer.shape[-1]
    reach = size // 2 if rng.random() < 0.5 else size // 8
    down, right = (int(v) for v in rng.integers(-reach, reach + 1, 2))
    if rng.random() < 0.5:
        wide = np.pad(layer, reach, 'reflect')
        moved = wide[reach + down : reach + down + size, reach + right : reach + right + size].copy()
    else:
        moved = np.zeros_like(layer)
        to = [slice(max(v, 0), size + min(v, 0)) for v in (down, right)]
        of = [slice(max(-v, 0), size + min(-v, 0)) for v in (down, right)]
        moved[tuple(to)] = layer[tuple(of)]
    softness = int(rng.integers(0, 3))
    if softness:
        moved = box_mean(moved.astype(np.float32), np.ones(moved.shape, bool), softness)
    return np.clip(1.6 * moved, 0.0, 1.0) * np.clip(1.0 - 2.0 * layer, 0.0, 1.0)


def _covered(clear: np.ndarray, bands: tuple[str, ...], spectrum: dict[str, float], rng: np.random.Generator) -> Sky:
    """Return ground under snow, or water with mud in it, which is clear."""
    size = clear.shape[-1]
    field, texture = fractal((size, size), rng, rng.uniform(0.5, 0.8)), fractal((size, size), rng)
    if spectrum is SNOW and rng.random() < 0.7:  # what tells it from cloud in four bands: woods and roads stay dark
        bright = clear[: min(3, len(clear))].mean(axis=0)
        rank = bright.argsort(axis=None).argsort().reshape(bright.shape) / bright.size
        follows = rng.uniform(0.4, 0.9)
        field, texture = (1.0 - follows) * field + follows * rank, 0.5 * texture + 0.5 * rank
    share = np.clip((field - rng.uniform(0.0, 0.7)) * rng.uniform(2.0, 12.0), 0.0, 1.0) * rng.uniform(0.6, 1.0)
    brightness = rng.uniform(0.5, 1.05) * (0.85 + 0.3 * texture)
    values = np.array([spectrum[b] for b in bands], np.float32)[:, None, None]
    values = values * rng.normal(1.0, 0.06, (len(bands), 1, 1)) * brightness
    observed = clear * (1.0 - share) + values * share
    none = np.zeros((size, size))
    return Sky(np.clip(observed, 0.0, 1.5).astype(np.float32), none.astype(np.uint8), np.ones_like(none, np.float32))

"""Real skies over other ground: what a cloud adds and a shadow takes, measured between a cloudy and a clear date.

A network that sees a few cloudy places again and again knows them by heart. Over a few hundred clear grounds the same
clouds, with their own shapes, spectra, rims and shadows, teach clouds and not places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean, dilate
from training.data.cloud_optics import MOST, through
from training.data.masks.skies import Sky

LEAST_SIDE = 96  # of the network's pixels
THIN = 0.15  # reflectance of a layer below which change of the ground shows in it: smoothed there
NEAR = 3  # pixels around a cloud in which its rim lies
DEEPEST = 0.15  # of light in a shadow
HALVINGS = 12  # of the interval in which the layer lies


@dataclass(frozen=True)
class RealSky:
    """What an image's clouds do to light: layer 0..1 and light in shadows 0..1, (bands, rows, cols); shares of thick,
    thin and shadow (3, rows, cols) and weight (rows, cols) of its labels."""

    names: tuple[str, ...]
    layer: np.ndarray
    light: np.ndarray
    shares: np.ndarray
    weight: np.ndarray

    def over(self, clear: np.ndarray, names: Sequence[str], rng: np.random.Generator) -> Sky | None:
        """Return ground (bands, rows, cols), square, under this sky, turned and cut; None where a band is unknown."""
        if not set(names) <= set(self.names):
            return None
        size = clear.shape[-1]
        pick = [self.names.index(name) for name in names]
        whole = np.concatenate([self.layer[pick], self.light[pick], self.shares, self.weight[None]])
        whole = np.rot90(whole, int(rng.integers(4)), (1, 2))
        whole = whole[..., ::-1] if rng.random() < 0.5 else whole
        pad = [max(size - n, 0) for n in whole.shape[1:]]
        whole = np.pad(whole, ((0, 0), (0, pad[0]), (0, pad[1])), 'symmetric')
        row, col = (int(rng.integers(0, n - size + 1)) for n in whole.shape[1:])
        whole = whole[:, row : row + size, col : col + size].astype(np.float32)
        n = len(pick)
        observed = through(clear * whole[n : 2 * n], np.clip(whole[:n] * rng.uniform(0.85, 1.15), 0.0, MOST))
        classes = np.concatenate([1.0 - whole[2 * n : 2 * n + 3].sum(0, keepdims=True), whole[2 * n : 2 * n + 3]])
        return Sky(observed, classes.argmax(0).astype(np.uint8), whole[-1])


def sky_between(names: tuple[str, ...], cloudy: dict, clear: dict) -> RealSky:
    """Return the sky of a cloudy date over a clear one, both as reduced() in masks/data.py makes them."""
    observed, ground = cloudy['values'], np.maximum(clear['values'], 0.005)
    seen = cloudy['valid'] & clear['valid']
    hidden = cloudy['shares'][:2].sum(0) > 0.5
    dark = cloudy['shares'][2] > 0.5
    unsure = (cloudy['weight'] < 0.1) & dilate(hidden | dark, NEAR)
    everywhere = np.ones(seen.shape, bool)
    layer = layer_of(observed, ground)
    layer = np.where(layer > THIN, layer, _smooth(layer, everywhere))
    layer *= _smooth((dilate(hidden, NEAR) | unsure).astype(np.float32)[None], everywhere)
    light = _smooth(np.clip(observed / ground, DEEPEST, 1.0), everywhere)
    share = _smooth((dark | (unsure & ~dilate(hidden, 1))).astype(np.float32)[None], everywhere)
    light = 1.0 - share * (1.0 - light)
    return RealSky(
        names, layer.astype(np.float16), light.astype(np.float16), cloudy['shares'].astype(np.float16),
        (cloudy['weight'] * seen).astype(np.float16),
    )  # fmt: skip


def layer_of(observed: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Return the reflectance of the layer through which ``ground`` looks as ``observed``; 0 where it is no brighter."""
    low, high = np.zeros_like(observed), np.full_like(observed, MOST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_less = through(ground, middle) < observed
        low, high = np.where(is_less, middle, low), np.where(is_less, high, middle)
    return low


def _smooth(planes: np.ndarray, everywhere: np.ndarray) -> np.ndarray:
    return np.stack([box_mean(plane.astype(np.float32), everywhere, 1) for plane in planes])

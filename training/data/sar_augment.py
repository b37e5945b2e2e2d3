"""From an example to the network's planes: crops, turns, and everything that real radar layers differ in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sar2optical_qgis.core.model.channels import (
    LANDCOVER_CHANNELS,
    SAR_CHANNELS,
    SceneStatistics,
    landcover_planes,
    sar_planes,
    stack,
)
from sar2optical_qgis.core.names import LANDCOVER_CLASSES
from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.landcover import planes_of_class
from sar2optical_qgis.core.sentinel.radar_picture import statistics_of
from sar2optical_qgis.core.sentinel.radiometry import db_to_power, power_to_db, to_db
from training.data import pseudo_landcover
from training.data.examples import Example

CHANNELS = (*SAR_CHANNELS, *LANDCOVER_CHANNELS)
ALONE = 0.5  # of layers with both polarisations have one only
LEVEL_DB = 1.2  # processors and incidence angles differ by some 2 dB


def statistics(example: Example) -> dict[str, SceneStatistics]:
    """Return the scene statistics of every polarisation of the whole chip, of pictures as radar.py takes them."""
    found = {}
    for name, values in example.db.items():
        values = values[np.isfinite(values)].astype(np.float32)
        found[name] = SceneStatistics.of(values) if example.calibrated else statistics_of(values).scene
    return found


def crop(example: Example, size: int, rng: np.random.Generator, around: tuple[int, int] | None = None) -> Example:
    """Return a random window (size, size), turned and mirrored, now and then of half the resolution; padded invalid.

    ``around``: row and column that it shows.
    """
    rows, cols = example.valid.shape
    step = 2 if min(rows, cols) >= 2 * size and rng.random() < 0.2 else 1
    top, left = (int(rng.integers(0, max(n - size * step, 0) + 1)) for n in (rows, cols))
    if around is not None:
        top, left = (
            int(np.clip(c - size * step // 2, 0, max(n - size * step, 0))) for c, n in zip(around, (rows, cols))
        )
    turns, mirror = int(rng.integers(0, 4)), rng.random() < 0.5
    down, right = (int(rng.integers(0, max(size - n, 0) + 1)) for n in (rows, cols))

    def cut(a: np.ndarray, fill, mean=None) -> np.ndarray:
        a = a[..., top : top + size * step, left : left + size * step]
        a = a.astype(np.float32) if a.dtype == np.float16 else a
        if step == 2:
            a = mean(a) if mean else a[..., ::2, ::2]
        pad = [(0, 0)] * (a.ndim - 2) + [(down, size - down - a.shape[-2]), (right, size - right - a.shape[-1])]
        a = np.pad(a, pad, constant_values=fill) if any(map(any, pad)) else a
        a = np.rot90(a, turns, (-2, -1))
        return np.ascontiguousarray(a[..., ::-1] if mirror else a)

    return replace(
        example,
        db={k: cut(v, np.nan, lambda a: power_to_db(_halve(db_to_power(a)))) for k, v in example.db.items()},
        target=cut(example.target, 0, _halve),
        valid=cut(example.valid, False),
        classes=None if example.classes is None else cut(example.classes, 255),
        cover=None if example.cover is None else cut(example.cover, 255),
    )


def _halve(a: np.ndarray) -> np.ndarray:
    return (a[..., ::2, ::2] + a[..., 1::2, ::2] + a[..., ::2, 1::2] + a[..., 1::2, 1::2]) * 0.25


def vary_radar(
    db: dict[str, np.ndarray],
    scene: dict[str, SceneStatistics],
    calibrated: bool,
    rng: np.random.Generator,
    is_mean: bool = False,
) -> tuple[dict[str, np.ndarray], dict[str, SceneStatistics], bool]:
    """Return dB, statistics and calibration as another sensor mode, scene or 8-bit export would have them.

    ``is_mean``: of several passes, whose speckle is averaged out.
    """
    db, scene = dict(db), dict(scene)
    if len(db) == 2 and rng.random() < ALONE:
        gone = 'VH' if rng.random() < 0.6 else 'VV'
        db.pop(gone), scene.pop(gone)
    gain = rng.normal(0, LEVEL_DB)
    radius = int(rng.integers(1, 3)) if rng.random() < 0.25 else 0
    noisy = rng.random() < (0.7 if is_mean else 0.25)
    as_byte = calibrated and rng.random() < 0.25
    for name, values in db.items():
        good = np.isfinite(values)
        values = np.where(good, values, -50.0)
        if radius:
            values = power_to_db(box_mean(db_to_power(values), good, radius))
        if noisy:
            shape = rng.uniform(3, 10)
            values = values + 10 * np.log10(np.maximum(rng.gamma(shape, 1 / shape, values.shape), 1e-2))
        values = values + gain + rng.normal(0, 0.3)
        middle, spread = scene[name].median_db + gain, scene[name].spread_db
        if as_byte:  # stretched between percentiles, saturated, quantised
            low, high = middle - spread * rng.uniform(1.8, 4.0), middle + spread * rng.uniform(1.5, 4.0)
            grey = np.rint(np.clip((values - low) / (high - low), 0, 1) * 255)
            values = to_db(grey, 'uint8')
            middle, spread = (middle - low) / (high - low) * 25 - 25, spread / (high - low) * 25
        db[name] = np.where(good, values, np.nan).astype(np.float32)
        scene[name] = SceneStatistics(
            float(middle + rng.normal(0, 0.25) * spread), max(float(spread * np.exp(rng.normal(0, 0.18))), 0.5)
        )
    return db, scene, calibrated and not as_byte


def vary_landcover(example: Example, rng: np.random.Generator, dropped: float) -> np.ndarray:
    """Return land-cover planes (6, rows, cols): none, one class for the whole scene, or a faulty map."""
    shape = example.valid.shape
    if rng.random() < dropped:
        return planes_of_class('auto', shape)
    label = example.label
    if not label and example.classes is not None:
        counts = np.bincount(
            example.classes[example.classes < len(LANDCOVER_CLASSES)], minlength=len(LANDCOVER_CLASSES)
        )
        label = LANDCOVER_CLASSES[int(counts.argmax())] if counts.max() > 0.6 * max(counts.sum(), 1) else ''
    if label and (example.classes is None or rng.random() < 0.25):
        return planes_of_class(label, shape)
    return (
        planes_of_class('auto', shape) if example.classes is None else pseudo_landcover.degraded(example.classes, rng)
    )


def planes(
    db: dict[str, np.ndarray], scene: dict[str, SceneStatistics], calibrated: bool, landcover: np.ndarray
) -> np.ndarray:
    """Return the network's input (planes, rows, cols), by the plugin's own code."""
    good = {k: np.isfinite(v) for k, v in db.items()}
    filled = {k: np.nan_to_num(v, nan=-50.0) for k, v in db.items()}
    return stack(CHANNELS, {**sar_planes(filled, good, scene, calibrated), **landcover_planes(landcover)})

"""River and lake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import distance_to_path, fractal, resample_path


@dataclass(frozen=True)
class Waters:
    """Water as rasters (size, size): `river`, `lake` and point `bars` (bool), distance in metres `to_river_m` (to its
    centreline, infinite beyond 1200 m) and `to_lake_m` (to the shore, 0 inside)."""

    river: np.ndarray
    lake: np.ndarray
    bars: np.ndarray
    to_river_m: np.ndarray
    to_lake_m: np.ndarray


def draw_waters(rng: np.random.Generator, size: int, pixel_m: float) -> Waters:
    """A river of some 60 m that meanders from the west edge to the east edge, and a lake in the north-west."""
    path = _meanders(rng, size, pixel_m)
    distance, nearest = distance_to_path(path, size, int(1200 / pixel_m))
    distance_m = distance * pixel_m
    wobble = fractal(rng, size, 1.6, longest=300 / pixel_m)
    half_width_m = 29 + 5 * wobble
    river = distance_m < half_width_m

    # Bars of sand lie on the inner side of sharp bends.
    tangent = np.gradient(path, axis=0)
    heading = np.unwrap(np.arctan2(tangent[:, 0], tangent[:, 1]))
    bend = np.gradient(heading) / pixel_m
    bend = np.convolve(bend, np.ones(41) / 41, mode='same')
    number = np.clip(nearest, 0, len(path) - 1)
    rows, cols = np.mgrid[0:size, 0:size]
    side = (rows - path[number, 0]) * tangent[number, 1] - (cols - path[number, 1]) * tangent[number, 0]
    inner = np.sign(side) == np.sign(bend[number])
    sharp = np.clip(np.abs(bend[number]) * 160 - 0.45, 0, 1)
    bars = ~river & inner & (nearest >= 0) & (distance_m < half_width_m + 42 * sharp * (1 + 0.3 * wobble))

    centre = np.array([0.2, 0.27]) * size + rng.uniform(-0.02, 0.02, 2) * size
    along, across = _turned(rows - centre[0], cols - centre[1], 0.5)
    radius_m = np.hypot(along * 0.8, across * 1.25) * pixel_m + 120 * fractal(rng, size, 2.0, longest=1600 / pixel_m)
    lake = radius_m < 430
    return Waters(river, lake, bars, distance_m, np.maximum(radius_m - 430, 0))


def _meanders(rng: np.random.Generator, size: int, pixel_m: float) -> np.ndarray:
    """Centreline by the sine-generated curve of Langbein and Leopold (1966): the heading swings along the way."""
    step_m, wave_m = 10.0, 1500.0
    s = np.arange(0, size * pixel_m * 3, step_m)
    swing = 1.15 + 0.35 * np.sin(s / 2100 + rng.uniform(0, 6))
    phase = 2 * np.pi * s / wave_m + 0.8 * np.sin(s / 1300 + rng.uniform(0, 6))
    heading = swing * np.sin(phase) + 0.25 * np.sin(s / 3300 + rng.uniform(0, 6)) - 0.1
    col = np.cumsum(np.cos(heading)) * step_m / pixel_m - 40
    row = np.cumsum(np.sin(heading)) * step_m / pixel_m
    inside = col < size + 40
    row, col = row[inside], col[inside]
    row = row - row.mean() + 0.62 * size
    return resample_path(np.stack([row, col], axis=1)[::8])


def _turned(rows: np.ndarray, cols: np.ndarray, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates along and across a direction, `angle` in radians from the columns."""
    return cols * np.cos(angle) + rows * np.sin(angle), rows * np.cos(angle) - cols * np.sin(angle)

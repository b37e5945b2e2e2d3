"""Fields: blocks of land between tracks, each cut into parcels that share a direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import fractal, hashed

BLOCK_M = 620  # typical distance between the centres of two blocks
BEND_M = 45  # how far the straight lines of the geometry bend


@dataclass(frozen=True)
class Parcels:
    """Fields as rasters of shape (size, size): `number` of the parcel, 0..count-1; distance `to_block_edge` in pixels;
    whether a pixel lies `on_edge` of a parcel; whether a track runs along the nearest edge of the block; number of the
    `block`; position in metres `across` the direction of ploughing."""

    number: np.ndarray
    count: int
    to_block_edge: np.ndarray
    on_edge: np.ndarray
    has_track: np.ndarray
    block: np.ndarray
    across: np.ndarray


def draw_parcels(rng: np.random.Generator, size: int, pixel_m: float) -> Parcels:
    """Parcels of some 80 x 280 m in blocks of irregular shape, over the whole scene."""
    rows, cols = np.mgrid[0:size, 0:size].astype(np.float32) * np.float32(pixel_m)
    rows += BEND_M * fractal(rng, size, 2.2, longest=size / 2)
    cols += BEND_M * fractal(rng, size, 2.2, longest=size / 2)
    extent_m = size * pixel_m
    seeds = _spread(rng, extent_m)
    block, neighbour, edge_m = _nearest_seed(rows, cols, seeds)
    has_track = hashed(np.minimum(block, neighbour), np.maximum(block, neighbour), seed=12) < 0.5

    # Neighbouring blocks lean alike, as along a valley.
    lean = 0.5 * np.sin(seeds[:, 0] / extent_m * 3 + rng.uniform(0, 6)) + 0.4 * np.cos(seeds[:, 1] / extent_m * 4)
    angle = (lean + rng.normal(0, 0.22, len(seeds))).astype(np.float32)
    width = rng.uniform(65, 150, len(seeds)).astype(np.float32)
    length = rng.uniform(190, 420, len(seeds)).astype(np.float32)
    y, x = rows - seeds[block, 0], cols - seeds[block, 1]
    along = x * np.cos(angle)[block] + y * np.sin(angle)[block]
    across = y * np.cos(angle)[block] - x * np.sin(angle)[block]
    strip = np.floor(across / width[block])
    piece = np.floor(along / length[block] + 4 * hashed(block, strip, seed=1))
    # Heirs halved some parcels lengthwise.
    half = (across / width[block] - strip > 0.5) & (hashed(block, strip, piece, seed=2) < 0.35)
    key = ((block * 64 + (strip + 32)) * 64 + (piece + 32)) * 2 + half
    unique, number = np.unique(key.astype(np.int64), return_inverse=True)
    number = number.reshape(size, size).astype(np.int32)
    on_edge = np.zeros((size, size), bool)
    on_edge[:, 1:] |= number[:, 1:] != number[:, :-1]
    on_edge[1:, :] |= number[1:, :] != number[:-1, :]
    return Parcels(number, len(unique), edge_m / pixel_m, on_edge, has_track, block, across)


def _spread(rng: np.random.Generator, extent_m: float) -> np.ndarray:
    """Centres of blocks (blocks, 2) in metres: a jittered honeycomb, some way beyond the scene's edges."""
    steps = np.arange(-1, extent_m / BLOCK_M + 2)
    row, col = np.meshgrid(steps, steps, indexing='ij')
    centres = np.stack([row.ravel(), (col + 0.5 * (row % 2)).ravel()], axis=1)
    return ((centres + rng.uniform(-0.38, 0.38, centres.shape)) * BLOCK_M).astype(np.float32)


def _nearest_seed(rows: np.ndarray, cols: np.ndarray, seeds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of the nearest and the second nearest seed, and the distance in metres to the border between them."""
    first = np.full(rows.shape, np.inf, np.float32)
    second = first.copy()
    nearest, runner_up = np.zeros(rows.shape, np.int64), np.zeros(rows.shape, np.int64)
    for number, (row, col) in enumerate(seeds):
        distance = np.hypot(rows - row, cols - col)
        closer, between = distance < first, distance < second
        runner_up = np.where(closer, nearest, np.where(between, number, runner_up))
        second = np.where(closer, first, np.minimum(second, distance))
        first = np.where(closer, distance, first)
        nearest[closer] = number
    return nearest, runner_up, (second - first) / 2


def parcel_mean(parcels: Parcels, field: np.ndarray) -> np.ndarray:
    """Mean of `field` over each parcel, shape (count,)."""
    flat = parcels.number.ravel()
    total = np.bincount(flat, field.ravel(), parcels.count)
    return (total / np.bincount(flat, minlength=parcels.count)).astype(np.float32)

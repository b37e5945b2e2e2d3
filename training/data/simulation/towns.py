"""Town, villages and the roads between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .covers import INDEX
from .noise import distance_to_path, fractal, hashed, resample_path


@dataclass(frozen=True)
class Place:
    """A settlement: centre (row, col) and radius in pixels, direction of its streets in radians, its densest share."""

    row: float
    col: float
    radius: float
    angle: float
    density: float
    industry: bool = False


def places(rng: np.random.Generator, size: int, pixel_m: float) -> tuple[Place, ...]:
    """One town on the river with an industrial quarter, and four villages."""
    metres = 1 / pixel_m

    def near(row: float, col: float) -> tuple[float, float]:
        return tuple(np.array([row, col]) * size + rng.uniform(-0.015, 0.015, 2) * size)

    return (
        Place(*near(0.47, 0.60), 640 * metres, 0.35, 0.80),
        Place(*near(0.37, 0.735), 330 * metres, 0.35, 0.75, industry=True),
        Place(*near(0.83, 0.20), 190 * metres, -0.5, 0.50),
        Place(*near(0.87, 0.72), 210 * metres, 0.9, 0.50),
        Place(*near(0.42, 0.14), 160 * metres, 0.2, 0.45),
        Place(*near(0.11, 0.66), 170 * metres, -0.2, 0.45),
    )


def draw_roads(rng: np.random.Generator, settled: tuple[Place, ...], size: int, pixel_m: float) -> np.ndarray:
    """Whether a pixel is road, (size, size): from the town to each village and out of the scene, and a motorway."""
    town = np.array([settled[0].row, settled[0].col])
    exits = np.array([[0.30, 1.03], [1.03, 0.47], [-0.03, 0.44], [0.55, -0.03]]) * size
    ends = [np.array([place.row, place.col]) for place in settled[1:]]
    network = [(town, end, 10.0) for end in ends]
    network += [(ends[1], exits[1], 8.0), (ends[2], exits[1], 8.0), (ends[4], exits[2], 8.0), (ends[3], exits[3], 8.0)]
    network += [(town, exits[0], 10.0)]
    network += [(np.array([1.03, 0.985]) * size, np.array([-0.03, 0.80]) * size, 26.0)]
    road = np.zeros((size, size), bool)
    for start, end, width_m in network:
        share = np.linspace(0, 1, 7)[:, None]
        points = start + (end - start) * share
        aside = np.array([-(end - start)[1], (end - start)[0]]) / np.hypot(*(end - start))
        sway = rng.normal(0, 0.035, 7) * np.hypot(*(end - start)) * np.sin(np.pi * share[:, 0])
        path = resample_path(points + sway[:, None] * aside)
        distance, _ = distance_to_path(path, size, 12)
        road |= distance * pixel_m < width_m / 2
    return road


def build(rng: np.random.Generator, cover: np.ndarray, place: Place, pixel_m: float) -> None:
    """Draw one settlement into the cover raster (size, size), in place: streets, roofs, gardens, squares."""
    size = len(cover)
    rows, cols = np.mgrid[0:size, 0:size].astype(np.float32)
    reach = np.hypot(rows - place.row, cols - place.col) / place.radius
    reach += 0.22 * fractal(rng, size, 1.8, longest=500 / pixel_m)
    inside = reach < 1
    bend = 5 * fractal(rng, size, 2.4, longest=1200 / pixel_m)
    along = (cols - place.col) * np.cos(place.angle) + (rows - place.row) * np.sin(place.angle) + bend
    across = (rows - place.row) * np.cos(place.angle) - (cols - place.col) * np.sin(place.angle) + bend
    block_m = (140, 95) if place.industry else (105, 62)
    street_m = 12 if place.industry else 9
    far, near = (along * pixel_m) % block_m[0], (across * pixel_m) % block_m[1]
    block = (np.floor(along * pixel_m / block_m[0]), np.floor(across * pixel_m / block_m[1]))
    street = (far < street_m) | (near < street_m)
    cell_m = (38, 26) if place.industry else (16, 14)
    cell = (np.floor(far / cell_m[0]), np.floor(near / cell_m[1]))
    chance = hashed(*block, *cell, seed=5)
    density = np.clip(place.density * (1.25 - 0.75 * reach), 0, 1)
    filled = np.minimum((far % cell_m[0]) / cell_m[0], (near % cell_m[1]) / cell_m[1])
    # In the centre houses stand wall to wall; further out each has its garden.
    house = (chance < density) & ((filled > 0.25) | (reach < 0.35))
    tint = hashed(*block, *cell, seed=6)
    if place.industry:
        roof = np.select([tint < 0.42, tint < 0.9], [INDEX['white roof'], INDEX['grey roof']], INDEX['red roof'])
        ground = np.where(hashed(*block, seed=7) < 0.65, INDEX['asphalt'], INDEX['mown'])
    else:
        roof = np.select([tint < 0.66, tint < 0.97], [INDEX['red roof'], INDEX['grey roof']], INDEX['white roof'])
        ground = np.full(cover.shape, INDEX['garden'])
        park = hashed(*block, seed=8) < 0.06
        house &= ~park
        ground[park] = INDEX['broadleaf']
    drawn = np.where(street, INDEX['asphalt'], np.where(house, roof, ground))
    dry = ~np.isin(cover, (INDEX['river'], INDEX['lake'], INDEX['sand']))
    cover[inside & dry] = drawn[inside & dry]

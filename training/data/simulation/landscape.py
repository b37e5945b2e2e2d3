"""The land itself: relief, waters, forest, fields and settlements, as one raster of covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .covers import COVERS, CROPS, INDEX, codes, table
from .noise import blur, fractal, hashed
from .parcels import Parcels, draw_parcels, parcel_mean
from .towns import build, draw_roads, places
from .waters import Waters, draw_waters


@dataclass(frozen=True)
class Landscape:
    """Rasters of shape (size, size): `cover` (uint8 index into COVERS), `elevation_m` of the ground and
    `canopy_m` above it; and the parcels of its fields."""

    cover: np.ndarray
    elevation_m: np.ndarray
    canopy_m: np.ndarray
    parcels: Parcels
    pixel_m: float


def draw_landscape(rng: np.random.Generator, size: int, pixel_m: float) -> Landscape:
    """A valley in the hills, drawn on size x size pixels of `pixel_m` metres."""
    waters = draw_waters(rng, size, pixel_m)
    parcels = draw_parcels(rng, size, pixel_m)
    elevation_m = _relief(rng, waters, size, pixel_m)
    cover = _fields(rng, parcels, waters)
    _tracks_and_hedges(rng, cover, parcels)
    _forest(rng, cover, parcels, waters, elevation_m, pixel_m)
    _wet_land(rng, cover, waters, pixel_m)
    settled = places(rng, size, pixel_m)
    for place in settled:
        build(rng, cover, place, pixel_m)
    cover[draw_roads(rng, settled, size, pixel_m)] = INDEX['asphalt']
    canopy_m = table('height_m')[cover] * (1 + 0.12 * rng.standard_normal(cover.shape).astype(np.float32))
    return Landscape(cover, elevation_m, canopy_m, parcels, pixel_m)


def _relief(rng: np.random.Generator, waters: Waters, size: int, pixel_m: float) -> np.ndarray:
    """Elevation in metres: hills with valleys that rise away from the flat land beside river and lake."""
    away = np.minimum(np.minimum(waters.to_river_m, 1200), waters.to_lake_m * 1.5)
    away = blur(np.clip((away - 250) / 950, 0, 1).astype(np.float32), 30)
    hills = fractal(rng, size, 2.6, longest=2600 / pixel_m)
    ridges = 1 - np.abs(fractal(rng, size, 2.4, longest=1500 / pixel_m))
    ground = away * (130 + 75 * hills + 60 * ridges) + 2.0 * fractal(rng, size, 2.2, longest=700 / pixel_m)
    return blur(ground.astype(np.float32), 20 / pixel_m)


def _fields(rng: np.random.Generator, parcels: Parcels, waters: Waters) -> np.ndarray:
    """One crop for each parcel; meadows are more frequent beside the river."""
    names, shares = list(CROPS), np.array(list(CROPS.values()), np.float64)
    drawn = rng.choice(len(names), parcels.count, p=shares / shares.sum())
    crop = np.array(codes(*names))[drawn]
    wet = parcel_mean(parcels, (waters.to_river_m < 180).astype(np.float32))
    crop[(wet > 0.3) & (rng.random(parcels.count) < 0.75)] = INDEX['meadow']
    return crop.astype(np.uint8)[parcels.number]


def _tracks_and_hedges(rng: np.random.Generator, cover: np.ndarray, parcels: Parcels) -> None:
    """Tracks between blocks; hedges and grass margins between some parcels, in place."""
    bushes = fractal(rng, len(cover), 0.8)
    hedged = parcels.on_edge & (hashed(parcels.block, seed=3) < 0.3) & (bushes > -0.6)
    cover[parcels.on_edge & (hashed(parcels.number, seed=4) < 0.5)] = INDEX['meadow']
    cover[hedged] = INDEX['broadleaf']
    cover[(parcels.to_block_edge < 0.7) & parcels.has_track] = INDEX['track']
    grove = (fractal(rng, len(cover), 1.0) > 2.3) & (parcels.to_block_edge < 7)
    cover[grove] = INDEX['broadleaf']


def _forest(
    rng: np.random.Generator,
    cover: np.ndarray,
    parcels: Parcels,
    waters: Waters,
    elevation_m: np.ndarray,
    pixel_m: float,
) -> None:
    """Forest on high and steep land, its edges partly along parcels; stands of conifers, clearings, in place."""
    size = len(cover)
    slope = np.hypot(*np.gradient(elevation_m, pixel_m))
    wish = elevation_m / 70 + slope / 0.12 + 1.0 * fractal(rng, size, 2.1, longest=1500 / pixel_m)
    wish = 0.35 * wish + 0.65 * parcel_mean(parcels, wish)[parcels.number]
    forest = wish > np.quantile(wish, 0.69)
    stand = fractal(rng, size, 1.5, longest=900 / pixel_m)
    stand_of_parcel = parcel_mean(parcels, stand)[parcels.number]
    mixed = 0.35 * stand + 0.65 * stand_of_parcel + 0.35 * fractal(rng, size, 0.7)
    cover[forest] = np.where(mixed > 0.12, INDEX['conifer'], INDEX['broadleaf'])[forest]
    cut = (hashed(parcels.number, seed=9) < 0.07) & (wish < np.quantile(wish, 0.93))
    cover[forest & cut] = INDEX['clearing']
    ride = forest & (parcels.to_block_edge < 0.8) & parcels.has_track
    cover[ride] = INDEX['track']


def _wet_land(rng: np.random.Generator, cover: np.ndarray, waters: Waters, pixel_m: float) -> None:
    """Water, sand bars, the trees along the banks and meadows around the lake, in place."""
    trees = fractal(rng, len(cover), 1.2, longest=400 / pixel_m)
    bank = (waters.to_river_m < 75) & (trees > 0.35)
    shore = (waters.to_lake_m < 90) & (trees > -0.1)
    cover[(waters.to_lake_m < 140) & ~np.isin(cover, codes('broadleaf', 'conifer'))] = INDEX['meadow']
    cover[bank | shore] = INDEX['broadleaf']
    cover[waters.bars] = INDEX['sand']
    cover[waters.lake] = INDEX['lake']
    cover[waters.river] = INDEX['river']


def worldcover(cover: np.ndarray) -> np.ndarray:
    """ESA WorldCover codes of a cover raster, uint8."""
    return np.array([entry.worldcover for entry in COVERS], np.uint8)[cover]

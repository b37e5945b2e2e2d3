"""Cover on OMBRIA's false colour (B11, B08, B03 as red, green, blue, each picture stretched by itself)."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.cover import BARE, GREEN, UNKNOWN, WATER

CLOUD = 120  # grey level that no ground has in all three
FEWEST = 200  # pixels of land whose median counts


def cover_of_false_colour(picture: np.ndarray) -> np.ndarray:
    """Return cover numbers (rows, cols) uint8 of grey levels (3, rows, cols), UNKNOWN where it is in doubt.

    Water is what reflects less in both infrared bands than in the green. Under clouds nothing dark is trusted: it may
    be their shadow.
    """
    swir, nir, green = picture.astype(np.float32)
    cover = np.full(swir.shape, UNKNOWN, np.uint8)
    cover[(nir > 1.2 * swir + 8) & (nir > green + 15)] = GREEN
    cover[(swir > 1.25 * nir) & (swir > 1.25 * green) & (swir > 70)] = BARE
    cloud = np.min(picture, axis=0) > CLOUD
    if cloud.mean() < 0.005:
        cover[(swir < green - 6) & (nir < green - 6) & (swir < 70)] = WATER
        cover[np.maximum(swir, nir) < 32] = WATER
    cover[cloud] = UNKNOWN
    return cover


def doubted_by_radar(cover: np.ndarray, db: np.ndarray) -> np.ndarray:
    """Return cover (rows, cols), UNKNOWN where it is water though VV (rows, cols) is as bright there as on land.

    In a picture that is stretched by itself dark woods look like water, and the radar may be of another day. Darker is
    what lies below the middle between the 16th and the 50th percentile of the land.
    """
    seen = np.isfinite(db)
    light = box_mean(np.where(seen, db, 0).astype(np.float32), seen, 2)
    land = seen & (cover != UNKNOWN) & (cover != WATER)
    if land.sum() < FEWEST:
        return cover
    dark, middle = np.percentile(light[land], (16, 50))
    return np.where((cover == WATER) & seen & (light > (dark + middle) / 2), np.uint8(UNKNOWN), cover)

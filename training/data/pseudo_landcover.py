"""Land-cover planes for chips without a map: spectral rules, then the faults that a real map has."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.names import LANDCOVER_CLASSES
from sar2optical_qgis.core.raster.filters import box_mean

BARREN, GRASSLAND, AGRICULTURE, URBAN, FOREST, WATER = range(len(LANDCOVER_CLASSES))

# Places whose open land is farmed: green and bare soil alike are agriculture there, as a yearly map would say.
FARMED = ('hainaut', 'belgium_good', 'terramesh_637U_59R_1_3', 'sen12mscr_t4294', 'sen12mscr_t4433', 'sen12mscr_t2266',
          'sen12mscr_t6317', 'sen12mscr_t3968', 'terramesh_609U_541L_3_0')  # fmt: skip
WOODLESS = ('hainaut', 'belgium_good', 'terramesh_637U_59R_1_3')  # dark green is crops or cloud shadow here


def classes_of_reflectance(
    red: np.ndarray, green: np.ndarray, nir: np.ndarray, swir: np.ndarray, town: np.ndarray, place: str
) -> np.ndarray:
    """Return class numbers (rows, cols) uint8 by spectral rules on surface reflectance, as coarse as a map of 30 m.

    ``town``: where optics see roofs and streets (cover_labels.py); bright radar alone would prove itself right.
    """
    ndvi = (nir - red) / np.maximum(nir + red, 0.01)
    ndwi = (green - nir) / np.maximum(green + nir, 0.01)
    snow = (green > 0.35) & ((green - swir) / np.maximum(green + swir, 0.01) > 0.4)
    farmed = place in FARMED
    classes = np.full(red.shape, AGRICULTURE if farmed else BARREN, np.uint8)
    classes[(ndvi > 0.22) & (not farmed)] = GRASSLAND
    if place not in WOODLESS:
        classes[(ndvi > 0.45) & (red < 0.045) & (nir < 0.34) & (swir < 0.11)] = FOREST
    classes[(ndwi > 0.02) & (nir < 0.16) & (swir < 0.10)] = WATER
    classes[majority(town.astype(np.uint8), 4).astype(bool) & (classes != WATER)] = URBAN
    classes[snow] = BARREN
    return majority(classes, 2)


def classes_of_picture(rgb: np.ndarray, radar: np.ndarray, cover: str) -> np.ndarray:
    """Return class numbers of red, green, blue reflectance (3, rows, cols) and its 8-bit radar picture (rows, cols).

    Three bands tell little: water, woods and town are marked, the rest keeps the scene's own cover; 255 where none.
    """
    red, green, blue = rgb
    everywhere = np.ones(red.shape, bool)
    classes = np.full(red.shape, LANDCOVER_CLASSES.index(cover) if cover in LANDCOVER_CLASSES else 255, np.uint8)
    total = rgb.sum(axis=0)
    greenness = (2 * green - red - blue) / np.maximum(total, 0.03)
    if cover == 'urban':
        classes[(greenness > 0.12) & (total < 0.24)] = GRASSLAND
    if cover == 'grassland':
        classes[(greenness > 0.10) & (total < 0.114)] = FOREST
    if not cover:
        middle = box_mean(total, everywhere, 5)
        rough = np.sqrt(np.maximum(box_mean(total * total, everywhere, 5) - middle**2, 0))
        classes[(middle > 0.25) & (rough > 0.06) & ((red - blue) / np.maximum(total, 0.03) < 0.13)] = URBAN
    classes[(box_mean(radar.astype(np.float32), everywhere, 3) < 25) & (total < 0.2)] = WATER
    return majority(classes, 3)


def majority(classes: np.ndarray, radius: int) -> np.ndarray:
    """Return the most frequent class (255, unknown, is one too) within ``radius`` pixels."""
    everywhere = np.ones(classes.shape, bool)
    numbers = np.unique(classes)
    shares = [box_mean((classes == k).astype(np.float32), everywhere, radius) for k in numbers]
    return numbers[np.argmax(shares, axis=0)]


def planes(classes: np.ndarray) -> np.ndarray:
    """Return 0/1 planes (6, rows, cols) of class numbers; numbers from 6 up are unknown."""
    return (classes[None] == np.arange(len(LANDCOVER_CLASSES))[:, None, None]).astype(np.float32)


def degraded(classes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return planes (6, rows, cols) with a map's faults: shifted by up to 3 px, coarse, patches wrong or unknown."""
    shift = rng.integers(-3, 4, 2)
    classes = np.roll(classes, shift, (0, 1))
    if rng.random() < 0.4:
        classes = majority(classes, int(rng.integers(1, 7)))
    rows, cols = classes.shape
    if rng.random() < 0.4:  # blobs of another class or of none
        noise = rng.standard_normal((rows // 8 + 2, cols // 8 + 2)).astype(np.float32)
        noise = np.kron(noise, np.ones((8, 8), np.float32))[:rows, :cols]
        noise = box_mean(noise, np.ones(noise.shape, bool), 5)
        wrong = noise > np.quantile(noise, rng.uniform(0.85, 0.99))
        confusions = {
            BARREN: GRASSLAND,
            GRASSLAND: AGRICULTURE,
            AGRICULTURE: GRASSLAND,
            FOREST: GRASSLAND,
            URBAN: AGRICULTURE,
        }
        if rng.random() < 0.5:
            other = classes.copy()
            for a, b in confusions.items():
                other[classes == a] = b
            classes = np.where(wrong, other, classes)
        else:
            classes = np.where(wrong, 255, classes)
    return planes(classes)

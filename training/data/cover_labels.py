"""What the ground is, named from optics and maps alone: rules on reflectance that rather say nothing than wrong.

Radar never has a say here: labels by backscatter would prove every radar right. The classes are those that the eye
tells apart in a picture, not those of a map: a field is ``green`` or ``bare`` as it was on that day.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sar2optical_qgis.core.raster.filters import box_mean
from sar2optical_qgis.core.sentinel.cover import BARE, BUILT, FOREST, GREEN, SNOW, UNKNOWN, WATER
from training.data.index import Chip
from training.data.natural_look import without_haze
from training.data.pseudo_landcover import WOODLESS
from training.data.rasters import read_raster, read_reflectance

CROPLAND, GRASS, TREES, TOWN, OPEN_WATER = 40, 30, (10, 95), 50, 80  # ESA WorldCover


def cover_labels(
    bands: Mapping[str, np.ndarray], valid: np.ndarray | None = None, gsd_m: float = 10.0, town: bool = False
) -> np.ndarray:
    """Return cover numbers (rows, cols) uint8 of surface reflectance 0..1 by band name, UNKNOWN where it is in doubt.

    Needs B03, B04 and B08 or B8A (without them bright sand alone is known); B02, B11 and B12 sharpen it. ``valid``:
    where the reflectance counts. ``gsd_m``: built ground is known by its texture, which is looked for at up to 20 m
    alone. ``town``: the picture is known to show one, so that rough ground of any colour is built.
    """
    shape = next(iter(bands.values())).shape
    valid = np.ones(shape, bool) if valid is None else valid
    nir = bands.get('B08', bands.get('B8A'))
    if nir is None and {'B02', 'B03', 'B04'} <= set(bands):
        return _sand(bands, valid)
    if nir is None or not {'B03', 'B04'} <= set(bands):
        return np.full(shape, UNKNOWN, np.uint8)
    green, red = bands['B03'], bands['B04']
    blue = bands.get('B02', green)
    far = bands.get('B12', bands.get('B11'))
    ndvi, grey = _index(nir, red), (blue + green + red) / 3

    labels = np.full(shape, UNKNOWN, np.uint8)
    open_green = (ndvi > 0.45) & (nir > 0.2) & ((green > 0.062) | (nir > 0.47))
    labels[_most(open_green, valid, 1)] = GREEN
    woods = (ndvi > 0.6) & (green < 0.048) & (red < 0.03) & (nir > 0.12) & (nir < 0.38)
    if far is not None:
        woods &= far < 0.09
    labels[_most(woods, valid, 2)] = FOREST
    soil = (ndvi < 0.2) & (ndvi > 0.02) & (red > 0.08) & (red > 1.15 * blue) & (_roughness(grey, valid) < 0.10)
    if far is not None:
        soil &= far > 0.8 * nir
    labels[_most(soil, valid, 1)] = BARE
    if gsd_m <= 20:
        labels[_built(blue, red, grey, ndvi, valid, town)] = BUILT
    labels[_water(green, nir, far, ndvi, valid, town)] = WATER
    labels[_near(labels == WATER, valid, 1) & (labels != WATER)] = UNKNOWN  # shores are mixed
    if far is not None and not town:
        white = _most((green > 0.25) & (_index(green, far) > 0.3), valid, 1)
        labels[_near(white, valid, 8)] = UNKNOWN  # under snow, and beside it, all looks like something else
        labels[white & (green > 0.35) & (nir > 0.25) & (_index(green, nir) > -0.1)] = SNOW
    labels[~valid] = UNKNOWN
    return labels


def labels_of_map(codes: np.ndarray, bands: Mapping[str, np.ndarray], valid: np.ndarray) -> np.ndarray:
    """Return cover numbers of WorldCover codes (rows, cols), where the day's reflectance doesn't say otherwise.

    Water comes and goes, fields are green or bare by the day: both are the rules' own. Trees and towns are the map's
    where the reflectance could be such.
    """
    seen = cover_labels(bands, valid, 30.0)
    ndvi = _index(bands.get('B08', bands.get('B8A')), bands['B04'])
    labels = np.where(np.isin(seen, (WATER, BARE, SNOW)), seen, UNKNOWN).astype(np.uint8)
    labels[np.isin(codes, (CROPLAND, GRASS)) & (seen == GREEN)] = GREEN
    labels[np.isin(codes, TREES) & (ndvi > 0.5)] = FOREST
    labels[(codes == TOWN) & (ndvi < 0.4) & (seen != WATER)] = BUILT
    labels[(codes == OPEN_WATER) & (seen != WATER)] = UNKNOWN
    labels[~valid] = UNKNOWN
    return labels


def labels_of_chip(chip: Chip, clear: np.ndarray | None = None) -> np.ndarray:
    """Return cover numbers (rows, cols) of a chip of reflectance; ``clear``: where no cloud is."""
    bands, valid = read_reflectance(chip.s2, chip.bands)
    valid = valid if clear is None else valid & clear
    if chip.level == 'L1C' and {'B02', 'B03', 'B04'} <= set(bands) and valid.any():
        names = ('B04', 'B03', 'B02')
        bands = {**bands, **dict(zip(names, without_haze(np.stack([bands[b] for b in names]), valid)))}
    if chip.landcover:
        return labels_of_map(read_raster(chip.landcover)[0], bands, valid)
    labels = cover_labels(bands, valid, chip.gsd_m, chip.label == 'urban')
    if chip.group in WOODLESS:
        labels[labels == FOREST] = UNKNOWN
    return labels


def _index(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a - b) / np.maximum(a + b, 0.01)


def _most(mask: np.ndarray, valid: np.ndarray, radius: int) -> np.ndarray:
    """Return where the mask holds and most of its surroundings are of it."""
    return mask & (box_mean(mask.astype(np.float32), valid, radius) > 0.5)


def _near(mask: np.ndarray, valid: np.ndarray, radius: int) -> np.ndarray:
    return box_mean(mask.astype(np.float32), valid, radius) > 0


def _roughness(grey: np.ndarray, valid: np.ndarray, radius: int = 2) -> np.ndarray:
    """Return the local standard deviation of a band over its local mean."""
    mean = box_mean(grey, valid, radius)
    return np.sqrt(np.maximum(box_mean(grey * grey, valid, radius) - mean * mean, 0)) / np.maximum(mean, 0.02)


def _sand(bands: Mapping[str, np.ndarray], valid: np.ndarray) -> np.ndarray:
    """Return BARE where the colours alone tell it: red as no water and no leaf is. Radar takes dry sand for water."""
    blue, green, red = (bands[name] for name in ('B02', 'B03', 'B04'))
    warm = (red > 0.09) & (red > 1.2 * green) & (green > 1.15 * blue) & valid
    return np.where(_most(warm, valid, 2) & valid, BARE, UNKNOWN).astype(np.uint8)


def _water(green, nir, far, ndvi, valid, town) -> np.ndarray:
    """Return where next to nothing comes back from beyond 1.6 micrometres and green is not outshone by infrared.

    Shadows of a town are like water, but small.
    """
    if far is None:
        return _most((_index(green, nir) > 0.1) & (nir < 0.12), valid, 1)
    wet = _index(green, far)
    clear_water = (nir < 0.12) & (far < 0.05) & (wet > 0.2) & (ndvi < 0.25)
    muddy_water = (nir < 0.22) & (far < 0.06) & (wet > 0.4) & (ndvi < 0.1)
    return _most(clear_water | muddy_water, valid, 4 if town else 1)


def _built(blue, red, grey, ndvi, valid, town) -> np.ndarray:
    """Return where ground is rough all around and hardly green: roofs and streets among each other.

    Borders of fields are rough too, but not all around. Where no town is known to be, it must be grey, not of soil.
    """
    rough = _roughness(grey, valid, 1) > (0.07 if town else 0.10)
    dense = box_mean(rough.astype(np.float32), valid, 4 if town else 6)
    sparse = box_mean(ndvi, valid, 4)
    made = (dense > (0.8 if town else 0.9)) & (sparse < (0.42 if town else 0.36)) & (sparse > 0.0) & (ndvi < 0.45)
    if not town:
        made &= box_mean(blue, valid, 4) > 0.7 * box_mean(red, valid, 4)
    return made & (grey > 0.03)

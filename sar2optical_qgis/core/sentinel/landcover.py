"""Land-cover classes that a user can name, and the codes of the usual legends behind them."""

from __future__ import annotations

import re

import numpy as np

from ..errors import InputError
from ..names import LANDCOVER_CLASSES
from ..raster.raster import Raster
from .class_codes import BETWEEN_COVER, looks_interpolated
from .layers import open_layer

# ESA WorldCover 2021 v200. Shrubs count as grassland, mangroves as forest, wetland as grassland, snow as barren.
WORLDCOVER = {
    10: 'forest', 20: 'grassland', 30: 'grassland', 40: 'agriculture', 50: 'urban', 60: 'barren', 70: 'barren',
    80: 'water', 90: 'grassland', 95: 'forest', 100: 'barren',
}  # fmt: skip
# Dynamic World (Google, 10 m): 0 water ... 8 snow and ice.
DYNAMIC_WORLD = {
    0: 'water', 1: 'forest', 2: 'grassland', 3: 'grassland', 4: 'agriculture', 5: 'grassland', 6: 'urban', 7: 'barren',
    8: 'barren',
}  # fmt: skip
# Esri / Impact Observatory annual land cover: 3 grass is of its first version, 10 clouds is unknown.
ESRI = {
    1: 'water', 2: 'forest', 3: 'grassland', 4: 'grassland', 5: 'agriculture', 6: 'grassland', 7: 'urban', 8: 'barren',
    9: 'barren', 11: 'grassland',
}  # fmt: skip
# ESA CCI and C3S land cover (LCCS), 300 m, with the regional classes of tens.
ESA_CCI = {
    **dict.fromkeys((10, 11, 12, 20, 30), 'agriculture'),
    **dict.fromkeys((40, 110, 120, 121, 122, 130, 140, 180), 'grassland'),
    **dict.fromkeys((50, 60, 61, 62, 70, 71, 72, 80, 81, 82, 90, 100, 160, 170), 'forest'),
    **dict.fromkeys((150, 151, 152, 153, 200, 201, 202, 220), 'barren'),
    190: 'urban', 210: 'water',
}  # fmt: skip
# CORINE level 3: its three-digit codes, and 1 to 44 as rasters have them.
CORINE = {
    **dict.fromkeys((111, 112, 121, 122, 123, 124, 133, 142), 'urban'),
    **dict.fromkeys((131, 132, 331, 332, 333, 334, 335), 'barren'),
    **dict.fromkeys((211, 212, 213, 221, 222, 223, 241, 242, 243), 'agriculture'),
    **dict.fromkeys((141, 231, 321, 322, 323, 324, 411, 412, 421), 'grassland'),
    **dict.fromkeys((244, 311, 312, 313), 'forest'),
    **dict.fromkeys((422, 423, 511, 512, 521, 522, 523), 'water'),
}  # fmt: skip
_LEVEL_3 = (
    111, 112, 121, 122, 123, 124, 131, 132, 133, 141, 142, 211, 212, 213, 221, 222, 223, 231, 241, 242, 243, 244, 311,
    312, 313, 321, 322, 323, 324, 331, 332, 333, 334, 335, 411, 412, 421, 422, 423, 511, 512, 521, 522, 523,
)  # fmt: skip
CORINE_GRID = {number: CORINE[code] for number, code in enumerate(_LEVEL_3, 1)}
# Copernicus Global Land Service, 100 m.
CGLS = {
    20: 'grassland', 30: 'grassland', 40: 'agriculture', 50: 'urban', 60: 'barren', 70: 'barren', 80: 'water',
    90: 'grassland', 100: 'barren', 200: 'water',
    **dict.fromkeys((111, 112, 113, 114, 115, 116, 121, 122, 123, 124, 125, 126), 'forest'),
}  # fmt: skip
# GlobeLand30, and FROM-GLC10 in its tens: WorldCover's codes for other classes.
GLOBELAND = {
    10: 'agriculture', 20: 'forest', 30: 'grassland', 40: 'grassland', 50: 'grassland', 60: 'water', 70: 'barren',
    80: 'urban', 90: 'barren', 100: 'barren',
}  # fmt: skip
# NLCD of the United States; 21 developed, open space.
NLCD = {
    **dict.fromkeys((12, 31), 'barren'),
    **dict.fromkeys((22, 23, 24), 'urban'),
    **dict.fromkeys((41, 42, 43, 90), 'forest'),
    **dict.fromkeys((21, 51, 52, 71, 72, 73, 74, 81, 95), 'grassland'),
    11: 'water', 82: 'agriculture',
}  # fmt: skip
# IGBP classes of MODIS MCD12Q1.
IGBP = {
    **dict.fromkeys((1, 2, 3, 4, 5, 8), 'forest'),
    **dict.fromkeys((6, 7, 9, 10, 11), 'grassland'),
    **dict.fromkeys((12, 14), 'agriculture'),
    **dict.fromkeys((15, 16), 'barren'),
    13: 'urban', 17: 'water',
}  # fmt: skip
LEGENDS = {
    'worldcover': WORLDCOVER, 'dynamicworld': DYNAMIC_WORLD, 'esri': ESRI, 'esacci': ESA_CCI, 'corine': CORINE,
    'corinegrid': CORINE_GRID, 'cgls': CGLS, 'globeland': GLOBELAND, 'nlcd': NLCD, 'igbp': IGBP,
}  # fmt: skip
TITLES = {
    'worldcover': 'ESA WorldCover', 'dynamicworld': 'Dynamic World', 'esri': 'Esri land cover', 'esacci': 'ESA CCI',
    'corine': 'CORINE', 'corinegrid': 'CORINE (1 to 44)', 'cgls': 'Copernicus Global Land Cover',
    'globeland': 'GlobeLand30 or FROM-GLC', 'nlcd': 'NLCD', 'igbp': 'IGBP',
}  # fmt: skip
HINTS = {
    'worldcover': 'world.?cover', 'dynamicworld': r'dynamic.?world|(?<![A-Za-z])DW(?![A-Za-z])',
    'esri': r'esri|impact|io.?lulc|lulc', 'esacci': r'cci|c3s|lccs', 'corine': 'corine|clc(?!.?plus)',
    'corinegrid': 'corine|clc(?!.?plus)', 'cgls': 'cgls|proba.?v|lc100',
    'globeland': r'globe.?land|glc.?30|GLC_FCS|from.?glc',
    'nlcd': 'nlcd', 'igbp': 'igbp|mcd12|modis',
}  # fmt: skip  # in the names of layers
LANDCOVER_LEGENDS = ('auto', *LEGENDS)
NOTHING = (0, 48, 128, 254, 255, 999)  # codes that legends have for no data
GUESSED = 'corinegrid', 'igbp'  # whose codes just count: nothing but a name tells them for sure
CLOUDS = {'esri': 10}  # codes for ground that nobody saw
ONLY_CORINE = frozenset(range(18, 45)) - {20, 30, 40}  # of its grid, which no other legend of so low codes has
MOST_STRANGE = 0.02  # of the pixels may have codes that a legend does not know


def legend_of(codes: np.ndarray, name: str, wanted: str = 'auto') -> tuple[dict[int, str], str]:
    """Return {code: class} of a land-cover layer, from a sample of its codes (n,), and a sentence which legend it is.

    ``name``: the layer's, which may tell. InputError where the codes are of no legend that is known.
    """
    if wanted not in LANDCOVER_LEGENDS:
        raise InputError(f'LANDCOVER_LEGEND "{wanted}" is unknown. Choose one of {", ".join(LANDCOVER_LEGENDS)}.')
    codes = codes[np.isfinite(codes)]
    found, counts = np.unique(codes[(codes >= 0) & (codes < 32767)], return_counts=True)  # what is beyond is fill
    if wanted != 'auto':
        if not np.isin(found, list(LEGENDS[wanted])).any():
            raise InputError(f'LANDCOVER holds none of the codes of {TITLES[wanted]}. Choose another LANDCOVER_LEGEND.')
        return LEGENDS[wanted], f'LANDCOVER is read as {TITLES[wanted]}.'
    fits = []
    for key, legend in LEGENDS.items():
        known = np.isin(found, list(legend))
        strange = counts[~known & ~np.isin(found, (*NOTHING, CLOUDS.get(key, 0)))].sum() / max(counts.sum(), 1)
        if (known & (found > 0)).any() and strange <= MOST_STRANGE:
            fits.append(key)
    told = [key for key in fits if re.search(HINTS[key], name, re.IGNORECASE)]
    if 'corinegrid' in fits and not told and not np.isin(found, list(ONLY_CORINE)).any():
        fits.remove('corinegrid')
    if not fits:
        raise InputError(
            f'LANDCOVER holds the codes {", ".join(f"{code:g}" for code in found[:12])}, which are of no legend that '
            f'is known ({", ".join(TITLES.values())}). Choose such a layer, or give LANDCOVER_CLASS instead.'
        )
    key = told[0] if told else _likeliest(fits, found)
    others = [] if told else [TITLES[other] for other in fits if other != key]
    if told or (not others and key not in GUESSED):
        return LEGENDS[key], f'LANDCOVER is read as {TITLES[key]}.'
    might = f'; it might be {", ".join(others)}' if others else ''
    return LEGENDS[key], f'LANDCOVER is taken for {TITLES[key]}{might}. If that is wrong, say so with LANDCOVER_LEGEND.'


def open_landcover(path: str, wanted: str = 'auto') -> tuple[Raster, dict[int, str], str]:
    """Return a layer of land cover, its legend and a sentence which that is; ``wanted`` as of legend_of."""
    raster = open_layer(path, 'LANDCOVER')
    if looks_interpolated(raster, share=BETWEEN_COVER):
        raise InputError(
            'LANDCOVER has narrow rims of codes that lie between those of their neighbours, as interpolation makes '
            'them. Resample it again by nearest neighbour.'
        )
    codes, good = raster.sample((1,))
    return (raster, *legend_of(codes[good], raster.name, wanted))


def _likeliest(fits: list[str], found: np.ndarray) -> str:
    """Return the legend that is likeliest of those that know all codes found."""
    if 'worldcover' in fits or len(fits) == 1:
        return fits[0]
    if 'dynamicworld' in fits and (0 in found or 'esri' not in fits or np.isin((3, 6), found).any()):
        return 'dynamicworld'  # Esri has neither 0, nor 3 and 6 any longer
    return 'esri' if 'esri' in fits else fits[0]


def planes_of_codes(codes: np.ndarray, legend: dict[int, str] | None = None) -> np.ndarray:
    """Return one 0/1 plane a class, float32 (6, rows, cols), of codes (rows, cols) of a legend; unknown is all 0.

    ``legend``: of legend_of, WorldCover unless given.
    """
    planes = np.zeros((len(LANDCOVER_CLASSES), *codes.shape), np.float32)
    for code, name in (WORLDCOVER if legend is None else legend).items():
        planes[LANDCOVER_CLASSES.index(name)][codes == code] = 1.0
    return planes


def planes_of_class(name: str, shape: tuple[int, int]) -> np.ndarray:
    """Return constant planes (6, rows, cols) for one class of the whole scene; ``auto`` is all 0 (unknown)."""
    planes = np.zeros((len(LANDCOVER_CLASSES), *shape), np.float32)
    if name == 'auto':
        return planes
    if name not in LANDCOVER_CLASSES:
        raise InputError(f'LANDCOVER_CLASS "{name}" is unknown. Choose auto or one of {", ".join(LANDCOVER_CLASSES)}.')
    planes[LANDCOVER_CLASSES.index(name)] = 1.0
    return planes

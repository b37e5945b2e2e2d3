"""Land-cover classes that a user can name, and the ESA WorldCover codes behind them."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..names import LANDCOVER_CLASSES

# ESA WorldCover 2021 v200. Shrubs count as grassland, mangroves as forest, wetland as grassland, snow as barren.
WORLDCOVER = {
    10: 'forest',
    20: 'grassland',
    30: 'grassland',
    40: 'agriculture',
    50: 'urban',
    60: 'barren',
    70: 'barren',
    80: 'water',
    90: 'grassland',
    95: 'forest',
    100: 'barren',
}


def planes_of_codes(codes: np.ndarray) -> np.ndarray:
    """Return one 0/1 plane a class, float32 (6, rows, cols), of WorldCover codes (rows, cols); unknown is all 0."""
    planes = np.zeros((len(LANDCOVER_CLASSES), *codes.shape), np.float32)
    for code, name in WORLDCOVER.items():
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

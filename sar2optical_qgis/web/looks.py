"""The first look at an upload: what it is, how large, and a picture of it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from ..core.raster.raster import Raster
from ..core.sentinel import safe
from ..core.sentinel.bands import polarisation_of, s2_band_of
from ..core.sentinel.dates import date_of
from ..core.sentinel.layers import open_layer
from ..core.sentinel.legends import LEGENDS
from ..core.sentinel.siblings import find_scl
from . import pictures

SCL_CLASSES = 12
SEVERAL = 3  # codes that a map of classes shows at least


def look(path: Path, picture: Path) -> dict[str, object]:
    """Return {role, width, height, bands, date} of a checked raster, and draw it; raise Sar2OpticalError."""
    raster = open_layer(str(path), 'The file', is_picture=True)
    role = role_of(raster)
    codes = raster if role not in ('mask', 'landcover') else open_layer(str(path), 'The file')
    size = pictures.draw_input(codes, role, picture)
    day = date_of(str(path))
    return {
        'role': role,
        'width': raster.grid.width,
        'height': raster.grid.height,
        'bands': [name for name in raster.descriptions[: raster.count] if name],
        'count': raster.count,
        'date': str(day) if day else '',
        'placed': raster.grid.is_georeferenced,
        'own_mask': has_own_mask(path),
        'picture': size,
    }


def has_own_mask(path: Path) -> bool:
    """Whether a product brings the scene classification with it."""
    return path.is_dir() and bool(find_scl(str(path)))


def role_of(raster: Raster) -> str:
    """Return what a raster most likely is: radar, optical, mask or landcover."""
    names = raster.descriptions[: raster.count]
    if any(map(polarisation_of, names)) or (raster.is_warped and raster.count <= 2):
        return 'radar'
    if sum(map(bool, map(s2_band_of, names))) >= 2 or safe.is_product(raster.path) or raster.count >= 3:
        return 'optical'
    if raster.count == 1 and raster.is_integer and not polarisation_of(raster.name, is_file=True):
        values, valid = raster.sample((1,))
        found = set(np.unique(values[valid]).tolist())
        if any(re.search(legend.hint, raster.name, re.IGNORECASE) for legend in LEGENDS.values()):
            return 'landcover'
        if len(found) >= SEVERAL - 1 and found <= set(range(SCL_CLASSES)):
            return 'mask'
        legends = (set(legend.codes) for legend in LEGENDS.values() if not legend.counts and not legend.needs)
        if len(found) >= SEVERAL and any(found - {0} <= codes for codes in legends):
            return 'landcover'
    return 'radar'

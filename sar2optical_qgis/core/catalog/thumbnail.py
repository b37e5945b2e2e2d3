"""Thumbnail: a scene of a place as a little picture, read from the coarsest overviews that show it."""

from __future__ import annotations

import numpy as np

from ..sentinel.radiometry import natural_colour, power_to_db
from .finder import Finder
from .reader import Read
from .scenes import Scene
from .windows import BILINEAR

SIDE = 96  # pixels of the longer side
COLOURS = ('B04', 'B03', 'B02')
DARK_DB, BRIGHT_DB = -25.0, 0.0  # black and white of radar


def thumbnail(finder: Finder, scene: Scene, side: int = SIDE) -> np.ndarray:
    """Return red, green and blue, uint8 (rows, cols, 3), black where nothing is; of radar, grey.

    Raises NetworkError, InputError, Cancelled.
    """
    grid = finder.place.grid
    grid = finder.place.coarser(max(max(grid.width, grid.height) * finder.place.resolution_m / side, 10.0))
    names = tuple(scene.items[0].bands)[:1] if scene.is_radar else COLOURS
    made = np.zeros((3, grid.height, grid.width), np.float32)
    empty = np.ones(made.shape[1:], bool)
    for item in scene.items:
        if not empty.any():
            break
        nodata = None if scene.is_radar else 0
        reads = {name: Read(item.bands[name], grid, BILINEAR, nodata, finder.sign(item), True) for name in names}
        found = finder.reader.read(reads)
        if None in found.values():
            continue
        good = empty & np.logical_and.reduce([valid for _, valid in found.values()])
        for k, plane in enumerate(made):
            values = found[names[k % len(names)]][0].astype(np.float32)
            plane[good] = _shown(values, scene.is_radar, item.offset.value)[good]
        empty &= ~good
    return np.rint(made.transpose(1, 2, 0) * 255).astype(np.uint8)


def _shown(values: np.ndarray, is_radar: bool, offset: int) -> np.ndarray:
    """Return numbers of a file as brightness 0..1."""
    if is_radar:
        return np.clip((power_to_db(np.maximum(values, 0)) - DARK_DB) / (BRIGHT_DB - DARK_DB), 0.0, 1.0)
    return natural_colour((values + offset) / 10000.0)

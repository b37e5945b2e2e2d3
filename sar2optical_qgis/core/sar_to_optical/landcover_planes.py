"""What is known of the land cover before the radar is looked at: a raster of codes, one class for all, or nothing."""

from __future__ import annotations

import numpy as np

from ..raster.align import NEAREST, AlignedReader
from ..sentinel.landcover import open_landcover, planes_of_class, planes_of_codes
from ..sentinel.radar import Radar
from .common_ground import sentence_on


class LandCover:
    """Land cover on the grid of a radar layer. A raster goes before the class, which fills what it does not know."""

    def __init__(self, path: str, legend: str, name: str, radar: Radar) -> None:
        """Open the raster at ``path``, '' = none; ``legend``: LANDCOVER_LEGEND, ``name``: LANDCOVER_CLASS."""
        self.name, self.reader, self.rasters, self.decision, self.gap = name, None, [], '', ''
        planes_of_class(name, (1, 1))  # refuses an unknown name before any work
        if not path:
            return
        raster, number, self.codes, self.decision = open_landcover(path, legend)
        radar.raster.require_overlap(raster)
        self.rasters.append(raster)
        origin = radar.origin if radar.raster.is_pixel_for_pixel(raster) else None
        self.reader = AlignedReader(raster, radar.grid, (number,), NEAREST, origin=origin)
        elsewhere = 'the radar alone tells the cover' if name == 'auto' else f'the ground is taken for {name}'
        self.gap = sentence_on('LANDCOVER', radar, self.knows, elsewhere)

    def knows(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return where the raster has a code of its legend in a window, (rows, cols)."""
        codes, good = self.reader.read(col, row, width, height)
        return good[0] & np.isin(codes[0], list(self.codes))

    def read(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return one 0/1 plane a class of a window, float32 (6, rows, cols); (6, 1, 1) where no raster is given."""
        if self.reader is None:
            return planes_of_class(self.name, (1, 1))
        codes, good = self.reader.read(col, row, width, height)
        planes = planes_of_codes(np.where(good[0], codes[0], -1).astype(np.int32), self.codes)
        if self.name != 'auto':
            unknown = planes.sum(axis=0) == 0
            planes = np.where(unknown, planes_of_class(self.name, unknown.shape), planes)
        return planes

"""The layer that says what a Sentinel-2 image does not show of the ground, on the image's pixels."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..raster.align import NEAREST, AlignedReader
from ..raster.filters import dilate
from ..raster.target_grid import TargetGrid
from .layers import open_layer
from .mask_types import DILATE_M, check_values, hidden_by, parse_hide

MOST_DILATION = 256  # pixels


class CloudMask:
    """An opened mask, dilated when it is read."""

    def __init__(
        self,
        path: str,
        target_grid: TargetGrid,
        mask_type: str = 'scl',
        hide: str = '',
        dilate_px: int = -1,
        role: str = 'SCL',
    ) -> None:
        """Open and check the mask of the image of the target grid; ``decisions`` says what was decided.

        ``hide``: values as clouds.parse_hide takes them. ``dilate_px``: of the target grid's pixels, -1 = DILATE_M.
        ``role``: what messages call the mask.
        """
        if not path:
            raise InputError(
                'SCL is missing. Give the scene classification (or another cloud mask, with its MASK_TYPE).'
            )
        parse_hide(hide, mask_type)
        self.decisions: list[str] = []
        mask = open_layer(path, role)
        if mask_type != 'scl' and mask.nodata[0] == 0:  # tools that rasterise polygons call it so
            mask.forget_nodata()
            self.decisions.append('The mask declares 0 as nodata; it is taken as clear.')
        target_grid.raster.require_overlap(mask)
        values, good = mask.sample((1,))
        check_values(values[good], mask_type, mask.role, hide)
        self.mask_type, self.hide, self.target_grid = mask_type, hide, target_grid
        if not target_grid.is_own and target_grid.raster.is_pixel_for_pixel(mask):
            mask.grid = target_grid.raster.grid  # it lies on the image's pixels, whatever grid they are seen on
            self.reader = AlignedReader(mask, target_grid.grid, (1,), NEAREST)
        else:
            self.reader = target_grid.lay(mask, (1,), NEAREST)
        wanted = int(round(DILATE_M / target_grid.grid.pixel_size_m)) if dilate_px < 0 else dilate_px
        self.dilate_px = min(wanted, MOST_DILATION)

    def read(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return what a window of the target grid hides, bool (rows, cols).

        A cloud of the layer outside the window, beyond an extent too, reaches into it as far as it is dilated.
        """
        margin = self.dilate_px
        codes, known = self.reader.read(col - margin, row - margin, width + 2 * margin, height + 2 * margin)
        inside = self.target_grid.contains(row - margin, col - margin, *codes.shape[1:])
        hidden = dilate(hidden_by(codes[0], known[0] | ~inside, self.mask_type, self.hide) & inside, margin)
        return hidden[margin : margin + height, margin : margin + width]

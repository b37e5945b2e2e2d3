"""Target grid: the pixels that a run works on, and other layers laid over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..errors import InputError
from .align import AlignedReader
from .grid import Grid
from .raster import Raster


@dataclass(frozen=True)
class TargetGrid:
    """A layer on its own grid, or on another layer's; all of it or an extent."""

    raster: Raster
    whole: Grid
    grid: Grid  # the part of it that is looked at
    origin: tuple[int, int]  # col, row of that part
    wanted: tuple[int, int, int, int] | None = None  # row, col, height, width of the extent in it, where it is larger

    @classmethod
    def of(
        cls,
        raster: Raster,
        extent: tuple[float, float, float, float] | None = None,
        onto: Grid | None = None,
        around: int = 0,
    ) -> TargetGrid:
        """Return the target grid of a layer; raise InputError where the extent has none of it.

        ``extent``: xmin, ymin, xmax, ymax in the grid's CRS. ``onto``: another grid to see the layer on; where not both
        have a place on the map, the layer takes that grid for its own. ``around``: pixels of context that are looked at
        beyond the extent, where the layer has them.
        """
        if onto is not None and not (onto.is_georeferenced and raster.grid.is_georeferenced):
            _place(raster, onto)
        whole = onto or raster.grid
        if extent is None:
            return cls(raster, whole, whole, (0, 0))
        col, row, grid = whole.subset(extent, raster.role)
        left, top = max(col - around, 0), max(row - around, 0)
        right = min(col + grid.width + around, whole.width)
        bottom = min(row + grid.height + around, whole.height)
        wanted = row - top, col - left, grid.height, grid.width
        return cls(raster, whole, whole.window(left, top, right - left, bottom - top), (left, top), wanted)

    @property
    def is_own(self) -> bool:
        """Whether the layer is seen on its own pixels."""
        return self.whole is self.raster.grid

    @property
    def window(self) -> tuple[int, int, int, int] | None:
        """Return col, row, width, height in the layer's own pixels; None where it is seen on others."""
        return (*self.origin, self.grid.width, self.grid.height) if self.is_own else None

    @property
    def wanted_window(self) -> tuple[int, int, int, int] | None:
        """Return the same of the extent without its context."""
        if self.wanted is None or not self.is_own:
            return self.window
        row, col, height, width = self.wanted
        return self.origin[0] + col, self.origin[1] + row, width, height

    def lay(
        self,
        other: Raster,
        bands: tuple[int, ...],
        resampling: int,
        change: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> AlignedReader:
        """Return a reader of another layer on these pixels, resampled and changed as AlignedReader does it."""
        origin = self.origin if self.raster.is_pixel_for_pixel(other) else None
        return AlignedReader(other, self.grid, bands, resampling, change, origin)

    def contains(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return which pixels of a window of the grid lie on the whole one, beyond an extent too, (rows, cols)."""
        rows = np.arange(row, row + height) + self.origin[1]
        cols = np.arange(col, col + width) + self.origin[0]
        return ((rows >= 0) & (rows < self.whole.height))[:, None] & ((cols >= 0) & (cols < self.whole.width))


def _place(raster: Raster, onto: Grid) -> None:
    """Give a layer the place of a grid that it lies on pixel for pixel; InputError where it cannot."""
    if (raster.grid.width, raster.grid.height) != (onto.width, onto.height):
        raise InputError(
            f'{raster.role} ({raster.grid.width} x {raster.grid.height} pixels) and the layer whose pixels it is to be '
            f'laid on ({onto.width} x {onto.height}) differ in size, and not both have a place on the map. '
            'Georeference them first.'
        )
    raster.grid = replace(onto)  # equal, and not the same: it is still seen on another layer's pixels

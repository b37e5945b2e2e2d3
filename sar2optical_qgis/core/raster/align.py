"""Read any raster on the pixels of another grid, a window at a time, each resampled as its values demand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from osgeo import gdal

from ..errors import InputError
from .grid import Grid
from .raster import Raster

NEAREST, BILINEAR, AVERAGE = gdal.GRA_NearestNeighbour, gdal.GRA_Bilinear, gdal.GRA_Average
KERNEL_MARGIN = 4  # source pixels around a window, beyond what a resampling kernel reaches


class AlignedReader:
    """A raster seen through a target grid.

    ``change`` maps raw values to those that may be averaged (dB to linear power, say) before resampling. Where both
    grids share their pixels, nothing is resampled.
    """

    def __init__(
        self,
        raster: Raster,
        target: Grid,
        bands: tuple[int, ...],
        resampling: int = NEAREST,
        change: Callable[[np.ndarray], np.ndarray] | None = None,
        origin: tuple[int, int] | None = None,
    ) -> None:
        """Prepare to read ``bands`` (from 1) of ``raster`` on windows of ``target``.

        ``origin`` (col, row of the target in the raster) is given for pictures that have no place on the map.
        """
        self.raster, self.target, self.bands, self.resampling, self.change = raster, target, bands, resampling, change
        self.turns = raster.grid.turns()  # of a raster in degrees, any may lie under the target, or two of them
        is_turned = len(self.turns) > 1 and any(target.overlaps(turn) for turn in self.turns[1:])
        self.offset = origin if origin is not None else None if is_turned else target.offset_in(raster.grid)

    def read(self, col: int, row: int, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
        """Return values (changed) and validity, (bands, rows, cols), of a window of the target grid."""
        if self.offset is not None:
            window = (col + self.offset[0], row + self.offset[1], width, height)
            values, valid = self.raster.read(window, self.bands)
            return (values if self.change is None else self.change(values)), valid
        window = self.target.window(col, row, width, height)
        warped, valid = self._resample(window, self.turns[0])
        for turn in self.turns[1:]:
            if window.overlaps(turn):
                others, there = self._resample(window, turn)
                warped, valid = np.where(valid, warped, others), valid | there
        return warped, valid

    def _resample(self, window: Grid, own: Grid) -> tuple[np.ndarray, np.ndarray]:
        shape = (len(self.bands), window.height, window.width)
        xmin, ymin, xmax, ymax = window.bounds_in(own.crs)
        x0, dx, _, y0, _, dy = own.transform
        cols, rows = sorted(((xmin - x0) / dx, (xmax - x0) / dx)), sorted(((ymin - y0) / dy, (ymax - y0) / dy))
        ratio = max((cols[1] - cols[0]) / window.width, (rows[1] - rows[0]) / window.height, 1.0)
        margin = int(np.ceil(KERNEL_MARGIN * ratio))
        left, right = max(int(cols[0]) - margin, 0), min(int(np.ceil(cols[1])) + margin, own.width)
        top, bottom = max(int(rows[0]) - margin, 0), min(int(np.ceil(rows[1])) + margin, own.height)
        if right <= left or bottom <= top:
            return np.zeros(shape, np.float32), np.zeros(shape, bool)
        values, valid = self.raster.read((left, top, right - left, bottom - top), self.bands)
        values = values if self.change is None else self.change(values)
        values = np.where(valid, values, np.nan).astype(np.float32)
        source = _memory(own.window(left, top, right - left, bottom - top), values)
        target = _memory(window, np.full(shape, np.nan, np.float32))
        try:
            gdal.Warp(target, source, resampleAlg=self.resampling, srcNodata='nan', dstNodata='nan', errorThreshold=0.0)
        except RuntimeError as error:
            reason = str(error).splitlines()[0] if str(error) else 'unknown reason'
            raise InputError(
                f'{self.raster.role} cannot be warped onto the grid of INPUT ({reason}). '
                'Warp it yourself first (Raster > Projections > Warp).'
            ) from error
        warped = target.ReadAsArray().reshape(shape)
        return np.nan_to_num(warped, nan=0.0), np.isfinite(warped)


def _memory(grid: Grid, values: np.ndarray) -> gdal.Dataset:
    dataset = gdal.GetDriverByName('MEM').Create('', grid.width, grid.height, len(values), gdal.GDT_Float32)
    dataset.SetGeoTransform(grid.transform)
    dataset.SetProjection(grid.crs)
    for k, plane in enumerate(values):
        band = dataset.GetRasterBand(k + 1)
        band.SetNoDataValue(float('nan'))
        band.WriteArray(plane)
    return dataset

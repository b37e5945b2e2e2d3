"""Windows: as much of a raster as lies under a grid, from the overview that fits its pixels, and no more."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from ..raster.align import AVERAGE, BILINEAR, NEAREST
from ..raster.grid import Grid, same_crs
from .access import DRIVERS

gdal.UseExceptions()
BLOCK = 512  # pixels: of the files of most catalogues
ALIGNED = 1e-3  # of a pixel: what counts as lying on the same corners


def open_raster(path: str) -> gdal.Dataset:
    """Open one of the formats that scenes come in; RuntimeError where that fails."""
    return gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY | gdal.OF_VERBOSE_ERROR, allowed_drivers=DRIVERS)


def read_window(
    dataset: gdal.Dataset, grid: Grid, resampling: int, nodata: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return values and where they hold, (rows, cols), of the first band on a grid; RuntimeError where that fails.

    Pixels that are coarser than the grid's are repeated, and finer ones averaged (classes: thinned), as long as both
    share corners; otherwise they are warped with ``resampling``.
    """
    window = _aligned(dataset, grid)
    return _copied(dataset, grid, window, resampling, nodata) if window else _warped(dataset, grid, resampling, nodata)


def _aligned(dataset: gdal.Dataset, grid: Grid) -> tuple[int, ...] | None:
    """Return source window and target window (col, row, width, height each) where they share corners, else None."""
    x0, dx, turn, y0, tilt, dy = dataset.GetGeoTransform()
    if turn or tilt or dy >= 0 or not same_crs(dataset.GetProjection(), grid.crs):
        return None
    gx, gdx, _, gy, _, gdy = grid.transform
    window: list[int] = []
    for start, size, first, pixel, cells, count in (
        (gx, gdx, x0, dx, grid.width, dataset.RasterXSize), (gy, gdy, y0, dy, grid.height, dataset.RasterYSize),
    ):  # fmt: skip
        low, high = max((start - first) / pixel, 0.0), min((start + cells * size - first) / pixel, float(count))
        target = [(first + edge * pixel - start) / size for edge in (low, high)]
        if high <= low:
            window += [0, 0, 0, 0]
            continue
        if any(abs(edge - round(edge)) > ALIGNED for edge in (low, high, *target)):
            return None
        window += [round(low), round(high - low), round(target[0]), round(target[1] - target[0])]
    col, width, to_col, to_width, row, height, to_row, to_height = window
    return col, row, width, height, to_col, to_row, to_width, to_height


def _copied(
    dataset: gdal.Dataset, grid: Grid, window: tuple[int, ...], resampling: int, nodata: float | None
) -> tuple[np.ndarray, np.ndarray]:
    col, row, width, height, to_col, to_row, to_width, to_height = window
    band = dataset.GetRasterBand(1)
    if not width or not height:
        values = np.zeros((grid.height, grid.width), np.float32)
        return values, np.zeros(values.shape, bool)
    is_finer = width > to_width or height > to_height
    part = band.ReadAsArray(
        col, row, width, height, buf_xsize=to_width, buf_ysize=to_height,
        resample_alg=AVERAGE if is_finer and resampling != NEAREST else NEAREST,
    )  # fmt: skip
    if part is None:
        raise RuntimeError('no data came back')
    nodata = band.GetNoDataValue() if nodata is None else nodata
    values = np.full((grid.height, grid.width), 0 if nodata is None else nodata, part.dtype)
    values[to_row : to_row + to_height, to_col : to_col + to_width] = part
    inside = np.zeros(values.shape, bool)
    inside[to_row : to_row + to_height, to_col : to_col + to_width] = True
    return values, inside & _holds(values, nodata)


def _warped(dataset: gdal.Dataset, grid: Grid, resampling: int, nodata: float | None) -> tuple[np.ndarray, np.ndarray]:
    nodata = dataset.GetRasterBand(1).GetNoDataValue() if nodata is None else nodata
    xmin, ymin, xmax, ymax = grid.bounds
    made = gdal.Warp(
        '', dataset, format='MEM', dstSRS=grid.crs, outputBounds=(xmin, ymin, xmax, ymax), width=grid.width,
        height=grid.height, resampleAlg=resampling, srcNodata=nodata, dstNodata=nodata, multithread=False,
    )  # fmt: skip
    if made is None:
        raise RuntimeError('it cannot be warped')
    values = made.GetRasterBand(1).ReadAsArray()
    return values, _holds(values, 0 if nodata is None else nodata)


def _holds(values: np.ndarray, nodata: float | None) -> np.ndarray:
    valid = np.isfinite(values) if values.dtype.kind == 'f' else np.ones(values.shape, bool)
    return valid if nodata is None or np.isnan(nodata) else valid & (values != values.dtype.type(nodata))


def bytes_of_window(grid: Grid, pixel_m: float, bytes_a_pixel: float) -> float:
    """Return about how many bytes a window takes, of a raster with pixels of ``pixel_m`` and overviews.

    Blocks come whole: half of one hangs over at each side.
    """
    own = grid.pixel_size_m / max(grid.pixel_size_m, pixel_m)
    return (grid.width * own + BLOCK) * (grid.height * own + BLOCK) * bytes_a_pixel


__all__ = ['AVERAGE', 'BILINEAR', 'NEAREST', 'bytes_of_window', 'open_raster', 'read_window']

"""Reduced copies: the part of a raster that a window shows, with fewer pixels, each averaged as its values demand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from ..raster.fill import Zero
from ..raster.grid import Grid
from ..raster.raster import Raster
from .bands import find_sar_bands, has_polarisations
from .radar_reading import understand
from .radar_units import RadarUnit
from .radiometry import DB_PER_GREY, db_to_power, power_to_db

OVERSAMPLING = 2  # source pixels along each side of a reduced one, where there are enough
NODATA = -9999.0


def reduced_grid(grid: Grid, factor: int) -> Grid:
    """Return the grid with ``factor`` times larger pixels; what is left over at the right and below is dropped."""
    x0, dx, _, y0, _, dy = grid.transform
    width, height = max(grid.width // factor, 1), max(grid.height // factor, 1)
    return Grid(grid.crs, (x0, dx * factor, 0.0, y0, 0.0, dy * factor), width, height)


def reduce_radar(
    raster: Raster, window: tuple[int, int, int, int], factor: int, scale: str, target: Path, bands: str = 'auto'
) -> tuple[str, str]:
    """Write a window (col, row, width, height) of a radar layer, averaged in linear power; return path and SAR_SCALE.

    In dB, or as the 8-bit picture that it was.
    """
    found, _ = find_sar_bands(raster, bands)
    known = understand(raster, found, scale, has_polarisations(raster))
    unit = known.unit if known else RadarUnit('db')
    values, valid = _thinned(raster, window, factor)
    if raster.fill.zero is Zero.RIM:
        valid &= ~raster.fill.blanks(values)
    for frame in raster.fill.frame:
        valid &= (values != frame.number).any(axis=0)
    power = db_to_power(unit.to_db(np.where(valid, values, 1)))
    means, good = _mean(power, valid & np.isfinite(power))
    db = power_to_db(means)
    if unit.kind == 'uint8':
        grey = np.clip(np.rint((db + 25.0) / DB_PER_GREY), 0, 255).astype(np.uint8)
        return _write(raster, window, factor, grey, good, None, target, is_scaled=False), 'uint8'
    return _write(raster, window, factor, db, good, NODATA, target, is_scaled=False), 'db'


def reduce_image(raster: Raster, window: tuple[int, int, int, int], factor: int, target: Path) -> str:
    """Write a window of an optical layer, averaged, in its own data type; 0 in all bands is no data in integers."""
    values, valid = _thinned(raster, window, factor)
    nodata = raster.nodata[0]
    if nodata is None and raster.is_integer:
        valid = valid & (values != 0).any(axis=0)
        nodata = 0.0
    made, good = _mean(values, valid if raster.is_integer else valid & np.isfinite(values))
    if raster.is_integer:
        made = np.rint(made)
    return _write(raster, window, factor, made.astype(values.dtype), good, NODATA if nodata is None else nodata, target)


def reduce_classes(raster: Raster, window: tuple[int, int, int, int], factor: int, target: Path) -> str:
    """Write a window of a raster of codes, every ``factor``-th pixel of it."""
    values, valid = _thinned(raster, window, factor, oversampling=1)
    path = _write(raster, window, factor, values, valid, raster.nodata[0], target)
    copy = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_UPDATE)
    for number in range(1, raster.count + 1):
        own, made = (each.GetRasterBand(number) for each in (raster.dataset, copy))
        for name in ('ColorTable', 'CategoryNames', 'DefaultRAT'):  # what tells the legend
            if (told := getattr(own, f'Get{name}')()) is not None:
                getattr(made, f'Set{name}')(told)
    return path


def _thinned(
    raster: Raster, window: tuple[int, int, int, int], factor: int, oversampling: int = OVERSAMPLING
) -> tuple[np.ndarray, np.ndarray]:
    """Return values and validity (bands, rows, cols), ``oversampling`` pixels a reduced one, by overviews if any."""
    col, row, width, height = window
    oversampling = min(oversampling, factor)
    cols, rows = max(width // factor, 1), max(height // factor, 1)
    source = col, row, min(cols * factor, width), min(rows * factor, height)
    shape = cols * oversampling, rows * oversampling
    dataset = raster.dataset
    if raster.is_warped and factor > oversampling:
        dataset, source = raster.on_few_pixels(source, *shape), (0, 0, *shape)

    def read(band: gdal.Band) -> np.ndarray:
        return band.ReadAsArray(*source, *shape)

    bands = [dataset.GetRasterBand(number) for number in range(1, raster.count + 1)]
    values = dataset.ReadAsArray(
        *source, buf_xsize=shape[0], buf_ysize=shape[1], buf_type=raster.gdal_type,
        band_list=list(range(1, raster.count + 1)),
    ).reshape(len(bands), shape[1], shape[0])  # fmt: skip
    valid = raster.fill.measured(values)
    for k, nodata in enumerate(raster.nodata[: len(bands)]):
        if nodata is not None and not np.isnan(nodata):
            valid[k] &= values[k] != values.dtype.type(nodata)
    if raster.has_alpha:
        valid &= read(dataset.GetRasterBand(dataset.RasterCount)) > 0
    for number in raster.shown_by:
        valid &= read(dataset.GetRasterBand(number)) > 0
    if raster.has_mask:
        valid &= read(bands[0].GetMaskBand()) > 0
    return values, valid


def _mean(values: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return means over the valid ones of OVERSAMPLING squared pixels, 0 where there is none, and where there are."""
    starts = [slice(first, None, OVERSAMPLING) for first in range(OVERSAMPLING)]
    corners = [(..., down, across) for down in starts for across in starts]
    filled = np.where(valid, values, 0).astype(np.float32, copy=False)
    count = sum(valid[corner].astype(np.uint8) for corner in corners)
    total = sum(filled[corner] for corner in corners)
    return total / np.maximum(count, 1), count > 0


def _write(
    raster: Raster,
    window: tuple[int, int, int, int],
    factor: int,
    values: np.ndarray,
    good: np.ndarray,
    nodata: float | None,
    target: Path,
    is_scaled: bool = True,
) -> str:
    grid = reduced_grid(raster.grid.window(*window), factor)
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype)
    dataset = gdal.GetDriverByName('GTiff').Create(str(target), grid.width, grid.height, len(values), kind)
    if raster.grid.is_georeferenced:
        dataset.SetGeoTransform(grid.transform)
        dataset.SetProjection(grid.crs)
    dataset.SetMetadata(raster.dataset.GetMetadata())  # dates and baselines
    for number, plane in enumerate(values, 1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(raster.descriptions[number - 1])
        if is_scaled and raster.scaling[number - 1] != (1.0, 0.0):
            band.SetScale(raster.scaling[number - 1][0])
            band.SetOffset(raster.scaling[number - 1][1])
        if nodata is not None:
            band.SetNoDataValue(nodata)
            plane = np.where(good[number - 1], plane, values.dtype.type(nodata))
        band.WriteArray(plane)
    return str(target)

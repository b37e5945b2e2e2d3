"""A window of a Sentinel-1 GRD on a grid: gamma nought by the product's own annotation, laid by its control points.

Only the pixels under the window are read. No terrain is corrected: in relief they lie tens to hundreds of metres off.
"""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from ..raster.align import BILINEAR
from ..raster.gcps import SPLINE_POINTS
from ..raster.grid import Grid
from ..sentinel.grd_calibration import LEAST
from ..sentinel.grd_tables import STEP_LINES, STEP_PIXELS, Tables, read_tables
from ..sentinel.product_xml import read_xml, text_of

MARGIN = 24  # pixels around a window, for the bend of the points between which it was looked for
LOOKED = 9  # points along each side of a window


def load_tables(dataset: gdal.Dataset, paths: tuple[str, ...]) -> Tables:
    """Return the calibration of an open GRD from the paths of its annotation, calibration and noise.

    RuntimeError where the calibration does not come; a product may lack the others.
    """
    annotation, calibration, noise = (read_xml(path) if path else None for path in paths)
    if calibration is None:
        raise RuntimeError('the calibration of a Sentinel-1 GRD cannot be read')
    done = annotation is not None and text_of(annotation, 'thermalNoiseCorrectionPerformed').strip().lower() == 'true'
    return read_tables(calibration, noise, done, dataset.RasterYSize, dataset.RasterXSize, 'gamma0')


def read_calibrated(dataset: gdal.Dataset, tables: Tables, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return linear power, float32, and where it holds, (rows, cols) of a grid; RuntimeError where that fails."""
    is_bent = dataset.GetGCPCount() >= SPLINE_POINTS
    method = 'GCP_TPS' if is_bent else 'GCP_POLYNOMIAL'
    place = gdal.Transformer(dataset, None, [f'METHOD={method}', f'DST_SRS={grid.crs}'])
    xmin, ymin, xmax, ymax = grid.bounds
    corners = [(x, y, 0.0) for x in np.linspace(xmin, xmax, LOOKED) for y in np.linspace(ymin, ymax, LOOKED)]
    found, good = place.TransformPoints(1, corners)
    pixels = np.array([point[:2] for point, is_good in zip(found, good) if is_good])
    nothing = np.zeros((grid.height, grid.width), np.float32), np.zeros((grid.height, grid.width), bool)
    if not len(pixels):
        return nothing
    left, top = np.maximum(np.floor(pixels.min(axis=0)).astype(int) - MARGIN, 0).tolist()
    right, bottom = np.minimum(
        np.ceil(pixels.max(axis=0)).astype(int) + MARGIN, (dataset.RasterXSize, dataset.RasterYSize)
    ).tolist()
    if right <= left or bottom <= top:
        return nothing
    step = max(min((right - left) // max(grid.width, 1), (bottom - top) // max(grid.height, 1)), 1)
    cols, rows = max((right - left) // step, 1), max((bottom - top) // step, 1)
    numbers = dataset.GetRasterBand(1).ReadAsArray(left, top, right - left, bottom - top, cols, rows)
    if numbers is None:
        raise RuntimeError('no data came back')
    at = (np.arange(rows) + 0.5) * step + top - 0.5, (np.arange(cols) + 0.5) * step + left - 0.5
    seen = numbers > 0
    power = numbers.astype(np.float32) ** 2 * _laid(tables.gain, *at) - _laid(tables.noise, *at)
    power = np.where(seen, np.maximum(power, LEAST), 0.0).astype(np.float32)
    source = gdal.GetDriverByName('MEM').Create('', cols, rows, 1, gdal.GDT_Float32)
    points = [
        gdal.GCP(p.GCPX, p.GCPY, p.GCPZ, (p.GCPPixel - left) / step, (p.GCPLine - top) / step)
        for p in dataset.GetGCPs()
    ]
    source.SetGCPs(points, dataset.GetGCPProjection())
    source.GetRasterBand(1).WriteArray(power)
    made = gdal.Warp(
        '', source, format='MEM', dstSRS=grid.crs, outputBounds=(xmin, ymin, xmax, ymax), width=grid.width,
        height=grid.height, resampleAlg=BILINEAR, srcNodata=0, dstNodata=0, tps=is_bent, multithread=False,
        polynomialOrder=None if is_bent else 1,
    )  # fmt: skip
    if made is None:
        raise RuntimeError('it cannot be warped')
    values = made.GetRasterBand(1).ReadAsArray()
    return values, values > 0


def _laid(table: np.ndarray, lines: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """Return a table of cells at lines and pixels of the image, bilinear between the middles of cells."""
    for axis, (at, step) in enumerate(((lines, STEP_LINES), (pixels, STEP_PIXELS))):
        cell = np.clip((at + 0.5) / step - 0.5, 0.0, table.shape[axis] - 1.0)
        low = np.minimum(cell.astype(int), max(table.shape[axis] - 2, 0))
        share = (cell - low)[:, None] if axis == 0 else cell - low
        high = np.minimum(low + 1, table.shape[axis] - 1)
        table = np.take(table, low, axis) * (1 - share) + np.take(table, high, axis) * share
    return table

"""The files of SAR to optical: a picture with alpha, its uncertainty in grey levels, the cover of the ground."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from ..raster.grid import Grid
from ..raster.writer import RasterWriter
from . import cover

NODATA = -9999.0  # of the uncertainty
COLOURS = ('Red', 'Green', 'Blue')


def open_writers(writers: dict[str, RasterWriter], paths: dict[str, str], grid: Grid, items: dict[str, str]) -> None:
    """Add a writer to ``writers`` for each of OUTPUT, UNCERTAINTY and COVER that has a path; ``items``: metadata."""
    if path := paths['OUTPUT']:
        writers['OUTPUT'] = RasterWriter(path, grid, gdal.GDT_Byte, (*COLOURS, 'Alpha'), None, items, alpha=True)
    if path := paths['UNCERTAINTY']:
        names = tuple(f'{name} sigma (grey levels)' for name in COLOURS)
        writers['UNCERTAINTY'] = RasterWriter(path, grid, gdal.GDT_Float32, names, NODATA, items)
    if path := paths['COVER']:
        writers['COVER'] = cover.writer_of(path, grid, items)


def grey_levels(sigma: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return sigma (3, rows, cols) of colours 0..1 in grey levels, NODATA where nothing is valid."""
    return np.where(valid, sigma * 255.0, NODATA).astype(np.float32)

"""SOURCE of a picture that is of one date: which pixels are that date's own, on the pattern of the composite's."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from ..raster.grid import Grid
from ..raster.raster import Raster
from ..raster.writer import RasterWriter

BANDS = ('date', 'clear looks', 'days from target')
NODATA = -32768
ROWS = 512


def write_source(path: str, picture: str, made: str, days: int, metadata: dict[str, str]) -> str:
    """Write three bands, 16-bit: 1 where a pixel was measured, 0 where it was generated; looks; days from the date.

    ``made``: a raster of the same grid, 1 = generated, 0 = kept, 255 = no data; '' = all of ``picture`` was measured,
    'all' = all of it was generated.
    """
    image = Raster(picture, 'OUTPUT')
    mask = Raster(made, 'MASK') if made not in ('', 'all') else None
    writer = RasterWriter(path, image.grid, gdal.GDT_Int16, BANDS, NODATA, metadata, categorical=True)
    try:
        for row in range(0, image.grid.height, ROWS):
            window = (0, row, image.grid.width, min(ROWS, image.grid.height - row))
            if mask is not None:
                generated = mask.read(window, (1,))[0][0]
                valid, kept = generated != 255, generated == 0
            else:
                valid = _valid(image, window)
                kept = valid if not made else np.zeros_like(valid)
            planes = np.stack([kept, kept, np.where(kept, days, 0)]).astype(np.int16)
            writer.write(0, row, np.where(valid, planes, NODATA).astype(np.int16))
        return writer.commit()
    except BaseException:
        writer.discard()
        raise


def copy_measured(source: str, target: str, metadata: dict[str, str]) -> str:
    """Copy a fetched image as it is, with more metadata; return its path."""
    image = Raster(source, 'INPUT')
    items = {**image.dataset.GetMetadata(), **metadata}
    writer = RasterWriter(target, image.grid, image.gdal_type, image.descriptions, image.nodata[0], items)
    try:
        for row in range(0, image.grid.height, ROWS):
            window = (0, row, image.grid.width, min(ROWS, image.grid.height - row))
            writer.write(0, row, image.read(window, tuple(range(1, image.count + 1)))[0])
        return writer.commit()
    except BaseException:
        writer.discard()
        raise


def write_even(path: str, picture: str, sigma: float, nodata: float, metadata: dict[str, str]) -> str:
    """Write an UNCERTAINTY that is the same for all pixels of a picture, one band for each of its bands."""
    image = Raster(picture, 'OUTPUT')
    grid: Grid = image.grid
    names = tuple(f'{name} sigma' for name in image.descriptions)
    writer = RasterWriter(path, grid, gdal.GDT_Float32, names, nodata, metadata)
    try:
        for row in range(0, grid.height, ROWS):
            window = (0, row, grid.width, min(ROWS, grid.height - row))
            valid = _valid(image, window)
            plane = np.where(valid, sigma, nodata).astype(np.float32)
            writer.write(0, row, np.repeat(plane[None], image.count, axis=0))
        return writer.commit()
    except BaseException:
        writer.discard()
        raise


def _valid(image: Raster, window: tuple[int, int, int, int]) -> np.ndarray:
    values, good = image.read(window, tuple(range(1, image.count + 1)))
    return good.all(axis=0) & (values != 0).any(axis=0)

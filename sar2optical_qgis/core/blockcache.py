"""GDAL's cache of blocks, held to what tiles need: left alone it fills with the raster, up to a share of the memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

LIMIT = 384 * 2**20  # bytes: the rows of blocks that tiles of a 10980 pixels wide image share, read and written


@contextmanager
def bounded_cache(limit: int = LIMIT) -> Iterator[None]:
    """Hold the cache to ``limit`` bytes inside, where it may be larger; put it back afterwards."""
    before = gdal.GetCacheMax()
    if before > limit:
        gdal.SetCacheMax(limit)
    try:
        yield
    finally:
        if before > limit:
            gdal.SetCacheMax(before)

"""GDAL's cache of blocks, held to what tiles need: left alone it fills with the raster, up to a share of the memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from osgeo import gdal

if TYPE_CHECKING:
    from .grid import Grid
    from .raster import Raster

LIMIT = 384 * 2**20  # bytes: what tiles need of strips as wide as a tile of Sentinel-2, ten bands, and radar
WRITTEN = 64 * 2**20  # bytes of it for blocks of the outputs, until they are whole
PLAIN_FORMATS = ('GTiff', 'ENVI', 'HFA')  # whose blocks are what they say
_lock, _limits, _before = threading.Lock(), [], 0


def enough_for(rasters: Iterable[Raster], grid: Grid, tile: int, splits_blocks: bool = False) -> int:
    """Return the bytes of cache in which tiles of ``tile`` pixels of a grid find the blocks that their neighbours read.

    More gains nothing, not even with compressed inputs: what rows of tiles share is read twice (tests/benchmarks). But
    where tiles split the blocks of outputs, a row of these has to wait for the next row of tiles.
    """
    side_m = tile * grid.pixel_size_m
    asked = WRITTEN + sum(bytes_around(raster, side_m) for raster in rasters)
    return LIMIT if splits_blocks else int(min(asked, LIMIT))


def bytes_around(raster: Raster, side_m: float) -> float:
    """Return the bytes of a raster's blocks in a square of ``side_m`` metres and around it.

    As many as there may be (inf) where they are dear to read again, or not what the format says, as behind a VRT.
    """
    if raster.dataset.GetDriver().ShortName not in PLAIN_FORMATS or raster.path.startswith('/vsi'):
        return float('inf')
    bands = [raster.dataset.GetRasterBand(k + 1) for k in range(raster.dataset.RasterCount)]
    side, (across, down) = side_m / raster.grid.pixel_size_m, bands[0].GetBlockSize()
    cols = side + 2 * across if down <= side else raster.grid.width  # else rows of tiles share a row of blocks
    rows = side + 2 * down
    bits = sum(gdal.GetDataTypeSize(band.DataType) for band in bands)
    return min(cols, raster.grid.width) * min(rows, raster.grid.height) * bits / 8


@contextmanager
def bounded_cache(limit: int = LIMIT) -> Iterator[None]:
    """Hold the cache to ``limit`` bytes inside, where it may be larger; the last of several users puts it back.

    Several at once share what they ask for together, LIMIT at most.
    """
    global _before
    with _lock:
        if not _limits:
            _before = gdal.GetCacheMax()
        _limits.append(limit)
        _hold()
    try:
        yield
    finally:
        with _lock:
            _limits.remove(limit)
            _hold()


def _hold() -> None:
    wanted = min(_before, sum(_limits), LIMIT) if _limits else _before
    if wanted != gdal.GetCacheMax():
        gdal.SetCacheMax(wanted)

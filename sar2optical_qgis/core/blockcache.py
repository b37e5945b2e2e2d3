"""GDAL's cache of blocks, held to what tiles need: left alone it fills with the raster, up to a share of the memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

LIMIT = 384 * 2**20  # bytes: the rows of blocks that tiles of a 10980 pixels wide image share, read and written
_lock, _limits, _before = threading.Lock(), [], 0


@contextmanager
def bounded_cache(limit: int = LIMIT) -> Iterator[None]:
    """Hold the cache to ``limit`` bytes inside, where it may be larger; the last of several users puts it back."""
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
    wanted = min(_before, *_limits) if _limits else _before
    if wanted != gdal.GetCacheMax():
        gdal.SetCacheMax(wanted)

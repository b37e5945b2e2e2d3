"""Which files a layer is made of: a result must not be written over any of them."""

from __future__ import annotations

import os

from osgeo import gdal

DEEPEST = 8  # VRTs inside one another


def files_of(path: str, depth: int = DEEPEST) -> set[str]:
    """Return the real paths of the file and of all that GDAL reads with it, those of VRTs within VRTs too."""
    found = {os.path.realpath(path)}
    try:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY)
        beside = (dataset.GetFileList() or []) if dataset is not None else []
    except RuntimeError:  # no raster, as a model is none
        return found
    for file in beside:
        real = os.path.realpath(file)
        found |= (
            {real} if real in found or not depth or not real.lower().endswith('.vrt') else files_of(file, depth - 1)
        )
    return found

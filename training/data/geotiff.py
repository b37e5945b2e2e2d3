"""Arrays as GeoTIFFs, for the product to read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, osr


def write_tif(
    path: Path,
    values: np.ndarray,
    bands: tuple[str, ...],
    kind: int,
    nodata: float | None = None,
    is_southern: bool = False,
) -> str:
    """Write (bands, rows, cols) on pixels of 10 m, on the southern hemisphere or nowhere on Earth; return the path."""
    dataset = gdal.GetDriverByName('GTiff').Create(str(path), values.shape[2], values.shape[1], len(values), kind)
    dataset.SetGeoTransform((0.0, 10.0, 0.0, 0.0, 0.0, -10.0))
    if is_southern:
        zone = osr.SpatialReference()
        zone.ImportFromEPSG(32723)
        dataset.SetProjection(zone.ExportToWkt())
        dataset.SetGeoTransform((500000.0, 10.0, 0.0, 8250000.0, 0.0, -10.0))
    for k, (band, name) in enumerate(zip(values, bands), 1):
        dataset.GetRasterBand(k).WriteArray(band)
        dataset.GetRasterBand(k).SetDescription(name)
        if nodata is not None:
            dataset.GetRasterBand(k).SetNoDataValue(nodata)
    dataset.FlushCache()
    return str(path)

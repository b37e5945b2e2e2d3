"""What to say of a vector layer where a raster is asked for: GDAL says only that it is no raster."""

from __future__ import annotations

from osgeo import gdal

RASTERIZE = (
    'is a vector layer, but a raster is needed. Make one of it first (Raster > Conversion > Rasterize, onto the extent '
    'and the pixels of the image)'
)


def told_of_vector(path: str) -> str:
    """Return what a path is, with the remedy, where it holds a vector layer; else ''."""
    try:
        found = gdal.OpenEx(path.split('|')[0], gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError:
        return ''
    return f'{RASTERIZE}.' if found is not None and found.GetLayerCount() and not found.RasterCount else ''

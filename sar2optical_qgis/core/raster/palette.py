"""Palette pictures as the colours that they show."""

from __future__ import annotations

from osgeo import gdal


def colours_of(indices: gdal.Dataset) -> tuple[gdal.Dataset, ...]:
    """Return a palette picture as red, green, blue, and alpha where palette or nodata know transparency.

    What it is made of follows: it must live as long.
    """
    band = indices.GetRasterBand(1)
    palette, nodata = band.GetColorTable().Clone(), band.GetNoDataValue()
    if nodata is not None and 0 <= nodata < palette.GetCount():
        palette.SetColorEntry(int(nodata), (*palette.GetColorEntry(int(nodata))[:3], 0))
    is_opaque = all(palette.GetColorEntry(k)[3] == 255 for k in range(palette.GetCount()))
    view = gdal.Translate('', indices, format='VRT', noData='none')
    view.GetRasterBand(1).SetColorTable(palette)
    return gdal.Translate('', view, format='VRT', rgbExpand='rgb' if is_opaque else 'rgba'), view, indices

"""What a file declares of a band, where it can be so: its nodata, and that it is transparency."""

from __future__ import annotations

import re

import numpy as np
from osgeo import gdal

MOST_PIXELS = 64  # along each side of what is looked at


def is_alpha(band: gdal.Band, count: int, is_byte: bool) -> bool:
    """Whether a band of ``count`` is flagged as alpha and is one: its name wins, and without any, its values."""
    if band.GetColorInterpretation() != gdal.GCI_AlphaBand:
        return False
    name = (band.GetDescription() or '').strip().lower()
    if name:
        return bool(re.search('alpha|mask|transparen|opacity', name))
    if count == 1:
        return True
    size = min(MOST_PIXELS, band.XSize), min(MOST_PIXELS, band.YSize)
    values = band.ReadAsArray((band.XSize - size[0]) // 2, (band.YSize - size[1]) // 2, *size)
    if values is None or len(np.unique(values)) <= 8:
        return True
    # a feathered rim has all levels, but most of a picture is seen or not; near infrared saved as RGBA is neither
    return is_byte and bool(((values == 0) | (values == 255)).mean() > 0.5)


def nodata_of(band: gdal.Band, limits: np.iinfo | None) -> float | None:
    """Return the band's nodata, or None where no pixel can have it, as -9999 in unsigned integers.

    ``limits``: of the integers that pixels are, None where they are none.
    """
    nodata = band.GetNoDataValue()
    if nodata is None or limits is None:
        return nodata
    return nodata if np.isfinite(nodata) and nodata == int(nodata) and limits.min <= nodata <= limits.max else None

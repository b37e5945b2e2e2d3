"""Siblings: what belongs together by the names that products and downloads give their files."""

from __future__ import annotations

import re
from pathlib import Path

from osgeo import gdal

from .dates import find_date
from .safe import folder_of

RASTERS = ('.tif', '.tiff', '.jp2', '.vrt', '.img')
_SCL = re.compile(r'(?<![A-Za-z])SCL(?![A-Za-z])', re.IGNORECASE)
_TILE = re.compile(r'(?<![A-Z0-9])T?(\d{2}[C-X][A-Z]{2})(?![A-Z0-9])')
_SCL_IN_SAFE = re.compile(r'IMG_DATA[/\\]R20m[/\\][^/\\]*_SCL_20m\.(jp2|tif)$')


def scl_among(bands: tuple[str, ...]) -> str:
    """Return the name of the scene classification among the bands of an image itself, '' without one."""
    return next(filter(_SCL.search, bands), '')


def find_scl(image: str) -> str:
    """Return the path of the scene classification that belongs to an image, or ''.

    It lies in the image's own .SAFE folder (zipped too), or beside it with SCL in its name. Of several, the one with
    the image's date and tile; where that does not decide, none.
    """
    product = folder_of(image)
    if product:
        names = gdal.ReadDirRecursive(product) or []
        found = [name for name in names if _SCL_IN_SAFE.search(name)]
        return f'{product}/{found[0]}' if len(found) == 1 else ''
    path = Path(image)
    if not path.is_file() or _SCL.search(path.stem):
        return ''
    beside = sorted(
        p for p in path.parent.iterdir() if p.suffix.lower() in RASTERS and p != path and _SCL.search(p.stem)
    )
    fitting = [p for p in beside if _belongs(path.stem, p.stem)]
    return str(fitting[0]) if len(fitting) == 1 else ''


def _belongs(image: str, mask: str) -> bool:
    """Whether date and tile, as far as both names tell them, agree."""
    days, tiles = (find_date(image), find_date(mask)), (_TILE.search(image), _TILE.search(mask))
    same_day = days[0] == days[1] or None in days
    same_tile = None in tiles or tiles[0].group(1) == tiles[1].group(1)
    return same_day and same_tile

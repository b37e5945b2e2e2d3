"""Siblings: what belongs together by the names that products and downloads give their files."""

from __future__ import annotations

import re
from pathlib import Path

from .dates import find_date

RASTERS = ('.tif', '.tiff', '.jp2', '.vrt', '.img')
_SCL = re.compile(r'(?<![A-Za-z])SCL(?![A-Za-z])', re.IGNORECASE)
_TILE = re.compile(r'(?<![A-Z0-9])T?(\d{2}[C-X][A-Z]{2})(?![A-Z0-9])')


def find_scl(image: str) -> str:
    """Return the path of the scene classification that lies beside an image (or in its .SAFE folder), or ''.

    Of several, the one with the image's date and tile; where that does not decide, none.
    """
    path = Path(image)
    safe = next((folder for folder in [path, *path.parents] if folder.suffix.upper() == '.SAFE'), None)
    if safe is not None and safe.is_dir():
        found = sorted(safe.glob('GRANULE/*/IMG_DATA/R20m/*_SCL_20m.jp2'))
        return str(found[0]) if len(found) == 1 else ''
    if not path.is_file():
        return ''
    beside = sorted(
        p for p in path.parent.iterdir() if p.suffix.lower() in RASTERS and p != path and _SCL.search(p.stem)
    )
    if _SCL.search(path.stem):
        return ''
    fitting = [p for p in beside if _belongs(path.stem, p.stem)]
    return str(fitting[0]) if len(fitting) == 1 else ''


def _belongs(image: str, mask: str) -> bool:
    """Whether date and tile, as far as both names tell them, agree."""
    days, tiles = (find_date(image), find_date(mask)), (_TILE.search(image), _TILE.search(mask))
    same_day = days[0] == days[1] or None in days
    same_tile = None in tiles or tiles[0].group(1) == tiles[1].group(1)
    return same_day and same_tile

"""Pairs of dates of real series, as what is to be made and what is older, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from training.data.clouded_series import Dated
from training.data.geotiff import write_tif

LAST = 6  # dates of a series that are targets, where the index does not say


def pairs(dates: list[Dated], age: int, early: bool = False) -> Iterator[tuple[Dated, Dated]]:
    """Yield (target, reference) of a series: of the val dates (or the last ones), or of the ``early`` others."""
    late = [k for k, d in enumerate(dates) if d.is_val] or list(range(len(dates)))[-LAST:]
    for k, target in enumerate(dates):
        if k >= age and (k in late) != early:
            yield target, dates[k - age]


def picture_of(dated: Dated) -> np.ndarray:
    """Return the natural-colour picture (3, rows, cols) of a date."""
    scene = dated.scene
    return natural_colour(scene.reflectance[[scene.bands.index(b) for b in ('B04', 'B03', 'B02')]].astype(np.float32))


def radar_file(dated: Dated, path: Path) -> str:
    """Write VV and VH of a date; return the path."""
    values = np.stack([np.nan_to_num(v.astype(np.float32), nan=-9999.0) for v in dated.scene.db.values()])
    return write_tif(path, values, tuple(dated.scene.db), gdal.GDT_Float32, -9999)


def optical_file(dated: Dated, path: Path) -> str:
    """Write the reflectance of a date; return the path."""
    scene = dated.scene
    values = np.where(scene.valid, scene.reflectance.astype(np.float32), -1.0).astype(np.float32)
    return write_tif(path, values, scene.bands, gdal.GDT_Float32, -1)

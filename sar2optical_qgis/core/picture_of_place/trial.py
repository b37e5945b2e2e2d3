"""Trial: a way run on a small window of the place, for the error that it predicts of itself there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..names import VISIBLE
from ..raster.grid import Grid
from ..sentinel.bands import s2_band_of
from ..sentinel.radiometry import GAMMA, WHITE_REFLECTANCE

SIDE = 256  # pixels of the window
FEW = 512  # pixels along a side that a mean is taken of
MEAN_OF_NORMAL = 0.8  # mean absolute error of one standard deviation


def window_of(grid: Grid, hidden: np.ndarray | None) -> tuple[float, float, float, float]:
    """Return the bounds of the window that is as cloudy as it may be without being cloud alone; else the middle.

    ``hidden`` (rows, cols) bool on any pixels that cover the grid.
    """
    width, height = min(SIDE, grid.width), min(SIDE, grid.height)
    spots = [(c, r) for r in _steps(grid.height - height) for c in _steps(grid.width - width)]
    col, row = (grid.width - width) // 2, (grid.height - height) // 2
    if hidden is not None and hidden.any():

        def share(spot: tuple[int, int]) -> float:
            down, across = hidden.shape[0] / grid.height, hidden.shape[1] / grid.width
            rows = slice(int(spot[1] * down), max(int((spot[1] + height) * down), int(spot[1] * down) + 1))
            cols = slice(int(spot[0] * across), max(int((spot[0] + width) * across), int(spot[0] * across) + 1))
            return float(hidden[rows, cols].mean())

        col, row = min(spots, key=lambda spot: abs(share(spot) - 0.5))
    return grid.window(col, row, width, height).bounds


def predicted(request: object, extent: tuple[float, float, float, float], cancelled: Callable[[], bool]) -> float:
    """Return the mean error that a request predicts where it invents, in reflectance of the visible bands.

    The request is one of a task's, with ``extent``, ``output`` and ``uncertainty``.
    """
    with tempfile.TemporaryDirectory(prefix='sar2optical-trial-') as folder:
        paths = {role: str(Path(folder, f'{role}.tif')) for role in ('output', 'uncertainty')}
        replace(request, extent=extent, **paths).run(cancelled=cancelled)
        return mean_error(paths['output'], paths['uncertainty'])


def mean_error(output: str, uncertainty: str) -> float:
    """Return the mean absolute error that UNCERTAINTY predicts over the pixels that were invented, in reflectance."""
    made_file = gdal.OpenEx(output)
    few = {'buf_xsize': min(made_file.RasterXSize, FEW), 'buf_ysize': min(made_file.RasterYSize, FEW)}
    sigma = gdal.OpenEx(uncertainty).ReadAsArray(**few)
    is_picture = made_file.GetRasterBand(1).DataType == gdal.GDT_Byte
    if is_picture:  # sigma is in grey levels, which mean the less reflectance the darker they are
        grey = made_file.ReadAsArray(band_list=[1, 2, 3], **few)
        sigma = sigma[:3] * (WHITE_REFLECTANCE * GAMMA * (np.maximum(grey, 1) / 255.0) ** (GAMMA - 1.0) / 255.0)
        known = sigma > 0
    else:
        names = [s2_band_of(made_file.GetRasterBand(k + 1).GetDescription()) for k in range(made_file.RasterCount)]
        sigma = sigma[[names.index(band) for band in VISIBLE if band in names]] / 10000.0
        known = sigma > 0  # nodata is below 0
    return MEAN_OF_NORMAL * float(sigma[known].mean()) if known.any() else 0.0


def _steps(room: int) -> list[int]:
    return sorted({int(step) for step in np.linspace(0, room, 5)}) if room > 0 else [0]
